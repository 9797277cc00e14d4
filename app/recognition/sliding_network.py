"""The network, slid along an utterance while it is said."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.audio.source import Samples
from app.recognition.frames import FRAME_SAMPLES
from app.recognition.worker import Request, Worker
from model.audio_format import CLIP_SAMPLES
from model.states import SILENCE, STATE_COUNT, STATE_SAMPLES

States = NDArray[np.float32]
"""Probabilities of the states, shape (n, STATE_COUNT), one row for each 40 ms."""

# Of the 25 answers to a clip these are used: they know what comes before and what comes after.
# Those that follow know little of what comes after, and are provisional.
_FIRST_USED, _USED, _PROVISIONAL = 14, 3, 6
_ASKED = _USED + _PROVISIONAL
_HOP_SAMPLES = _USED * STATE_SAMPLES
_NOTHING_SAID = np.eye(STATE_COUNT, dtype=np.float32)[[SILENCE] * _ASKED]


@dataclass(frozen=True, slots=True)
class Stretch:
    """The part of a stream that an utterance lies in.

    Attributes
    ----------
    utterance : int
        Number of the utterance, from 1.
    first_sample : int
        Index in the stream of the first sample that belongs to it.
    read : callable of (start, stop)
        Gives the samples from `start` to before `stop`; called on the thread that hears.
    arrived_ns : callable of (sample)
        Tells when a sample arrived, None for files; called on the thread that hears.
    """

    utterance: int
    first_sample: int
    read: Callable[[int, int], Samples]
    arrived_ns: Callable[[int], int | None]


@dataclass(frozen=True, slots=True)
class _Window:
    """A second of the utterance; the last sample of each answer that is asked for, its arrival.

    Then the last sample of the voice so far, and its arrival.
    """

    clip: Samples
    last_samples: list[int]
    arrived_ns: list[int | None]
    last_voiced: int
    last_voiced_arrived_ns: int | None


class SlidingNetwork:
    """Asks the network about each 120 ms of an utterance, with what is around them.

    It is fed on the thread that hears; the answers come on the worker's. While the utterance is
    said nothing is asked before a whole second was heard.

    Parameters
    ----------
    worker : Worker
        Its network tells strings.
    stretch : Stretch
    on_states : callable
        Called on the worker's thread with the next three answers, and with the provisional ones to
        the six moments after them.

    Attributes
    ----------
    failed : str or None
        Why the network could not answer; in place of its answers stands silence.
    compute_ms : float
        How long the last answer took, or the last ones in the mean.
    """

    def __init__(
        self, worker: Worker, stretch: Stretch, on_states: Callable[[States, States], None]
    ) -> None:
        self.failed: str | None = None
        self.compute_ms = 0.0
        self._worker, self._stretch, self._on_states = worker, stretch, on_states
        self._heard = self._voiced = 0
        self._asked = 0
        self._states: list[States] = []
        self._sound: list[Samples] = []
        self._sound_after = np.empty(0, np.float32)
        self._last_samples: list[int] = []
        self._arrived_ns: list[int | None] = []
        self._last_voiced = 0
        self._last_voiced_arrived_ns: int | None = None

    # --- on the thread that hears

    def feed(self, voiced: bool) -> None:
        """Take note of the next frame of the stream, and of whether a voice is in it."""
        self._heard += FRAME_SAMPLES
        if voiced:
            self._voiced = self._heard
        windows = []
        while self._heard >= max(self._window_end(), CLIP_SAMPLES):
            windows.append(self._next_window())
        if windows:
            self._worker.submit(self._request(windows, lambda: None))

    def rest(self, then: Callable[[], None]) -> Request:
        """End the utterance.

        Parameters
        ----------
        then : callable
            Called on the worker's thread after the last answers.

        Returns
        -------
        Request
            About what was not asked yet; to be submitted.
        """
        windows = []
        while self._asked < self._heard:
            windows.append(self._next_window())
        return self._request(windows, then)

    def _window_end(self) -> int:
        return self._asked - _FIRST_USED * STATE_SAMPLES + CLIP_SAMPLES

    def _next_window(self) -> _Window:
        """Cut out the second about whose middle the network is to be asked next."""
        start = self._asked - _FIRST_USED * STATE_SAMPLES
        first, last = max(start, 0), min(start + CLIP_SAMPLES, self._heard)
        offset, read = self._stretch.first_sample, self._stretch.read
        clip = np.zeros(CLIP_SAMPLES, np.float32)
        clip[first - start : last - start] = read(offset + first, offset + last)
        ends = self._asked + STATE_SAMPLES * np.arange(1, _ASKED + 1)
        last_samples = (offset + np.minimum(ends, self._heard) - 1).tolist()
        self._asked += _HOP_SAMPLES
        last_voiced = offset + max(self._voiced - 1, 0)
        arrived_ns = [self._stretch.arrived_ns(at) for at in (*last_samples, last_voiced)]
        return _Window(clip, last_samples, arrived_ns[:-1], last_voiced, arrived_ns[-1])

    def _request(self, windows: list[_Window], then: Callable[[], None]) -> Request:
        def answer(states: list[States], compute_ms: float) -> None:
            self.compute_ms = compute_ms / len(windows)
            for window, each in zip(windows, states, strict=True):
                self._take(window, each[_FIRST_USED : _FIRST_USED + _ASKED])
            then()

        def failure(message: str) -> None:
            self.failed = message
            for window in windows:
                self._take(window, _NOTHING_SAID)
            then()

        clips = tuple(window.clip for window in windows)
        return Request(clips, False, self, answer, failure, of_states=True)

    # --- on the worker's thread

    def _take(self, window: _Window, states: States) -> None:
        used, count = _FIRST_USED * STATE_SAMPLES, _USED * len(self._states)
        self._states.append(states[:_USED])
        self._sound.append(window.clip[used : used + _HOP_SAMPLES].copy())
        self._sound_after = window.clip[used + _HOP_SAMPLES :]
        # From here on the last window had provisional answers.
        self._last_samples[count:] = window.last_samples
        self._arrived_ns[count:] = window.arrived_ns
        self._last_voiced = window.last_voiced
        self._last_voiced_arrived_ns = window.last_voiced_arrived_ns
        self._on_states(states[:_USED], states[_USED:])

    def states(self, start: int, stop: int) -> States:
        """Give the answers from `start` to before `stop` that are not provisional."""
        return np.concatenate(self._states)[start:stop]

    def sound(self, start: int, stop: int, margin: int) -> Samples:
        """Give the samples that these answers are about, with `margin` more on both sides."""
        first = max(start * STATE_SAMPLES - margin, 0)
        sound = np.concatenate([*self._sound, self._sound_after])
        return sound[first : stop * STATE_SAMPLES + margin]

    def samples(self, start: int, stop: int) -> tuple[int, int]:
        """Give the stretch of the stream, in samples, that these answers are about.

        It ends no later than the voice that it begins in: the network hears a room's echo, too.
        """
        ends_voiced = self._ends_voiced(start, stop)
        last = self._last_voiced if ends_voiced else self._last_samples[stop - 1]
        return self._first_sample(start), last + 1

    def arrived_ns(self, start: int, stop: int) -> int | None:
        """Tell when the last sample of such a stretch arrived."""
        ends_voiced = self._ends_voiced(start, stop)
        return self._last_voiced_arrived_ns if ends_voiced else self._arrived_ns[stop - 1]

    def _first_sample(self, start: int) -> int:
        return self._stretch.first_sample + start * STATE_SAMPLES

    def _ends_voiced(self, start: int, stop: int) -> bool:
        """Tell whether the voice ends within these answers, as far as it was heard."""
        return self._first_sample(start) < self._last_voiced < self._last_samples[stop - 1]
