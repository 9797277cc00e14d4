"""Recordings through the whole program: gate, segmenter, clip, network, decision."""

from collections.abc import Sequence

from app.audio.source import Block
from app.recognition.answer import Answer, Failure, join_digits
from app.recognition.recognizer import Recognizer
from app.recognition.worker import Network, Worker
from app.settings import Settings
from model.audio_format import SAMPLE_RATE
from model.errors import ModelError
from training.data.recording import Recording, Samples
from training.evaluation.answers import Reader
from training.evaluation.figures import GateFigures
from training.evaluation.intervals import poisson_interval

_BLOCK_SAMPLES = SAMPLE_RATE // 2


def gate_figures(
    network: Network,
    digits: Sequence[Recording],
    noises: Sequence[Recording],
    threshold: float,
    reader: Reader,
) -> GateFigures | None:
    """Count what the program says to recordings of one digit, and to noise.

    Returns
    -------
    GateFigures or None
        None where there is neither.
    """
    settings = Settings(threshold=threshold)
    exact = samples_heard = 0
    by_noise: dict[str, int] = {}
    worker = Worker(network)
    try:
        for recording, samples in reader.read(digits):
            exact += join_digits(digits_said(samples, worker, settings)) == recording.label
        for noise, samples in reader.read(noises):
            if digits_heard := digits_said(samples, worker, settings):
                by_noise[noise.path] = len(digits_heard)
            samples_heard += len(samples)
    finally:
        worker.close()
    minutes, said = samples_heard / SAMPLE_RATE / 60, sum(by_noise.values())
    low, high = poisson_interval(said)
    figures = GateFigures(
        digits_exact=exact if digits else None,
        digits_of=len(digits) if digits else None,
        noise_digits=said if minutes else None,
        noise_minutes=round(minutes, 3) if minutes else None,
        noise_digits_a_minute=said / minutes if minutes else None,
        noise_digits_a_minute_interval=(low / minutes, high / minutes) if minutes else None,
        digits_by_noise=by_noise,
    )
    return figures if digits or minutes else None


def digits_said(samples: Samples, worker: Worker, settings: Settings) -> list[str]:
    """Give the digits that the program says to a recording, as ``recognize`` does.

    Raises
    ------
    ModelError
        If the network cannot answer.
    """
    results: list[Answer | Failure] = []
    recognizer = Recognizer(worker, settings, results.append)
    for start in range(0, len(samples), _BLOCK_SAMPLES):
        block = samples[start : start + _BLOCK_SAMPLES]
        recognizer.feed(Block(block, start, received=start + len(block)))
    recognizer.finish()
    said = []
    for result in results:
        if isinstance(result, Failure):
            raise ModelError(result.message)
        if result.decision.digit is not None:
            said.append(result.decision.digit)
    return said
