"""Noises that are there again, as noises or as something that is said."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from made_data import make_label_folders, write_tone

from training.data.open import open_data
from training.data.recording import Split
from training.data.usable import usable
from training.errors import DataError


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    folder = make_label_folders(tmp_path / "mine", {"ja": 4, "nein": 4})
    write_tone(folder / "noise" / "fan.wav", 900)
    write_tone(folder / "noise" / "rain.wav", 901)
    return folder


def test_a_noise_that_is_a_labels_recording_is_refused_with_both_names(mine: Path) -> None:
    shutil.copy(mine / "ja" / "take0.wav", mine / "noise" / "breath.wav")
    with pytest.raises(DataError, match=r'ja/take0.wav \("ja"\) = noise/breath.wav \("other"\)'):
        usable(open_data(mine))


def test_a_noise_that_is_an_other_word_as_well_is_kept_as_the_word(mine: Path) -> None:
    write_tone(mine / "other" / "cough.wav", 902)
    shutil.copy(mine / "other" / "cough.wav", mine / "noise" / "cough.wav")
    data_set = open_data(mine)
    same_split = [replace(each, split="train") for each in data_set.noises]
    kept, findings = usable(replace(data_set, noises=tuple(same_split)))
    assert "other/cough.wav" in {each.path for each in kept.recordings}
    assert [each.path for each in kept.noises] == ["noise/fan.wav", "noise/rain.wav"]
    assert findings.lines() == [
        "1 there several times and counted once: other/cough.wav = noise/cough.wav"
    ]


def test_of_equal_noises_the_one_in_test_is_kept(mine: Path) -> None:
    shutil.copy(mine / "noise" / "fan.wav", mine / "noise" / "again.wav")
    splits: dict[str, Split] = {"noise/again.wav": "train", "noise/fan.wav": "test"}
    data_set = open_data(mine)
    noises = tuple(replace(each, split=splits.get(each.path, "train")) for each in data_set.noises)
    kept, findings = usable(replace(data_set, noises=noises))
    assert [each.path for each in kept.noises] == ["noise/fan.wav", "noise/rain.wav"]
    assert "noise/fan.wav (test) = noise/again.wav (train)" in findings.lines()[-1]
