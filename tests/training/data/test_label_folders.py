import os
import shutil
import sys
from collections import Counter
from pathlib import Path

import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st
from made_data import make_label_folders, tone, write_tone

from training.data.open import open_data
from training.data.splits import split_names
from training.data.spoken import DIGIT_WORDS
from training.errors import DataError


def test_the_folder_is_the_label(tmp_path: Path) -> None:
    make_label_folders(tmp_path / "mine", {"ja": 4, "nein": 3})
    data_set = open_data(tmp_path / "mine")
    assert Counter(each.label for each in data_set.recordings) == {"ja": 4, "nein": 3}
    first = data_set.recordings[0]
    assert (first.path, first.source, first.speaker) == ("ja/take0.wav", "mine", "")
    assert first.licence == "your own recordings"


@pytest.mark.parametrize("ending", ["wav", "flac", "ogg", "mp3", "aiff"])
def test_every_format_of_the_program_is_read(tmp_path: Path, ending: str) -> None:
    make_label_folders(tmp_path, {"ja": 1, "nein": 1}, ending)
    assert len(open_data(tmp_path).recordings[0].load()) >= 3_200


def test_several_channels_and_another_rate_become_mono_at_16_khz(tmp_path: Path) -> None:
    make_label_folders(tmp_path, {"nein": 1})
    (tmp_path / "ja").mkdir()
    soundfile.write(tmp_path / "ja" / "a.wav", tone(1, 3.0, 44_100).reshape(-1, 1) * [1, 1], 44_100)
    samples = open_data(tmp_path).recordings[0].load()
    assert samples.shape == (48_000,)


def test_notes_and_hidden_files_are_left_aside(tmp_path: Path) -> None:
    make_label_folders(tmp_path, {"ja": 2, "nein": 2})
    (tmp_path / "README").write_text("notes")
    (tmp_path / "list.csv").write_text("notes")
    (tmp_path / "ja" / "notes.txt").write_text("notes")
    write_tone(tmp_path / "ja" / ".hidden.wav", 1)
    write_tone(tmp_path / ".cache" / "a.wav", 1)
    write_tone(tmp_path / "__MACOSX" / "ja" / "._take0.wav", 1)
    (tmp_path / "empty").mkdir()
    found = open_data(tmp_path).recordings
    assert Counter(each.label for each in found) == {"ja": 2, "nein": 2}


def test_ten_words_of_digits_are_the_digits(tmp_path: Path) -> None:
    make_label_folders(tmp_path, dict.fromkeys((*DIGIT_WORDS, "unknown"), 1))
    found = open_data(tmp_path).recordings
    assert {each.label for each in found} == {*"0123456789", "other"}
    assert {each.label for each in found if each.path.startswith("seven/")} == {"7"}


@pytest.mark.parametrize("labels", [DIGIT_WORDS[1:], (*DIGIT_WORDS, "ten")])
def test_fewer_or_more_words_are_labels_of_their_own(tmp_path: Path, labels: tuple) -> None:
    make_label_folders(tmp_path, dict.fromkeys(labels, 1))
    assert {each.label for each in open_data(tmp_path).recordings} == set(labels)


def test_folders_of_other_sounds_and_of_noise_are_told_apart(tmp_path: Path) -> None:
    names = ("ja", "nein", "other", "Unknown", "_unknown_", "noise", "_background_noise_")
    make_label_folders(tmp_path, dict.fromkeys(names, 1))
    data_set = open_data(tmp_path)
    assert Counter(each.label for each in data_set.recordings) == {"ja": 1, "nein": 1, "other": 3}
    assert len(data_set.noises) == 2


def test_no_speaker_is_in_two_splits(tmp_path: Path) -> None:
    for label in ("ja", "nein"):
        for speaker in range(20):
            for take in range(2):
                write_tone(tmp_path / label / f"s{speaker}" / f"{take}.wav", 2 * speaker + take)
    found = open_data(tmp_path).recordings
    splits = {each.speaker: set() for each in found}
    for each in found:
        splits[each.speaker].add(each.split)
    assert len(splits) == 20
    assert all(len(each) == 1 for each in splits.values())
    assert set().union(*splits.values()) == {"train", "validation", "test"}


def test_of_two_speakers_both_are_trained_on(tmp_path: Path) -> None:
    for speaker in ("anna", "ben"):
        for label in ("ja", "nein"):
            for take in range(9):
                write_tone(tmp_path / label / speaker / f"{speaker}{take}.wav", take)
    trained = {each.speaker for each in open_data(tmp_path).recordings if each.split == "train"}
    assert trained == {f"{tmp_path.name}/anna", f"{tmp_path.name}/ben"}


def test_a_recording_keeps_its_split_under_another_label(tmp_path: Path) -> None:
    make_label_folders(tmp_path, {"ja": 40, "nein": 30})
    before = {Path(each.path).name: each.split for each in open_data(tmp_path).recordings}
    shutil.move(tmp_path / "ja" / "take35.wav", tmp_path / "nein" / "take35.wav")
    after = {Path(each.path).name: each.split for each in open_data(tmp_path).recordings}
    assert before == after


def test_a_file_that_is_no_sound_is_an_error_when_it_is_read(tmp_path: Path) -> None:
    make_label_folders(tmp_path, {"ja": 1, "nein": 1})
    (tmp_path / "ja" / "take0.wav").write_bytes(b"no sound")
    with pytest.raises(DataError, match=r"take0\.wav"):
        open_data(tmp_path).recordings[0].load()


@given(st.sets(st.text(min_size=1, max_size=8), max_size=60))
def test_any_names_are_divided_so_that_all_that_is_needed_is_there(names: set[str]) -> None:
    splits = split_names(names)
    counts = Counter(splits.values())
    assert set(splits) == names
    assert counts["train"] >= min(1, len(names))
    assert counts["validation"] >= (len(names) >= 2)
    assert counts["test"] >= (len(names) >= 10)


@pytest.mark.parametrize("count", range(1, 20))
def test_of_few_names_all_but_one_or_two_are_train(count: int) -> None:
    counts = Counter(split_names({f"{number}.wav" for number in range(count)}).values())
    assert counts["validation"] == (count > 1)
    assert counts["test"] == (count >= 10)


def test_labels_beside_a_folder_of_recordings_are_not_forgotten(tmp_path: Path) -> None:
    make_label_folders(tmp_path, {"ja": 4, "nein": 4, "recordings/yes": 4, "recordings/no": 4})
    with pytest.raises(DataError, match=r"has labels \(ja, nein\), and in recordings there are"):
        open_data(tmp_path)
    shutil.rmtree(tmp_path / "ja")
    (tmp_path / "nein").rename(tmp_path / "voices")  # as beside the program's own
    assert {each.label for each in open_data(tmp_path).recordings} == {"yes", "no"}


def test_of_many_names_about_eight_tenths_are_train() -> None:
    counts = Counter(split_names({f"take{number}" for number in range(5000)}).values())
    assert 3_800 < counts["train"] < 4_200
    assert 400 < counts["validation"] < 600
    assert 400 < counts["test"] < 600


def test_a_link_that_leads_back_has_an_end(tmp_path: Path) -> None:
    make_label_folders(tmp_path, {"ja": 2, "nein": 2})
    (tmp_path / "ja" / "deeper").mkdir()
    (tmp_path / "ja" / "deeper" / "back").symlink_to(tmp_path / "ja")
    assert Counter(each.label for each in open_data(tmp_path).recordings)["nein"] == 2


def test_a_link_that_leads_back_brings_nothing_twice(tmp_path: Path) -> None:
    make_label_folders(tmp_path, {"ja": 2, "nein/ben": 2})
    for link, target in (("ja/loop", "."), ("nein/up", ".."), ("nein/ben/up", ".."), ("all", ".")):
        (tmp_path / link).symlink_to(target)
    found = open_data(tmp_path).recordings
    assert Counter(each.label for each in found) == {"ja": 2, "nein": 2}
    assert {each.speaker for each in found} == {"", f"{tmp_path.name}/ben"}


def test_a_speaker_may_be_a_link_to_another_folder(tmp_path: Path) -> None:
    make_label_folders(tmp_path / "elsewhere", {"ben": 2})
    make_label_folders(tmp_path / "mine", {"ja": 2, "nein": 2})
    (tmp_path / "mine" / "ja" / "ben").symlink_to(tmp_path / "elsewhere" / "ben")
    found = open_data(tmp_path / "mine").recordings
    assert [each.speaker for each in found if each.label == "ja"].count("mine/ben") == 2


def test_a_label_may_be_a_link_to_another_folder(tmp_path: Path) -> None:
    make_label_folders(tmp_path / "elsewhere", {"ja": 2})
    make_label_folders(tmp_path / "mine", {"nein": 2})
    (tmp_path / "mine" / "ja").symlink_to(tmp_path / "elsewhere" / "ja")
    assert {each.label for each in open_data(tmp_path / "mine").recordings} == {"ja", "nein"}


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are text there")
def test_names_that_are_no_text_can_be_written(tmp_path: Path) -> None:
    for label, name in ((b"f\xfcnf", b"\xfc.wav"), (b"ja", b"broken\xfc.wav")):
        folder = tmp_path / os.fsdecode(label)
        folder.mkdir()
        (folder / os.fsdecode(name)).write_bytes(b"no sound")
    for recording in open_data(tmp_path).recordings:
        with pytest.raises(DataError) as error:
            recording.load()
        f"{recording} {error.value}".encode()


def test_a_folder_that_is_closed_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_label_folders(tmp_path, {"ja": 2, "nein": 2})
    scandir = os.scandir

    def closed(place: Path):
        if Path(place).name == "nein":
            raise PermissionError(13, "Permission denied")
        return scandir(place)

    monkeypatch.setattr(os, "scandir", closed)
    with pytest.raises(DataError, match=r"nein cannot be looked into .*Allow it"):
        open_data(tmp_path)


def test_folders_that_are_splits_are_not_taken_for_labels(tmp_path: Path) -> None:
    for split in ("train", "Test"):
        make_label_folders(tmp_path / "mine" / split, {"ja": 2, "nein": 2})
    divided = r"is divided into Test, train, .* one folder a label"
    with pytest.raises(DataError, match=divided):
        open_data(tmp_path / "mine")
    make_label_folders(tmp_path / "mine", {"_background_noise_": 2, "unknown": 2})
    with pytest.raises(DataError, match=divided):
        open_data(tmp_path / "mine")


def test_the_words_train_and_test_can_be_labels(tmp_path: Path) -> None:
    data_set = open_data(make_label_folders(tmp_path / "mine", {"train": 2, "test": 2}))
    assert {each.label for each in data_set.recordings} == {"train", "test"}


def test_a_folder_without_recordings_is_named(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    mine = make_label_folders(tmp_path / "mine", {"ja": 2, "nein": 2})
    (mine / "weiß nicht").mkdir()
    (mine / "weiß nicht" / "a.aup3").write_bytes(b"a project")
    assert {each.label for each in open_data(mine).recordings} == {"ja", "nein"}
    assert "mp3, …): weiß nicht" in caplog.text
