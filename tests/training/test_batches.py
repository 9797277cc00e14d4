"""Batches: what is in them, and that they are always the same ones."""

import numpy as np
import pytest

from training.augmentation import Augmentation
from training.batches import BATCH_CLIPS, TrainingBatches, whole_clips
from training.classes import Classes
from training.data.recording import OTHER, Recording, Samples


def _recording(label: str, number: int, word: str = "") -> Recording:
    def load() -> Samples:
        random = np.random.default_rng((ord(label[0]), number))
        voice = np.hanning(6_000) * random.standard_normal(6_000)
        return np.pad(0.2 * voice, 1_000).astype(np.float32)

    path = f"{label}/{number}"
    return Recording(path, label, word or label, f"speaker{number}", "here", "CC0", "train", load)


_DIGITS = [_recording(label, number) for label in "012" for number in range(3)]
_WORDS = [_recording(OTHER, number, "chord") for number in range(8)]


def _batches(people: list[Recording], seed: int = 1) -> TrainingBatches:
    classes = Classes.of_recordings(people)
    return TrainingBatches(people, [], Augmentation([], []), classes, seed)


def test_a_batch_depends_on_the_seed_and_its_number_alone() -> None:
    first, second = _batches(_DIGITS + _WORDS), _batches(_DIGITS + _WORDS)
    first.batch(0)
    for one, other in zip(first.batch(3), second.batch(3), strict=True):
        np.testing.assert_array_equal(one, other)
    assert (first.batch(3)[0] != first.batch(4)[0]).any()
    assert (first.batch(3)[0] != _batches(_DIGITS + _WORDS, seed=2).batch(3)[0]).any()


def test_batches_that_are_made_ahead_come_in_their_order() -> None:
    batches = _batches(_DIGITS)
    ahead = list(batches.between(2, 11))
    assert len(ahead) == 9
    for index in (2, 10):
        np.testing.assert_array_equal(ahead[index - 2][0], batches.batch(index)[0])
    assert list(batches.between(4, 4)) == []


def test_a_batch_is_clips_and_what_they_are() -> None:
    clips, targets = _batches(_DIGITS + _WORDS).batch(0)
    assert clips.shape == (BATCH_CLIPS, 16_000)
    assert targets.shape == (BATCH_CLIPS, 7)
    assert clips.dtype == targets.dtype == np.float32
    np.testing.assert_allclose(targets.sum(axis=1), 1, atol=1e-5)
    assert np.isfinite(clips).all()


def test_every_digit_word_and_kind_of_other_has_its_turn() -> None:
    batches = _batches(_DIGITS + _WORDS)
    counts = sum(np.bincount(batches.batch(i)[1].argmax(axis=1), minlength=7) for i in range(4))
    zero, one, two, rest, noise, broken, chord = counts
    assert min(zero, one, two) > 40
    assert rest == 0  # "chord" is a class of its own here
    assert min(noise, broken) > 3
    assert chord > 50


@pytest.mark.parametrize("labels", ["01", "0"])
def test_without_other_words_other_is_learned_from_noise_and_broken_digits(labels: str) -> None:
    people = [each for each in _DIGITS if each.label in labels]
    found = set(_batches(people).batch(0)[1].argmax(axis=1).tolist())
    assert found == {*range(len(labels)), len(labels) + 1, len(labels) + 2}


def test_whole_clips_are_recordings_by_the_clip_policy() -> None:
    clips = whole_clips(_DIGITS[:2])
    assert clips.shape == (2, 16_000)
    np.testing.assert_array_equal(clips[0][4_000:12_000], _DIGITS[0].load())
