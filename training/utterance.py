"""An utterance in a recording, what can be made of it, and a store of many."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.random import Generator

from model.audio_format import CLIP_SAMPLES, SAMPLE_RATE, SAMPLES_PER_MS
from training.data.recording import Recording, Samples

_FRAME = 10 * SAMPLES_PER_MS
_MARGIN = SAMPLE_RATE
_SHORTEST_HOLE = 20
_FRAMES_A_CLIP = CLIP_SAMPLES // _FRAME
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

    Frames less than 6 dB above the quietest tenth of the recording do not count. Where there are
    200 ms or more without voice the program's gate has closed, and what is before and behind
    are two utterances: the one with more energy is taken, a click or a breath is not. Of a voice
    that lasts more than a second, its strongest second is taken, as in `model.clip`.
    """
    count = len(samples) // _FRAME
    if count < 2:
        return Utterance(samples, 0, len(samples))
    power = np.square(samples[: count * _FRAME]).reshape(count, _FRAME).mean(axis=1)
    threshold = max(power.max() * 1e-3, min(np.quantile(power, 0.1) * 4, power.max() * 0.1))
    voiced = np.flatnonzero(power >= threshold)
    parts = np.split(voiced, np.flatnonzero(np.diff(voiced) > _SHORTEST_HOLE) + 1)
    strongest = max(parts, key=lambda part: float(power[part].sum()))
    first, last = int(strongest[0]), int(strongest[-1]) + 1
    if last - first > _FRAMES_A_CLIP:
        of_seconds = np.convolve(power[first:last], np.ones(_FRAMES_A_CLIP), "valid")
        first += int(of_seconds.argmax())
        last = first + _FRAMES_A_CLIP
    return Utterance(samples, first * _FRAME, last * _FRAME)


def trim(utterance: Utterance) -> Utterance:
    """Drop what is more than a second from the voice."""
    start = max(utterance.first - _MARGIN, 0)
    samples = utterance.samples[start : utterance.last + _MARGIN]
    if len(samples) < len(utterance.samples):
        samples = samples.copy()  # a view would keep all of a long recording in memory
    return Utterance(samples, utterance.first - start, utterance.last - start)


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
