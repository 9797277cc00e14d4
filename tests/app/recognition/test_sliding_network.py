"""Where digits end and when that was heard, with a network that hears what is written down."""

import numpy as np
from written_states import Reader, written

from app.recognition.answer import Answer, Failure
from app.recognition.frames import FRAME_SAMPLES
from app.recognition.question import Question, ask
from app.recognition.sliding_network import Stretch
from app.recognition.spoken_string import SpokenString
from app.recognition.worker import Worker
from app.settings import Settings


def answers_to(samples: np.ndarray, voiced_until: int) -> list[Answer]:
    """Answer to a breath whose voice ends at a sample; each sample arrives at its number."""
    worker, results = Worker(Reader()), list[Answer | Failure]()
    stretch = Stretch(1, 0, lambda start, stop: samples[start:stop], lambda sample: sample)
    string = SpokenString(worker, stretch, Settings, results.append)
    for end in range(FRAME_SAMPLES, len(samples) + 1, FRAME_SAMPLES):
        string.feed(voiced=end <= voiced_until)
    question = Question(1, 0, voiced_until, np.zeros(16_000, np.float32))
    ask(worker, Settings(), question, string.close(question), string)
    worker.drain()
    worker.close()
    return [each for each in results if isinstance(each, Answer)]


def test_a_digit_ends_no_later_than_the_voice():
    samples = written(4, 0, 7)
    whole = answers_to(samples, len(samples))
    voiced_until = whole[-1].end - 5 * FRAME_SAMPLES
    cut = answers_to(samples, voiced_until)
    assert [each.decision.digit for each in cut] == ["4", "0", "7"]
    assert [each.start for each in cut] == [each.start for each in whole]
    assert [each.end for each in cut] == [*(each.end for each in whole[:-1]), voiced_until]
    assert [each.arrived_ns for each in cut] == [each.end - 1 for each in cut]


def test_what_only_the_network_hears_keeps_its_end():
    samples = written(4, 0, 7)
    whole = answers_to(samples, len(samples))
    cut = answers_to(samples, whole[-1].start - 5 * FRAME_SAMPLES)
    assert cut[-1].end == whole[-1].end
