import os
import sys
from pathlib import Path

import pytest
from small_disk import small_disk

from app.errors import HomeError
from app.home import Home, find_home, make_folder, write_atomically


def test_variable_moves_everything_into_one_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SPOKEN_DIGITS_HOME", str(tmp_path / "here"))
    found = find_home()
    places = (found.settings, found.history, found.recordings, found.models, found.log)
    assert {place.parent for place in places} == {tmp_path / "here"}
    assert len(set(places)) == len(places)


def test_relative_folder_stays_where_it_was_when_the_working_directory_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SPOKEN_DIGITS_HOME", "here")
    assert find_home().settings == tmp_path / "here" / "settings.json"


@pytest.mark.parametrize("value", [None, ""])
def test_without_the_variable_the_folders_are_those_of_the_system(
    value: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if value is None:
        monkeypatch.delenv("SPOKEN_DIGITS_HOME")
    else:
        monkeypatch.setenv("SPOKEN_DIGITS_HOME", value)
    found = find_home()
    for place in (found.settings, found.history, found.recordings, found.models, found.log):
        assert place.is_absolute()
        assert "spoken-digits" in place.parts[-2] or "spoken-digits" in place.parts[-3]


@pytest.mark.skipif(sys.platform == "win32", reason="users have a home folder there")
def test_without_a_home_folder_whatever_is_written_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("SPOKEN_DIGITS_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.delenv("HOME", raising=False)
    # As for a number that no user has.
    monkeypatch.setattr("pwd.getpwuid", {}.__getitem__)
    home = find_home()
    assert not home.history.exists()
    with pytest.raises(HomeError, match=r"no home folder.*SPOKEN_DIGITS_HOME"):
        write_atomically(home.settings, b"{}", "The settings")


def test_finding_the_home_creates_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SPOKEN_DIGITS_HOME", str(tmp_path / "here"))
    find_home()
    assert list(tmp_path.iterdir()) == []


def test_file_in_the_place_of_the_folder_is_said(tmp_path: Path) -> None:
    place = tmp_path / "home"
    place.write_text("mine")
    with pytest.raises(HomeError, match=r"could not be created.*SPOKEN_DIGITS_HOME"):
        make_folder(place)
    assert place.read_text() == "mine"


def test_read_only_disk_is_said(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        disk.make_read_only()
        with pytest.raises(HomeError, match="could not be created: Read-only file system"):
            make_folder(disk.path / "home")


def test_written_file_is_whole_and_alone(tmp_path: Path) -> None:
    path = Home.in_folder(tmp_path / "new" / "home").settings
    write_atomically(path, b"first", "The file")
    write_atomically(path, b"second", "The file")
    assert path.read_bytes() == b"second"
    assert [file.name for file in path.parent.iterdir()] == ["settings.json"]


def test_full_disk_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        path = disk.path / "settings.json"
        write_atomically(path, b"old", "The settings")
        disk.fill()
        with pytest.raises(HomeError, match="The settings could not be written: No space left"):
            write_atomically(path, b"new" * 10_000, "The settings")
        assert path.read_bytes() == b"old"
        assert {file.name for file in disk.path.iterdir()} == {"settings.json", "filler"}


def test_read_only_disk_leaves_the_old_file(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        path = disk.path / "settings.json"
        write_atomically(path, b"old", "The settings")
        disk.make_read_only()
        with pytest.raises(HomeError, match=r"Read-only file system.*SPOKEN_DIGITS_HOME"):
            write_atomically(path, b"new", "The settings")
        assert path.read_bytes() == b"old"


def test_write_interrupted_at_its_end_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "settings.json"
    write_atomically(path, b"old", "The settings")

    def interrupt(descriptor: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(path, b"new", "The settings")
    assert path.read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1
