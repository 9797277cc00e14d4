"""Read every recording once and tell what it is like: length, level, clipping, faults."""

import hashlib
import logging
import math
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from model.audio_format import SAMPLE_RATE
from training.data.recording import Recording, Samples
from training.errors import DataError

SILENT_DB = -80.0
"""A recording below this level is silent, in dB of full scale (RMS)."""

LOWEST_DB = -120.0
"""Level of what holds nothing at all, in dB of full scale."""

FULL_SCALE = 0.999
"""Samples of this size are taken for cut off at the top or the bottom."""

_THREADS = 4
_AT_ONCE = 2048
_LOGGED_EVERY = 20_000

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Facts:
    """What one recording is like.

    Attributes
    ----------
    recording : Recording
        Which one.
    fault : str
        Why it cannot be read, "" if it can; all else is 0 and "" then.
    seconds : float
        Its length.
    peak : float
        The largest sample, of full scale 1.
    rms_db : float
        Level about its mean in dB of full scale, `LOWEST_DB` at the least.
    clipped_share : float
        Share of its samples at `FULL_SCALE`, 0 to 1.
    digest : str
        SHA-256 of the samples as they are decoded, in hexadecimal digits.
    """

    recording: Recording
    fault: str
    seconds: float = 0.0
    peak: float = 0.0
    rms_db: float = LOWEST_DB
    clipped_share: float = 0.0
    digest: str = ""

    @property
    def is_silent(self) -> bool:
        """Whether it can be read, but nothing is to be heard."""
        return not self.fault and self.rms_db < SILENT_DB


def survey(recordings: Sequence[Recording]) -> Iterator[Facts]:
    """Read recordings, several at once, and keep nothing of them but the facts.

    Parameters
    ----------
    recordings : sequence of Recording

    Yields
    ------
    Facts
        Of each recording, in their order.
    """
    with ThreadPoolExecutor(_THREADS, "survey") as threads:
        for start in range(0, len(recordings), _AT_ONCE):
            yield from threads.map(look_at, recordings[start : start + _AT_ONCE])
            done = start + _AT_ONCE
            if done % _LOGGED_EVERY < _AT_ONCE and done < len(recordings):
                _log.info("Read %d of %d recordings.", done, len(recordings))


def look_at(recording: Recording) -> Facts:
    """Read one recording and tell what it is like."""
    try:
        samples = recording.load()
    except DataError as error:
        return Facts(recording, str(error))
    if not len(samples):
        return Facts(recording, f"{recording.path} holds no sound: its length is 0 s.")
    if not np.isfinite(samples).all():
        return Facts(recording, f"{recording.path} holds numbers that are no sound (NaN).")
    size = np.abs(samples)
    return Facts(
        recording,
        fault="",
        seconds=len(samples) / SAMPLE_RATE,
        peak=float(size.max()),
        rms_db=level_db(samples),
        clipped_share=float(np.mean(size >= FULL_SCALE)),
        digest=hashlib.sha256(samples.tobytes()).hexdigest(),
    )


def level_db(samples: Samples) -> float:
    """Return the level of samples about their mean in dB of full scale, `LOWEST_DB` at the least.

    Parameters
    ----------
    samples : ndarray of float32, shape (n,)
        One at least.
    """
    power = float(np.var(samples, dtype=np.float64))
    return max(LOWEST_DB, 10 * math.log10(power)) if power else LOWEST_DB
