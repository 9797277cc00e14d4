"""How long after a voice its answer is there."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sequence import Sequence, Spoken

from app.audio.source import Block
from model.audio_format import SAMPLE_RATE

_NEAR_SECONDS = 5


@dataclass(frozen=True)
class Shown:
    """An answer and the moment at which it could be seen.

    Attributes
    ----------
    middle : float
        Of its voice, in samples at 16 kHz since the sequence began.
    provisional : bool
    shown_ns : int
        On the monotonic clock.
    """

    middle: float
    provisional: bool
    shown_ns: int


class Clock:
    """Tells when the microphone gave which sample of a sequence.

    Parameters
    ----------
    blocks : list of Block
        All that a microphone heard while the sequence was played.
    sequence : Sequence
    """

    def __init__(self, blocks: list[Block], sequence: Sequence) -> None:
        self._received = np.array([block.received for block in blocks])
        self._arrived_ns = np.array([block.arrived_ns for block in blocks])
        heard = np.concatenate([block.samples for block in blocks])
        self.offset = lag(heard, sequence.samples)

    def arrival_ns(self, sample: int) -> int:
        """Tell when a sample of the sequence had come in."""
        place = np.searchsorted(self._received, sample + self.offset, "right")
        return int(self._arrived_ns[place])

    def sound_ns(self, sample: int) -> int:
        """Tell when a sample of the sequence was sound, at the latest.

        A microphone gives whole blocks, so that most samples have waited when they arrive. The
        one that waited least, among those of some seconds, tells how long the way takes, and so
        when any other sample set out. Unlike the arrival, this is the same for every program
        that hears the microphone.
        """
        position = sample + self.offset
        near = np.abs(self._received - position) < _NEAR_SECONDS * SAMPLE_RATE
        sent_ns = self._arrived_ns[near] - self._received[near] * 1e9 / SAMPLE_RATE
        return int(sent_ns.min() + position * 1e9 / SAMPLE_RATE)


def lag(heard: NDArray[np.float32], played: NDArray[np.float32]) -> int:
    """Tell at which sample of what was heard the played sound begins, by correlation."""
    size = 1 << int(np.ceil(np.log2(len(heard) + len(played))))
    product = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(played, size))
    return int(np.argmax(np.fft.irfft(product, size)[: len(heard)]))


def after_voice(
    spoken: list[Spoken], shown: list[Shown], moment_ns: Callable[[int], int]
) -> tuple[list[float], list[float]]:
    """Measure from the end of each voice to its answers.

    Parameters
    ----------
    spoken : list of Spoken
    shown : list of Shown
        In their order.
    moment_ns : callable
        Gives the monotonic clock for a sample of the sequence.

    Returns
    -------
    first, confirmed : list of float
        Until its first answer after that, provisional ones counting, and until the confirmed
        one, in ms. What was not heard is in neither.
    """
    first, confirmed = [], []
    for each in spoken:
        end_ns = moment_ns(each.voice_end)
        mine = [answer for answer in shown if each.start <= answer.middle <= each.end]
        later = [answer.shown_ns for answer in mine if answer.shown_ns >= end_ns]
        finals = [answer.shown_ns for answer in mine if not answer.provisional]
        if later and finals:
            first.append((later[0] - end_ns) / 1e6)
            confirmed.append((finals[-1] - end_ns) / 1e6)
    return first, confirmed
