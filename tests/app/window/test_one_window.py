"""There is one window over a home: other starts hand it what they were asked for."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.home import Home
from app.window import one_window
from app.window.one_window import AnotherWindowError, OneWindow, Wish, bring_to_front

_SECOND_START = r"""
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from app.home import Home
from app.window.one_window import OneWindow, Wish
application = QCoreApplication([])
one = OneWindow(Home.in_folder(Path(sys.argv[1])))
print("asks", flush=True)
wish = Wish(files=tuple(b"file \xff %d" % number for number in range(3000)), listen=True)
print("first" if one.is_first(wish) else "handed over")
"""


@pytest.fixture
def place(tmp_path: Path) -> Home:
    return Home.in_folder(tmp_path)


@pytest.fixture
def first(qapp: object, place: Home) -> Iterator[OneWindow]:
    """The first of its home, which does not listen yet."""
    window = OneWindow(place)
    assert window.is_first(Wish())
    yield window
    window.close()


_FILES = tuple(b"file \xff %d" % number for number in range(3000))


def _address(place: Home) -> str:
    return place.settings.with_name("window.address").read_text()


def _second_start(folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", _SECOND_START, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_second_start_hands_over_and_ends(
    qtbot: QtBot, first: OneWindow, tmp_path: Path
) -> None:
    first.listen()
    with qtbot.waitSignal(first.asked, timeout=10_000) as asked:
        second = _second_start(tmp_path)
    # As many files as there are, whatever their names.
    assert asked.args == [Wish(files=_FILES, listen=True)]
    assert second.communicate(timeout=10) == ("asks\nhanded over\n", "")


def test_it_waits_for_a_window_that_is_only_just_starting(
    qtbot: QtBot, first: OneWindow, tmp_path: Path
) -> None:
    second = _second_start(tmp_path)
    assert second.stdout is not None and second.stdout.readline() == "asks\n"
    with pytest.raises(subprocess.TimeoutExpired):
        second.wait(0.5)
    with qtbot.waitSignal(first.asked, timeout=10_000):
        first.listen()
    assert second.communicate(timeout=10) == ("handed over\n", "")


def test_after_its_end_another_is_the_first(first: OneWindow, tmp_path: Path) -> None:
    first.listen()
    first.close()
    assert _second_start(tmp_path).communicate(timeout=10) == ("asks\nfirst\n", "")


def test_one_that_waits_is_the_first_once_the_other_has_ended(
    first: OneWindow, tmp_path: Path
) -> None:
    second = _second_start(tmp_path)
    assert second.stdout is not None and second.stdout.readline() == "asks\n"
    first.close()
    assert second.communicate(timeout=10) == ("first\n", "")


def test_a_lock_that_names_a_process_which_never_had_it_is_in_nobodys_way(
    qapp: object, place: Home
) -> None:
    lock = place.settings.with_name("window.lock")
    lock.write_text(f"{os.getpid()}\npython\n{socket.gethostname()}\n")
    again = OneWindow(place)
    assert again.is_first(Wish())
    again.close()


def test_one_that_was_killed_is_in_nobodys_way(qapp: object, place: Home, tmp_path: Path) -> None:
    code = _SECOND_START + "\none.listen(); import os; os._exit(1)"
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    again = OneWindow(place)
    assert again.is_first(Wish())
    again.listen()
    client = QLocalSocket()
    client.connectToServer(_address(place))
    assert client.waitForConnected(1_000)
    again.close()


def test_a_lock_of_somebody_else_who_runs_no_more_is_in_nobodys_way(
    qapp: object, place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As with one that this user cannot open, which root always can."""
    monkeypatch.setattr(one_window, "_PATIENCE_MS", 200)
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    lock = place.settings.with_name("window.lock")
    lock.write_text(f"{ended.pid}\npython\n{socket.gethostname()}\n")
    again = OneWindow(place)
    monkeypatch.setattr(again._lock, "removeStaleLockFile", lambda: False)
    monkeypatch.setattr(again, "_is_locked", lambda: False)
    assert again.is_first(Wish())
    again.close()


@pytest.mark.parametrize("runtime", [None, "/nonexistent/run"])
def test_it_is_found_whatever_its_folders_are_called(
    runtime: str | None, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / ("a long name " * 9) / ("another one " * 9)
    first_home = Home.in_folder(folder)
    first = OneWindow(first_home)
    with monkeypatch.context() as context:
        if runtime is None:
            context.delenv("XDG_RUNTIME_DIR", raising=False)
        else:
            context.setenv("XDG_RUNTIME_DIR", runtime)
        assert first.is_first(Wish())
        first.listen()
    # The other start has another environment.
    with qtbot.waitSignal(first.asked, timeout=10_000):
        second = _second_start(folder)
    assert second.communicate(timeout=10) == ("asks\nhanded over\n", "")
    socket_file = Path(_address(first_home))
    first.close()
    assert not socket_file.parent.exists() or socket_file.parent == folder


def test_other_homes_have_windows_of_their_own(first: OneWindow, tmp_path: Path) -> None:
    other = OneWindow(Home.in_folder(tmp_path / "other"))
    assert other.is_first(Wish())
    other.close()


def test_a_window_that_does_not_answer_is_named(
    first: OneWindow, place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(one_window, "_PATIENCE_MS", 200)
    with pytest.raises(AnotherWindowError, match="does not answer"):
        OneWindow(place).is_first(Wish())


def test_what_cannot_be_understood_is_passed_over(
    qtbot: QtBot, first: OneWindow, place: Home
) -> None:
    first.listen()
    client = QLocalSocket()
    client.connectToServer(_address(place))
    assert client.waitForConnected(1_000)
    with qtbot.assertNotEmitted(first.asked), qtbot.waitSignal(client.disconnected):
        client.write(b"\xff nonsense\n")
        client.flush()


def test_a_wish_has_absolute_paths_and_the_desktops_leave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "a token")
    wish = Wish.of_start([Path("a.wav")], False, Path("model"))
    paths = os.fsencode(tmp_path / "a.wav"), os.fsencode(tmp_path / "model")
    assert wish == Wish(paths[:1], False, paths[1], "a token")
    # Where this start is the first, its own window needs it.
    assert os.environ["XDG_ACTIVATION_TOKEN"] == "a token"
    monkeypatch.delenv("XDG_ACTIVATION_TOKEN")
    assert Wish.of_start([], True, None) == Wish(listen=True)


def test_a_wish_is_made_even_where_the_working_folder_is_gone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert Wish.of_start([Path("a.wav")], False, None).files == (b"a.wav",)


def test_a_minimized_window_comes_back(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.showMinimized()
    bring_to_front(window, Wish())
    assert not window.windowState() & Qt.WindowState.WindowMinimized
    assert window.isVisible()
