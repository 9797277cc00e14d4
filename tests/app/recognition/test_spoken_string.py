"""Several digits in one breath, with the bundled network and the digits of the sample."""

import time

import numpy as np
import pytest
from one_breath import EDGE, SILENCE, in_one_breath, recognise, said

from app.audio.source import Block, Samples
from app.recognition.answer import Answer, Failure
from app.recognition.frames import FRAME_SAMPLES
from app.recognition.network import load_network
from app.recognition.offset_removal import OffsetRemoval
from app.recognition.recognizer import Recognizer
from app.recognition.worker import Worker
from app.settings import Settings
from assets import SAMPLE_DIGITS
from model.clip import make_clip
from model.errors import ModelError


@pytest.mark.parametrize("gap_ms", [0, 60, 120])
def test_a_number_in_one_breath_is_all_its_digits_in_order(worker, digits, gap_ms):
    answers = recognise(worker, in_one_breath(digits, gap_ms))
    assert said(answers) == SAMPLE_DIGITS
    assert {each.utterance for each in answers} == {1}
    assert not any(each.provisional for each in answers)


def voice_of(digit: Samples) -> tuple[int, int]:
    """Find a voice as the benchmarks do: from the first to the last 10 ms within 30 dB.

    The gate's own end comes later where a voice fades, by up to 100 ms in the sample.
    """
    frames = digit[: len(digit) // 160 * 160].reshape(-1, 160)
    power = np.square(frames).mean(axis=1)
    voiced = np.flatnonzero(power >= power.max() / 1_000)
    return 160 * int(voiced[0]), 160 * int(voiced[-1] + 1)


def test_each_digit_is_where_it_was_said(worker, digits):
    start = len(SILENCE)
    for answer, digit in zip(recognise(worker, in_one_breath(digits, 60)), digits, strict=True):
        first, last = voice_of(digit)
        assert abs(answer.start - (start + first)) <= 1_600
        assert abs(answer.end - (start + last)) <= 1_600
        start += len(digit) + 960


@pytest.mark.parametrize("block_samples", [160, 999, 100_000])
def test_the_answers_do_not_depend_on_how_the_sound_was_divided(worker, digits, block_samples):
    samples = in_one_breath(digits, 30)

    def stretches(answers):
        return [(each.start, each.end, each.decision.digit) for each in answers]

    assert stretches(recognise(worker, samples, block_samples)) == stretches(
        recognise(worker, samples)
    )


def test_digits_come_while_the_number_is_still_said_and_stay(worker, digits):
    results: list[Answer | Failure] = []
    recognizer = Recognizer(worker, Settings(), results.append)
    samples = np.concatenate([np.zeros(8_000, np.float32), in_one_breath(digits, 60)])
    count_at: list[int] = []
    for start in range(0, len(samples), 480):
        block = samples[start : start + 480]
        arrived_ns = time.monotonic_ns()
        recognizer.feed(Block(block, start, start + len(block), arrived_ns=arrived_ns))
        worker.drain()
        count_at.append(len([each for each in results if not each.provisional]))
    before_the_last = (len(samples) - len(SILENCE) - len(digits[-1])) // 480
    assert count_at[before_the_last] >= 4
    recognizer.finish()
    confirmed = [each for each in results if not each.provisional]
    assert said(confirmed) == SAMPLE_DIGITS
    assert all(each.latency_ms is not None and each.latency_ms > 0 for each in confirmed)
    # Once it is known for a number, the whole of it is not taken for one digit.
    first = results.index(confirmed[0])
    assert results[first:] == confirmed


def test_each_digit_has_its_sound_and_the_time_at_which_its_end_arrived(worker, digits):
    samples, sample_ns = in_one_breath(digits, 60), 10**9 // 16_000
    began_ns = time.monotonic_ns() - 60 * 10**9
    answers: list[tuple[Answer, float]] = []

    def take(result: Answer | Failure) -> None:
        if isinstance(result, Answer) and not result.provisional:
            answers.append((result, time.monotonic_ns() - 1e6 * result.latency_ms))

    recognizer = Recognizer(worker, Settings(), take)
    for start in range(0, len(samples), 480):
        block, end = samples[start : start + 480], min(start + 480, len(samples))
        recognizer.feed(Block(block, start, end, arrived_ns=began_ns + end * sample_ns))
        worker.drain()
    recognizer.finish()
    assert len(answers) == len(digits)
    heard = OffsetRemoval().process(samples)
    for answer, arrived_ns in answers:
        assert arrived_ns == pytest.approx(began_ns + answer.end * sample_ns, abs=40e6)
        around = heard[answer.start - 800 : answer.end + 800]
        np.testing.assert_allclose(answer.clip, make_clip(around), atol=1e-6)


def test_the_first_two_digits_do_not_wait_for_a_third(worker, digits):
    results: list[Answer | Failure] = []
    recognizer = Recognizer(worker, Settings(), results.append)
    two = in_one_breath(digits[:2], 60)[: -len(SILENCE)]
    # The voice goes on, and says no digit.
    samples = np.concatenate([two, in_one_breath([digits[3][::-1]] * 3, 0)[len(SILENCE) :]])
    for start in range(0, len(two) + 9_600, 480):
        block = samples[start : start + 480]
        recognizer.feed(Block(block, start, start + len(block), arrived_ns=time.monotonic_ns()))
        worker.drain()
    assert said([each for each in results if not each.provisional]) == SAMPLE_DIGITS[:2]


def test_another_threshold_counts_from_the_next_digit_on(worker, digits):
    results: list[Answer | Failure] = []
    recognizer = Recognizer(worker, Settings(), results.append)
    samples = in_one_breath(digits, 60)
    for start in range(0, len(samples), 1_600):
        block = samples[start : start + 1_600]
        recognizer.feed(Block(block, start, received=start + len(block)))
        worker.drain()
        if len(results) >= 3:
            recognizer.settings = Settings(threshold=1.0)
    recognizer.finish()
    assert said(results)[:3] == SAMPLE_DIGITS[:3]
    assert said(results)[-2:] == "??"


def test_two_digits_in_one_breath_are_two(worker, digits):
    assert said(recognise(worker, in_one_breath(digits[:2], 60))) == SAMPLE_DIGITS[:2]


def test_the_next_utterance_has_the_next_number(worker, digits):
    samples = np.concatenate([in_one_breath(digits[:3], 60), in_one_breath(digits[3:], 60)])
    answers = recognise(worker, samples)
    assert said(answers) == SAMPLE_DIGITS
    assert [each.utterance for each in answers] == [1, 1, 1, 2, 2, 2]


def test_one_digit_alone_is_one_clip_as_it_was(worker, digits):
    (answer,) = recognise(worker, np.concatenate([SILENCE, digits[0], SILENCE]))
    assert answer.decision.digit == SAMPLE_DIGITS[0]
    assert len(answer.clip) == 16_000


def hold_to_talk(recognizer: Recognizer, samples: np.ndarray, press_at: int) -> None:
    """Feed samples as a microphone does, and hold the key down from one of them on."""
    for start in range(0, len(samples), 480):
        if start == press_at:
            recognizer.begin_push_to_talk()
        block = samples[start : start + 480]
        recognizer.feed(Block(block, start, start + len(block), arrived_ns=time.monotonic_ns()))


def test_push_to_talk_hears_a_number(worker, digits):
    results: list[Answer | Failure] = []
    recognizer = Recognizer(worker, Settings(), results.append, listening=False)
    hold_to_talk(recognizer, in_one_breath(digits, 60), press_at=4_800)
    recognizer.end_push_to_talk()
    recognizer.finish()
    assert said([each for each in results if not each.provisional]) == SAMPLE_DIGITS


def test_push_to_talk_hears_a_number_for_which_the_gate_is_deaf(worker, digits):
    results: list[Answer | Failure] = []
    recognizer = Recognizer(worker, Settings(), results.append, listening=False)
    random = np.random.default_rng(1)
    # As loud as a room in which the gate has heard nothing else for a while.
    samples = 0.0005 * np.concatenate([np.zeros(32_000, np.float32), in_one_breath(digits, 60)])
    samples += 5e-6 * random.standard_normal(len(samples), dtype=np.float32)
    hold_to_talk(recognizer, samples, press_at=33_600)
    worker.drain()
    assert not results
    recognizer.end_push_to_talk()
    recognizer.finish()
    assert said(results) == SAMPLE_DIGITS
    assert not any(each.provisional for each in results)
    assert all(each.start >= 33_600 - 4_800 for each in results)


def test_what_a_deaf_gate_left_ends_where_the_next_utterance_may_begin(worker):
    results: list[Answer | Failure] = []
    recognizer = Recognizer(worker, Settings(), results.append, listening=False)
    samples = 1e-5 * np.random.default_rng(1).standard_normal(33_000, dtype=np.float32)
    for start in range(0, 33_000, 1_100):
        if start == 8_800:
            recognizer.begin_push_to_talk()
        if start == 24_200:
            recognizer.end_push_to_talk()
        block = samples[start : start + 1_100]
        recognizer.feed(Block(block, start, start + 1_100, arrived_ns=time.monotonic_ns()))
    recognizer.finish()
    (result,) = results
    # Frames that are still to come of the last block are heard by the next.
    assert result.end % FRAME_SAMPLES == 0


def test_what_is_open_is_answered_by_the_worker_that_was_asked(worker, digits):
    first, other = Worker(load_network(None)), Worker(load_network(None))
    results: list[Answer | Failure] = []
    recognizer = Recognizer(first, Settings(), results.append)
    samples = in_one_breath(digits, 60)
    for start in range(0, len(samples), 480):
        if start == 33_600:
            recognizer.use(other)
            first.close()
        block = samples[start : start + 480]
        recognizer.feed(Block(block, start, received=start + len(block)))
    recognizer.finish()
    other.close()
    assert {each.utterance for each in results} == {1, 2}
    whole = [each.decision.digit for each in results if each.decision.digit is not None]
    # The digit that is said just then may be lost, but no other.
    assert len(whole) >= len(digits) - 1


def test_a_network_that_fails_says_so_once(digits):
    class Broken:
        labels = tuple("0123456789")
        tells_strings = True

        def probabilities(self, clip):
            raise ModelError("no answer")

        states = probabilities

    broken = Worker(Broken())
    results = recognise(broken, in_one_breath(digits, 60))
    broken.close()
    assert results == [Failure(1, results[0].start, results[0].end, "no answer")]


class FailsNow:
    """The bundled network, of which some answers fail."""

    def __init__(self, failing: range) -> None:
        self._network, self._failing, self._count = load_network(None), failing, 0
        self.labels, self.tells_strings = self._network.labels, True
        self.probabilities = self._network.probabilities

    def states(self, clip):
        self._count += 1
        if self._count - 1 in self._failing:
            raise ModelError("no answer")
        return self._network.states(clip)


def test_an_answer_that_fails_within_a_number_is_said_and_moves_nothing(worker, digits):
    samples = in_one_breath(digits, 60)
    whole = recognise(worker, samples)
    failing = Worker(FailsNow(range(12, 13)))
    results = recognise(failing, samples, block_samples=480)
    failing.close()
    assert [each.message for each in results if isinstance(each, Failure)] == ["no answer"]
    answers = [each for each in results if isinstance(each, Answer)]
    assert len(answers) >= 3
    assert answers[-1].start == whole[-1].start


def test_a_number_does_not_end_after_its_sound(worker, digits):
    samples = in_one_breath(digits, 60)[: -len(SILENCE) - 960 - EDGE]
    answers = recognise(worker, samples)
    assert answers
    assert answers[-1].end <= len(samples)
