"""Where something is missing, the packaged program says so, and does without it where it can."""

import pwd
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from accessibility import AccessibilityBus
from packaged import FOLDER, NOBODY, User, Users, let_others_in
from screen import Screen
from seen import SAMPLE_PATH, Window, digits_on_disk
from small_disk import SmallDisk, small_disk

from assets import SAMPLE_DIGITS

_WITHOUT_A_NAME = 54_321
_NO_SOUND = {"PULSE_SERVER": "unix:/nonexistent"}

OpenWindow = Callable[..., Window]


@pytest.fixture
def open_window(screen: Screen, bus: AccessibilityBus) -> Iterator[OpenWindow]:
    """Open windows of users, where there is no microphone; closing them has to go well."""
    let_others_in(bus)
    opened: list[Window] = []

    def open_one(user: User, program: Path, *arguments: object, **environment: str) -> Window:
        environment = _NO_SOUND | environment | screen.env | bus.env
        opened.append(Window(screen, bus, user.start(program, *arguments, **environment)))
        return opened[-1]

    yield open_one
    try:
        for window in opened:
            assert window.close()[0] == 0
            assert "Traceback" not in window.program.errors
    finally:
        for window in opened:
            window.__exit__()


@pytest.fixture
def changed_program() -> Iterator[Path]:
    """A copy of the program, to be damaged."""
    folder = Path(tempfile.mkdtemp(prefix="damaged-"))
    folder.chmod(0o755)
    shutil.copytree(FOLDER, folder / FOLDER.name, symlinks=True)
    yield folder / FOLDER.name / "spoken-digits"
    shutil.rmtree(folder)


class _Desktop:
    """A desktop whose program for messages writes them down."""

    def __init__(self, user: User) -> None:
        self._shown = user.home / "shown"
        zenity = user.home / "zenity"
        zenity.write_text('#!/bin/sh\necho "$@" > "$HOME/shown"\n')
        zenity.chmod(0o755)
        self.env = {"PATH": f"{user.home}:/usr/bin:/bin"}

    @property
    def shown(self) -> str:
        return self._shown.read_text(encoding="utf-8")


@pytest.fixture
def desktop(user: User) -> _Desktop:
    return _Desktop(user)


@pytest.fixture
def disk(user: User) -> Iterator[SmallDisk]:
    """A disk without any room, which everybody may write to."""
    with small_disk(user.home / "small disk") as disk:
        disk.path.chmod(0o777)
        disk.fill()
        yield disk


@pytest.fixture
def closed_folder(user: User) -> Iterator[Path]:
    """A folder that nobody but root may look into."""
    folder = user.home / "closed"
    folder.mkdir(mode=0)
    yield folder
    folder.rmdir()


def test_where_the_home_folder_is_missing_it_recognises_and_says_that_nothing_is_kept(
    program: Path, user: User, open_window: OpenWindow
):
    recording = _recording_of(user)
    environment = {"HOME": "/nonexistent", "SPOKEN_DIGITS_HOME": ""}
    assert SAMPLE_DIGITS in user.run(program, "recognize", recording, **environment).output
    window = open_window(user, program, recording, **environment)
    window.wait_until(lambda: window.digits_in_history() == SAMPLE_DIGITS, "the digits")
    window.wait_for_text("SPOKEN_DIGITS_HOME")


def test_a_user_without_name_and_home_has_a_window(program: Path, users: Users, screen: Screen):
    """Windows of those whom the system does not know cannot be read: the bus refuses them."""
    user = users(_WITHOUT_A_NAME)
    environment = {"HOME": "", "SPOKEN_DIGITS_HOME": ""}
    recognized = user.run(program, "recognize", _recording_of(user), **environment)
    assert SAMPLE_DIGITS in recognized.output
    assert "no home folder" in recognized.errors
    window = user.start(program, **environment, **_NO_SOUND, **screen.env)
    screen.close(screen.wait_for_window(window.process.pid))
    assert window.process.wait(30) == 0
    assert "Traceback" not in window.errors


def test_where_the_home_folder_is_closed_it_has_a_window(
    program: Path, user: User, closed_folder: Path, open_window: OpenWindow
):
    window = open_window(user, program, SPOKEN_DIGITS_HOME=str(closed_folder / "home"))
    window.wait_for_text("Permission denied")


def test_what_it_writes_lies_in_the_systems_own_folders(
    program: Path, user: User, open_window: OpenWindow
):
    window = open_window(user, program, _recording_of(user), SPOKEN_DIGITS_HOME="")
    data = user.home / ".local/share/spoken-digits"
    window.wait_until(lambda: digits_on_disk(data) == SAMPLE_DIGITS, "the history")
    assert list(user.home.glob(".local/state/spoken-digits/**/*.log"))


def test_in_a_language_that_is_not_installed_the_smoke_test_passes(program: Path, user: User):
    user.run(program, "--smoke-test", "all", LANG="tr_TR.UTF-8")


def test_on_a_full_disk_it_recognises_and_says_that_nothing_is_kept(
    program: Path, user: User, disk: SmallDisk, open_window: OpenWindow
):
    recording = _recording_of(user)
    environment = {"SPOKEN_DIGITS_HOME": str(disk.path / "home")}
    assert SAMPLE_DIGITS in user.run(program, "recognize", recording, **environment).output
    window = open_window(user, program, recording, **environment)
    window.wait_until(lambda: window.digits_in_history() == SAMPLE_DIGITS, "the digits")
    window.wait_for_text("No space left")


def test_two_users_at_once_have_a_window_and_a_history_each(
    program: Path, users: Users, open_window: OpenWindow
):
    both = users(NOBODY), users(pwd.getpwnam("daemon").pw_uid)
    windows = [open_window(user, program, _recording_of(user)) for user in both]
    for window, user in zip(windows, both, strict=True):
        window.wait_until(
            lambda home=user.program_home: digits_on_disk(home) == SAMPLE_DIGITS, "the history"
        )


def test_without_a_sound_system_it_says_so_and_takes_recordings(
    program: Path, user: User, open_window: OpenWindow
):
    window = open_window(user, program)
    window.wait_for_text("There is no microphone.")
    assert window.is_showing("Play the sample")
    window.press("Play the sample")
    window.wait_until(lambda: window.digits_in_history() == SAMPLE_DIGITS, "the digits")


def test_a_window_needs_nowhere_to_print_to(program: Path, user: User, open_window: OpenWindow):
    closed = 'exec "$0" "$@" <&- >&- 2>&-'
    window = open_window(user, Path("/bin/sh"), "-c", closed, program, _recording_of(user))
    window.wait_until(lambda: window.digits_in_history() == SAMPLE_DIGITS, "the digits")


def test_a_folder_that_qt_cannot_read_is_said(
    changed_program: Path, user: User, desktop: _Desktop, screen: Screen
):
    folder = changed_program.parent
    odd = folder.rename(folder.with_name("a;b"))
    user.run(odd / changed_program.name, status=1, **desktop.env, **screen.env)
    assert "Move the program into a folder whose name" in desktop.shown


@pytest.mark.parametrize("name", ["card.json", "digits.tflite"])
def test_a_damaged_model_is_said(
    name: str, changed_program: Path, user: User, open_window: OpenWindow
):
    path = changed_program.parent / "_internal/model/bundled" / name
    path.write_bytes(path.read_bytes()[:5000])
    for command in (["--smoke-test"], ["recognize", _recording_of(user)]):
        ended = user.run(changed_program, *command, status=1)
        assert "Install the program again" in ended.errors
        assert "Traceback" not in ended.errors
    window = open_window(user, changed_program)
    window.wait_for_text("Install the program again")


def test_a_library_that_is_missing_is_said_on_the_desktop(
    changed_program: Path, user: User, desktop: _Desktop, screen: Screen
):
    plugins = changed_program.parent / "_internal/PySide6/Qt/plugins/platforms"
    xcb = plugins / "libqxcb.so"
    xcb.write_bytes(xcb.read_bytes().replace(b"libxcb-cursor.so.0", b"libxcb-nobody.so.0"))
    ended = user.run(changed_program, status=1, **desktop.env, **screen.env)
    for text in (desktop.shown, ended.errors):
        assert "The window needs libxcb-nobody.so.0, which is missing. Install" in text
    assert "Traceback" not in ended.errors


def _recording_of(user: User) -> Path:
    """The sample recording where the user can read it."""
    path = user.home / "a recording.flac"
    path.write_bytes(SAMPLE_PATH.read_bytes())
    return path
