"""One utterance as other microphones, rooms, speeds and gates would have given it."""

import numpy as np
from numpy.random import Generator

from model.audio_format import CLIP_SAMPLES, SAMPLES_PER_MS
from model.clip import make_clip
from training.data.recording import Samples
from training.distortion import bursts, change_sound, coloured_noise, gain, overload
from training.rooms import is_room
from training.utterance import Utterance

_LONGEST_VOICE = 18_000
_LONGEST_NOISE = 26_000
_FRAME = 10 * SAMPLES_PER_MS


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
        speed = random.uniform(0.83, 1.22)
        voice = min(int((utterance.last - utterance.first) / speed), _LONGEST_VOICE)
        start, stop = _cut(random, voice)
        # The whole voice is played, also where it is cut: what rings in a room comes of all of it.
        first, last = min(start, 0), max(stop, voice)
        sound = change_sound(random, _play(utterance, speed, first, last), self._rooms)
        if random.random() < 0.8:
            noise, least_ratio_db = self._noise(random, len(sound), others)
            ratio_db = random.uniform(least_ratio_db, 26)
            sound += gain(sound[-first : voice - first], noise, ratio_db) * noise
        sound = overload(random, sound)
        return make_clip(sound[start - first : stop - first])

    def noise_clip(self, random: Generator) -> Samples:
        """Make a clip of noise alone, shape (16000,), as when the gate opens on it."""
        noise = change_sound(random, self.noise(random, _LONGEST_NOISE), self._rooms)
        first = int(random.integers(0, _LONGEST_NOISE - CLIP_SAMPLES))
        length = int(random.uniform(0.15, 1.0) * CLIP_SAMPLES)
        level = 10 ** random.uniform(-4, 0) / (np.abs(noise).max() + 1e-9)
        return make_clip((level * noise[first : first + length]).astype(np.float32))

    def noise(self, random: Generator, count: int) -> Samples:
        """Draw so many samples of a noise, 4000 at the least; half of them come in bursts."""
        noise, _ = self._noise(random, count, [])
        return noise * bursts(random, count) if random.random() < 0.5 else noise

    def string(self, random: Generator, samples: Samples, first: int, last: int) -> Samples:
        """Change a string as `clip` changes an utterance.

        Parameters
        ----------
        random : numpy.random.Generator
            Source of chance; the same state gives the same sound.
        samples : ndarray of float32, shape (n,)
            Mono, 16 kHz.
        first, last : int
            Where the first voice begins and the last one ends.

        Returns
        -------
        ndarray of float32, shape (n,)
        """
        changed = change_sound(random, samples, self._rooms)
        if random.random() < 0.75:
            noise, _ = self._noise(random, len(samples), [])
            ratio_db = random.uniform(0, 35)
        else:  # no microphone is silent between the digits
            noise = random.standard_normal(len(samples), dtype=np.float32)
            ratio_db = random.uniform(35, 60)
        changed += gain(changed[first:last], noise, ratio_db) * noise
        return overload(random, changed)

    def _noise(
        self, random: Generator, count: int, others: list[Utterance]
    ) -> tuple[Samples, float]:
        """Draw a noise, and the least ratio in dB at which a voice is understood in it."""
        kind = random.random()
        if kind < 0.5 and self._noises:
            noise = self._noises[random.integers(len(self._noises))]
            return _played(random, noise, count), -6.0
        if kind < 0.75 and others:
            babble = np.zeros(count, np.float32)
            for other in others:
                voice = other.samples / (np.abs(other.samples).max() + 1e-6)
                babble += np.roll(np.resize(voice, count), int(random.integers(count)))
            return babble, 8.0
        return coloured_noise(random, count), -6.0


def _played(random: Generator, noise: Samples, count: int) -> Samples:
    """Take so many samples of a noise, played at another speed; a short noise is repeated."""
    speed = random.uniform(0.7, 1.4)
    length = int(count * speed) + 1
    first = int(random.integers(0, max(len(noise) - length, 0) + 1))
    stretch = np.resize(noise[first : first + length], length)
    played = np.interp(np.arange(count) * speed, np.arange(length), stretch)
    return np.asarray(played, np.float32)


def _play(utterance: Utterance, speed: float, first: int, last: int) -> Samples:
    """Play a voice at another speed, from sample `first` after its onset to before `last`."""
    source = utterance.first + np.arange(first, last) * speed
    known = np.arange(len(utterance.samples))
    played = np.interp(source, known, utterance.samples, left=0, right=0)
    return np.asarray(played, np.float32)


def _cut(random: Generator, voice: int) -> tuple[int, int]:
    """Draw where to cut, as tight data sets, the program's gate, and Speech Commands do.

    Parameters
    ----------
    random : numpy.random.Generator
        Source of chance.
    voice : int
        Samples of the voice.

    Returns
    -------
    start, stop : int
        Samples after the voice's onset; before it below 0.
    """
    kind, voice_ms = random.random(), voice / SAMPLES_PER_MS
    if kind < 0.25:
        # Some people cut off whole sounds: a "four" without its f and r is still a four.
        pre_ms = random.uniform(-0.3 * voice_ms, 20)
        tail_ms = random.uniform(-0.45 * voice_ms - min(pre_ms, 0), 20)
    elif kind < 0.75:
        pre_ms, tail_ms = random.uniform(50, 180), random.uniform(-30, 160)
    else:
        pre_ms = random.uniform(0, min(500, max(1000 - voice_ms, 0)))
        tail_ms = 1000 - pre_ms - voice_ms
    start = -int(pre_ms * SAMPLES_PER_MS)
    return start, max(voice + int(tail_ms * SAMPLES_PER_MS), start + _FRAME)
