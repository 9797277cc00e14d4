"""Make the sample recording: ``python -m assets.make_samples``, where espeak-ng is installed.

Single digits in three English voices, apart from each other, in a quiet room. The same
version of espeak-ng gives the same file each time.
"""

import io
import itertools
import subprocess
from pathlib import Path

import numpy as np
import soundfile
import soxr
from numpy.typing import NDArray

from assets import SAMPLE, SAMPLE_DIGITS
from model.audio_format import SAMPLE_RATE

VOICES = ("en-us", "en-gb", "en-us+f3")
WORDS_PER_MINUTE = 150
PAUSE_S = 0.7
LOUDEST = 0.4  # of full scale
ROOM_NOISE_DBFS = -60.0
_SILENT = 0.01  # of the loudest sample


def speak(text: str, voice: str) -> NDArray[np.float32]:
    """Have espeak-ng say something.

    Parameters
    ----------
    text : str
        A digit, or words.
    voice : str
        One of espeak-ng's voices, with a variant after a plus sign.

    Returns
    -------
    ndarray of float32, shape (n,)
        Mono, 16 kHz, without the silence before and after, its loudest sample at 0.4.
    """
    command = ["espeak-ng", "-v", voice, "-s", str(WORDS_PER_MINUTE), "--stdout", text]
    wav = subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout
    samples, rate = soundfile.read(io.BytesIO(wav), dtype="float32")
    samples = soxr.resample(samples, rate, SAMPLE_RATE)
    loudest = np.abs(samples).max()
    sounding = np.flatnonzero(np.abs(samples) > _SILENT * loudest)
    spoken: NDArray[np.float32] = samples[sounding[0] : sounding[-1] + 1] * (LOUDEST / loudest)
    return spoken


def make_sample() -> NDArray[np.float32]:
    """Put all digits behind each other.

    Returns
    -------
    ndarray of float32, shape (n,)
        Mono, 16 kHz.
    """
    pause = np.zeros(round(PAUSE_S * SAMPLE_RATE), np.float32)
    spoken = [pause]
    for digit, voice in zip(SAMPLE_DIGITS, itertools.cycle(VOICES)):
        spoken += [speak(digit, voice), pause]
    samples = np.concatenate(spoken)
    noise = np.random.default_rng(0).standard_normal(len(samples), np.float32)
    return samples + noise * np.float32(10 ** (ROOM_NOISE_DBFS / 20))


if __name__ == "__main__":
    soundfile.write(Path(__file__).with_name(SAMPLE), make_sample(), SAMPLE_RATE, "PCM_16")
