import numpy as np
import pytest

from app.recognition.noise_floor import NoiseFloor

FRAMES_A_SECOND = 100


def run(levels_db, first_guess_db=-70.0, lowest_db=-80.0) -> list[float]:
    floor = NoiseFloor(first_guess_db, lowest_db)
    return [floor.update(level_db) for level_db in levels_db]


def test_it_is_at_most_the_first_guess_until_a_whole_window_was_heard():
    floors = run([-30.0] * 3 * FRAMES_A_SECOND)
    assert max(floors[: 2 * FRAMES_A_SECOND - 30]) <= -70.0
    assert floors[-1] == pytest.approx(-30.0)


def test_it_falls_at_once_and_rises_within_the_window():
    quiet_again = run([-40.0] * 300 + [-60.0] * 50 + [-40.0] * 300)
    assert quiet_again[349] == pytest.approx(-60.0, abs=0.5)
    assert quiet_again[400] == pytest.approx(-60.0, abs=0.5)
    assert quiet_again[-1] == pytest.approx(-40.0, abs=0.1)


def test_words_do_not_lift_it():
    words = ([-60.0] * 60 + [-20.0] * 60) * 10
    assert max(run(words)[200:]) == pytest.approx(-60.0, abs=1.0)


def test_digital_silence_is_no_room():
    assert run([-100.0] * 300)[-1] == -70.0
    assert run([-50.0] * 300 + [-100.0] * 300)[-1] == pytest.approx(-50.0)


def test_it_stays_close_to_the_level_of_steady_noise():
    noise = np.random.default_rng(1).normal(-50.0, 1.5, 2000)
    floors = run(noise)[300:]
    assert min(floors) > -54.0
    assert max(floors) < -49.5
