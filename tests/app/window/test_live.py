"""From a source to answers in the window's thread."""

import threading
from collections.abc import Callable, Iterator
from importlib.resources import as_file, files
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import QCoreApplication

from app.audio.file_source import FileSource
from app.audio.microphone_status import MicrophoneStatus
from app.errors import ModelError
from app.recognition.answer import Answer
from app.recognition.network import load_network
from app.settings import DeviceName, Settings
from app.window.live import SAMPLE_NAME, Live
from assets import SAMPLE, SAMPLE_DIGITS


@pytest.fixture
def live(qtbot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Live]:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nonexistent")
    made = Live(Settings())
    yield made
    made.close()


class PlayedMicrophone:
    """Hears the sample recording, and says of itself what a test wants."""

    def __init__(self, wish: DeviceName | None, on_status: Callable) -> None:
        self.on_status = on_status
        with as_file(files("assets") / SAMPLE) as path:
            self._source = FileSource(path, lambda error: None)
        self.start, self.stop = self._source.start, self._source.stop


@pytest.fixture
def microphone(live: Live, qtbot, monkeypatch: pytest.MonkeyPatch) -> PlayedMicrophone:
    """One that is heard from now on, by a network that is there, while nobody listens."""
    monkeypatch.setattr("app.window.live.Microphone", PlayedMicrophone)
    live.load_network()
    qtbot.waitUntil(lambda: bool(live.labels))
    live.listening = False
    live.start_microphone()
    return live._microphone


def heard_in(live: Live) -> list[Answer]:
    results: list[Answer] = []
    live.answered.connect(results.append)
    return results


def digits(results: list[Answer]) -> str:
    return "".join(each.decision.digit or "" for each in results if not each.provisional)


def test_sample_is_answered_although_the_network_comes_late(live: Live, qtbot) -> None:
    results = heard_in(live)
    live.play_sample()
    assert live.stream.name == SAMPLE_NAME
    qtbot.waitUntil(lambda: live.stream.end > 8000)
    live.load_network()
    with qtbot.waitSignal(live.sample_ended, timeout=20_000):
        pass
    qtbot.waitUntil(lambda: digits(results) == SAMPLE_DIGITS, timeout=5000)


def test_nothing_is_answered_while_it_does_not_listen_or_is_muted(
    live: Live, microphone: PlayedMicrophone, qtbot
) -> None:
    results = heard_in(live)
    qtbot.waitUntil(lambda: live.stream.end > 2.2 * 16_000, timeout=5000)
    assert results == []
    live.mute(True)
    live.listening = True
    qtbot.waitUntil(lambda: live.stream.end > 3.4 * 16_000, timeout=5000)
    assert results == []
    live.mute(False)
    qtbot.waitUntil(lambda: bool(digits(results)), timeout=10_000)


def test_the_sample_is_answered_while_it_does_not_listen(
    live: Live, microphone: PlayedMicrophone, qtbot
) -> None:
    results = heard_in(live)
    live.play_sample()
    qtbot.waitUntil(lambda: bool(digits(results)), timeout=10_000)
    live.start_microphone()
    said = digits(results)
    qtbot.waitUntil(lambda: live.stream.end > 2.2 * 16_000, timeout=5000)
    assert digits(results) == said


def test_a_held_key_is_answered_while_it_does_not_listen(
    live: Live, microphone: PlayedMicrophone, qtbot
) -> None:
    results = heard_in(live)
    live.begin_talk()
    qtbot.waitUntil(lambda: bool(digits(results)), timeout=10_000)
    live.end_talk()
    said = digits(results)
    assert SAMPLE_DIGITS.startswith(said)


def test_a_key_that_is_held_ends_where_the_program_plays_sound(
    live: Live, microphone: PlayedMicrophone, qtbot
) -> None:
    results = heard_in(live)
    live.begin_talk()
    qtbot.waitUntil(lambda: bool(digits(results)), timeout=10_000)
    live.mute(True)
    live._worker.drain()
    live._hand_on_results()
    heard, until = len(results), live.stream.end
    qtbot.waitUntil(lambda: live.stream.end > until + 2 * 16_000, timeout=5000)
    assert len(results) == heard


def test_what_a_lost_microphone_cut_off_is_answered_at_once(
    live: Live, microphone: PlayedMicrophone, qtbot
) -> None:
    live.listening = True
    results = heard_in(live)
    qtbot.waitUntil(lambda: live.gate_state is not None and live.gate_state.open, timeout=10_000)
    qtbot.waitUntil(lambda: bool(results), timeout=10_000)  # the provisional answer
    microphone.stop()
    microphone.on_status(MicrophoneStatus("lost", "It is gone."))
    qtbot.waitUntil(lambda: not results[-1].provisional)
    assert results[-1].latency_ms < 1000


def test_a_missing_model_is_said_and_another_one_answers(live: Live, qtbot, tmp_path: Path) -> None:
    missing = Settings(model=str(tmp_path / "missing"))
    with qtbot.waitSignal(live.network_failed) as failed:
        live.apply(missing)
    assert "missing" in failed.args[0]
    live.play_sample()
    qtbot.waitUntil(lambda: live.stream.end > 0)
    with qtbot.waitSignal(live.network_changed):
        live.apply(msgspec.structs.replace(missing, model=None))
    assert "7" in live.labels


def test_what_was_said_last_is_answered_when_it_closes(live: Live, qtbot) -> None:
    live.load_network()
    qtbot.waitUntil(lambda: bool(live.labels))
    results = heard_in(live)
    live.play_sample()
    gate_open = lambda: live.gate_state is not None and live.gate_state.open  # noqa: E731
    qtbot.waitUntil(gate_open, timeout=10_000)
    qtbot.waitUntil(lambda: bool(results), timeout=10_000)
    live.close()
    assert any(not each.provisional for each in results)


def test_what_is_still_to_be_told_belongs_to_the_stream_that_it_was_heard_in(
    live: Live, qtbot
) -> None:
    live.load_network()
    qtbot.waitUntil(lambda: bool(live.labels))
    streams = []
    live.answered.connect(lambda answer: streams.append((live.stream, answer.provisional)))
    live.play_sample()
    first = live.stream
    qtbot.waitUntil(lambda: bool(streams), timeout=10_000)
    live.play_sample()
    assert (first, False) in streams
    assert all(stream is first for stream, _ in streams)
    assert live.stream is not first


def test_the_model_that_was_wanted_last_answers_whichever_is_loaded_first(
    live: Live, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_go_on = threading.Event()

    def load(model: Path | None) -> object:
        if model is not None:
            assert may_go_on.wait(10)
            raise ModelError("There is no such model.")
        return load_network(None)

    monkeypatch.setattr("app.window.live.load_network", load)
    failures: list[str] = []
    live.network_failed.connect(failures.append)
    live.apply(Settings(model="slow"))
    with qtbot.waitSignal(live.network_changed):
        live.apply(Settings())
    slow = next(each for each in threading.enumerate() if each.name == "load network")
    may_go_on.set()
    slow.join()
    QCoreApplication.processEvents()
    assert failures == []


def test_without_a_network_what_is_heard_is_not_held(live: Live, qtbot, tmp_path: Path) -> None:
    with qtbot.waitSignal(live.network_failed):
        live.apply(Settings(model=str(tmp_path / "missing")))
    live.play_sample()
    qtbot.waitUntil(lambda: live.stream.end > 0)
    assert live._waiting is None


def test_a_key_held_before_the_network_is_there_is_answered(
    live: Live, qtbot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.window.live.Microphone", PlayedMicrophone)
    results = heard_in(live)
    live.listening = False
    live.start_microphone()
    live.begin_talk()
    qtbot.waitUntil(lambda: live.stream.end > 8000)
    live.load_network()
    qtbot.waitUntil(lambda: bool(digits(results)), timeout=10_000)
    live.end_talk()
