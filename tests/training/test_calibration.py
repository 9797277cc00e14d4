import numpy as np
import pytest

from training.calibration import Calibration, answers_of, find_calibration, find_temperature


def _answers(temperature: float) -> tuple[np.ndarray, np.ndarray]:
    """Answers that promise too much by `temperature`, and what came true."""
    random = np.random.default_rng(1)
    logits = random.standard_normal((20_000, 4)) * 2
    true = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    labels = (true.cumsum(axis=1) > random.random((20_000, 1))).argmax(axis=1)
    claimed = np.exp(logits * temperature)
    return (claimed / claimed.sum(axis=1, keepdims=True)).astype(np.float32), labels


@pytest.mark.parametrize("temperature", [0.5, 1.0, 2.0])
def test_the_temperature_that_was_put_in_is_found(temperature: float) -> None:
    probabilities, labels = _answers(temperature)
    assert find_temperature(probabilities, labels, 4) == pytest.approx(temperature, rel=0.06)


def test_certain_answers_do_not_break_the_search() -> None:
    assert np.isfinite(find_temperature(np.eye(4, dtype=np.float32), np.array([0, 1, 2, 0]), 4))


def test_a_handful_of_right_answers_does_not_make_the_next_ones_certain() -> None:
    probabilities = (
        np.full((6, 3), 0.1, np.float32) + 0.7 * np.eye(3, dtype=np.float32)[[0, 1, 2] * 2]
    )
    assert find_temperature(probabilities, np.array([0, 1, 2] * 2), 3) > 0.5


def _weighed(seed: int, count: int, spread: float = 6.0) -> tuple[np.ndarray, np.ndarray]:
    """Answers of two digits and three kinds of other that take each sound for other too often."""
    random = np.random.default_rng(seed)
    logits = spread * random.standard_normal((count, 5))
    true = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    labels = (true.cumsum(axis=1) > random.random((count, 1))).argmax(axis=1)
    claimed = np.exp(logits + np.array([0, 0, 1, 1, 1]))
    return (claimed / claimed.sum(axis=1, keepdims=True)).astype(np.float32), np.minimum(labels, 2)


def test_an_other_that_is_thought_too_probable_is_weighed_less() -> None:
    probabilities, labels = _weighed(1, 4_000)
    found = find_calibration(probabilities, labels, 3, 0.8)
    assert found.other_factor < 0.7

    def lost(calibration: Calibration) -> float:
        answers = answers_of(probabilities, 3, calibration.temperature, calibration.other_factor)
        said = answers[:, :2].max(axis=1) >= 0.8
        return float((~said)[labels < 2].mean() + said[labels == 2].mean())

    plain = Calibration(find_temperature(probabilities, labels, 3), 1.0)
    assert lost(found) < lost(plain)


def test_of_words_that_sound_like_digits_few_are_called_one() -> None:
    probabilities, labels = _weighed(1, 4_000, spread=2.5)
    found = find_calibration(probabilities, labels, 3, 0.8)
    answers = answers_of(probabilities, 3, found.temperature, found.other_factor)
    called = (answers[:, :2].max(axis=1) >= 0.8)[labels == 2].mean()
    assert 0 < called <= 0.02


def test_few_clips_move_the_temperature_alone() -> None:
    probabilities, labels = _weighed(1, 150)
    found = find_calibration(probabilities, labels, 3, 0.8)
    assert found == Calibration(find_temperature(probabilities, labels, 3), 1.0)
