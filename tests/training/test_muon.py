"""The optimizer of the class network."""

from pathlib import Path

import numpy as np
import pytest

pytest.importorskip("keras", reason="the extra train is not installed")

import keras
from keras import layers, ops

from training.muon import Muon, orthogonalize

pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


@pytest.mark.parametrize("shape", [(9, 30), (30, 9), (16, 16)])
def test_singular_values_are_brought_near_to_one(shape: tuple[int, int]) -> None:
    matrix = np.random.default_rng(1).standard_normal(shape).astype(np.float32)
    left, _, right = np.linalg.svd(matrix, full_matrices=False)
    values = np.geomspace(1, 0.02, min(shape)).astype(np.float32)
    found = ops.convert_to_numpy(orthogonalize((left * values) @ right))
    assert found.shape == shape
    assert np.linalg.svd(found, compute_uv=False) == pytest.approx(1, abs=0.4)
    # The directions are those of the matrix: in them the result is diagonal.
    inside = left.T @ found @ right.T
    assert inside - np.diag(np.diag(inside)) == pytest.approx(0, abs=1e-3)


def test_zeros_stay_zeros() -> None:
    assert not ops.convert_to_numpy(orthogonalize(np.zeros((4, 6), np.float32))).any()


def _assert_close(one: keras.Variable, other: keras.Variable) -> None:
    np.testing.assert_allclose(ops.convert_to_numpy(one), ops.convert_to_numpy(other), atol=1e-6)


def _network() -> keras.Model:
    keras.utils.set_random_seed(1)
    spectrogram = keras.Input((8, 8, 1))
    x = layers.Conv2D(4, 3)(spectrogram)
    x = layers.Conv2D(6, 3)(x)
    network = keras.Model(spectrogram, layers.Dense(2)(layers.GlobalAveragePooling2D()(x)))
    network.compile(Muon(1e-2, weight_decay=0.0), "mse")
    return network


def test_only_kernels_between_channels_get_steps_of_their_own() -> None:
    network, same = _network(), _network()
    same.compile(keras.optimizers.AdamW(1e-2, weight_decay=0.0), "mse")
    random = np.random.default_rng(2)
    clips = random.standard_normal((16, 8, 8, 1)).astype(np.float32)
    targets = random.standard_normal((16, 2)).astype(np.float32)
    before = [ops.convert_to_numpy(weight) for weight in network.weights]
    for each in (network, same):
        each.train_on_batch(clips, targets)
    kernel = next(i for i, weight in enumerate(network.weights) if weight.shape == (3, 3, 4, 6))
    for place, (new, plain) in enumerate(zip(network.weights, same.weights, strict=True)):
        if place != kernel:
            _assert_close(new, plain)
    step = (ops.convert_to_numpy(network.weights[kernel]) - before[kernel]).reshape(36, 6)
    # Two outputs give a gradient of two directions, which count the same.
    lengths = np.linalg.svd(step, compute_uv=False)
    assert lengths[:2] == pytest.approx(0.2 * 1e-2 * 36**0.5, rel=0.4)
    assert lengths[2:] == pytest.approx(0, abs=1e-5)


def test_it_learns_and_goes_on_from_a_file(tmp_path: Path) -> None:
    network = _network()
    random = np.random.default_rng(3)
    clips = random.standard_normal((32, 8, 8, 1)).astype(np.float32)
    targets = np.stack([clips.mean(axis=(1, 2, 3)), clips[:, 4, 4, 0]], axis=1)
    losses = [float(network.train_on_batch(clips, targets)) for _ in range(60)]
    assert losses[-1] < 0.8 * losses[0]
    file = tmp_path / "network.keras"
    network.save(file)
    again = keras.saving.load_model(file)
    for each in (network, again):
        each.train_on_batch(clips, targets)
    for new, old in zip(again.weights, network.weights, strict=True):
        _assert_close(new, old)
