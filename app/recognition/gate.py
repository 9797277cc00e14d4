"""The gate: which frames hold a voice."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import webrtcvad
from numpy.typing import NDArray

from app.audio.source import Samples
from app.recognition.frames import FRAME_SAMPLES, frames_in
from app.recognition.noise_floor import NoiseFloor
from model.audio_format import SAMPLE_RATE

_FULL_SCALE = 32_768.0
# WebRTC VAD has absolute thresholds, and is deaf to quiet microphones without this: 12 dB. A loud
# frame gets less: amplified, a constant offset would count as a voice for longer.
_MOST_VAD_GAIN = 4.0
_VAD_PEAK = 0.25
_WINDOW_SAMPLES = 2 * FRAME_SAMPLES
_WINDOW = np.hanning(_WINDOW_SAMPLES + 1)[:-1]
_VOWELS_HZ, _LOWEST_HZ = (200.0, 1500.0), 100.0
_PRE_EMPHASIS = 0.97
# A recording may begin in the middle of a word, which must not be taken for the room.
_FIRST_VOWELS_DB, _FIRST_CONSONANTS_DB = -50.0, -70.0
# What is below this is no room. Of the same hiss 10 dB less are where vowels are.
_LOWEST_VOWELS_DB, _LOWEST_CONSONANTS_DB = -90.0, -80.0
_SILENCE_POWER = 1e-10


def _weights() -> NDArray[np.float64]:
    """Weights of the squared spectrum of a window, whose sums are powers, shape (161, 2).

    The first are flat where vowels are strongest, with 6 dB less for each octave beyond; the
    second those of pre-emphasis, x[n] - 0.97 x[n-1]. Neither hears rumble or a constant offset.
    """
    hz = np.fft.rfftfreq(_WINDOW_SAMPLES, 1 / SAMPLE_RATE)
    low, high = ((hz / edge) ** 2 for edge in _VOWELS_HZ)
    vowels = low / (1 + low) / (1 + high)
    consonants = np.abs(1 - _PRE_EMPHASIS * np.exp(-2j * np.pi * hz / SAMPLE_RATE)) ** 2
    heard = np.stack([vowels, consonants], axis=1) * (hz >= _LOWEST_HZ)[:, np.newaxis]
    return np.asarray(2 * heard / (_WINDOW_SAMPLES * np.sum(_WINDOW**2)), np.float64)


_WEIGHTS = _weights()


@dataclass(frozen=True, slots=True)
class GateFrame:
    """What the gate made of one frame of 10 ms.

    Attributes
    ----------
    level_db : float
        `floor_db` and how far the frame stands above the room, where it does so furthest.
    floor_db : float
        Level of the room where vowels are strongest, in dB of full scale.
    threshold_db : float
        Level that a voice has to exceed, on the same scale.
    voiced : bool
        True where WebRTC VAD hears speech and the level is above the threshold.
    """

    level_db: float
    floor_db: float
    threshold_db: float
    voiced: bool


class Gate:
    """WebRTC VAD and an energy gate over an adaptive noise floor, frame by frame.

    Each covers what the other cannot: the VAD takes loud noise of constant level for what it
    is, the energy gate ends a word 100 ms before the VAD does and closes on the hiss that the
    VAD takes for speech. What counts is how far the last 20 ms stand above the room, of two
    levels the one that does so further: between 200 and 1500 Hz, about, where vowels are heard
    through noise, and of the pre-emphasised signal, where the weak consonants at the edges of
    "six" and "five" are heard in a quiet room.

    The frames do not depend on how the samples were divided into blocks. One object lives as
    long as the stream, since both the VAD and the floor have to hear the room.

    Parameters
    ----------
    vad_mode : int
        Aggressiveness of WebRTC VAD, 0 (lets through most) to 3 (least).
    margin_db : float
        How far above the floor the level of a voice is, in dB.
    warm_up_ms : int
        For how long at the start it only listens to the room, in ms: a new VAD takes the first
        noise for speech, and the first level of a microphone is the room's. 0 for recordings,
        which may begin in the middle of a word.
    """

    def __init__(self, vad_mode: int, margin_db: float, warm_up_ms: int = 0) -> None:
        self.margin_db = margin_db
        self._frames_to_warm_up = frames_in(warm_up_ms)
        self._vad = webrtcvad.Vad(vad_mode)
        self._floors = (
            NoiseFloor(_FIRST_VOWELS_DB, _LOWEST_VOWELS_DB),
            NoiseFloor(_FIRST_CONSONANTS_DB, _LOWEST_CONSONANTS_DB),
        )
        self._rest: Samples = np.empty(0, np.float32)
        self._last_frame: Samples = np.zeros(FRAME_SAMPLES, np.float32)

    def set_vad_mode(self, vad_mode: int) -> None:
        """Change the aggressiveness of the VAD, 0 to 3, from the next frame on."""
        self._vad.set_mode(vad_mode)

    def frames(self, samples: Samples) -> Iterator[GateFrame]:
        """Take the next samples and give the frames that they complete.

        Parameters
        ----------
        samples : ndarray of float32, shape (n,)
            Mono, 16 kHz, full scale at ±1.

        Yields
        ------
        GateFrame
            One for each 160 samples since the start of the stream.
        """
        joined = np.concatenate((self._rest, samples)) if len(self._rest) else samples
        count = len(joined) // FRAME_SAMPLES
        whole = joined[: count * FRAME_SAMPLES]
        self._rest = joined[len(whole) :].copy()
        levels_db = self._levels_db(whole)
        pcm_bytes = _amplified(whole).tobytes()
        is_speech, margin_db = self._vad.is_speech, self.margin_db
        of_vowels, of_consonants = self._floors
        frame_bytes = 2 * FRAME_SAMPLES
        for index, (vowels_db, consonants_db) in enumerate(levels_db):
            floor_db = of_vowels.update(vowels_db)
            above_db = max(
                vowels_db - floor_db, consonants_db - of_consonants.update(consonants_db)
            )
            first = index * frame_bytes
            speech = is_speech(pcm_bytes[first : first + frame_bytes], SAMPLE_RATE)
            if self._frames_to_warm_up:
                speech = False
                self._frames_to_warm_up -= 1
                if not self._frames_to_warm_up:
                    of_vowels.take_for_room()
                    of_consonants.take_for_room()
            voiced = speech and above_db > margin_db
            yield GateFrame(floor_db + above_db, floor_db, floor_db + margin_db, voiced)

    def _levels_db(self, whole: Samples) -> list[list[float]]:
        if not len(whole):
            return []
        frames = np.concatenate((self._last_frame, whole)).reshape(-1, FRAME_SAMPLES)
        self._last_frame = frames[-1]
        windows = np.concatenate((frames[:-1], frames[1:]), axis=1)
        spectrum = np.fft.rfft(windows * _WINDOW)
        power = (spectrum.real**2 + spectrum.imag**2) @ _WEIGHTS
        levels: list[list[float]] = (10.0 * np.log10(power + _SILENCE_POWER)).tolist()
        return levels


def _amplified(whole: Samples) -> NDArray[np.int16]:
    """Give whole frames as 16-bit samples, quiet ones louder."""
    frames = whole.reshape(-1, FRAME_SAMPLES)
    peaks = np.maximum(np.abs(frames).max(axis=1, initial=0.0), 1e-6)
    gains = np.clip(_VAD_PEAK / peaks, 1.0, _MOST_VAD_GAIN) * _FULL_SCALE
    amplified = frames * gains[:, np.newaxis].astype(np.float32)
    pcm: NDArray[np.int16] = np.clip(amplified, -_FULL_SCALE, _FULL_SCALE - 1).astype(np.int16)
    return pcm
