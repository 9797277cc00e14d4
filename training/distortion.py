"""What rooms, microphones, lines and chance do to sounds of any length."""

from functools import lru_cache

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from model.audio_format import SAMPLE_RATE
from training.data.recording import Samples
from training.rooms import draw_room

# What such an equaliser spreads by more than half of that is 40 dB below all it does.
_EQUALIZER_RINGS = 400
_EQUALIZER_HZ = (0.0, 150.0, 400.0, 1000.0, 2000.0, 3000.0, 4000.0, 8000.0)


def change_sound(random: Generator, samples: Samples, rooms: list[Samples]) -> Samples:
    """Change a sound as a room, a microphone and a line do: one multiplication of spectra.

    Parameters
    ----------
    random : numpy.random.Generator
        Source of chance.
    samples : ndarray of float32, shape (n,)
        Mono, 16 kHz.
    rooms : list of ndarray of float32
        As for `training.rooms.draw_room`.

    Returns
    -------
    ndarray of float32, shape (n,)
    """
    if random.random() < 0.4:
        room = draw_room(random, rooms)
        # What a room adds to the end must not come round to the beginning.
        count = _fast(len(samples) + len(room))
        spectrum = np.fft.rfft(samples, count) * np.fft.rfft(room, count)
    else:
        count = _fast(len(samples) + _EQUALIZER_RINGS)
        spectrum = np.fft.rfft(samples, count)
    gains_db = random.uniform(-6, 6, len(_EQUALIZER_HZ))
    gains_db += random.uniform(-3, 3) * np.linspace(-1, 1, len(_EQUALIZER_HZ))
    if random.random() < 0.3:
        gains_db[:2] -= (25, 15)
    if random.random() < 0.3:
        gains_db[-3:] -= (3, 20, 40)
    # Not @: its threads would cost more than they save.
    gains = np.einsum("b,bf->f", np.float32(10 ** (gains_db / 20)), _equalizer_bands(count))
    changed = np.fft.irfft(spectrum * gains, count)
    return np.asarray(changed[: len(samples)], np.float32)


def overload(random: Generator, samples: Samples) -> Samples:
    """Clip some sounds, as overloaded microphones do, and round some, as telephone lines do."""
    if random.random() < 0.08:
        limit = random.uniform(0.15, 0.7) * np.abs(samples).max()
        samples = np.clip(samples, -limit, limit)
    if random.random() < 0.06:
        samples = _companded(samples)
    return samples


def gain(voice: Samples, noise: Samples, ratio_db: float) -> np.float32:
    """Give the factor by which a noise is so much weaker, in dB, than a voice."""
    voice_power, noise_power = np.mean(np.square(voice)), np.mean(np.square(noise))
    return np.float32(np.sqrt(voice_power / (noise_power + 1e-12)) * 10 ** (-ratio_db / 20))


def coloured_noise(random: Generator, count: int) -> Samples:
    """Make so many samples of noise whose power falls by 0 to 6 dB an octave."""
    size = _fast(count)
    parts = random.standard_normal((size // 2 + 1, 2), dtype=np.float32)
    spectrum = parts.view(np.complex64)[:, 0] * np.float32(np.sqrt(size / 2))
    slope = random.uniform(0, 1)
    spectrum *= (1 + np.arange(len(spectrum), dtype=np.float32)) ** np.float32(-slope)
    return np.asarray(np.fft.irfft(spectrum, size)[:count], np.float32)


def bursts(random: Generator, count: int) -> Samples:
    """Draw an envelope of one to three short bursts, as of knocks, coughs and breaths.

    Parameters
    ----------
    random : numpy.random.Generator
        Source of chance.
    count : int
        How many samples, 4000 at the least.

    Returns
    -------
    ndarray of float32, shape (count,)
    """
    time_s = np.arange(count) / SAMPLE_RATE
    envelope = np.full(count, 0.01)
    for _ in range(random.integers(1, 4)):
        centre_s = random.uniform(0.2, 0.8 * count / SAMPLE_RATE)
        width_s = 10 ** random.uniform(-2.3, -0.7)
        envelope += np.exp(-np.square((time_s - centre_s) / width_s))
    return envelope.astype(np.float32)


def _fast(count: int) -> int:
    """Give a number of samples, so many or a few more, whose Fourier transform is fast."""
    step = 1 << max(count.bit_length() - 3, 0)
    return -(-count // step) * step


@lru_cache
def _equalizer_bands(count: int) -> NDArray[np.float32]:
    """Give how much each band of the equalizer counts, shape (bands, count // 2 + 1).

    Between the frequencies of two bands a gain goes straight from one to the other.
    """
    frequencies_hz = np.arange(count // 2 + 1) * (SAMPLE_RATE / count)
    alone = np.eye(len(_EQUALIZER_HZ))
    bands = [np.interp(frequencies_hz, _EQUALIZER_HZ, band) for band in alone]
    return np.stack(bands).astype(np.float32)


def _companded(samples: Samples) -> Samples:
    """Round samples as a telephone line of eight bits does (ITU-T G.711, the law µ)."""
    peak = np.abs(samples).max() + np.float32(1e-9)
    compressed = np.sign(samples) * np.log1p(255 * np.abs(samples) / peak) / np.log(256)
    rounded = np.round(compressed * 127) / 127
    expanded = np.sign(rounded) * np.expm1(np.abs(rounded) * np.log(256)) / 255
    return np.asarray(peak * expanded, np.float32)
