"""Trainings that start from a model, and models that none can start from."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from importlib.resources import as_file, files
from pathlib import Path

import msgspec
import numpy as np
import pytest

pytest.importorskip("keras", reason="the extra train is not installed")

import keras

from app.recognition.model_card import read_card
from model.card import NETWORK_NAME, Digests, digest, write_card
from model.errors import ModelError
from model.network import build_class_network, build_network
from training.export import export
from training.fine_tuning import copy_weights, read_start
from training.fit import fit
from training.fit_settings import FitSettings
from training.run_folder import RunFolder

pytestmark = [
    pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore::UserWarning:keras"),
]


@pytest.fixture(scope="module")
def exported(settings: FitSettings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    run, model = (tmp_path_factory.mktemp("start") / name for name in ("run", "model"))
    fit(settings, run, "fit")
    export(run, model, "export")
    return model


@pytest.fixture
def model(exported: Path, tmp_path: Path) -> Path:
    """A copy of the exported model, to be changed."""
    return Path(shutil.copytree(exported, tmp_path / "model"))


def test_a_model_is_started_from(settings: FitSettings, model: Path, tmp_path: Path) -> None:
    started = tmp_path / "started"
    fit(replace(settings, epochs=1, start=str(model)), started, "fit --from")
    fresh = tmp_path / "fresh"
    fit(replace(settings, epochs=1), fresh, "fit")
    loss = {run: RunFolder(run).classes.log()[0]["loss"] for run in (started, fresh)}
    assert loss[started] < loss[fresh]


def test_the_weights_of_labels_that_both_have_are_copied(model: Path) -> None:
    source = keras.saving.load_model(model / NETWORK_NAME, compile=False)
    network = build_class_network(3, 1)
    copy_weights(read_start(model), network, ("1", "left", "other"))
    found = np.asarray(network.get_layer("logits").kernel)
    expected = np.asarray(source.get_layer("logits").kernel)
    np.testing.assert_array_equal(found[:, 0], expected[:, 1])
    np.testing.assert_array_equal(found[:, 2], expected[:, 2])


def test_the_model_that_comes_with_the_program_can_be_started_from() -> None:
    with as_file(files("model") / "bundled") as folder:
        start = read_start(folder)
        network = build_class_network(len(start.labels), 1)
        copy_weights(start, network, start.labels)
    assert set("0123456789") < set(start.labels)


def test_no_model_to_start_from_is_named(settings: FitSettings, tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"start from: there is no .*card\.json\. Give a folder"):
        fit(replace(settings, start=str(tmp_path)), tmp_path / "run", "fit")


def test_a_run_to_start_from_names_its_model(settings: FitSettings, tmp_path: Path) -> None:
    (tmp_path / "mine" / "model").mkdir(parents=True)
    (tmp_path / "mine" / "model" / "card.json").touch()
    with pytest.raises(ModelError, match=r"There is a model in it: give .*mine/model"):
        fit(replace(settings, start=str(tmp_path / "mine")), tmp_path / "run", "fit")


def test_a_model_whose_card_is_of_another_is_refused(
    settings: FitSettings, model: Path, tmp_path: Path
) -> None:
    write_card(model, msgspec.structs.replace(read_card(model), labels=("0", "1", "2", "other")))
    with pytest.raises(ModelError, match="belongs to another card"):
        fit(replace(settings, start=str(model)), tmp_path / "run", "fit --from")
    assert not (tmp_path / "run").exists()


def _without_convolutions() -> keras.Model:
    waveform = keras.Input((16_000,))
    return keras.Model(waveform, keras.layers.Dense(3, name="classes")(waveform))


def _with_other_activations() -> keras.Model:
    config = json.dumps(keras.saving.serialize_keras_object(build_network(3)))
    return keras.saving.deserialize_keras_object(json.loads(config.replace('"silu"', '"relu"')))


@pytest.mark.parametrize("other", [_without_convolutions, _with_other_activations])
def test_a_model_of_another_build_is_refused(
    settings: FitSettings, model: Path, tmp_path: Path, other: Callable[[], keras.Model]
) -> None:
    other().save(model / NETWORK_NAME)
    card = read_card(model)
    digests = Digests(card.digests.exported, digest((model / NETWORK_NAME).read_bytes()))
    write_card(model, msgspec.structs.replace(card, digests=digests))
    with pytest.raises(ModelError, match="another build"):
        fit(replace(settings, start=str(model)), tmp_path / "run", "fit --from")
    assert not (tmp_path / "run").exists()
