"""The bundled network, and the digits of the sample recording."""

from importlib.resources import files
from pathlib import Path

import pytest
from one_breath import EDGE, recognise

from app.audio.files import read_recording
from app.audio.source import Samples
from app.recognition.network import load_network
from app.recognition.worker import Worker
from assets import SAMPLE


@pytest.fixture(scope="module")
def worker():
    worker = Worker(load_network(None))
    yield worker
    worker.close()


@pytest.fixture(scope="module")
def digits(worker) -> list[Samples]:
    """The digits of the sample, each alone, with 30 ms before and after it."""
    sample = read_recording(Path(str(files("assets") / SAMPLE)))
    return [sample[each.start - EDGE : each.end + EDGE] for each in recognise(worker, sample)]
