"""A model that answers words: the bundled network, whose digits have other names."""

import json
import shutil
from collections.abc import Sequence
from importlib.resources import as_file, files
from pathlib import Path

WORDS = tuple("left right backward stop down go visual no marvin off".split())
"""What the digits 0 to 9 are called."""


def word_model(folder: Path, labels: Sequence[str] = (*WORDS, "other")) -> Path:
    """Make the model; `labels` are eleven."""
    with as_file(files("model") / "bundled") as bundled:
        shutil.copytree(bundled, folder)
    card = folder / "card.json"
    content = json.loads(card.read_text(encoding="utf-8"))
    content |= {"name": "words", "labels": list(labels)}
    card.write_text(json.dumps(content), encoding="utf-8")
    return folder
