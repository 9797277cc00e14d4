"""Tiny data sets in the forms in which the public ones come, of tones instead of voices."""

import io
import json
from pathlib import Path

import numpy as np
import pyarrow
import pyarrow.parquet
import soundfile

RATE = 16_000


def tone(seed: int, seconds: float = 0.2, rate: int = RATE) -> np.ndarray:
    """A tone that no other seed gives."""
    time = np.arange(round(seconds * rate)) / rate
    return 0.3 * np.sin(2 * np.pi * (200 + 7 * seed) * time) * np.hanning(len(time))


def write_tone(path: Path, seed: int, rate: int = RATE) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    soundfile.write(path, tone(seed, rate=rate), rate)
    return path


def make_fsdd(folder: Path, speakers=("george", "theo"), takes=(0, 5, 10)) -> Path:
    names = [f"{digit}_{who}_{take}" for digit in range(10) for who in speakers for take in takes]
    for seed, name in enumerate(names):
        write_tone(folder / f"{name}.wav", seed, rate=8_000)
    return folder


def make_speech_commands(folder: Path) -> Path:
    speakers = ("0a7c2a8d", "1b4c9b89", "2aca1e72")
    for index, word in enumerate(("zero", "seven", "bed", "wow", "oh")):
        for number, speaker in enumerate(speakers):
            write_tone(folder / word / f"{speaker}_nohash_0.wav", 3 * index + number)
    write_tone(folder / "_background_noise_" / "running_tap.wav", 99)
    words = ("zero", "seven", "bed", "wow", "oh")
    for name, speaker in (("validation_list", speakers[1]), ("testing_list", speakers[2])):
        lines = "".join(f"{word}/{speaker}_nohash_0.wav\n" for word in words)
        (folder / f"{name}.txt").write_text(lines)
    return folder


def make_audiomnist(folder: Path) -> Path:
    for speaker in ("01", "12", "26"):
        for digit in range(10):
            for take in range(2):
                seed = 100 * int(speaker) + 10 * digit + take
                write_tone(folder / speaker / f"{digit}_{speaker}_{take}.wav", seed, rate=48_000)
    genders = {"01": "male", "12": "female", "26": "Female"}
    meta = {speaker: {"age": "1234", "gender": gender} for speaker, gender in genders.items()}
    (folder / "audioMNIST_meta.txt").write_text(json.dumps(meta))
    return folder


def make_parquet(file: Path, rows: list[tuple[str, object]], group_size: int = 4) -> Path:
    """Rows of a name and a label; the sounds are tones."""
    audio = []
    for seed, (name, _) in enumerate(rows):
        content = io.BytesIO()
        soundfile.write(content, tone(seed, rate=8_000), 8_000, format="WAV")
        audio.append({"bytes": content.getvalue(), "path": name})
    table = pyarrow.table({"audio": audio, "label": [label for _, label in rows]})
    file.parent.mkdir(parents=True, exist_ok=True)
    pyarrow.parquet.write_table(table, file, row_group_size=group_size)
    return file


def make_label_folders(folder: Path, labels: dict[str, int], ending: str = "wav") -> Path:
    """As many recordings of each label as is said."""
    for number, (label, count) in enumerate(labels.items()):
        for take in range(count):
            write_tone(folder / label / f"take{take}.{ending}", 100 * number + take)
    return folder
