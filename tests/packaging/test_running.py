"""The packaged program runs, with nothing of this repository around it."""

import json
import stat
from pathlib import Path

import psutil
import pytest
from packaged import User, hearing_the_sample
from screen import Screen
from seen import SAMPLE_PATH
from virtual_sound import VirtualSound

from app import __version__
from assets import SAMPLE_DIGITS


@pytest.fixture
def recording(user: User) -> Path:
    """The sample recording where the user can read it."""
    path = user.home / "a recording.flac"
    path.write_bytes(SAMPLE_PATH.read_bytes())
    return path


def test_it_finds_all_its_parts_in_a_folder_that_nobody_may_write(program: Path, user: User):
    assert not any(path.stat().st_mode & stat.S_IWUSR for path in program.parent.rglob("*"))
    report = json.loads(user.run(program, "--smoke-test", "all").output)
    assert report["digits"] == SAMPLE_DIGITS
    assert report["version"] == __version__
    assert not user.program_home.exists()


def test_its_commands_work_in_the_terminal(program: Path, user: User, recording: Path):
    assert user.run(program, "--version").output == f"spoken-digits {__version__}\n"
    (line,) = user.run(program, "recognize", "--json", recording).lines
    assert json.loads(line)["digits"] == SAMPLE_DIGITS


@pytest.mark.parametrize("libraries", [{}, {"LD_LIBRARY_PATH": "/usr/local/lib"}])
def test_programs_of_the_system_find_the_systems_libraries(
    program: Path, user: User, libraries: dict[str, str]
):
    """In place of ffmpeg stands a program that tells what it was given."""
    ffmpeg = user.home / "ffmpeg"
    ffmpeg.write_text('#!/bin/sh\nenv > "$HOME/given"\nexit 1\n')
    ffmpeg.chmod(0o755)
    recording = user.home / "memo.m4a"
    recording.write_bytes(b"not of this world")
    path = f"{user.home}:/usr/bin:/bin"
    user.run(program, "recognize", recording, PATH=path, status=1, **libraries)
    given = dict(
        line.partition("=")[::2] for line in (user.home / "given").read_text().splitlines()
    )
    assert given.get("LD_LIBRARY_PATH") == libraries.get("LD_LIBRARY_PATH")
    assert "QT_PLUGIN_PATH" not in given


@pytest.mark.virtual_microphone
def test_somebody_speaks_and_the_digits_are_in_the_history(
    program: Path, user: User, screen: Screen, virtual_sound: VirtualSound
):
    with hearing_the_sample([str(program)], user, screen, virtual_sound) as process:
        family = [psutil.Process(process.pid), *psutil.Process(process.pid).children()]
        # The window and the process that hears the microphone are both the packaged program.
        assert {each.exe() for each in family} == {str(program)}
        assert len(family) > 1
        loaded = {each.path for one in family for each in one.memory_maps()}
        python = [path for path in loaded if "python" in Path(path).name.lower()]
        assert python and all(Path(path).is_relative_to(program.parent) for path in python)


def test_its_folder_can_be_moved(program: Path):
    links = [path for path in program.parent.rglob("*") if path.is_symlink()]
    assert links
    assert not [path for path in links if path.readlink().is_absolute() or not path.exists()]
