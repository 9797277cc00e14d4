"""Tests of the faces of the states."""

from typing import get_args

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QPushButton, QWidget

from app.window.face import Face
from app.window.face_drawing import FaceKind
from app.window.look import Look


@pytest.fixture
def picture(qtbot: object) -> QWidget:
    picture = QWidget()
    qtbot.addWidget(picture)
    picture.resize(640, 340)
    picture.show()
    qtbot.waitExposed(picture)
    return picture


@pytest.fixture
def face(picture: QWidget) -> Face:
    return Face(Look("dark"), picture)


def _buttons(face: Face) -> list[QPushButton]:
    return [each for each in face.findChildren(QPushButton) if not each.isHidden()]


@pytest.mark.parametrize("kind", get_args(FaceKind))
def test_each_state_has_a_drawing_of_its_own(face: Face, kind: FaceKind) -> None:
    face.show_face("welcome" if kind != "welcome" else "lost", "Title", "Text")
    other = face._drawing.grab().toImage()
    face.show_face(kind, "Title", "Text")
    assert face.kind == kind
    assert face._drawing.grab().toImage() != other


def test_a_face_covers_the_picture_and_follows_it(face: Face, picture: QWidget) -> None:
    assert face.kind is None
    face.show_face("no-microphone", "No microphone", "Plug one in.")
    assert face.geometry() == picture.rect()
    picture.resize(900, 500)
    assert face.geometry() == picture.rect()
    face.hide_face()
    assert not face.isVisible()
    picture.resize(640, 340)
    face.show_face("no-microphone", "No microphone", "Plug one in.")
    assert face.geometry() == picture.rect()


def test_a_small_face_leaves_the_picture_to_be_seen(face: Face, picture: QWidget) -> None:
    face.show_face("silence", "Silence", "Nothing but silence comes.", compact=True)
    assert face.height() < picture.height() / 2
    assert face.geometry().bottom() < picture.rect().bottom()
    picture.resize(900, 500)
    assert face.geometry().top() > 250
    assert face.width() > 800


def test_the_buttons_do_what_they_say(face: Face, qtbot: object) -> None:
    done = []
    face.show_face("welcome", "Hello", "Text", [("Play", lambda: done.append("early"))])
    # Told the same again, it keeps its buttons; they do what was told last.
    face.show_face("welcome", "Hello", "Text", [("Play", lambda: done.append("late"))])
    (button,) = _buttons(face)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == ["late"]
    face.show_face("lost", "Gone", "Text")
    assert _buttons(face) == []


def test_it_can_be_read_and_is_announced(face: Face, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str] = []
    monkeypatch.setattr("app.window.face.announce", lambda _, text: said.append(text))
    for _ in range(2):
        face.show_face("lost", "The microphone is gone", "It is used again when it is back.")
    assert face.accessibleName() == "The microphone is gone"
    assert face.accessibleDescription() == "It is used again when it is back."
    assert said == ["The microphone is gone. It is used again when it is back."]


@pytest.mark.parametrize("compact", [False, True])
@pytest.mark.parametrize("larger", [1, 2])
def test_nothing_is_cut_off(face: Face, picture: QWidget, compact: bool, larger: int) -> None:
    font = QFont(picture.font())
    font.setPointSizeF(font.pointSizeF() * larger)
    picture.setFont(font)
    actions = [("Play the sample", list), ("Open a recording…", list)]
    text = "The system does not let this program hear the microphone. Allow it in the settings."
    face.show_face("refused", "The microphone is refused", text, actions, compact=compact)
    face.layout().activate()
    label = face._text
    assert label.height() >= label.heightForWidth(label.width())
    for button in _buttons(face):
        assert button.width() >= button.sizeHint().width()
        assert face.rect().contains(button.geometry())
