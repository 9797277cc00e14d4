import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from model.card import digest
from model.errors import ModelError
from model.runtime import ExportedNetwork
from model.states import SILENCE as SILENCE_STATE
from model.states import STATE_COUNT, STATES_A_CLIP

SILENCE = np.zeros(16_000, np.float32)


def _change_card(folder: Path, **changes: object) -> None:
    path = folder / "card.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), **changes}))


def _replace_network(folder: Path, content: bytes) -> None:
    """Replace the exported network by another, with a card that says so."""
    (folder / "digits.tflite").write_bytes(content)
    digests = json.loads((folder / "card.json").read_text())["digests"]
    _change_card(folder, digests={**digests, "exported": digest(content)})


def _fresh_process(code: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False
    )


def test_the_bundled_model_answers_with_a_probability_for_each_label() -> None:
    network = ExportedNetwork.load()
    answer = network.probabilities(SILENCE)
    assert network.labels == (*"0123456789", "other")
    assert answer.shape == (11,)
    assert answer.dtype == np.float32
    assert answer.sum() == pytest.approx(1, abs=1e-5)


def test_an_answer_is_not_changed_by_the_next_one(model_folder: Path) -> None:
    network = ExportedNetwork.load(model_folder)
    first = network.probabilities(SILENCE)
    kept = first.copy()
    network.probabilities(np.random.default_rng(1).standard_normal(16_000, dtype=np.float32))
    np.testing.assert_array_equal(first, kept)


def test_the_bundled_model_tells_strings_and_answers_clips_all_the_same() -> None:
    network = ExportedNetwork.load()
    before = network.probabilities(SILENCE)
    states = network.states(SILENCE)
    assert network.tells_strings
    assert states.shape == (STATES_A_CLIP, STATE_COUNT)
    np.testing.assert_allclose(states.sum(axis=1), 1, atol=1e-5)
    assert (states.argmax(axis=1) == SILENCE_STATE).all()
    np.testing.assert_array_equal(network.probabilities(SILENCE), before)


@pytest.mark.parametrize("labels", [[*"abcdefghijk"], [*"0123456789", "yes"]])
def test_states_are_of_digits_alone(model_folder: Path, labels: list[str]) -> None:
    _change_card(model_folder, labels=labels)
    assert not ExportedNetwork.load(model_folder).tells_strings


def test_a_missing_folder(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"There is no model at .*nowhere\. Give the folder"):
        ExportedNetwork.load(tmp_path / "nowhere")


def test_a_run_in_place_of_its_model(model_folder: Path) -> None:
    with pytest.raises(
        ModelError, match=r"has no card\.json\. There is a model in it: give .*model"
    ):
        ExportedNetwork.load(model_folder.parent)


def test_a_file_in_place_of_the_folder(model_folder: Path) -> None:
    with pytest.raises(ModelError, match=r"is a file\. A model is a folder"):
        ExportedNetwork.load(model_folder / "digits.tflite")


@pytest.mark.parametrize("name", ["card.json", "digits.tflite"])
def test_a_missing_file(model_folder: Path, name: str) -> None:
    (model_folder / name).unlink()
    with pytest.raises(ModelError, match=rf"has no {name}\. Export the model again"):
        ExportedNetwork.load(model_folder)


def test_a_file_that_cannot_be_read(model_folder: Path) -> None:
    (model_folder / "digits.tflite").unlink()
    (model_folder / "digits.tflite").mkdir()
    with pytest.raises(ModelError, match=r"digits\.tflite cannot be read"):
        ExportedNetwork.load(model_folder)


def test_a_damaged_card(model_folder: Path) -> None:
    (model_folder / "card.json").write_text("{")
    with pytest.raises(ModelError, match=r"card\.json is damaged"):
        ExportedNetwork.load(model_folder)


def test_a_damaged_network_never_reaches_litert(model_folder: Path) -> None:
    content = bytearray((model_folder / "digits.tflite").read_bytes())
    content[len(content) // 2] ^= 255
    (model_folder / "digits.tflite").write_bytes(content)
    with pytest.raises(ModelError, match=r"damaged or belongs to another card\.json"):
        ExportedNetwork.load(model_folder)


@pytest.mark.parametrize("content", [b"", b"no network", bytes(1000)])
def test_a_foreign_file_with_a_card_that_fits(model_folder: Path, content: bytes) -> None:
    _replace_network(model_folder, content)
    with pytest.raises(ModelError, match="no network that this program can run"):
        ExportedNetwork.load(model_folder)


def test_labels_that_do_not_fit_the_network(model_folder: Path) -> None:
    _change_card(model_folder, labels=["yes", "no"])
    with pytest.raises(ModelError, match=r"have the shape \(1, 11\).* need \(1, 2\)"):
        ExportedNetwork.load(model_folder)


def test_a_model_for_another_audio_format(model_folder: Path) -> None:
    _change_card(model_folder, audio={"sample_rate": 8000, "clip_samples": 8000})
    with pytest.raises(ModelError, match="8000 samples at 8000 Hz, this program gives 16000"):
        ExportedNetwork.load(model_folder)


def test_labels_come_from_the_card(model_folder: Path) -> None:
    _change_card(model_folder, labels=[*"abcdefghijk"])
    network = ExportedNetwork.load(model_folder)
    assert network.labels == tuple("abcdefghijk")
    assert network.card.other_index is None


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_clip_that_is_not_finite_is_an_error_and_not_an_answer(value: float) -> None:
    network = ExportedNetwork.load()
    clip = SILENCE.copy()
    clip[8000] = value
    with pytest.raises(ModelError, match="gave no number"):
        network.probabilities(clip)
    with pytest.raises(ModelError, match="gave no number"):
        network.states(clip)
    assert np.isfinite(network.probabilities(SILENCE)).all()


def test_the_first_answer_of_a_fresh_process_is_quiet_and_needs_no_training_packages() -> None:
    code = """
import sys
import numpy as np
from model.runtime import ExportedNetwork
ExportedNetwork.load().probabilities(np.zeros(16000, np.float32))
heavy = {"tensorflow", "keras", "librosa", "scipy", "PySide6", "jax", "torch"}
print(sorted(heavy & set(sys.modules)))
"""
    result = _fresh_process(code)
    assert result.stdout == "[]\n"
    assert result.stderr == ""
    assert result.returncode == 0


def test_an_error_that_follows_a_load_reaches_standard_error() -> None:
    code = """
import os
from model.runtime import ExportedNetwork
ExportedNetwork.load()
os.write(2, b"still heard")
"""
    result = _fresh_process(code)
    assert result.stderr == "still heard"
