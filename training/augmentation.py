"""One utterance as other microphones, rooms, speeds and gates would have given it."""

import numpy as np
from numpy.random import Generator

from model.audio_format import CLIP_SAMPLES, SAMPLE_RATE, SAMPLES_PER_MS
from model.clip import make_clip
from training.data.recording import Samples
from training.rooms import LONGEST_SAMPLES, draw_room, is_room
from training.utterance import Utterance

_TRANSFORM_SAMPLES = 32_768
# What a room adds to the end of the stage must not come round to its beginning.
_STAGE_SAMPLES = _TRANSFORM_SAMPLES - LONGEST_SAMPLES
_ONSET_SAMPLE = 8_000
_FRAME = 10 * SAMPLES_PER_MS
_FREQUENCIES_HZ = np.arange(_TRANSFORM_SAMPLES // 2 + 1) * (SAMPLE_RATE / _TRANSFORM_SAMPLES)
_EQUALIZER_HZ = (0.0, 150.0, 400.0, 1000.0, 2000.0, 3000.0, 4000.0, 8000.0)


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
        self._rooms = [room for room in rooms if is_room(room)]

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
            ratio_db = random.uniform(least_ratio_db, 32)
            stage += _gain(stage[_ONSET_SAMPLE:last], noise, ratio_db) * noise
        if random.random() < 0.08:
            limit = random.uniform(0.15, 0.7) * np.abs(stage).max()
            stage = np.clip(stage, -limit, limit)
        if random.random() < 0.06:
            stage = _companded(stage)
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
        if random.random() < 0.4:
            room = draw_room(random, self._rooms)
            spectrum = spectrum * np.fft.rfft(room, _TRANSFORM_SAMPLES)
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
            return np.resize(noise[first : first + _STAGE_SAMPLES], _STAGE_SAMPLES), -4.0
        if kind < 0.75 and others:
            babble = np.zeros(_STAGE_SAMPLES, np.float32)
            for other in others:
                voice = other.samples / (np.abs(other.samples).max() + 1e-6)
                babble += np.roll(
                    np.resize(voice, _STAGE_SAMPLES), int(random.integers(_STAGE_SAMPLES))
                )
            return babble, 8.0
        return _coloured_noise(random), -4.0


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
    kind, voice_ms = random.random(), (last - first) / SAMPLES_PER_MS
    if kind < 0.25:
        # Some people cut off whole sounds: a "four" without its f and r is still a four.
        pre_ms = random.uniform(-0.3 * voice_ms, 20)
        tail_ms = random.uniform(-0.45 * voice_ms - min(pre_ms, 0), 20)
    elif kind < 0.75:
        pre_ms, tail_ms = random.uniform(50, 180), random.uniform(-30, 160)
    else:
        pre_ms = random.uniform(0, min(500, max(1000 - voice_ms, 0)))
        tail_ms = 1000 - pre_ms - voice_ms
    start = max(first - int(pre_ms * SAMPLES_PER_MS), 0)
    return start, max(last + int(tail_ms * SAMPLES_PER_MS), start + _FRAME)


def _companded(samples: Samples) -> Samples:
    """Round samples as a telephone line of eight bits does (ITU-T G.711, the law µ)."""
    peak = np.abs(samples).max() + np.float32(1e-9)
    compressed = np.sign(samples) * np.log1p(255 * np.abs(samples) / peak) / np.log(256)
    rounded = np.round(compressed * 127) / 127
    expanded = np.sign(rounded) * np.expm1(np.abs(rounded) * np.log(256)) / 255
    return np.asarray(peak * expanded, np.float32)


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
