"""Rooms, recorded and simulated."""

import numpy as np
import pytest

from training.rooms import LONGEST_SAMPLES, draw_room, from_direct_sound, is_room


def _fading(seconds: float, count: int = 16_000) -> np.ndarray:
    return np.exp(-np.arange(count) / (seconds * 16_000)).astype(np.float32)


def test_a_room_begins_with_its_direct_sound() -> None:
    late = np.concatenate([np.zeros(700, np.float32), -_fading(0.1)])
    np.testing.assert_array_equal(from_direct_sound(late), -_fading(0.1))


@pytest.mark.parametrize(
    ("room", "expected"),
    [
        (_fading(0.1), True),
        (_fading(2.0), False),  # a cathedral, or an effect
        (_fading(0.1, 50), False),
    ],
)
def test_what_sounds_on_for_long_is_no_room(room: np.ndarray, expected: bool) -> None:
    assert is_room(room) is expected


@pytest.mark.parametrize("recorded", [[], [_fading(0.2)]])
def test_every_room_is_finite_and_loudest_in_its_direct_sound(recorded: list[np.ndarray]) -> None:
    for seed in range(40):
        room = draw_room(np.random.default_rng(seed), recorded)
        assert room.dtype == np.float32
        assert len(room) <= LONGEST_SAMPLES
        assert np.isfinite(room).all()
        assert np.abs(room).argmax() == 0


def test_the_same_chance_gives_the_same_room() -> None:
    rooms = [draw_room(np.random.default_rng(7), [_fading(0.2)]) for _ in range(2)]
    np.testing.assert_array_equal(rooms[0], rooms[1])
