"""There is one window over a home: other starts hand it what they were asked for."""

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.home import Home
from app.window import one_window
from app.window.one_window import AnotherWindowError, OneWindow, Wish, bring_to_front

_SECOND_START = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from app.home import Home
from app.window.one_window import OneWindow, Wish
application = QCoreApplication([])
one = OneWindow(Home.in_folder(Path(sys.argv[1])))
if one.is_first():
    print("first")
else:
    one.hand_over(Wish(files=("a file",), listen=True))
    print("handed over")
"""


@pytest.fixture
def place(tmp_path: Path) -> Home:
    return Home.in_folder(tmp_path)


def _second_start(folder: Path) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", _SECOND_START, str(folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_the_second_start_hands_over_and_ends(qtbot: QtBot, place: Home, tmp_path: Path) -> None:
    first = OneWindow(place)
    assert first.is_first()
    first.listen()
    with qtbot.waitSignal(first.asked, timeout=10_000) as asked:
        second = _second_start(tmp_path)
    assert asked.args == [Wish(files=("a file",), listen=True)]
    assert second.communicate(timeout=10) == ("handed over\n", "")
    first.close()


def test_it_waits_for_a_window_that_is_only_just_starting(
    qtbot: QtBot, place: Home, tmp_path: Path
) -> None:
    first = OneWindow(place)
    assert first.is_first()
    second = _second_start(tmp_path)
    with pytest.raises(subprocess.TimeoutExpired):
        second.wait(1)
    first.listen()
    qtbot.waitSignal(first.asked, timeout=10_000).wait()
    assert second.communicate(timeout=10) == ("handed over\n", "")
    first.close()


def test_after_its_end_another_is_the_first(qapp: object, place: Home, tmp_path: Path) -> None:
    first = OneWindow(place)
    assert first.is_first()
    first.listen()
    first.close()
    assert _second_start(tmp_path).communicate(timeout=10) == ("first\n", "")


def test_one_that_was_killed_is_in_nobodys_way(qapp: object, place: Home, tmp_path: Path) -> None:
    code = _SECOND_START.replace('print("first")', "one.listen(); import os; os._exit(1)")
    subprocess.run([sys.executable, "-c", code, str(tmp_path)], check=False)
    again = OneWindow(place)
    assert again.is_first()
    again.listen()
    socket = QLocalSocket()
    socket.connectToServer(again._name)
    assert socket.waitForConnected(1_000)
    again.close()


def test_other_homes_have_windows_of_their_own(qapp: object, place: Home, tmp_path: Path) -> None:
    first, other = OneWindow(place), OneWindow(Home.in_folder(tmp_path / "other"))
    assert first.is_first()
    assert other.is_first()
    first.close()
    other.close()


def test_a_window_that_does_not_answer_is_named(
    qapp: object, place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(one_window, "_PATIENCE_MS", 200)
    first, second = OneWindow(place), OneWindow(place)
    assert first.is_first()
    with pytest.raises(AnotherWindowError, match="does not answer"):
        second.hand_over(Wish())
    first.close()


def test_what_cannot_be_understood_is_passed_over(qtbot: QtBot, place: Home) -> None:
    first = OneWindow(place)
    assert first.is_first()
    first.listen()
    socket = QLocalSocket()
    socket.connectToServer(first._name)
    assert socket.waitForConnected(1_000)
    with qtbot.assertNotEmitted(first.asked), qtbot.waitSignal(socket.disconnected):
        socket.write(b"\xff nonsense\n")
        socket.flush()
    first.close()


def test_a_wish_has_absolute_paths_and_the_desktops_leave(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "a token")
    wish = Wish.of_start([Path("a.wav")], False, Path("model"))
    assert wish == Wish((str(tmp_path / "a.wav"),), False, str(tmp_path / "model"), "a token")
    assert Wish.of_start([], True, None) == Wish(listen=True)


def test_a_minimized_window_comes_back(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.showMinimized()
    bring_to_front(window, Wish())
    assert not window.windowState() & Qt.WindowState.WindowMinimized
    assert window.isVisible()
