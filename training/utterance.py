"""An utterance in a recording, what can be made of it, and a store of many."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.random import Generator

from model.audio_format import SAMPLE_RATE, SAMPLES_PER_MS
from training.data.recording import Recording, Samples

_FRAME = 10 * SAMPLES_PER_MS
_MARGIN = SAMPLE_RATE
_LONGEST_VOICE = 2 * SAMPLE_RATE
_LONGEST_CUT_TIGHT = 700 * SAMPLES_PER_MS
_KEPT_UTTERANCES = 20_000


@dataclass(frozen=True, slots=True)
class Utterance:
    """Samples and where the voice is in them.

    Attributes
    ----------
    samples : ndarray of float32, shape (n,)
        Mono, 16 kHz.
    first, last : int
        First sample of the voice, and the one after its last.
    """

    samples: Samples
    first: int
    last: int


class Utterances:
    """The utterances of recordings, one each, read when they are first asked for.

    The 20,000 that were used last stay in memory, which is about 1.5 GB of one-second words.

    Parameters
    ----------
    recordings : sequence of Recording
        In whose order the utterances are.
    """

    def __init__(self, recordings: Sequence[Recording]) -> None:
        self._recordings = recordings
        self._kept = lru_cache(_KEPT_UTTERANCES)(self._read)

    def __len__(self) -> int:
        return len(self._recordings)

    def __getitem__(self, index: int) -> Utterance:
        """Give the utterance of recording `index`."""
        return self._kept(int(index))  # a cache takes NumPy's integers for other keys

    def _read(self, index: int) -> Utterance:
        return trim(find_voice(self._recordings[index].load()))


def find_voice(samples: Samples) -> Utterance:
    """Find the voice: from the first to the last 10 ms within 30 dB of the loudest.

    Frames less than 6 dB above the quietest tenth of the recording do not count. Recordings of at
    most 0.7 s were cut tight: there the quietest tenth is no room but a weak sound, such as the
    s of "six", and all that is within 40 dB of the loudest is the voice.
    """
    count = len(samples) // _FRAME
    if count < 2:
        return Utterance(samples, 0, len(samples))
    power = np.square(samples[: count * _FRAME]).reshape(count, _FRAME).mean(axis=1)
    if len(samples) <= _LONGEST_CUT_TIGHT:
        threshold = power.max() * 1e-4
    else:
        threshold = max(power.max() * 1e-3, min(np.quantile(power, 0.1) * 4, power.max() * 0.1))
    voiced = np.flatnonzero(power >= threshold)
    return Utterance(samples, int(voiced[0]) * _FRAME, int(voiced[-1] + 1) * _FRAME)


def trim(utterance: Utterance) -> Utterance:
    """Drop what is more than a second from the voice, and of a long voice all but two seconds."""
    start = max(utterance.first - _MARGIN, 0)
    last = min(utterance.last, utterance.first + _LONGEST_VOICE)
    samples = utterance.samples[start : last + _MARGIN]
    if len(samples) < len(utterance.samples):
        samples = samples.copy()  # a view would keep all of a long recording in memory
    return Utterance(samples, utterance.first - start, last - start)


def reverse(utterance: Utterance) -> Utterance:
    """Play an utterance backwards."""
    count = len(utterance.samples)
    return Utterance(
        utterance.samples[::-1].copy(), count - utterance.last, count - utterance.first
    )


def join_halves(first: Utterance, second: Utterance) -> Utterance:
    """Join the first half of one voice to the second half of another, at equal level."""
    start = first.samples[first.first : (first.first + first.last) // 2]
    end = second.samples[(second.first + second.last) // 2 : second.last]
    loudness = [np.abs(part).max(initial=0) + 1e-6 for part in (start, end)]
    joined = np.concatenate([start / loudness[0], end / loudness[1]]).astype(np.float32)
    return Utterance(joined, 0, len(joined))


def cut_short(random: Generator, utterance: Utterance) -> Utterance:
    """Keep 25 to 40 % of a voice, from its beginning or to its end."""
    length = max(int((utterance.last - utterance.first) * random.uniform(0.25, 0.4)), 1)
    first = utterance.first if random.random() < 0.5 else utterance.last - length
    part = utterance.samples[first : first + length]
    return Utterance(part, 0, len(part))
