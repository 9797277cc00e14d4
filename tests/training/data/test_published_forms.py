"""The public data sets, made small: what is read of them."""

import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow
import pyarrow.parquet
import pytest
from made_data import (
    make_audiomnist,
    make_fsdd,
    make_parquet,
    make_speech_commands,
    tone,
    write_tone,
)

from training.data.open import open_data
from training.data.survey import look_at
from training.errors import DataError


def test_fsdd_has_speakers_and_their_splits(tmp_path: Path) -> None:
    make_fsdd(tmp_path / "recordings", speakers=("george", "anna"))
    (tmp_path / "recordings" / "notes.wav").write_bytes(b"")
    found = open_data(tmp_path).recordings
    assert Counter(each.split for each in found) == {"test": 20, "validation": 20, "train": 20}
    george = next(each for each in found if each.path == "recordings/7_george_5.wav")
    assert (george.label, george.word, george.speaker) == ("7", "7", "fsdd/george")
    assert (george.source, george.licence, george.sex) == ("fsdd", "CC BY-SA 4.0", "male")
    assert george.split == "validation"
    assert {each.sex for each in found if each.speaker == "fsdd/anna"} == {""}


def test_recordings_come_at_16_khz(tmp_path: Path) -> None:
    first = open_data(make_fsdd(tmp_path)).recordings[0].load()
    assert first.dtype == np.float32
    assert np.abs(first[200:-200] - tone(0)[200:-200]).max() < 0.01


def test_speech_commands_has_digits_and_other_words(tmp_path: Path) -> None:
    data_set = open_data(make_speech_commands(tmp_path))
    assert Counter(each.label for each in data_set.recordings) == {"0": 3, "7": 3, "other": 6}
    assert Counter(each.split for each in data_set.recordings) == {
        "train": 4, "validation": 4, "test": 4,
    }  # fmt: skip
    words = {each.word for each in data_set.recordings}
    assert words == {"0", "7", "bed", "wow"}, "oh sounds like a digit"
    wow = next(each for each in data_set.recordings if each.path == "wow/2aca1e72_nohash_0.wav")
    assert (wow.speaker, wow.split) == ("speech_commands/2aca1e72", "test")
    assert (wow.source, wow.licence) == ("speech_commands", "CC BY 4.0")
    assert [(each.path, each.split) for each in data_set.noises] == [
        ("_background_noise_/running_tap.wav", "train")
    ]


def test_no_speaker_of_speech_commands_is_in_two_splits(tmp_path: Path) -> None:
    found = open_data(make_speech_commands(tmp_path)).recordings
    assert len({(each.speaker, each.split) for each in found}) == 3


def test_audiomnist_has_a_split_a_speaker_and_their_sex(tmp_path: Path) -> None:
    found = open_data(make_audiomnist(tmp_path / "data")).recordings
    assert {(each.speaker, each.split, each.sex) for each in found} == {
        ("audiomnist/01", "train", "male"),
        ("audiomnist/12", "validation", "female"),
        ("audiomnist/26", "test", "female"),
    }
    assert Counter(each.label for each in found) == {str(digit): 6 for digit in range(10)}
    assert {len(each.load()) for each in found} == {3_200}


def test_audiomnist_without_its_description_of_speakers_says_no_sex(tmp_path: Path) -> None:
    (make_audiomnist(tmp_path) / "audioMNIST_meta.txt").unlink()
    assert {each.sex for each in open_data(tmp_path).recordings} == {""}


@pytest.mark.parametrize("text", ["{", "[]", '{"01": 3}'])
def test_a_damaged_description_of_speakers_is_an_error(tmp_path: Path, text: str) -> None:
    (make_audiomnist(tmp_path) / "audioMNIST_meta.txt").write_text(text)
    with pytest.raises(DataError, match="audioMNIST_meta"):
        open_data(tmp_path)


def test_parquet_with_the_names_of_fsdd_is_fsdd(tmp_path: Path) -> None:
    names = [(f"7_theo_{take}.wav", 7) for take in range(12)]
    make_parquet(tmp_path / "data" / "train-00000-of-00001.parquet", names[5:])
    make_parquet(tmp_path / "data" / "test-00000-of-00001.parquet", names[:5])
    found = open_data(tmp_path).recordings
    assert Counter(each.split for each in found) == {"test": 5, "validation": 5, "train": 2}
    assert {(each.label, each.speaker, each.source, each.licence, each.sex) for each in found} == {
        ("7", "fsdd/theo", "fsdd", "CC BY-SA 4.0", "male")
    }


def test_rows_are_read_in_any_order(tmp_path: Path) -> None:
    file = make_parquet(tmp_path / "train-0.parquet", [("x.wav", n) for n in range(10)], 3)
    found = open_data(file).recordings
    for index in (9, 0, 4, 9, 2):
        samples = found[index].load()
        assert np.abs(samples[200:-200] - tone(index)[200:-200]).max() < 0.01


def test_about_a_tenth_of_unnamed_rows_is_validation_and_always_the_same(tmp_path: Path) -> None:
    file = make_parquet(tmp_path / "train-0.parquet", [("", n % 10) for n in range(300)], 50)
    splits = [each.split for each in open_data(file).recordings]
    assert 15 <= splits.count("validation") <= 45
    assert splits == [each.split for each in open_data(file).recordings]


def test_a_validation_file_leaves_train_whole(tmp_path: Path) -> None:
    make_parquet(tmp_path / "train-0.parquet", [("", n % 2) for n in range(50)])
    make_parquet(tmp_path / "validation-0.parquet", [("", n % 2) for n in range(5)])
    splits = Counter(each.split for each in open_data(tmp_path).recordings)
    assert splits == {"train": 50, "validation": 5}


def test_labels_in_words_and_numbered_names_of_labels_are_read(tmp_path: Path) -> None:
    make_parquet(tmp_path / "words" / "train.parquet", [("", "ja"), ("", "nein")])
    file = make_parquet(tmp_path / "numbered" / "train.parquet", [("", 1), ("", 0)])
    described = b'{"info": {"features": {"label": {"names": ["nein", "ja"]}}}}'
    table = pyarrow.parquet.read_table(file).replace_schema_metadata({b"huggingface": described})
    pyarrow.parquet.write_table(table, file)
    for name in ("words", "numbered"):
        assert [each.label for each in open_data(tmp_path / name).recordings] == ["ja", "nein"]


@pytest.mark.parametrize("labels", [[1, 0, -1], [1, 0, None], ["ja", "nein", ""]])
def test_a_row_without_a_label_is_an_error_that_names_it(tmp_path: Path, labels: list) -> None:
    make_parquet(tmp_path / "train.parquet", [("", each) for each in labels])
    with pytest.raises(DataError, match=r"^train\.parquet, row 2 of group 0, has no label"):
        open_data(tmp_path)


@pytest.mark.parametrize("none", [-1, None])
def test_no_label_is_not_taken_for_the_last_of_the_names(tmp_path: Path, none: int | None) -> None:
    file = make_parquet(tmp_path / "train.parquet", [("", 0), ("", none)])
    described = b'{"info": {"features": {"label": {"names": ["nein", "ja"]}}}}'
    table = pyarrow.parquet.read_table(file).replace_schema_metadata({b"huggingface": described})
    pyarrow.parquet.write_table(table, file)
    with pytest.raises(DataError, match=r"row 1 of group 0, has no label .*take the row out"):
        open_data(file)


@pytest.mark.parametrize("columns", [{"label": [1]}, {"audio": [b""], "label": [1]}, {"x": [1]}])
def test_parquet_with_other_columns_is_an_error(tmp_path: Path, columns: dict) -> None:
    pyarrow.parquet.write_table(pyarrow.table(columns), tmp_path / "train.parquet")
    with pytest.raises(DataError, match="column audio"):
        open_data(tmp_path)


def test_damaged_parquet_is_an_error(tmp_path: Path) -> None:
    file = make_parquet(tmp_path / "train.parquet", [("", 1)] * 9)
    file.write_bytes(file.read_bytes()[:-20])
    with pytest.raises(DataError, match=r"train\.parquet cannot be read"):
        open_data(tmp_path)


def test_a_row_without_a_sound_is_an_error_when_it_is_read(tmp_path: Path) -> None:
    table = pyarrow.table({"audio": [{"bytes": None, "path": ""}, {"bytes": b"x", "path": ""}],
                           "label": [1, 2]})  # fmt: skip
    pyarrow.parquet.write_table(table, tmp_path / "train.parquet")
    for recording in open_data(tmp_path).recordings:
        with pytest.raises(DataError, match=r"train\.parquet, row"):
            recording.load()


def test_the_folder_of_the_open_data_gives_what_its_manifest_says_of_fsdd(data: Path) -> None:
    named = [each for each in open_data(data).recordings if each.source == "fsdd"]
    found = open_data(data / "free-spoken-digit-dataset").recordings
    key = {Path(each.path).name: (each.label, each.speaker, each.split, each.sex) for each in named}
    assert len(found) == 3000
    assert key == {
        Path(each.path).name: (each.label, each.speaker, each.split, each.sex) for each in found
    }


def test_a_sound_is_the_same_in_every_form(tmp_path: Path) -> None:
    wav = write_tone(tmp_path / "fsdd" / "recordings" / "7_theo_0.wav", 3, rate=8_000)
    write_tone(tmp_path / "fsdd" / "recordings" / "8_theo_0.wav", 4, rate=8_000)
    (tmp_path / "mine" / "7").mkdir(parents=True)
    shutil.copy(wav, tmp_path / "mine" / "7" / "a.wav")
    row = {"bytes": wav.read_bytes(), "path": wav.name}
    table = pyarrow.table({"audio": [row], "label": [7]})
    pyarrow.parquet.write_table(table, tmp_path / "test.parquet")
    places = ("fsdd", "mine", "test.parquet")
    found = {look_at(open_data(tmp_path / place).recordings[0]).digest for place in places}
    assert len(found) == 1
