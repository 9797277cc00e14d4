"""The mel levels of a sound that is there as a whole, analysed where it is looked at."""

import math
from collections import OrderedDict

import numpy as np
from numpy.typing import NDArray

from app.recognition.spectrogram import (
    BANDS,
    CENTRE_SAMPLES,
    HOP_SAMPLES,
    SILENCE_DB,
    WINDOW_SAMPLES,
    Levels,
    frames_within,
    mel_levels,
)
from app.window.picture.envelope import SoundSamples, as_float

_CHUNK_FRAMES = 64
# Moments lie between 0.7 and 1.4 hops apart.
_NEXT_HOP = math.sqrt(2)
# 13 MB; what a screen of 4K shows, twice.
_CHUNKS_KEPT = 512


class StillLevels:
    """Gives the levels at any moment, interpolated between frames.

    Frames lie 10 ms apart, and 20, 40, 80 … ms where moments are asked for that lie further
    apart. They are kept, so that moving about costs only what was not seen before.

    Parameters
    ----------
    samples : ndarray of float32 or int16, shape (n,)
        Mono, 16 kHz.
    """

    def __init__(self, samples: SoundSamples) -> None:
        self._samples = samples
        self._chunks: OrderedDict[tuple[int, int], NDArray[np.float16]] = OrderedDict()

    def at(self, moments: NDArray[np.int64], apart: float) -> Levels:
        """Give the levels at some moments.

        Parameters
        ----------
        moments : ndarray of int, shape (n,), ascending
            Samples of the sound; outside of it there is silence.
        apart : float
            How far the moments lie apart, in samples.

        Returns
        -------
        ndarray of float32, shape (n, BANDS)
        """
        hop = HOP_SAMPLES
        while hop * _NEXT_HOP <= apart:
            hop *= 2
        count = frames_within(len(self._samples), hop)
        if not count or not len(moments):
            return np.full((len(moments), BANDS), SILENCE_DB, np.float32)
        places = np.clip((moments - CENTRE_SAMPLES) / hop, 0, count - 1)
        before = places.astype(np.int64)
        first = int(before[0])
        frames = self._frames(first, min(int(before[-1]) + 2, count), hop)
        share = (places - before).astype(np.float32)[:, None]
        lower = frames[before - first]
        upper = frames[np.minimum(before + 1 - first, len(frames) - 1)]
        levels: Levels = lower + (upper - lower) * share
        levels[(moments < 0) | (moments >= len(self._samples))] = SILENCE_DB
        return levels

    def _frames(self, first: int, end: int, hop: int) -> Levels:
        chunks = range(first // _CHUNK_FRAMES, -(-end // _CHUNK_FRAMES))
        frames = np.concatenate([self._chunk(chunk, hop) for chunk in chunks], dtype=np.float32)
        skipped = chunks.start * _CHUNK_FRAMES
        return frames[first - skipped : end - skipped]

    def _chunk(self, chunk: int, hop: int) -> NDArray[np.float16]:
        levels = self._chunks.get((hop, chunk))
        if levels is not None:
            self._chunks.move_to_end((hop, chunk))
            return levels
        levels = self._analyse(chunk * _CHUNK_FRAMES * hop, hop).astype(np.float16)
        self._chunks[hop, chunk] = levels
        if len(self._chunks) > _CHUNKS_KEPT:
            self._chunks.popitem(last=False)
        return levels

    def _analyse(self, first: int, hop: int) -> Levels:
        end = first + (_CHUNK_FRAMES - 1) * hop + WINDOW_SAMPLES
        part = self._samples[first:end]
        if hop > WINDOW_SAMPLES and len(part) >= WINDOW_SAMPLES:
            # What lies between the frames is not even read.
            frames = np.lib.stride_tricks.sliding_window_view(part, WINDOW_SAMPLES)[::hop]
            part, hop = frames.reshape(-1), WINDOW_SAMPLES
        return mel_levels(as_float(part), hop)
