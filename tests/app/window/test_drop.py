import os
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QGraphicsScene, QGraphicsView, QWidget

from app.window.drop import DropTarget, paths_of
from app.window.drop_overlay import DropOverlay
from app.window.look import Look

BUTTON, NO_KEY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


@pytest.fixture
def window(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    window.resize(640, 480)
    window.show()
    return window


@pytest.fixture
def target(window):
    return DropTarget(window, Look("dark"))


@pytest.fixture
def overlay(window, target):
    return window.findChild(DropOverlay)


def content(*urls: QUrl | str) -> QMimeData:
    mime = QMimeData()
    mime.setUrls([QUrl(url) for url in urls])
    return mime


def enter(window: QWidget, mime: QMimeData) -> bool:
    event = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, mime, BUTTON, NO_KEY)
    QApplication.sendEvent(window.windowHandle(), event)
    return event.isAccepted()


def move(window: QWidget, mime: QMimeData) -> bool:
    event = QDragMoveEvent(QPoint(99, 99), Qt.DropAction.CopyAction, mime, BUTTON, NO_KEY)
    QApplication.sendEvent(window.windowHandle(), event)
    return event.isAccepted()


def drop(window: QWidget, mime: QMimeData) -> None:
    event = QDropEvent(QPointF(99, 99), Qt.DropAction.CopyAction, mime, BUTTON, NO_KEY)
    QApplication.sendEvent(window.windowHandle(), event)


def test_the_window_is_highlighted_while_files_are_over_it(window, target, overlay):
    mime = content("file:///sounds/a.wav")
    assert not overlay.isVisible()
    assert enter(window, mime)
    assert move(window, mime)
    assert overlay.isVisible()
    assert overlay.accessibleName() == "Drop recordings or folders to recognise them"
    assert overlay.size() == window.size()
    QApplication.sendEvent(window.windowHandle(), QDragLeaveEvent())
    assert not overlay.isVisible()


def test_files_and_folders_that_are_dropped_are_handed_on(qtbot, window, target, overlay):
    mime = content("file:///sounds/a%20b.wav", "file:///sounds", "file:///sounds")
    enter(window, mime)
    with qtbot.waitSignal(target.dropped) as dropped:
        drop(window, mime)
    assert dropped.args == [[Path("/sounds/a b.wav"), Path("/sounds")]]
    assert not overlay.isVisible()


def test_what_is_no_file_is_refused_with_a_sentence(qtbot, window, target, overlay):
    mime = QMimeData()
    mime.setText("four")
    assert enter(window, mime)
    assert "Only recordings" in overlay.accessibleName()
    with qtbot.waitSignal(target.refused) as refused, qtbot.assertNotEmitted(target.dropped):
        drop(window, mime)
    assert "no file on this computer" in refused.args[0]


def test_of_a_mixture_the_files_are_taken(qtbot, window, target):
    mime = content("https://example.org/a.wav", "file:///sounds/a.wav")
    enter(window, mime)
    with qtbot.waitSignal(target.dropped) as dropped, qtbot.assertNotEmitted(target.refused):
        drop(window, mime)
    assert dropped.args == [[Path("/sounds/a.wav")]]


def test_over_a_picture_that_takes_every_drag_it_is_the_same(qtbot, window, target, overlay):
    picture = QGraphicsView(QGraphicsScene(window), window)
    picture.resize(window.size())
    picture.show()
    mime = content("file:///sounds/a.wav")
    assert enter(window, mime)
    assert overlay.isVisible()
    with qtbot.waitSignal(target.dropped):
        drop(window, mime)


def test_the_highlight_grows_with_the_window(qtbot, window, target, overlay):
    enter(window, content("file:///sounds/a.wav"))
    window.resize(900, 600)
    qtbot.waitUntil(lambda: overlay.size() == window.size())


@pytest.mark.parametrize(
    "name", [b"two words.wav", b"caf\xe9.wav", b"100%.wav", "zwölf #1?.wav".encode(), b"line\n.wav"]
)
def test_names_of_any_kind_arrive_as_they_are(name):
    path = Path(os.fsdecode(b"/sounds/" + name))
    url = QUrl.fromEncoded(path.as_uri().encode())
    assert paths_of([url]) == [path]
