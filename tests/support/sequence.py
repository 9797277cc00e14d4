"""A sequence of recordings to be played into a microphone, with the truth beside it."""

import csv
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.audio.files import read_recording
from model.audio_format import SAMPLE_RATE

_FRAME = SAMPLE_RATE // 100
_LEVEL_DB = -26.0
_WITHIN_DB = 30.0

Samples = NDArray[np.float32]


@dataclass(frozen=True)
class Spoken:
    """A digit in a sequence: where it is, in samples at 16 kHz."""

    digit: str
    start: int
    end: int
    voice_end: int


@dataclass(frozen=True)
class Sequence:
    """What is played, and what is said in it."""

    samples: Samples
    spoken: list[Spoken]


def fsdd_test(data: Path) -> list[tuple[str, Path]]:
    """Give the 300 recordings of FSDD's own test set, with their labels, sorted."""
    with (data / "digits.csv").open(newline="") as table:
        return sorted(
            (row["label"], data / row["path"])
            for row in csv.DictReader(table)
            if row["source"] == "fsdd" and row["split"] == "test"
        )


def voice_end(samples: Samples) -> int:
    """Give the end of the last 10 ms that are within 30 dB of the loudest 10 ms."""
    frames = samples[: len(samples) // _FRAME * _FRAME].reshape(-1, _FRAME)
    power = np.square(frames, dtype=np.float64).mean(axis=1)
    near = np.flatnonzero(power >= power.max() * 10 ** (-_WITHIN_DB / 10))
    return int(near[-1] + 1) * _FRAME


def make_sequence(
    labelled: list[tuple[str, Path]],
    gap_s: float,
    noise_db: float,
    lead_s: float = 4.0,
    seed: int = 1,
) -> Sequence:
    """Put recordings one after another over a room's noise.

    Parameters
    ----------
    labelled : list of (digit, path)
    gap_s : float
        Between the end of one recording and the start of the next, in s.
    noise_db : float
        RMS of the noise in dB of full scale; each recording's own RMS is set to -26 dB.
    lead_s : float
        Noise alone before the first recording, in s.
    seed : int
        Of the noise.
    """
    position = round(lead_s * SAMPLE_RATE)
    pieces, spoken = [], []
    for digit, path in labelled:
        recording = read_recording(path)
        recording *= 10 ** (_LEVEL_DB / 20) / np.sqrt(np.mean(np.square(recording)))
        pieces.append((position, np.clip(recording, -0.95, 0.95)))
        end = position + len(recording)
        spoken.append(Spoken(digit, position, end, position + voice_end(recording)))
        position = end + round(gap_s * SAMPLE_RATE)
    samples = room_noise(position + SAMPLE_RATE, noise_db, seed)
    for start, recording in pieces:
        samples[start : start + len(recording)] += recording
    return Sequence(samples, spoken)


def room_noise(count: int, level_db: float, seed: int = 1) -> Samples:
    """Give noise whose power falls by 3 dB an octave, as a room's does.

    Parameters
    ----------
    count : int
        How many samples at 16 kHz.
    level_db : float
        RMS in dB of full scale.
    seed : int
    """
    spectrum = np.fft.rfft(np.random.default_rng(seed).standard_normal(count))
    spectrum[1:] /= np.sqrt(np.arange(1, len(spectrum)) / len(spectrum))
    spectrum[: count * 50 // SAMPLE_RATE] = 0
    noise = np.fft.irfft(spectrum, count)
    return (noise / np.sqrt(np.mean(noise**2)) * 10 ** (level_db / 20)).astype(np.float32)


def find_offset(intervals: list[tuple[float, float]], spoken: list[Spoken]) -> float:
    """Tell by how many seconds a stream runs ahead of the sequence that was played into it.

    The offset is that at which most answers lie within something that was said.

    Parameters
    ----------
    intervals : list of (start, end)
        Of the answers, in seconds of the stream.
    spoken : list of Spoken
    """
    middles = np.array([(start + end) / 2 for start, end in intervals])
    starts = np.array([each.start for each in spoken]) / SAMPLE_RATE
    ends = np.array([each.end for each in spoken]) / SAMPLE_RATE
    offsets = np.unique(np.round(np.subtract.outer(middles, (starts + ends) / 2).ravel(), 2))
    best, best_hits = 0.0, -1
    for offset in offsets:
        places = middles - offset
        index = np.searchsorted(starts, places) - 1
        hits = int(np.sum((index >= 0) & (places <= ends[index])))
        if hits > best_hits:
            best, best_hits = float(offset), hits
    return best
