"""Which recordings are found in folders."""

from pathlib import Path

import pytest
from made_recordings import message_for

from app.audio.files import find_recordings


def make_files(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()


def test_folders_give_their_recordings_sorted_and_nothing_else(tmp_path: Path) -> None:
    make_files(
        tmp_path,
        *("b.WAV", "a.flac", "deeper/c.m4a", "deeper/still/d.opus", "z.mp3"),
        *("notes.txt", "digits.csv", ".hidden.wav", "._b.wav", ".git/e.wav", "wav"),
    )
    found = find_recordings([tmp_path])
    names = [path.relative_to(tmp_path).as_posix() for path in found]
    assert names == ["a.flac", "b.WAV", "deeper/c.m4a", "deeper/still/d.opus", "z.mp3"]


def test_files_are_taken_as_they_are_named_and_in_their_order(tmp_path: Path) -> None:
    make_files(tmp_path, "b.wav", "folder/a.wav", "odd name")
    given_paths = [tmp_path / "odd name", tmp_path / "missing.wav", tmp_path / "folder"]
    assert find_recordings([*given_paths, tmp_path / "b.wav"]) == [
        *given_paths[:2],
        tmp_path / "folder" / "a.wav",
        tmp_path / "b.wav",
    ]


def test_paths_stay_relative_where_they_were(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_files(tmp_path, "folder/a.wav")
    monkeypatch.chdir(tmp_path)
    assert find_recordings([Path("folder")]) == [Path("folder/a.wav")]


def test_folder_without_recordings_stays_and_says_so_when_it_is_read(tmp_path: Path) -> None:
    make_files(tmp_path, "folder/notes.txt")
    folder = tmp_path / "folder"
    assert find_recordings([folder]) == [folder]
    assert "is a folder without recordings: nothing in it ends in .wav" in message_for(folder)


def test_folder_that_may_not_be_looked_into_says_so_when_it_is_read(
    tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    make_files(tmp_path, "open/a.wav", "closed/b.wav")
    (tmp_path / "closed").chmod(0)
    for folder in (tmp_path, *tmp_path.parents[:2]):
        folder.chmod(0o755)
    request.getfixturevalue("nobody")
    assert find_recordings([tmp_path]) == [tmp_path / "closed", tmp_path / "open" / "a.wav"]
    assert "cannot be read: Permission denied." in message_for(tmp_path / "closed")
    below = tmp_path / "closed" / "b.wav"
    assert find_recordings([below]) == [below]
    assert "cannot be read: Permission denied." in message_for(below)


def test_name_that_is_too_long_says_so_when_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / ("a" * 300 + ".wav")
    assert find_recordings([path]) == [path]
    assert "cannot be read: File name too long." in message_for(path)
