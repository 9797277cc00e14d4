import csv
from pathlib import Path

import numpy as np
import pytest
import soundfile

from training.fit_settings import FitSettings

SPEAKERS = ("a", "b", "c")
SPLITS = {"a": "train", "b": "validation", "c": "test"}


def _tones(hz: float, seed: int) -> np.ndarray:
    """Something between a tone and a word: harmonics with a beginning, an end and a hiss."""
    random = np.random.default_rng(seed)
    count = int(random.integers(4_000, 7_000))
    time = np.arange(count) / 16_000
    tone = sum(np.sin(2 * np.pi * hz * random.uniform(0.98, 1.02) * k * time) / k for k in (1, 2))
    return 0.2 * tone * np.hanning(count) + 0.001 * random.standard_normal(count)


def _write(folder: Path, manifest: str, rows: list[dict[str, str]], samples: list) -> None:
    for row, sound in zip(rows, samples, strict=True):
        path = folder / row["path"]
        path.parent.mkdir(parents=True, exist_ok=True)
        soundfile.write(path, sound, 16_000)
    with (folder / manifest).open("w", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)


@pytest.fixture(scope="session")
def tiny_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data of two digits that are tones, one word that is a chord, noise and a room."""
    folder = tmp_path_factory.mktemp("data")
    digits, words, sounds, chords = [], [], [], []
    for number, speaker in enumerate(SPEAKERS):
        common = {"speaker": speaker, "source": "made", "licence": "CC0", "split": SPLITS[speaker]}
        for take in range(4):
            for label, hz in (("0", 300), ("1", 1200)):
                path = f"digits/{label}_{speaker}_{take}.wav"
                digits.append({"path": path, "label": label, **common})
                sounds.append(_tones(hz, 10 * number + take))
            path = f"words/{speaker}_{take}.wav"
            words.append({"path": path, "word": "chord", **common})
            chords.append(_tones(600, 10 * number + take)[::-1])
    noise = [
        {"path": f"noise/{s}.wav", "source": "made", "origin": s, "licence": "CC0", "split": s}
        for s in ("train", "validation", "test")
    ]
    room = [{"path": "rooms/r.wav", "source": "made", "licence": "CC0", "split": "train"}]
    random = np.random.default_rng(1)
    _write(folder, "digits.csv", digits, sounds)
    _write(folder, "words.csv", words, chords)
    _write(folder, "noise.csv", noise, [0.1 * random.standard_normal(32_000) for _ in noise])
    _write(folder, "rooms.csv", room, [np.exp(-np.arange(4_000) / 400)])
    return folder


@pytest.fixture(scope="session")
def ten_digits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data of ten digits that are tones, and two numbers, of which one is not what it says."""
    folder = tmp_path_factory.mktemp("ten-digits")
    digits, sounds = [], []
    for number, speaker in enumerate(SPEAKERS):
        common = {"speaker": speaker, "source": "made", "licence": "CC0", "split": SPLITS[speaker]}
        for digit in range(10):
            path = f"digits/{digit}_{speaker}.wav"
            digits.append({"path": path, "label": str(digit), **common})
            sounds.append(_tones(200 * 1.25**digit, 10 * number + digit))
    numbers = [
        {"path": f"numbers/{said}.wav", "digits": said, "speaker": "d", "split": "train"}
        for said in ("123", "7")
    ]
    said = np.concatenate([_tones(200 * 1.25**digit, digit) for digit in (1, 2, 3)])
    _write(folder, "digits.csv", digits, sounds)
    noise = {"path": "noise/n.wav", "source": "made", "licence": "CC0", "split": "train"}
    room = {**noise, "path": "rooms/r.wav"}
    word = {**noise, "path": "words/a.wav", "word": "chord", "speaker": "a"}
    _write(folder, "words.csv", [word], [_tones(600, 1)])
    _write(folder, "noise.csv", [noise], [0.1 * np.random.default_rng(1).standard_normal(32_000)])
    _write(folder, "rooms.csv", [room], [np.exp(-np.arange(4_000) / 400)])
    _write(folder, "numbers.csv", numbers, [said, said[::-1]])
    return folder


@pytest.fixture(scope="session")
def settings(tiny_data: Path) -> FitSettings:
    """Three short epochs on the tiny data."""
    return FitSettings(
        (str(tiny_data),), 3, seed=5, steps_per_epoch=2, synthetic_voices=0, synthetic_words=0
    )
