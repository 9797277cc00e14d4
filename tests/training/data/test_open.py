from pathlib import Path

import pytest
from made_data import (
    make_audiomnist,
    make_fsdd,
    make_label_folders,
    make_parquet,
    make_speech_commands,
    write_tone,
)

from training.data.open import open_all, open_data
from training.errors import DataError


def test_a_form_is_told_by_what_is_there(tmp_path: Path, tiny_data: Path) -> None:
    made = {
        "fsdd": make_fsdd(tmp_path / "a"),
        "speech_commands": make_speech_commands(tmp_path / "b"),
        "audiomnist": make_audiomnist(tmp_path / "c"),
        "d": make_parquet(tmp_path / "d" / "train-0.parquet", [("x.wav", 1)]).parent,
        "e": make_label_folders(tmp_path / "e", {"yes": 3, "no": 3}),
        tiny_data.name: tiny_data,
    }
    assert {name: open_data(place).name for name, place in made.items()} == {
        name: name for name in made
    }


def test_the_folder_above_will_do(tmp_path: Path) -> None:
    makers = {
        "fsdd": make_fsdd,
        "speech_commands": make_speech_commands,
        "audiomnist": make_audiomnist,
    }
    for name, make in makers.items():
        make(tmp_path / name / "unpacked" / ("recordings" if name == "fsdd" else ""))
        assert open_data(tmp_path / name).name == name
        assert open_data(tmp_path / name / "unpacked").name == name


def test_a_folder_of_a_word_or_a_speaker_stands_for_the_whole(tmp_path: Path) -> None:
    make_speech_commands(tmp_path / "words")
    make_audiomnist(tmp_path / "digits" / "data")
    assert len(open_data(tmp_path / "words" / "seven").recordings) == 12
    assert len(open_data(tmp_path / "digits" / "data" / "12").recordings) == 60


def test_a_folder_of_the_manifests_stands_for_the_whole(tiny_data: Path) -> None:
    assert len(open_data(tiny_data / "words").recordings) == 36


def test_the_programs_home_and_its_recordings_are_the_same(tmp_path: Path) -> None:
    make_label_folders(tmp_path / "recordings", {"7": 3, "8": 3})
    (tmp_path / "models").mkdir()
    write_tone(tmp_path / "voices" / "20251120-101010-000000.flac", 1)
    for place in (tmp_path, tmp_path / "recordings"):
        assert {each.label for each in open_data(place).recordings} == {"7", "8"}


def test_recordings_named_like_fsdd_under_labels_are_somebodys_own(tmp_path: Path) -> None:
    for digit in (7, 8):
        for take in range(3):
            write_tone(tmp_path / f"{digit}" / f"{digit}_anna_{take}.wav", 10 * digit + take)
    assert open_data(tmp_path).name == tmp_path.name


def test_dot_is_called_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(make_label_folders(tmp_path / "mine", {"yes": 1, "no": 1}))
    assert open_data(Path()).name == "mine"


@pytest.mark.parametrize("name", ["missing", "empty", "notes", "flat", "a.tar.gz"])
def test_what_is_no_data_set_is_refused_with_advice(tmp_path: Path, name: str) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes" / "deep").mkdir(parents=True)
    (tmp_path / "notes" / "deep" / "README.md").write_text("nothing")
    write_tone(tmp_path / "flat" / "a.wav", 1)
    (tmp_path / "a.tar.gz").write_bytes(b"")
    with pytest.raises(DataError, match=rf"{name} .*[Gg]ive"):
        open_data(tmp_path / name)


def test_of_several_data_sets_in_a_folder_none_is_guessed(tmp_path: Path) -> None:
    make_fsdd(tmp_path / "fsdd")
    make_audiomnist(tmp_path / "audiomnist")
    with pytest.raises(DataError, match=r"several data sets.*audiomnist.*fsdd"):
        open_data(tmp_path)


def test_recordings_beside_a_published_data_set_are_not_passed_over(tmp_path: Path) -> None:
    make_fsdd(tmp_path / "fsdd")
    make_label_folders(tmp_path / "mine", {"yes": 3, "no": 3})
    with pytest.raises(DataError, match=r"holds several data sets.*fsdd.*mine"):
        open_data(tmp_path)


def test_a_manifest_that_is_of_something_else_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "words.csv").write_text("path,word\nelsewhere/a.wav,up\n")
    (tmp_path / "noise.csv").write_bytes(b"\xff\xfe no text")
    mine = make_label_folders(tmp_path / "mine", {"yes": 3, "no": 3})
    assert {each.label for each in open_data(mine).recordings} == {"yes", "no"}


def test_a_single_label_is_not_taken_for_the_folder_above(tmp_path: Path) -> None:
    make_label_folders(tmp_path / "mine" / "yes", {"ann": 3, "bob": 3})
    with pytest.raises(DataError, match=r"a single folder with recordings, yes\. If the folders"):
        open_data(tmp_path / "mine")
    assert len(open_data(tmp_path / "mine" / "yes").recordings) == 6


def test_data_sets_are_joined(tmp_path: Path, tiny_data: Path) -> None:
    mine = make_label_folders(tmp_path / "mine", {"7": 3, "noise": 1})
    joined = open_all([tiny_data, mine])
    assert joined.name == f"{tiny_data.name} + mine"
    assert len(joined.recordings) == 36 + 3
    assert (len(joined.noises), len(joined.rooms)) == (4, 1)
    assert joined.recordings[-1].path == "mine/7/take2.wav"
    assert len(joined.recordings[-1].load()) == 3_200


def test_one_data_set_alone_stays_as_it_is(tmp_path: Path) -> None:
    mine = make_label_folders(tmp_path / "mine", {"7": 3})
    assert open_all([mine]).recordings[0].path == "7/take0.wav"


def test_a_data_set_named_twice_is_refused(tmp_path: Path) -> None:
    mine = make_label_folders(tmp_path / "mine", {"7": 3})
    with pytest.raises(DataError, match="twice"):
        open_all([mine, tmp_path / "." / "mine"])
