"""Recordings of any form, and what they become when they are read."""

import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
import soxr
from made_recordings import Sound, ffmpeg, needs_ffmpeg, noise, tone

from app.audio.files import find_recordings, read_blocks, read_recording, recording_seconds

FORMATS = [
    ("a.wav", "WAV", "PCM_16"),
    ("a.wav", "WAV", "PCM_U8"),
    ("a.wav", "WAV", "PCM_24"),
    ("a.wav", "WAV", "FLOAT"),
    ("a.wav", "WAV", "DOUBLE"),
    ("a.wav", "WAV", "ULAW"),
    ("a.flac", "FLAC", "PCM_16"),
    ("a.ogg", "OGG", "VORBIS"),
    ("a.opus", "OGG", "OPUS"),
    ("a.mp3", "MP3", "MPEG_LAYER_III"),
    ("a.aiff", "AIFF", "PCM_16"),
    ("a.caf", "CAF", "PCM_16"),
    ("wrong suffix.mp3", "WAV", "PCM_16"),
    ("headerless.raw", "WAV", "PCM_16"),
    ("na\u00efve \u4e03.wav", "WAV", "PCM_16"),
]


def level_of_tone(samples: Sound) -> tuple[float, float]:
    """Amplitude at 440 Hz, and RMS of all that is not that, of samples at 16 kHz."""
    phase = 2 * np.pi * 440 * np.arange(len(samples)) / 16_000
    basis = np.stack((np.sin(phase), np.cos(phase)), axis=1)
    weights, *_ = np.linalg.lstsq(basis, samples, rcond=None)
    rest = samples - basis @ weights
    return float(np.hypot(*weights)), float(np.sqrt(np.mean(rest**2)))


@pytest.mark.parametrize(("name", "container", "coding"), FORMATS)
def test_formats_are_decoded(name: str, container: str, coding: str, tmp_path: Path) -> None:
    path = tmp_path / name
    soundfile.write(path.with_suffix(""), tone(2, 48_000), 48_000, coding, format=container)
    path.with_suffix("").rename(path)
    samples = read_recording(path)
    assert samples.dtype == np.float32
    assert len(samples) == pytest.approx(2 * 16_000, abs=1_000)
    amplitude, rest = level_of_tone(samples[4_000:-4_000])
    assert amplitude == pytest.approx(0.5, abs=0.02)
    assert rest < 0.02


@pytest.mark.parametrize("rate", [4_000, 8_000, 11_025, 16_000, 22_050, 44_100, 48_000, 192_000])
@pytest.mark.parametrize("channels", [1, 2, 7])
def test_any_rate_and_any_channels_become_mono_at_16_khz(
    rate: int, channels: int, tmp_path: Path
) -> None:
    sound = tone(1.23, rate)
    path = tmp_path / "a.wav"
    soundfile.write(path, np.repeat(sound[:, None], channels, axis=1), rate, "FLOAT")
    samples = read_recording(path)
    assert len(samples) == pytest.approx(len(sound) * 16_000 / rate, abs=1)
    amplitude, rest = level_of_tone(samples[1_000:-1_000])
    assert amplitude == pytest.approx(0.5, abs=0.001)
    assert rest < 0.001
    assert recording_seconds(path) == len(sound) / rate


def test_channels_are_averaged(tmp_path: Path) -> None:
    channels = np.stack([noise(20_000) * gain for gain in (1, -1, 3)], axis=1)
    path = tmp_path / "a.wav"
    soundfile.write(path, channels, 16_000, "FLOAT")
    np.testing.assert_allclose(read_recording(path), noise(20_000), atol=1e-6)


@pytest.mark.parametrize("rate", [16_000, 8_000])
def test_one_sample_is_a_recording(rate: int, tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, np.array([0.5]), rate, "FLOAT")
    samples = read_recording(path)
    assert len(samples) == 16_000 // rate
    assert np.isfinite(samples).all()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_name_that_is_no_text_is_read_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"caf\xe9.wav")
    soundfile.write(tmp_path / "a.wav", noise(16_000), 16_000)
    (tmp_path / "a.wav").rename(path)
    assert len(read_recording(path)) == 16_000


def test_mp3_is_not_damaged_by_reading_it_in_blocks(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    soundfile.write(path, noise(160_000), 16_000)
    whole, _ = soundfile.read(path, dtype="float32")
    np.testing.assert_allclose(read_recording(path), whole, atol=1e-6)


@needs_ffmpeg
def test_mp3_that_does_not_state_its_length_is_read_to_its_end(tmp_path: Path) -> None:
    # A quiet start makes its first frames small, and the length guessed from them too short.
    source, path = tmp_path / "a.wav", tmp_path / "a.mp3"
    sound = np.concatenate((noise(44_100 * 2), tone(6, 44_100)))
    soundfile.write(source, sound, 44_100)
    ffmpeg("-i", source, "-q:a", "9", "-write_xing", "0", "-id3v2_version", "3", path)
    with soundfile.SoundFile(path) as file:
        assert file.frames < len(sound) * 0.9, "libsndfile does not guess it too short any more"
    samples = read_recording(path)
    assert len(samples) / 16_000 == pytest.approx(8, abs=0.15)
    amplitude, _ = level_of_tone(samples[-16_000:-4_000])
    assert amplitude == pytest.approx(0.5, abs=0.02)
    assert recording_seconds(path) is None


@needs_ffmpeg
@pytest.mark.parametrize("container", ["wav", "flac"])
def test_recording_that_was_written_to_a_pipe_is_whole(container: str, tmp_path: Path) -> None:
    source, path = tmp_path / "source.wav", tmp_path / "piped"
    soundfile.write(source, noise(50_000), 16_000)
    path.write_bytes(ffmpeg("-i", source, "-f", container, "pipe:1"))
    assert len(read_recording(path)) == 50_000


@needs_ffmpeg
def test_m4a_is_decoded_by_ffmpeg(m4a: Path) -> None:
    samples = read_recording(m4a)
    assert len(samples) == pytest.approx(4 * 16_000, abs=2_000)
    amplitude, rest = level_of_tone(samples[4_000:-4_000])
    assert amplitude == pytest.approx(0.25, abs=0.01)
    assert rest < 0.01
    assert recording_seconds(m4a) is None


@needs_ffmpeg
def test_file_is_never_taken_for_an_option_or_an_address(
    m4a: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(m4a.parent)
    for name in ("-version", "http:a.m4a", "concat:a|b"):
        path = Path(shutil.copy(m4a, m4a.parent / name)).relative_to(m4a.parent)
        assert len(read_recording(path)) > 60_000


def test_real_recordings_are_read_as_they_were_made(data: Path) -> None:
    folder = data / "free-spoken-digit-dataset" / "recordings"
    paths = find_recordings([folder])
    assert len(paths) == 3_000
    for path in paths[::300]:
        samples, rate = soundfile.read(path, dtype="float32")
        expected = soxr.resample(samples, rate, 16_000)
        np.testing.assert_allclose(read_recording(path), expected, atol=1e-6)


# Block by block.


@pytest.mark.parametrize("rate", [8_000, 16_000, 44_100])
@pytest.mark.parametrize("count", [2, 999, 4_000, 100_000])
def test_blocks_are_the_recording_converted_in_one_piece(
    rate: int, count: int, tmp_path: Path
) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, noise(count), rate, "FLOAT")
    expected = soxr.resample(noise(count), rate, 16_000, "HQ")
    np.testing.assert_allclose(read_recording(path), expected, atol=1e-6)


def test_blocks_follow_each_other_and_are_short(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, noise(200_000), 22_050, "FLOAT")
    end = 0
    for block in read_blocks(path):
        assert block.start == end
        end += len(block.samples)
        assert block.received == end
        assert block.arrived_ns is None
        assert not block.gap
        assert 0 < len(block.samples) <= 16_000
    assert end == len(read_recording(path))


def test_ten_hours_of_silence_take_no_more_memory_than_a_minute(tmp_path: Path) -> None:
    def peak_kilobytes(hours: float) -> int:
        path = tmp_path / "silence.wav"
        soundfile.write(path, np.zeros(0), 8_000, "PCM_16")
        size = round(hours * 3600) * 8_000 * 2
        with path.open("r+b") as file:
            header = file.read(44)
            file.seek(0)
            file.write(header[:4] + struct.pack("<I", 36 + size) + header[8:40])
            file.write(struct.pack("<I", size))
            file.truncate(44 + size)
        script = (
            "import resource, sys; from pathlib import Path\n"
            "from app.audio.files import read_blocks\n"
            "count = sum(len(block.samples) for block in read_blocks(Path(sys.argv[1])))\n"
            "print(count, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
        )
        command = [sys.executable, "-c", script, path]
        output = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout.split()
        assert int(output[0]) == round(hours * 3600) * 16_000
        return int(output[1])

    assert peak_kilobytes(10) - peak_kilobytes(1 / 60) < 10_000


def test_1024_channels_are_read_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, np.repeat(tone(0.2, 16_000)[:, None], 1024, axis=1), 16_000)
    blocks = list(read_blocks(path))
    assert sum(len(block.samples) for block in blocks) == 3_200
    assert max(len(block.samples) for block in blocks) < 1_000


def test_file_that_is_deleted_while_it_is_read_is_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, noise(160_000), 16_000, "FLOAT")
    blocks = read_blocks(path)
    samples = [next(blocks).samples]
    path.unlink()
    samples += [block.samples for block in blocks]
    np.testing.assert_array_equal(np.concatenate(samples), noise(160_000))


def test_reading_can_be_left_at_any_time(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, noise(160_000), 16_000, "PCM_16")
    blocks = read_blocks(path)
    next(blocks)
    blocks.close()  # type: ignore[attr-defined]


@needs_ffmpeg
def test_ffmpeg_ends_when_the_reader_leaves(m4a: Path) -> None:
    # That no process is left is checked after every test.
    blocks = read_blocks(m4a)
    next(blocks)
    blocks.close()  # type: ignore[attr-defined]


def test_libsndfile_is_loaded_only_when_a_recording_is_read() -> None:
    script = "import sys, app.audio.files; print('soundfile' in sys.modules)"
    command = [sys.executable, "-c", script]
    assert subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout == b"False\n"
