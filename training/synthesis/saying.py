"""What a synthesiser is asked for, and what it gives."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker: a voice of a synthesiser, made another person.

    A synthesiser's voice with other formants is another person's. The formants move when the
    speech is played faster or slower; so it is spoken with a pitch and a speed that playing it
    brings to `pitch_hz` and `stretch`.

    Attributes
    ----------
    synthesiser, name : str
        The synthesiser, and what it calls the voice.
    pitch_hz : float
        Mean fundamental frequency, as it shall be heard. Some voices only have their own.
    stretch : float
        Factor on the durations, as it shall be heard.
    formants : float
        Factor on the formants: above 1 for a shorter vocal tract.
    liveliness : float
        Factor on how far the pitch moves.
    accent : str
        One of `training.synthesis.accents.VOICES`, or "" for English as a first language.
    """

    synthesiser: str
    name: str
    pitch_hz: float
    stretch: float
    formants: float
    liveliness: float
    accent: str = ""


@dataclass(frozen=True, slots=True)
class Saying:
    """One thing to say.

    Attributes
    ----------
    voice : Voice
        Who says it.
    text : str
        English, or "" where only `sounds` can tell.
    sounds : tuple of str
        Sounds to say instead of the text, as espeak-ng writes those of American English, or of
        the voice's language; the stressed vowel begins with "'". Empty: as the synthesiser reads
        the text.
    """

    voice: Voice
    text: str
    sounds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sound:
    """What a synthesiser gave.

    Attributes
    ----------
    samples : ndarray of float32, shape (n,)
        Mono, before the formants are moved.
    rate_hz : int
        Sampling rate.
    """

    samples: NDArray[np.float32]
    rate_hz: int
