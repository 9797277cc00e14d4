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
_PRE_EMPHASIS = np.float32(0.97)
# A recording may begin in the middle of a word, which must not be taken for the room.
_FIRST_FLOOR_DB = -70.0
_LOWEST_FLOOR_DB = -80.0
_SILENCE_POWER = 1e-10


@dataclass(frozen=True, slots=True)
class GateFrame:
    """What the gate made of one frame of 10 ms.

    Attributes
    ----------
    level_db : float
        Level of the pre-emphasised frame, in dB of full scale.
    floor_db : float
        Level of the room, on the same scale.
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
    VAD takes for speech. The level is that of the pre-emphasised signal, x[n] - 0.97 x[n-1]:
    rumble and a constant offset do not count, the weak consonants at the edges of "six" and
    "five" do.

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
        self._floor = NoiseFloor(_FIRST_FLOOR_DB, _LOWEST_FLOOR_DB)
        self._rest: Samples = np.empty(0, np.float32)
        self._last_sample = np.float32(0.0)

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
        is_speech, update, margin_db = self._vad.is_speech, self._floor.update, self.margin_db
        frame_bytes = 2 * FRAME_SAMPLES
        for index, level_db in enumerate(levels_db):
            floor_db = update(level_db)
            threshold_db = floor_db + margin_db
            first = index * frame_bytes
            speech = is_speech(pcm_bytes[first : first + frame_bytes], SAMPLE_RATE)
            if self._frames_to_warm_up:
                speech = False
                self._frames_to_warm_up -= 1
                if not self._frames_to_warm_up:
                    self._floor.take_for_room()
            yield GateFrame(level_db, floor_db, threshold_db, speech and level_db > threshold_db)

    def _levels_db(self, whole: Samples) -> list[float]:
        if not len(whole):
            return []
        previous = np.concatenate(([self._last_sample], whole[:-1]))
        self._last_sample = whole[-1]
        emphasised = (whole - _PRE_EMPHASIS * previous).reshape(-1, FRAME_SAMPLES)
        power = np.einsum("ij,ij->i", emphasised, emphasised) / FRAME_SAMPLES
        levels: list[float] = (10.0 * np.log10(power + _SILENCE_POWER)).tolist()
        return levels


def _amplified(whole: Samples) -> NDArray[np.int16]:
    """Give whole frames as 16-bit samples, quiet ones louder."""
    frames = whole.reshape(-1, FRAME_SAMPLES)
    peaks = np.maximum(np.abs(frames).max(axis=1, initial=0.0), 1e-6)
    gains = np.clip(_VAD_PEAK / peaks, 1.0, _MOST_VAD_GAIN) * _FULL_SCALE
    amplified = frames * gains[:, np.newaxis].astype(np.float32)
    pcm: NDArray[np.int16] = np.clip(amplified, -_FULL_SCALE, _FULL_SCALE - 1).astype(np.int16)
    return pcm
