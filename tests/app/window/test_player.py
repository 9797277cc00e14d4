"""Playing sounds from the window."""

import time
from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot
from virtual_sound import VirtualSound

from app.window.player import Player

SECOND = np.full(16_000, 0.1, np.float32)


@pytest.fixture
def player(qtbot: QtBot) -> Iterator[Player]:
    player = Player()
    yield player
    player.close()


@pytest.fixture
def told(player: Player) -> list[tuple[str, object]]:
    """Give what the player's signals tell, positions aside."""
    told: list[tuple[str, object]] = []
    player.started.connect(lambda key: told.append(("started", key)))
    player.stopped.connect(lambda: told.append(("stopped", None)))
    player.failed.connect(lambda message: told.append(("failed", message)))
    return told


@pytest.mark.virtual_microphone
def test_a_sound_is_started_moves_and_stops_at_its_end(
    virtual_sound: VirtualSound, player: Player, told: list, qtbot: QtBot
) -> None:
    positions: list[float] = []
    player.position.connect(positions.append)
    player.play(SECOND, key="seven", first_s=0.25)
    assert told == [("started", "seven")]
    assert player.is_playing
    qtbot.waitUntil(lambda: not player.is_playing, timeout=30_000)
    assert told == [("started", "seven"), ("stopped", None)]
    assert positions[0] == pytest.approx(0.25, abs=0.15)
    assert positions[-1] == pytest.approx(1.0, abs=0.05)
    assert np.diff(positions).min() > -0.05
    # Every 16 ms while it is heard; a busy machine skips some.
    assert len(positions) > 15


@pytest.mark.virtual_microphone
def test_a_new_sound_stops_the_one_before(
    virtual_sound: VirtualSound, player: Player, told: list, qtbot: QtBot
) -> None:
    player.play(np.tile(SECOND, 60), key="long")
    with qtbot.waitSignal(player.position, timeout=30_000):
        pass
    player.play(SECOND[:1_600], key="short")
    assert told == [("started", "long"), ("stopped", None), ("started", "short")]
    qtbot.waitUntil(lambda: not player.is_playing, timeout=30_000)
    assert told[3:] == [("stopped", None)]


@pytest.mark.virtual_microphone
def test_a_sound_that_is_stopped_tells_nothing_afterwards(
    virtual_sound: VirtualSound, player: Player, told: list, qtbot: QtBot
) -> None:
    positions: list[float] = []
    player.play(SECOND)
    with qtbot.waitSignal(player.position, timeout=30_000):
        pass
    player.stop()
    player.stop()
    assert told == [("started", None), ("stopped", None)]
    player.position.connect(positions.append)
    qtbot.wait(100)
    assert not positions
    assert len(told) == 2


@pytest.mark.virtual_microphone
def test_a_sound_that_cannot_be_played_stops_and_says_what_to_do(
    virtual_sound: VirtualSound, player: Player, told: list, qtbot: QtBot
) -> None:
    virtual_sound.kill_server()
    with qtbot.waitSignal(player.failed, timeout=30_000):
        player.play(SECOND, key=3)
    assert told[:2] == [("started", 3), ("stopped", None)]
    assert str(told[2][1]).startswith("There is no loudspeaker. Plug one in")


@pytest.mark.virtual_microphone
def test_neither_playing_nor_closing_waits_for_a_frozen_server(
    virtual_sound: VirtualSound, player: Player
) -> None:
    virtual_sound.freeze()
    began_s = time.monotonic()
    player.play(SECOND)
    assert time.monotonic() - began_s < 1
    player.close()
    assert time.monotonic() - began_s < 3


def test_whoever_hears_of_a_start_can_stop_it(player: Player, told: list) -> None:
    player.started.connect(lambda _key: player.stop())
    player.play(SECOND)
    assert told == [("started", None), ("stopped", None)]
    assert not player.is_playing
