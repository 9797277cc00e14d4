"""What an answer costs."""

import time
from pathlib import Path

import numpy as np

from app.recognition.worker import Network
from model.audio_format import CLIP_SAMPLES
from model.card import EXPORTED_NAME, NETWORK_NAME
from training.evaluation.figures import Cost

_TIMED_ANSWERS = 300


def cost_of(network: Network, folder: Path | None = None) -> Cost:
    """Time answers, one after the other, and weigh the model's files.

    Parameters
    ----------
    network : Network
        An `ExportedNetwork` uses one core.
    folder : Path or None
        Where the model's files are, if it has any.
    """
    clip = np.random.default_rng(1).standard_normal(CLIP_SAMPLES, dtype=np.float32)
    times_ms = []
    for _ in range(_TIMED_ANSWERS):
        start = time.perf_counter()
        network.probabilities(clip)
        times_ms.append((time.perf_counter() - start) * 1e3)
    median, p95 = np.percentile(times_ms, [50, 95])
    files = [folder / name for name in (EXPORTED_NAME, NETWORK_NAME)] if folder else []
    sizes = {file.name: file.stat().st_size for file in files if file.is_file()}
    return Cost(round(float(median), 3), round(float(p95), 3), sizes)
