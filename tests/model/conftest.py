import shutil
from importlib.resources import as_file, files
from pathlib import Path

import pytest


@pytest.fixture
def model_folder(tmp_path: Path) -> Path:
    """A copy of the bundled model, to be damaged."""
    folder = tmp_path / "model"
    with as_file(files("model") / "bundled") as bundled:
        shutil.copytree(bundled, folder)
    return folder
