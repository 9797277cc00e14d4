"""Numbers with noise mixed in, through the whole program."""

from collections.abc import Sequence

import numpy as np

from app.recognition.worker import Network, Worker
from app.settings import Settings
from model.audio_format import SAMPLE_RATE
from training.data.recording import Recording
from training.evaluation.answers import Reader
from training.evaluation.gate import digits_said
from training.evaluation.noise import draw_stretch, load_pool, mix
from training.evaluation.number_figures import NumberAnswer, StringScore
from training.evaluation.numbers import score

_LEVELS_DB = (20.0, 10.0)
_NOISES_A_NUMBER = 3
_SEED = 1
_BEFORE, _BEHIND = SAMPLE_RATE, SAMPLE_RATE // 2


def numbers_in_noise(
    network: Network,
    numbers: Sequence[Recording],
    noises: Sequence[Recording],
    threshold: float,
    reader: Reader,
) -> dict[str, StringScore]:
    """Compare what the program says to spoken numbers in noise with the truth.

    Each number is said three times, each time in a stretch of one noise that begins 1 s before it
    and ends 0.5 s after it, the same at every level.

    Parameters
    ----------
    network : Network
    numbers : sequence of Recording
        Their labels are their digits; those that the network does not know are passed over.
    noises : sequence of Recording
        As for `training.evaluation.noise.noise_figures`.
    threshold : float
    reader : Reader

    Returns
    -------
    dict of str to StringScore
        By how far the noise is below the voice, in dB: "20", "10". Empty where there are no
        numbers or no noise.
    """
    known = [each for each in numbers if set(each.label) <= set(network.labels)]
    pool = load_pool(noises, reader) if known else []
    answers: dict[str, list[NumberAnswer]] = {}
    worker, settings = Worker(network), Settings(threshold=threshold)
    try:
        for index, (number, samples) in enumerate(reader.read(known) if pool else ()):
            quiet = np.pad(samples, (_BEFORE, _BEHIND))
            for place in range(_NOISES_A_NUMBER):
                random = np.random.default_rng((_SEED, index, place))
                _, noise = draw_stretch(random, pool, len(quiet))
                for level in _LEVELS_DB:
                    said = "".join(digits_said(mix(quiet, noise, level), worker, settings))
                    answer = NumberAnswer(number.path, number.speaker, number.label, said)
                    answers.setdefault(f"{level:g}", []).append(answer)
    finally:
        worker.close()
    return {level: score(several) for level, several in answers.items()}
