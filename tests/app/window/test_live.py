"""From a source to answers in the window's thread."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from app.recognition.answer import Answer
from app.settings import Settings
from app.window.live import SAMPLE_NAME, Live
from assets import SAMPLE_DIGITS


@pytest.fixture
def live(qtbot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Live]:
    monkeypatch.setenv("PULSE_SERVER", "unix:/nonexistent")
    made = Live(Settings())
    yield made
    made.close()


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


def test_nothing_is_answered_while_it_does_not_listen_or_is_muted(live: Live, qtbot) -> None:
    live.load_network()
    qtbot.waitUntil(lambda: bool(live.labels))
    results = heard_in(live)
    live.listening = False
    live.play_sample()
    qtbot.waitUntil(lambda: live.stream.end > 2.2 * 16_000, timeout=5000)
    assert results == []
    live.mute(True)
    live.listening = True
    qtbot.waitUntil(lambda: live.stream.end > 3.4 * 16_000, timeout=5000)
    assert results == []
    live.mute(False)
    qtbot.waitUntil(lambda: bool(digits(results)), timeout=10_000)


def test_a_held_key_is_answered_while_it_does_not_listen(live: Live, qtbot) -> None:
    live.load_network()
    qtbot.waitUntil(lambda: bool(live.labels))
    results = heard_in(live)
    live.listening = False
    live.play_sample()
    live.begin_talk()
    qtbot.waitUntil(lambda: bool(digits(results)), timeout=10_000)
    live.end_talk()
    said = digits(results)
    assert SAMPLE_DIGITS.startswith(said)


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
