import numpy as np
import pytest

from model.states import SILENCE, STATE_COUNT, WORD, state_of
from training.alignment import LogProbabilities, align, log_probabilities
from training.state_string import TOKENS


def _spoken(digits: str, frames_a_part: int = 3, gap: int = 0) -> list[int]:
    states = [SILENCE] * 5
    for digit in digits:
        for part in range(3):
            states += [state_of(TOKENS[digit], part)] * frames_a_part
        states += [SILENCE] * gap
    return states + [SILENCE] * 5


def _heard(states: list[int], sure: float = 0.9, seed: int = 1) -> LogProbabilities:
    """What a network says that is so sure of the states, and guesses otherwise."""
    random = np.random.default_rng(seed)
    guesses = random.dirichlet(np.full(STATE_COUNT, 0.3), len(states))
    return np.log(sure * np.eye(STATE_COUNT)[states] + (1 - sure) * guesses + 1e-12)


@pytest.mark.parametrize("gap", [0, 4])
@pytest.mark.parametrize("digits", ["0", "7", "1234567890", "33", "5550", "d5t0"])
def test_what_is_heard_is_found(digits: str, gap: int) -> None:
    states = _spoken(digits, gap=gap)
    np.testing.assert_array_equal(align(digits, _heard(states)), states)


def test_what_is_hard_to_hear_is_found_where_it_must_be() -> None:
    states = _spoken("314", gap=2)
    heard = _heard(states)
    heard[20:26] = np.log(1 / STATE_COUNT)  # in the middle of the second digit
    found = align("314", heard)
    assert found is not None
    assert np.mean(found == states) > 0.9


def test_a_digit_said_fast_may_lack_its_middle() -> None:
    four, nine = ([state_of(digit, 0), *[state_of(digit, 2)] * 2] for digit in (4, 9))
    states = four + nine
    np.testing.assert_array_equal(align("49", _heard(states)), states)


@pytest.mark.parametrize(
    ("said", "label"),
    [
        ("4149426881", "7"),
        ("012", "12"),
        ("12", "123"),
        ("48", "41"),
        ("33", "3"),
    ],
)
def test_a_label_that_is_not_what_is_said_is_refused(said: str, label: str) -> None:
    # Half a second a digit, as in recorded numbers.
    assert align(label, _heard(_spoken(said, frames_a_part=4, gap=3), sure=0.98)) is None


def test_words_between_the_digits_are_refused() -> None:
    states = _spoken("12")
    states[5:5] = [WORD] * 8
    assert align("12", _heard(states)) is None


def test_more_digits_than_there_are_moments_are_refused() -> None:
    assert align("123", _heard([state_of(1, 0), state_of(2, 0), state_of(3, 0)])) is None


def test_what_a_network_says_that_knows_nothing_is_refused() -> None:
    assert align("1", np.full((30, STATE_COUNT), -np.log(STATE_COUNT))) is None


@pytest.mark.parametrize("count", [1, 640, 641, 3_200, 16_000, 40_001])
def test_a_recording_is_answered_all_through(count: int) -> None:
    """The network that answers here says in which 40 ms of the recording each state is."""
    samples = np.repeat(np.arange(1, 64, dtype=np.float32), 640)[:count]

    def answer(clips: np.ndarray) -> np.ndarray:
        moments = clips.reshape(len(clips), 25, 640)[:, :, 0].astype(int)
        probabilities = np.full((len(clips), 25, STATE_COUNT), 1e-9)
        np.put_along_axis(probabilities, moments[..., None] % STATE_COUNT, 1.0, axis=2)
        return probabilities

    found = log_probabilities(samples, answer).argmax(axis=1)
    expected = np.arange(1, -(-count // 640) + 1) % STATE_COUNT
    np.testing.assert_array_equal(found, expected)


def test_each_moment_is_told_from_what_was_before_and_a_little_after() -> None:
    seen: list[np.ndarray] = []

    def answer(clips: np.ndarray) -> np.ndarray:
        seen.append(clips)
        return np.full((len(clips), 25, STATE_COUNT), 1 / STATE_COUNT)

    log_probabilities(np.arange(1, 8_001, dtype=np.float32), answer)
    (clips,) = seen
    assert clips.shape == (3, 16_000)  # 13 moments, five a window
    assert not clips[0, : 16 * 640].any()
    np.testing.assert_array_equal(clips[0, 16 * 640 :], np.arange(1, 9 * 640 + 1))
    np.testing.assert_array_equal(clips[1, 11 * 640 :][: 5 * 640], np.arange(1, 5 * 640 + 1))
