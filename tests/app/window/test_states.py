"""Which face is shown when."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtWidgets import QWidget

from app.audio.devices import Device
from app.audio.microphone_status import MicrophoneState, MicrophoneStatus
from app.window.face import Face
from app.window.look import Look
from app.window.states import States

DEVICE = Device("USB mic", "ALSA", 1, 48_000, True)


def status(state: MicrophoneState, **fields: Any) -> MicrophoneStatus:
    device = DEVICE if state == "running" else None
    return MicrophoneStatus(state, f"It is {state}.", device=device, **fields)


@pytest.fixture
def states(qtbot) -> Iterator[States]:
    look = Look("light")
    picture = QWidget()
    qtbot.addWidget(picture)
    made = States(Face(look, picture))
    yield made
    made._hint_timer.stop()
    made._overload_timer.stop()


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("absent", "no-microphone"),
        ("refused", "refused"),
        ("lost", "lost"),
        ("stalled", "lost"),
        ("opening", None),
        ("running", None),
    ],
)
def test_trouble_with_the_microphone_has_its_face(
    states: States, state: MicrophoneState, kind: str | None
) -> None:
    states.take_status(status(state))
    assert states._face.kind == kind


def test_a_face_goes_when_the_microphone_is_back(states: States) -> None:
    states.take_status(status("lost"))
    states.take_status(status("running"))
    assert states._face.kind is None


def test_silence_of_the_system_has_its_face(states: States) -> None:
    states.take_status(status("running", system_silence=True))
    assert states._face.kind == "silence"


def test_first_start_greets_until_somebody_is_heard(states: States) -> None:
    states.welcome()
    states.take_status(status("running"))
    assert states._face.kind == "welcome"
    states.take_answer()
    assert states._face.kind is None


def test_a_missing_model_comes_before_everything(states: States) -> None:
    states.take_status(status("absent"))
    states.take_network_failure("There is no model.")
    assert states._face.kind == "no-model"
    states.take_network()
    assert states._face.kind == "no-microphone"


def test_who_is_not_heard_for_a_while_gets_a_hint(states: States) -> None:
    states.take_status(status("running"))
    states._hint_timer.timeout.emit()
    assert states._face.kind == "nothing-heard"
    states.take_answer()
    assert states._face.kind is None


def test_while_the_sample_plays_nothing_is_said_of_the_microphone(states: States) -> None:
    states.take_status(status("absent"))
    states.take_sample(True)
    assert states._face.kind is None
    states.take_sample(False)
    assert states._face.kind == "no-microphone"


def test_lost_sound_is_said_for_a_while_at_each_loss(states: States) -> None:
    states.take_status(status("running", overflows=1))
    assert states._face.kind == "overload"
    states._overload_timer.stop()
    states.take_status(status("running", overflows=1))
    assert states._face.kind is None
    states.take_status(status("running", overflows=2))
    assert states._face.kind == "overload"


def test_who_does_not_listen_is_told_how_to_be_heard(states: States) -> None:
    states.take_listening(False)
    states.take_status(status("running"))
    states._hint_timer.timeout.emit()
    assert "Space" in states._face.accessibleDescription() + states._face._text.text()
