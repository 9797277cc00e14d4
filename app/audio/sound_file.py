"""Recordings that libsndfile reads, decoded to mono at 16 kHz."""

import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from app.audio.mp3 import OverstatedFile, states_length
from app.audio.sound_check import check_sound
from app.audio.source import Samples
from app.errors import AudioFileError
from model.audio_format import SAMPLE_RATE

_LOWEST_RATE, _HIGHEST_RATE = 2_000, 768_000
_LARGEST_BUFFER = 1_000_000  # numbers, all channels together
_TOLERANCE_S = 0.05
_DECLARED_SIZE = re.compile(r"^ *(?:data|SSND) *: (\d+) \(should be (\d+)\)", re.MULTILINE)
_UNKNOWN_SIZE = 0x7FFF_0000  # what writes to a pipe states this size or a larger one
_UNKNOWN_FRAMES = 2**62
_OGG_HEADER_BYTES = 27
_LARGEST_OGG_PAGE = _OGG_HEADER_BYTES + 255 + 255 * 255


class _ForwardFile(soundfile.SoundFile):  # type: ignore[misc]
    """A file that is only read forwards.

    soundfile seeks to where it is after each block. In an MP3 that damages the samples after
    it, and a FLAC of unknown length ends there with an error.
    """

    def seekable(self) -> bool:
        return False


class SoundFile:
    """An open recording.

    Parameters
    ----------
    path : Path
        The file.
    file : soundfile.SoundFile
        The same, open.
    overstated : OverstatedFile, optional
        What `file` reads from, for an MP3 that does not state its length.

    Raises
    ------
    AudioFileError
        If its header states what cannot be.
    """

    def __init__(
        self,
        path: Path,
        file: soundfile.SoundFile,
        overstated: OverstatedFile | None = None,
    ) -> None:
        self._path = path
        self._file = file
        self._overstated = overstated
        self._rate: int = file.samplerate
        if not _LOWEST_RATE <= self._rate <= _HIGHEST_RATE:
            self.close()
            raise AudioFileError(
                f"{path} states {self._rate} samples a second; {_LOWEST_RATE} to "
                f"{_HIGHEST_RATE} can be read. Its header is wrong, or it is no sound."
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        if self._overstated:
            self._overstated.close()

    @property
    def stated_seconds(self) -> float | None:
        """Length in seconds as the header states it, None where it does not."""
        frames = self._stated_frames
        return None if frames is None else frames / self._rate

    def decode(self) -> Iterator[Samples]:
        """Read the recording once, from its start to its end, then close it.

        Yields
        ------
        ndarray of float32, shape (n,), n >= 1
            Mono, 16 kHz, about half a second each.

        Raises
        ------
        AudioFileError
            If it is damaged, ends early or holds what is no sound; what was before that has
            been given.
        """
        with self:
            if self._rate == SAMPLE_RATE:
                yield from self._mono()
                return
            resampler = soxr.ResampleStream(self._rate, SAMPLE_RATE, 1, "float32", "HQ")
            ended_early = None
            try:
                for samples in self._mono():
                    if len(resampled := resampler.resample_chunk(samples)):
                        yield resampled
            except AudioFileError as error:
                ended_early = error
            rest = resampler.resample_chunk(np.empty(0, np.float32), last=True)
            if len(rest):
                yield rest
            if ended_early:
                raise ended_early

    def _mono(self) -> Iterator[Samples]:
        """Give the mean of all channels at the file's own rate; checked, each a new array."""
        channels: int = self._file.channels
        size = max(1, min(self._rate // 2, _LARGEST_BUFFER // channels))
        buffer = np.empty((size, channels), np.float32)
        count = 0
        damaged = False
        while not damaged:
            frames, damaged = self._read_into(buffer)
            if not len(frames):
                break
            samples = frames[:, 0].copy() if channels == 1 else frames.mean(axis=1)
            check_sound(samples, self._path, count / self._rate)
            yield samples
            count += len(samples)
        self._check_end(count, damaged)

    def _read_into(self, buffer: NDArray[np.float32]) -> tuple[NDArray[np.float32], bool]:
        """Give the frames read, shape (n, channels), and whether there is damage after them."""
        # Where libsndfile comes upon damage it has filled a part, but does not say how much.
        buffer.fill(np.nan)
        try:
            return self._file.read(out=buffer), False
        except soundfile.LibsndfileError:
            return buffer[: np.count_nonzero(~np.isnan(buffer[:, -1]))], True

    def _check_end(self, count: int, damaged: bool) -> None:
        """Raise an error where the recording should go on after `count` frames."""
        stated = self._stated_frames
        if stated is not None and stated - count > _TOLERANCE_S * self._rate:
            of_stated = f" of {stated / self._rate:.2f}"
        elif damaged or (self._file.format == "OGG" and _last_ogg_page_is_cut(self._path)):
            of_stated = ""
        else:
            return
        raise AudioFileError(
            f"{self._path} ends early: {count / self._rate:.2f}{of_stated} s could be read. "
            "Copy it again from where it was recorded."
        )

    @property
    def _stated_frames(self) -> int | None:
        """Frames that the header states; libsndfile itself tells what it found of them."""
        frames: int = self._file.frames
        if self._overstated or frames > _UNKNOWN_FRAMES:
            return None
        if declared := _DECLARED_SIZE.search(self._file.extra_info):
            stated_bytes, found_bytes = int(declared[1]), int(declared[2])
            if found_bytes < stated_bytes < _UNKNOWN_SIZE:
                return round(frames * stated_bytes / max(1, found_bytes))
        return frames


def open_sound_file(path: Path) -> SoundFile | None:
    """Open a recording with libsndfile.

    Parameters
    ----------
    path : Path
        A file that exists.

    Returns
    -------
    SoundFile or None
        None where libsndfile cannot open it.

    Raises
    ------
    AudioFileError
        If its header states what cannot be.
    """
    if path.suffix.lower() == ".raw":
        return None  # soundfile would ask for its rate, whatever is in it
    # Bytes, for names that are no valid UTF-8; Windows has none of them.
    name = str(path) if sys.platform == "win32" else os.fsencode(path)
    try:
        file = _ForwardFile(name)
    except soundfile.LibsndfileError:
        return None
    if file.format == "MP3" and not states_length(path):
        file.close()
        overstated = OverstatedFile(path)
        return SoundFile(path, _ForwardFile(overstated), overstated)
    return SoundFile(path, file)


def _last_ogg_page_is_cut(path: Path) -> bool:
    """Tell whether the file ends within a page (RFC 3533, section 6)."""
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - _LARGEST_OGG_PAGE))
        end = file.read()
    page = end[max(0, end.rfind(b"OggS")) :]
    if len(page) < _OGG_HEADER_BYTES:
        return True
    segments = page[_OGG_HEADER_BYTES - 1]
    sizes = page[_OGG_HEADER_BYTES : _OGG_HEADER_BYTES + segments]
    return len(page) < _OGG_HEADER_BYTES + segments + sum(sizes)
