"""From a run to a model folder, only if the exported file answers as Keras does."""

import datetime
import importlib.metadata
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import keras
import numpy as np
from numpy.typing import NDArray

from model.audio_format import CLIP_SAMPLES, SAMPLE_RATE
from model.card import (
    EXPORTED_NAME,
    NETWORK_NAME,
    AudioFormat,
    Card,
    Digests,
    are_digits,
    digest,
    write_card,
)
from model.clip import make_clip
from model.runtime import ExportedNetwork
from model.string_network import build_trunk, join_string_network
from training.data.open import open_all
from training.data.recording import DataSet
from training.errors import ExportError, RunError
from training.evaluation.answers import Reader
from training.litert import write_litert
from training.model_folder import check_place, replace_folder
from training.run_folder import RunFolder

LARGEST_DIFFERENCE = 1e-4
"""Largest difference of a probability that an export may make."""

ANSWER, STATES = "serving_default", "states"
"""Names of an exported file's signatures."""

_MOST_CLIPS = 1000
_PACKAGES = ("keras", "tensorflow", "ai-edge-litert", "numpy", "soxr")


def export(run: Path, folder: Path, command: str) -> Card:
    """Export the networks of a run into a model folder.

    The folder is replaced only when all of it is made and checked, and only if it holds nothing
    but a model.

    Parameters
    ----------
    run : Path
        What `training.fit.fit` wrote.
    folder : Path
        Where ``card.json``, ``digits.keras`` and ``digits.tflite`` will be.
    command : str
        The command that calls this; the card gets it after the run's own.

    Raises
    ------
    DataError
        If the data of the run, on whose recordings the answers are compared, is gone.
    ExportError
        If the exported file's answers differ from Keras's, there is nothing to compare on, or
        the folder holds something else.
    RunError
        If the run is incomplete.
    """
    check_place(folder)
    found = RunFolder(run)
    facts = found.facts()
    if "temperature" not in facts:
        raise RunError(
            f"{run} is not finished. Go on with it first, with what began it: {facts['command']}"
        )
    networks = _networks(found)
    clips = _parity_clips(open_all([Path(place) for place in facts["settings"]["data"]]))
    name = "spoken digits" if are_digits(facts["labels"]) else run.absolute().name
    return _export_networks(networks, facts, clips, folder, name=name, command=command)


def _networks(run: RunFolder) -> dict[str, keras.Model]:
    """Read a run's networks by the names that they get as signatures; they share weights."""
    network = run.classes.read_network()
    if not run.strings.has_network():
        return {ANSWER: network}
    # The saved string network has a trunk of its own, with the same weights.
    head = run.strings.read_network().get_layer("string_head")
    return {ANSWER: network, STATES: join_string_network(build_trunk(network), head)}


def _parity_clips(data: DataSet) -> NDArray[np.float32]:
    """Make clips, shape (n, 16000), of up to a thousand recordings, not trained on if there are."""
    chosen = data.only("validation").recordings or data.recordings
    step = max(-(-len(chosen) // _MOST_CLIPS), 1)
    clips = [make_clip(samples) for _, samples in Reader().read(chosen[::step])]
    if not clips:
        raise ExportError(
            f"Of {data.name} nothing can be read, so that nothing shows whether the exported file "
            "answers as it should. Put the recordings back that the run was made from."
        )
    return np.stack(clips)


def _export_networks(
    networks: dict[str, keras.Model],
    facts: dict[str, Any],
    clips: NDArray[np.float32],
    folder: Path,
    *,
    name: str,
    command: str,
) -> Card:
    """Export networks; see `export`. `clips`, shape (n, 16000), are what parity is shown on."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".export-") as temporary:
        made = Path(temporary) / "model"
        made.mkdir()
        networks[ANSWER].save(made / NETWORK_NAME)
        write_litert(networks, made / EXPORTED_NAME)
        card = Card(
            name=name,
            date=datetime.date.today(),
            command=f"{facts['command']} && {command}",
            labels=tuple(facts["labels"]),
            audio=AudioFormat(SAMPLE_RATE, CLIP_SAMPLES),
            digests=Digests(
                exported=digest((made / EXPORTED_NAME).read_bytes()),
                network=digest((made / NETWORK_NAME).read_bytes()),
            ),
            temperature=facts["temperature"],
            other_factor=facts["other_factor"],
            data=facts["data"],
            figures={"fit": _fit_figures(facts)},
            packages={each: importlib.metadata.version(each) for each in _PACKAGES},
        )
        write_card(made, card)
        _check_parity(networks, ExportedNetwork.load(made), clips)
        replace_folder(folder, made)
    return card


def _fit_figures(facts: dict[str, Any]) -> dict[str, Any]:
    """Say how long the training was and took."""
    return {
        "command": facts["command"],
        "epochs": facts["settings"]["epochs"],
        "string_epochs": facts["settings"]["string_epochs"],
        "seconds": facts.get("seconds"),  # a run that was begun before it was measured lacks it
        "threads": facts.get("computes_with", {}).get("threads"),
    }


def _check_parity(
    networks: dict[str, keras.Model], exported: ExportedNetwork, clips: NDArray[np.float32]
) -> None:
    """See that the exported file answers as Keras does."""
    answers = {ANSWER: exported.probabilities, STATES: exported.states}
    for name, network in networks.items():
        difference = largest_difference(network, answers[name], clips)
        # A comparison with NaN is false, so it must be the one that lets pass.
        if not difference <= LARGEST_DIFFERENCE:
            raise ExportError(
                f"The exported file's probabilities differ from Keras's by {difference:.1e}, more "
                f"than {LARGEST_DIFFERENCE:.0e}. Nothing was replaced. Compare the versions of "
                "keras, tensorflow and ai-edge-litert with those of a card that was good."
            )


def largest_difference(
    network: keras.Model,
    answer: Callable[[NDArray[np.float32]], NDArray[np.float32]],
    clips: NDArray[np.float32],
) -> float:
    """Return the largest difference of a probability over `clips`, shape (n, 16000)."""
    expected = network.predict(clips, batch_size=256, verbose=0)
    answers = np.stack([answer(clip) for clip in clips])
    return float(np.abs(answers - expected).max())
