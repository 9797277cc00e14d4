"""One utterance as other microphones, rooms, speeds and gates would have given it."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from model.audio_format import CLIP_SAMPLES, SAMPLE_RATE, SAMPLES_PER_MS
from model.clip import make_clip

Samples = NDArray[np.float32]

_STAGE_SAMPLES = 26_000
_ONSET_SAMPLE = 8_000
_TRANSFORM_SAMPLES = 32_768
_FRAME = 10 * SAMPLES_PER_MS
_FREQUENCIES_HZ = np.arange(_TRANSFORM_SAMPLES // 2 + 1) * (SAMPLE_RATE / _TRANSFORM_SAMPLES)
_EQUALIZER_HZ = (0.0, 150.0, 400.0, 1000.0, 2000.0, 3000.0, 4000.0, 8000.0)


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


def find_voice(samples: Samples) -> Utterance:
    """Find the voice: from the first to the last 10 ms within 30 dB of the loudest.

    Frames less than 6 dB above the quietest tenth of the recording do not count.
    """
    count = len(samples) // _FRAME
    if count < 2:
        return Utterance(samples, 0, len(samples))
    power = np.square(samples[: count * _FRAME]).reshape(count, _FRAME).mean(axis=1)
    threshold = max(power.max() * 1e-3, min(np.quantile(power, 0.1) * 4, power.max() * 0.1))
    voiced = np.flatnonzero(power >= threshold)
    return Utterance(samples, int(voiced[0]) * _FRAME, int(voiced[-1] + 1) * _FRAME)


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
    loudness = [np.abs(part).max() + 1e-6 for part in (start, end)]
    joined = np.concatenate([start / loudness[0], end / loudness[1]]).astype(np.float32)
    return Utterance(joined, 0, len(joined))


def cut_short(random: Generator, utterance: Utterance) -> Utterance:
    """Keep 25 to 40 % of a voice, from its beginning or to its end."""
    length = int((utterance.last - utterance.first) * random.uniform(0.25, 0.4))
    first = utterance.first if random.random() < 0.5 else utterance.last - length
    part = utterance.samples[first : first + length]
    return Utterance(part, 0, len(part))


def from_direct_sound(room: Samples) -> Samples:
    """Cut an impulse response so that it begins with its direct sound, the strongest."""
    return room[int(np.argmax(np.abs(room))) :]


class Augmentation:
    """Make clips to train on.

    Parameters
    ----------
    noises : list of ndarray of float32
        Noises of any length, 16 kHz.
    rooms : list of ndarray of float32
        Impulse responses from their direct sound on, 16 kHz.
    """

    def __init__(self, noises: list[Samples], rooms: list[Samples]) -> None:
        self._noises = [noise for noise in noises if np.any(noise)]
        self._rooms = [room for room in rooms if _is_room(room)]

    def clip(self, random: Generator, utterance: Utterance, others: list[Utterance]) -> Samples:
        """Make one clip of an utterance.

        Parameters
        ----------
        random : numpy.random.Generator
            Source of chance; the same state gives the same clip.
        utterance : Utterance
            What is said.
        others : list of Utterance
            Voices to make babble of.

        Returns
        -------
        ndarray of float32, shape (16000,)
        """
        stage, voice_samples = _stage(utterance, random.uniform(0.83, 1.22))
        stage = self._change_sound(random, stage)
        last = _ONSET_SAMPLE + voice_samples
        if random.random() < 0.75:
            noise, least_ratio_db = self._noise(random, others)
            ratio_db = random.uniform(least_ratio_db, 35)
            stage += _gain(stage[_ONSET_SAMPLE:last], noise, ratio_db) * noise
        if random.random() < 0.08:
            limit = random.uniform(0.15, 0.7) * np.abs(stage).max()
            stage = np.clip(stage, -limit, limit)
        first, last = _cut(random, _ONSET_SAMPLE, last)
        return make_clip(stage[first:last])

    def noise_clip(self, random: Generator) -> Samples:
        """Make a clip of noise alone, shape (16000,), as when the gate opens on it."""
        noise, _ = self._noise(random, [])
        if random.random() < 0.5:
            noise = noise * _bump(random)
        noise = self._change_sound(random, noise)
        first = int(random.integers(0, _STAGE_SAMPLES - CLIP_SAMPLES))
        length = int(random.uniform(0.15, 1.0) * CLIP_SAMPLES)
        level = 10 ** random.uniform(-4, 0) / (np.abs(noise).max() + 1e-9)
        return make_clip((level * noise[first : first + length]).astype(np.float32))

    def _change_sound(self, random: Generator, stage: Samples) -> Samples:
        """Room, microphone and line: one multiplication of spectra."""
        spectrum = np.fft.rfft(stage, _TRANSFORM_SAMPLES)
        if self._rooms and random.random() < 0.4:
            room = self._rooms[random.integers(len(self._rooms))][:12_000]
            decay_s = random.uniform(0.02, 0.12)
            tail = room * np.exp(-np.arange(len(room)) / (decay_s * SAMPLE_RATE))
            tail[1:] *= random.uniform(0.3, 1.0)
            spectrum = spectrum * np.fft.rfft(tail.astype(np.float32), _TRANSFORM_SAMPLES)
        gains_db = random.uniform(-6, 6, len(_EQUALIZER_HZ))
        gains_db += random.uniform(-3, 3) * np.linspace(-1, 1, len(_EQUALIZER_HZ))
        if random.random() < 0.3:
            gains_db[:2] -= (25, 15)
        if random.random() < 0.3:
            gains_db[-3:] -= (3, 20, 40)
        gains = np.interp(_FREQUENCIES_HZ, _EQUALIZER_HZ, 10 ** (gains_db / 20))
        changed = np.fft.irfft(spectrum * gains.astype(np.float32), _TRANSFORM_SAMPLES)
        return np.asarray(changed[:_STAGE_SAMPLES], np.float32)

    def _noise(self, random: Generator, others: list[Utterance]) -> tuple[Samples, float]:
        """Draw a noise, and the least ratio in dB at which a voice is understood in it."""
        kind = random.random()
        if kind < 0.5 and self._noises:
            noise = self._noises[random.integers(len(self._noises))]
            first = int(random.integers(0, max(len(noise) - _STAGE_SAMPLES, 0) + 1))
            return np.resize(noise[first : first + _STAGE_SAMPLES], _STAGE_SAMPLES), 0.0
        if kind < 0.75 and others:
            babble = np.zeros(_STAGE_SAMPLES, np.float32)
            for other in others:
                voice = other.samples / (np.abs(other.samples).max() + 1e-6)
                babble += np.roll(
                    np.resize(voice, _STAGE_SAMPLES), int(random.integers(_STAGE_SAMPLES))
                )
            return babble, 10.0
        return _coloured_noise(random), 0.0


def _is_room(room: Samples) -> bool:
    """Tell rooms from effects: all but a tenth of the energy comes within 0.4 s."""
    energy = np.square(room)
    return bool(len(room) > 100 and energy[int(0.4 * SAMPLE_RATE) :].sum() < 0.1 * energy.sum())


def _stage(utterance: Utterance, speed: float) -> tuple[Samples, int]:
    """Put a voice, played at another speed, at a fixed place in 1.6 s of its surroundings."""
    source = utterance.first + (np.arange(_STAGE_SAMPLES) - _ONSET_SAMPLE) * speed
    known = np.arange(len(utterance.samples))
    stage = np.interp(source, known, utterance.samples, left=0, right=0).astype(np.float32)
    voice_samples = int((utterance.last - utterance.first) / speed)
    return stage, min(voice_samples, _STAGE_SAMPLES - _ONSET_SAMPLE)


def _gain(voice: Samples, noise: Samples, ratio_db: float) -> np.float32:
    voice_power, noise_power = np.mean(np.square(voice)), np.mean(np.square(noise))
    return np.float32(np.sqrt(voice_power / (noise_power + 1e-12)) * 10 ** (-ratio_db / 20))


def _cut(random: Generator, first: int, last: int) -> tuple[int, int]:
    """Draw where to cut, as tight data sets, the program's gate, and Speech Commands do."""
    kind = random.random()
    if kind < 0.25:
        pre_ms, tail_ms = random.uniform(-20, 30), random.uniform(-70, 40)
    elif kind < 0.75:
        pre_ms, tail_ms = random.uniform(50, 180), random.uniform(-30, 160)
    else:
        pre_ms = random.uniform(0, min(500, max(1000 - (last - first) / SAMPLES_PER_MS, 0)))
        tail_ms = 1000 - pre_ms - (last - first) / SAMPLES_PER_MS
    start = max(first - int(pre_ms * SAMPLES_PER_MS), 0)
    return start, max(last + int(tail_ms * SAMPLES_PER_MS), start + _FRAME)


def _coloured_noise(random: Generator) -> Samples:
    """Noise whose power falls by 0 to 6 dB an octave."""
    spectrum = np.fft.rfft(random.standard_normal(_STAGE_SAMPLES, dtype=np.float32))
    slope = random.uniform(0, 1)
    spectrum *= (1 + np.arange(len(spectrum), dtype=np.float32)) ** np.float32(-slope)
    return np.asarray(np.fft.irfft(spectrum, _STAGE_SAMPLES), np.float32)


def _bump(random: Generator) -> Samples:
    """Draw an envelope of one to three short bursts, as of knocks, coughs and breaths."""
    time = np.arange(_STAGE_SAMPLES) / SAMPLE_RATE
    envelope = np.full(_STAGE_SAMPLES, 0.01)
    for _ in range(random.integers(1, 4)):
        centre_s, width_s = random.uniform(0.2, 1.3), 10 ** random.uniform(-2.3, -0.7)
        envelope += np.exp(-np.square((time - centre_s) / width_s))
    return envelope.astype(np.float32)
