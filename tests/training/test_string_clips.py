"""Strings to train on: what is in them, where it is, and that they are always the same ones."""

from dataclasses import replace

import numpy as np
import pytest

from model.states import DOUBLE, SILENCE, STATE_COUNT, WORD, state_of
from training import joined_strings
from training.augmentation import Augmentation
from training.data.recording import OTHER, Recording, Samples
from training.joined_strings import JoinedStrings
from training.state_string import StateString, mark, stretch_of
from training.string_clips import Numbers, StringBatches

_SAMPLES = 6_400
_HZ = {str(digit): 400 + 300 * digit for digit in range(10)}


def _recording(label: str, speaker: str, source: str = "here") -> Recording:
    """0.4 s of a tone of its own for each digit, of noise for a word, between silences."""

    def load() -> Samples:
        time = np.arange(_SAMPLES) / 16_000
        tone = np.sin(2 * np.pi * _HZ[label] * time) if label in _HZ else _noise(_SAMPLES, 1)
        return np.pad(0.2 * tone, 1_600).astype(np.float32)

    return Recording(f"{label}/{speaker}", label, label, speaker, source, "CC0", "train", load)


def _noise(count: int, seed: int) -> Samples:
    return np.random.default_rng(seed).standard_normal(count, dtype=np.float32)


_DIGITS = [_recording(label, speaker) for speaker in "ab" for label in _HZ]
_WORDS = [_recording(OTHER, speaker) for speaker in "ab"]
_MULTIPLES = [
    replace(_recording(label, "c"), word=word) for label, word in (("d", "double"), ("t", "triple"))
]


def _batches(people: list[Recording], seed: int = 1) -> StringBatches:
    augmentation = Augmentation([_noise(40_000, 2)], [])
    return StringBatches(JoinedStrings(people, []), augmentation, seed)


def _strings(people: list[Recording], count: int = 200) -> list[StateString]:
    strings = JoinedStrings(people, [])
    return [strings.draw(np.random.default_rng(seed)) for seed in range(count)]


def _hz(samples: Samples) -> float:
    return float(np.argmax(np.abs(np.fft.rfft(samples, 16_000))))


def _said(states: np.ndarray) -> list[int]:
    changes = np.flatnonzero(np.diff(states, prepend=-1))
    return [int(state) for state in states[changes]]


def test_a_batch_depends_on_the_seed_and_its_number_alone() -> None:
    first, second = _batches(_DIGITS + _WORDS), _batches(_DIGITS + _WORDS)
    first.batch(0, Numbers())
    for one, other in zip(first.batch(3, Numbers()), second.batch(3, Numbers()), strict=True):
        np.testing.assert_array_equal(one, other)
    assert (first.batch(3, Numbers())[0] != first.batch(4, Numbers())[0]).any()
    assert (
        first.batch(3, Numbers())[0] != _batches(_DIGITS + _WORDS, 2).batch(3, Numbers())[0]
    ).any()


def test_batches_that_are_made_ahead_come_in_their_order() -> None:
    batches = _batches(_DIGITS)
    ahead = list(batches.between(1, 3, Numbers()))
    assert len(ahead) == 2
    for index in (1, 2):
        np.testing.assert_array_equal(ahead[index - 1][0], batches.batch(index, Numbers())[0])


def test_a_batch_is_clips_their_states_and_what_these_weigh() -> None:
    clips, states, weights = _batches(_DIGITS + _WORDS).batch(0, Numbers())
    assert (clips.shape, clips.dtype) == ((96, 16_000), np.float32)
    assert (states.shape, states.dtype) == ((96, 25), np.int32)
    assert (weights.shape, weights.dtype) == ((96, 25), np.float32)
    assert np.isfinite(clips).all()
    np.testing.assert_allclose(weights[7], [0.4] * 8 + [1] * 15 + [0.4] * 2)


def test_every_state_has_its_turn() -> None:
    batches = _batches(_DIGITS + _WORDS + _MULTIPLES)
    states = np.concatenate([batches.batch(index, Numbers())[1] for index in range(5)])
    counts = np.bincount(states.ravel(), minlength=STATE_COUNT) / states.size
    assert 0.2 < counts[SILENCE] < 0.6
    assert 0.02 < counts[WORD] < 0.2
    assert counts[2 : state_of(DOUBLE, 0)].min() > 0.003
    assert counts[state_of(DOUBLE, 0) :].min() > 0.001


def test_clips_reach_over_the_ends_of_strings_where_there_are_zeros() -> None:
    clips, states, _ = _batches(_DIGITS).batch(0, Numbers())
    before, after = clips[:, :1_600].any(axis=1), clips[:, -1_600:].any(axis=1)
    assert 5 < np.sum(~before) < 60
    assert 5 < np.sum(~after) < 60
    assert (states[~before, :2] == SILENCE).all()
    assert (states[~after, -2:] == SILENCE).all()


def test_states_are_where_the_digits_are() -> None:
    checked = 0
    for string in _strings(_DIGITS[:10], 60):
        for digit in range(10):
            middles = np.flatnonzero(string.states == state_of(digit, 1))
            for middle in np.split(middles, np.flatnonzero(np.diff(middles) > 1) + 1):
                if len(middle) < 8:  # overlapping voices, in which no tone is clear
                    continue
                part = string.samples[middle[0] * 160 : (middle[-1] + 1) * 160]
                slowest, fastest = 0.83 * 0.93, 1.22 * 1.07
                low, high = slowest * _HZ[str(digit)] - 20, fastest * _HZ[str(digit)] + 20
                assert low < _hz(part) < high
                checked += 1
    assert checked > 100


def test_most_breaths_get_weaker_and_some_digits_are_faint() -> None:
    levels_db = []
    for string in _strings(_DIGITS[:10]):
        beginning = string.samples[string.first + 800 :][:1_600]
        end = string.samples[: string.last - 800][-1_600:]
        levels_db.append([20 * np.log10(np.std(part)) for part in (beginning, end)])
    falls_db = np.subtract(*np.transpose(levels_db))
    assert 1 < np.median(falls_db) < 5
    assert 0.05 < np.mean(falls_db > 12) < 0.2


def test_double_is_a_token_and_none_of_the_other_words() -> None:
    said_alone = replace(_recording(OTHER, "a"), word="double")
    for string in _strings([*_DIGITS, *_WORDS, said_alone], 60):
        assert string.states.max() < state_of(DOUBLE, 0)
    several = _strings([*_DIGITS, *_MULTIPLES])
    assert 0.1 < np.mean([string.states.max() >= state_of(DOUBLE, 0) for string in several]) < 0.3


def test_oh_is_a_zero_in_the_strings_of_everyone() -> None:
    oh = replace(_recording("0", "c"), word="oh")
    strings = _strings([recording for recording in [*_DIGITS, oh] if recording.word != "0"])
    with_zero = [
        np.isin(string.states, [state_of(0, time) for time in range(3)]).any() for string in strings
    ]
    assert 0.1 < np.mean(with_zero) < 0.4


def test_digits_played_backwards_are_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joined_strings, "_BACKWARDS_SHARE", 1.0)
    for string in _strings(_DIGITS, 60):
        assert set(string.states) <= {SILENCE, WORD, *(state_of(9, part) for part in range(3))}


def test_some_strings_are_words_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joined_strings, "_BACKWARDS_SHARE", 0.0)

    def share_of_words_alone(people: list[Recording]) -> float:
        return float(np.mean([string.states.max() <= WORD for string in _strings(people, 300)]))

    assert share_of_words_alone(_DIGITS) == 0
    assert 0.04 < share_of_words_alone(_DIGITS + _WORDS) < 0.15


def test_talk_is_more_of_the_words_than_there_are_recordings_of_it() -> None:
    tone = np.sin(2 * np.pi * 6_000 * np.arange(_SAMPLES) / 16_000).astype(np.float32)
    phrase = replace(_recording(OTHER, "c"), word="the red house", load=lambda: tone)
    strings = _strings([*_DIGITS, *(50 * _WORDS), phrase])
    with_words = [string for string in strings if WORD in string.states]
    levels = [np.abs(np.fft.rfft(string.samples, 16_000))[5_500:6_500] for string in with_words]
    assert 0.2 < np.mean([level.max() > 20 * np.median(level) for level in levels]) < 0.7


def test_oh_said_as_another_word_is_not_joined(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(joined_strings, "_BACKWARDS_SHARE", 0.0)
    said_alone = replace(_recording(OTHER, "a"), word="oh")
    assert all(WORD not in string.states for string in _strings([*_DIGITS, said_alone], 60))


def test_where_nothing_is_said_it_is_silent() -> None:
    for string in _strings(_DIGITS + _WORDS, 60):
        steps = string.samples[: len(string.states) * 160].reshape(-1, 160)
        silent = string.states == SILENCE
        # What is around a voice, 30 ms, may be some of the voice where it is cut tight.
        far = np.convolve(~silent, np.ones(60), "same") == 0
        assert not steps[far].any()
        assert steps[~silent].any(axis=1).mean() > 0.95


def test_a_digit_has_its_three_parts_in_equal_shares() -> None:
    states = np.zeros(50, np.int32)
    mark(states, "4", 10, 40)
    expected = np.repeat([state_of(4, part) for part in range(3)], 10)
    np.testing.assert_array_equal(states[10:40], expected)
    assert not states[:10].any()
    assert not states[40:].any()
    mark(states, "left", 45, 60)
    assert (states[45:] == WORD).all()


def test_the_strings_are_of_two_to_eight_digits_of_one_speaker() -> None:
    """Speaker a says low digits only, b high ones."""
    people = [_recording(label, "a" if label < "5" else "b") for label in _HZ]
    lengths = set()
    for string in _strings(people):
        begun = [state for state in _said(string.states) if state >= 2 and (state - 2) % 3 == 0]
        digits = [(state - 2) // 3 for state in begun]
        assert len({digit < 5 for digit in digits}) == 1
        lengths.add(len(digits))
    assert lengths >= {2, 3, 4, 5, 6, 7, 8}


def test_speakers_of_few_digits_are_mixed_within_their_source() -> None:
    few = [_recording(label, label) for label in "01234"]
    elsewhere = [_recording(label, label, "elsewhere") for label in "56789"]
    found = []
    for string in _strings(few + elsewhere):
        digits = {(int(state) - 2) // 3 for state in set(string.states.tolist()) if state >= 2}
        assert digits <= set(range(5)) or digits <= set(range(5, 10))
        found.append(len(digits))
    assert max(found) > 3


def test_a_string_is_changed_but_stays_as_long() -> None:
    string = _strings(_DIGITS, 1)[0]
    augmentation = Augmentation([_noise(40_000, 2)], [])
    for seed in range(20):
        random = np.random.default_rng(seed)
        changed = augmentation.string(random, string.samples, string.first, string.last)
        assert changed.shape == string.samples.shape
        assert changed.dtype == np.float32
        assert np.isfinite(changed).all()
        assert (changed != string.samples).any()


def test_noise_alone_is_silence() -> None:
    quiet = [replace(each, label=OTHER) for each in _WORDS]
    batches = _batches(_DIGITS + quiet)
    _, states, _ = batches.batch(0, Numbers())
    said = (states != SILENCE).any(axis=1)
    assert 0 < np.sum(~said) < 60


@pytest.mark.parametrize("seconds", [1, 12])
def test_a_stretch_of_a_number_keeps_its_states(seconds: int) -> None:
    """The samples here say which step they are of, and so do the states."""
    steps = np.arange(100 * seconds)
    samples = np.repeat(steps, 160).astype(np.float32)
    number = StateString(samples, steps.astype(np.int32), 0, len(samples))
    for seed in range(20):
        stretch = stretch_of(np.random.default_rng(seed), number)
        assert len(stretch.states) == len(stretch.samples) // 160
        np.testing.assert_allclose(
            stretch.samples[: len(stretch.states) * 160 : 160], stretch.states, atol=1
        )
        assert 0.7 < len(stretch.states) / 100 < 5.1


@pytest.mark.parametrize("said_by", ["people", "synthetic"])
def test_numbers_are_some_of_what_is_heard(said_by: str) -> None:
    """Only the number holds the digit 9."""
    states = np.full(1_000, state_of(9, 1), np.int32)
    number = StateString(_noise(160_000, 3), states, 0, 160_000)
    batches, numbers = _batches(_DIGITS[:9]), Numbers(**{said_by: (number,)})
    found = [batches.batch(index, numbers)[1] == state_of(9, 1) for index in range(15)]
    assert 0.05 < np.mean(np.concatenate(found)) < 0.35
    assert not (batches.batch(0, Numbers())[1] == state_of(9, 1)).any()
