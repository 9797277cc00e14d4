import shutil

import pytest

from training.synthesis.saying import Voice
from training.synthesis.voices import SYNTHESISERS, Synthesiser


@pytest.fixture(params=SYNTHESISERS, ids=lambda each: each.name)
def synthesiser(request: pytest.FixtureRequest) -> Synthesiser:
    """Each synthesiser in turn."""
    if not shutil.which(request.param.program):
        pytest.fail(f"{request.param.name} is missing: packaging/system_packages.sh test")
    return request.param


@pytest.fixture
def voice(synthesiser: Synthesiser) -> Voice:
    """A man's ordinary voice of the synthesiser."""
    name = {"espeak-ng": "en-us", "flite": "kal16", "festival": "kal_diphone"}[synthesiser.name]
    return Voice(synthesiser.name, name, 120, 1, 1, 1)
