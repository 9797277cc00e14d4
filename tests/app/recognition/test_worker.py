import threading

import numpy as np

from app.recognition.worker import Request, Worker
from model.errors import ModelError


class CountingNetwork:
    """Gives the first sample of the clip as an answer; waits while `gate` is closed."""

    labels = ("0", "1")
    tells_strings = True

    def __init__(self) -> None:
        self.gate = threading.Event()
        self.gate.set()
        self.began = threading.Event()
        self.clips: list[float] = []

    def probabilities(self, clip):
        self.began.set()
        assert self.gate.wait(10)
        self.clips.append(float(clip[0]))
        if clip[0] < 0:
            raise ModelError("no such clip")
        return np.array([clip[0], 1 - clip[0]], np.float32)

    def states(self, clip):
        return np.array([[10 * clip[0]]], np.float32)


def clip(value: float) -> np.ndarray:
    return np.full(16_000, value, np.float32)


def request(sound, results, provisional=False, sender="test") -> Request:
    return Request(
        (sound,),
        provisional,
        sender,
        lambda answers, compute_ms: results.append(round(float(answers[0][0]), 3)),
        results.append,
    )


def test_requests_are_answered_in_their_order():
    worker, results = Worker(CountingNetwork()), []
    for value in range(200):
        worker.submit(request(clip(value / 1000), results))
    worker.close()
    assert results == [value / 1000 for value in range(200)]


def test_states_are_given_to_those_who_ask_for_them():
    worker, results = Worker(CountingNetwork()), []

    def take(answers, compute_ms):
        results.extend(round(float(each[0, 0]), 3) for each in answers)

    worker.submit(Request((clip(0.1), clip(0.2)), False, "test", take, take, of_states=True))
    worker.close()
    assert results == [1.0, 2.0]


def test_only_provisional_requests_of_the_same_sender_are_superseded():
    network, results = CountingNetwork(), []
    worker = Worker(network)
    network.gate.clear()
    worker.submit(request(clip(0.1), results))
    assert network.began.wait(10)
    worker.submit(request(clip(0.2), results, provisional=True))
    worker.submit(request(clip(0.3), results, provisional=True, sender="another"))
    worker.submit(request(clip(0.4), results))
    worker.submit(request(clip(0.5), results))
    network.gate.set()
    worker.close()
    assert results == [0.1, 0.3, 0.4, 0.5]


def test_the_same_clip_is_answered_again_without_the_network():
    network, results = CountingNetwork(), []
    worker = Worker(network)
    sound = clip(0.2)
    worker.submit(request(sound, results, provisional=True))
    worker.drain()
    worker.submit(request(sound, results))
    worker.submit(request(clip(0.2), results))
    worker.close()
    assert results == [0.2, 0.2, 0.2]
    assert len(network.clips) == 2


def test_clips_asked_together_are_answered_together():
    network, answered = CountingNetwork(), []
    worker = Worker(network)

    def take(answers, compute_ms):
        answered.append(([round(float(each[0]), 3) for each in answers], compute_ms > 0))

    worker.submit(Request((clip(0.1), clip(0.2)), False, "test", take, answered.append))
    worker.submit(Request((), False, "test", take, answered.append))
    worker.submit(Request((clip(0.3), clip(-1)), False, "test", take, answered.append))
    worker.close()
    assert answered == [([0.1, 0.2], True), ([], True), "no such clip"]


def test_what_is_asked_between_does_not_cost_the_provisional_answer():
    network, results = CountingNetwork(), []
    worker = Worker(network)
    sound = clip(0.2)
    for each, provisional in ((sound, True), (clip(0.3), False), (sound, False)):
        worker.submit(request(each, results, provisional))
        worker.drain()
    worker.close()
    assert results == [0.2, 0.3, 0.2]
    assert network.clips == [np.float32(0.2), np.float32(0.3)]


def test_an_error_is_a_result_and_the_rest_goes_on():
    worker, results = Worker(CountingNetwork()), []
    worker.submit(request(clip(-1), results))
    worker.submit(request(clip(0.5), results))
    worker.close()
    assert results == ["no such clip", 0.5]


def test_a_broken_receiver_does_not_end_the_thread(caplog):
    worker, results = Worker(CountingNetwork()), []

    def broken(answers, compute_ms):
        raise RuntimeError("broken")

    worker.submit(Request((clip(0.1),), False, "test", broken, results.append))
    worker.submit(request(clip(0.5), results))
    worker.close()
    assert results == [0.5]
    assert "could not be delivered" in caplog.text


def test_a_full_mailbox_makes_the_sender_wait_and_loses_nothing():
    network, results = CountingNetwork(), []
    worker = Worker(network)
    network.gate.clear()

    def send():
        for value in range(500):
            worker.submit(request(clip(value / 1000), results))

    sender = threading.Thread(target=send)
    sender.start()
    assert network.began.wait(10)
    network.gate.set()
    sender.join(30)
    worker.close()
    assert len(results) == 500
