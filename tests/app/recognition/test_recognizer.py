import threading
import time

import numpy as np
import pytest

from app.audio.source import Block
from app.recognition.answer import Answer, Failure
from app.recognition.recognizer import PUSH_TO_TALK_PRE_ROLL_MS, Recognizer
from app.recognition.worker import Worker
from app.settings import Settings
from model.audio_format import SAMPLE_RATE, SAMPLES_PER_MS
from model.errors import ModelError

random = np.random.default_rng(3)


class LoudnessNetwork:
    """Says "1" for a clip in which there is sound, "other" for silence; counts its work."""

    labels = ("0", "1", "other")
    tells_strings = False

    def __init__(self) -> None:
        self.count = 0

    def probabilities(self, clip):
        self.count += 1
        loud = bool(np.abs(clip).max() > 0.05)
        return np.array([0.0, float(loud), float(not loud)], np.float32)


def room(seconds: float) -> np.ndarray:
    return (random.standard_normal(int(seconds * SAMPLE_RATE)) * 1e-3).astype(np.float32)


def word(seconds: float = 0.4) -> np.ndarray:
    """Something like a vowel, at an even loudness, over the room."""
    time_s = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
    tones = sum(
        np.exp(-(((f - peak) / 250) ** 2)) * np.sin(2 * np.pi * f * time_s)
        for f in range(120, 3600, 120)
        for peak in (600, 1200, 2500)
    )
    tones = tones / np.abs(tones).max() * 0.5 * (1 + 0.5 * np.sin(2 * np.pi * 6 * time_s))
    return (tones + room(seconds)[: len(tones)]).astype(np.float32)


class Stream:
    """Feeds a recogniser and takes down what it says."""

    def __init__(self, listening: bool = True, live: bool = True, settings=None) -> None:
        self.network = LoudnessNetwork()
        self.worker = Worker(self.network)
        self.results: list[Answer | Failure] = []
        self.recognizer = Recognizer(
            self.worker, settings or Settings(), self.results.append, listening
        )
        self.live = live
        self.count = 0

    def play(self, samples: np.ndarray, gap: bool = False) -> None:
        for first in range(0, len(samples), 320):
            piece = samples[first : first + 320]
            end = self.count + len(piece)
            arrived_ns = time.monotonic_ns() if self.live else None
            self.recognizer.feed(Block(piece, self.count, end, arrived_ns, gap and first == 0))
            self.count = end
            if self.live:
                self.worker.drain()

    @property
    def confirmed(self) -> list[Answer]:
        return [answer for answer in self.results if not answer.provisional]


@pytest.fixture
def start():
    streams = []

    def start_stream(**options) -> Stream:
        streams.append(Stream(**options))
        return streams[-1]

    yield start_stream
    for stream in streams:
        stream.worker.close()


def test_every_word_is_answered_provisionally_and_then_for_certain(start):
    stream = start()
    stream.play(np.concatenate([room(3), word(), room(1), word(), room(1)]))
    stream.recognizer.finish()

    assert [answer.provisional for answer in stream.results] == [True, False] * 2
    assert [answer.utterance for answer in stream.results] == [1, 1, 2, 2]
    assert [answer.decision.digit for answer in stream.confirmed] == ["1", "1"]
    first = stream.confirmed[0]
    assert first.start_s == pytest.approx(3.0, abs=0.05)
    assert first.end_s == pytest.approx(3.4, abs=0.05)
    assert first.clip.shape == (SAMPLE_RATE,)
    assert first.latency_ms is not None
    assert first.closed_ns is not None


def test_a_confirmed_answer_costs_no_second_run_of_the_network(start):
    stream = start()
    stream.play(np.concatenate([room(1), word(), room(1)]))
    assert len(stream.results) == 2
    assert stream.network.count == 1
    assert stream.results[0].clip is stream.results[1].clip


def test_a_word_that_goes_on_after_a_pause_replaces_the_provisional_answer(start):
    stream = start()
    stream.play(np.concatenate([room(3), word(), room(0.13), word(), room(1)]))
    assert [answer.provisional for answer in stream.results] == [True, True, False]
    assert stream.results[0].end < stream.results[1].end == stream.results[2].end
    assert len({answer.utterance for answer in stream.results}) == 1


def test_a_file_is_answered_for_certain_only_and_without_latency(start):
    stream = start(live=False)
    stream.play(np.concatenate([room(1), word(), room(1)]))
    stream.recognizer.finish()
    assert [answer.provisional for answer in stream.results] == [False]
    assert stream.results[0].latency_ms is None
    assert stream.results[0].closed_ns is None


def test_what_is_open_at_the_end_is_answered(start):
    stream = start(live=False)
    stream.play(np.concatenate([room(1), word()]))
    assert stream.results == []
    stream.recognizer.finish()
    assert len(stream.results) == 1


def test_what_was_being_said_ends_where_sound_was_lost(start):
    stream = start()
    stream.play(np.concatenate([room(1), word()]))
    stream.play(room(0.1), gap=True)
    assert [answer.end_s for answer in stream.confirmed] == [pytest.approx(1.4, abs=0.05)]


def test_what_was_being_said_is_answered_at_once_where_nothing_more_is_heard(start):
    stream = start()
    stream.play(np.concatenate([room(3), word(0.3)]))
    stream.recognizer.interrupt()
    stream.worker.drain()
    assert [answer.decision.digit for answer in stream.confirmed] == ["1"]
    assert stream.confirmed[0].end_s == pytest.approx(3.3, abs=0.05)
    stream.play(np.concatenate([word(0.3), room(1)]), gap=True)
    assert len(stream.confirmed) == 2


def test_a_held_key_outlasts_an_interruption_and_a_released_one_does_not(start):
    stream = start(listening=False)
    stream.play(room(2))
    stream.recognizer.begin_push_to_talk()
    stream.recognizer.interrupt()
    stream.play(np.concatenate([room(0.5), word(0.3)]))
    stream.recognizer.end_push_to_talk()
    assert not stream.confirmed
    stream.recognizer.interrupt()
    stream.worker.drain()
    assert [answer.decision.digit for answer in stream.confirmed] == ["1"]


def test_without_listening_nothing_is_answered(start):
    stream = start(listening=False)
    stream.play(np.concatenate([room(1), word(), room(1)]))
    stream.recognizer.finish()
    assert stream.results == []
    assert stream.recognizer.gate_state is not None


def test_listening_can_be_switched_while_the_stream_runs(start):
    stream = start(listening=False)
    stream.play(np.concatenate([room(3), word(), room(1)]))
    stream.recognizer.listening = True
    stream.play(np.concatenate([room(1), word(), room(1)]))
    stream.recognizer.listening = False
    stream.play(np.concatenate([room(1), word(), room(1)]))
    assert [answer.start_s for answer in stream.confirmed] == [pytest.approx(5.4, abs=0.05)]


def test_push_to_talk_answers_what_was_said_between_at_once_on_release(start):
    stream = start(listening=False)
    stream.play(room(3))
    stream.recognizer.begin_push_to_talk()
    stream.play(np.concatenate([room(0.2), word(), room(0.1)]))
    assert stream.confirmed == []
    stream.recognizer.end_push_to_talk()
    stream.worker.drain()
    assert [answer.decision.digit for answer in stream.confirmed] == ["1"]
    stream.play(np.concatenate([word(), room(1)]))
    assert len(stream.confirmed) == 1


def test_push_to_talk_hears_a_word_that_began_before_the_press(start):
    stream = start(listening=False)
    stream.play(np.concatenate([room(3), word(0.25)]))
    stream.recognizer.begin_push_to_talk()
    stream.play(np.concatenate([word(0.2), room(0.2)]))
    stream.recognizer.end_push_to_talk()
    stream.worker.drain()
    assert stream.confirmed[0].start_s == pytest.approx(3.0, abs=0.05)


def test_push_to_talk_waits_for_the_end_of_a_word_but_not_for_long(start):
    stream = start(listening=False)
    stream.play(room(3))
    stream.recognizer.begin_push_to_talk()
    stream.play(word())
    stream.recognizer.end_push_to_talk()
    stream.worker.drain()
    assert stream.confirmed == []
    stream.play(np.concatenate([word(0.1), room(0.08)]))
    assert stream.confirmed[0].end_s == pytest.approx(3.5, abs=0.05)

    stream.recognizer.begin_push_to_talk()
    stream.play(word(0.3))
    stream.recognizer.end_push_to_talk()
    stream.play(word(0.3))
    assert len(stream.confirmed) == 2


def test_push_to_talk_tries_the_whole_stretch_where_no_voice_was_heard(start):
    stream = start(listening=False)
    stream.play(room(3))
    stream.recognizer.begin_push_to_talk()
    stream.play(room(0.5))
    stream.recognizer.end_push_to_talk()
    assert not stream.confirmed
    stream.play(room(0.3))
    stream.worker.drain()
    (answer,) = stream.confirmed
    assert answer.decision.digit is None
    assert answer.start == (3000 - PUSH_TO_TALK_PRE_ROLL_MS) * SAMPLES_PER_MS
    # A moment longer than the key was held, since people let go of it within the word.
    assert answer.end_s == pytest.approx(3.7)


def test_push_to_talk_works_while_listening(start):
    stream = start()
    stream.play(np.concatenate([room(1), word(0.2)]))
    stream.recognizer.begin_push_to_talk()
    stream.play(np.concatenate([word(0.2), room(0.1)]))
    stream.recognizer.end_push_to_talk()
    stream.play(np.concatenate([room(1), word(), room(1)]))
    assert [answer.utterance for answer in stream.confirmed] == [1, 2]


def test_a_second_press_within_the_tail_of_the_first_is_not_lost(start):
    stream = start(listening=False)
    stream.play(room(3))
    stream.recognizer.begin_push_to_talk()
    stream.play(word(0.3))
    stream.recognizer.end_push_to_talk()
    stream.recognizer.begin_push_to_talk()
    stream.play(np.concatenate([room(0.4), word(0.3), room(0.2)]))
    stream.recognizer.end_push_to_talk()
    stream.worker.drain()
    assert len(stream.confirmed) == 2


def test_a_release_without_a_press_does_nothing(start):
    stream = start(listening=False)
    stream.recognizer.end_push_to_talk()
    stream.play(room(0.5))
    assert stream.results == []


def test_the_gate_shows_that_it_is_open_while_a_voice_is_heard(start):
    stream = start()
    stream.play(room(3))
    closed = stream.recognizer.gate_state
    assert not closed.open
    assert closed.frame.level_db < closed.frame.threshold_db
    stream.play(word())
    assert stream.recognizer.gate_state.open
    stream.play(room(1))
    assert not stream.recognizer.gate_state.open


def test_a_network_that_fails_gives_a_result_with_a_message(start):
    stream = start()

    def fail(clip):
        raise ModelError("The model is damaged.")

    stream.network.probabilities = fail
    stream.play(np.concatenate([room(1), word(), room(1)]))
    assert [(result.utterance, result.message) for result in stream.results] == [
        (1, "The model is damaged.")
    ]


def test_begin_and_end_may_come_from_another_thread(start):
    stream = start(listening=False)
    stop = threading.Event()

    def press():
        while not stop.is_set():
            stream.recognizer.begin_push_to_talk()
            stream.recognizer.end_push_to_talk()

    presser = threading.Thread(target=press)
    presser.start()
    stream.play(np.concatenate([room(0.2), word(), room(0.2)]))
    stop.set()
    presser.join()
    stream.recognizer.finish()
    assert all(isinstance(result, Answer) for result in stream.results)
