from pathlib import Path

import numpy as np
import pytest

keras = pytest.importorskip("keras", reason="the extra train is not installed")

from model.network import (  # noqa: E402
    LevelNormalization,
    LogMelSpectrogram,
    SpectrumAugmentation,
    answering_network,
    build_class_network,
    build_network,
    class_network,
    set_rest_factor,
    set_temperature,
)

# Keras 3 asks NumPy 2 for something that TensorFlow's variables do not know yet.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


def _front_end(waveform: np.ndarray) -> np.ndarray:
    return np.asarray(LogMelSpectrogram()(LevelNormalization()(waveform)))


def _tone(hz: float, amplitude: float = 0.3) -> np.ndarray:
    clip = np.zeros((1, 16_000), np.float32)
    clip[0, 4_000:12_000] = amplitude * np.sin(2 * np.pi * hz * np.arange(8_000) / 16_000)
    return clip


@pytest.mark.parametrize("gain_db", [-50, -20, 20, 100])
def test_the_level_of_a_recording_does_not_matter(gain_db: float) -> None:
    gain = np.float32(10 ** (gain_db / 20))
    tone = _tone(700)
    np.testing.assert_allclose(_front_end(gain * tone), _front_end(tone), atol=1e-3)


@pytest.mark.parametrize(
    "clip",
    [
        np.zeros((1, 16_000)),
        np.ones((1, 16_000)),
        np.full((1, 16_000), 1e30),
        np.full((1, 16_000), 1e-30),
        np.eye(1, 16_000),
        np.random.default_rng(1).standard_normal((1, 16_000)) * 1e-9,
    ],
)
def test_every_finite_clip_has_a_finite_spectrogram(clip: np.ndarray) -> None:
    assert np.isfinite(_front_end(clip.astype(np.float32))).all()


def test_padding_has_the_same_value_whatever_the_level() -> None:
    quiet, loud = _front_end(_tone(500, 0.001)), _front_end(_tone(500, 1.0))
    np.testing.assert_allclose(quiet[0, 0], loud[0, 0], atol=1e-5)
    assert quiet[0, 0].max() == quiet.min()


def test_sound_far_below_hearing_is_not_amplified_to_full_level() -> None:
    assert _front_end(_tone(500, 1e-7)).max() < _front_end(_tone(500, 1e-2)).max() - 1


def test_a_higher_tone_is_in_a_higher_band() -> None:
    bands = [int(_front_end(_tone(hz))[0, 49].argmax()) for hz in (150, 400, 1000, 2000, 3500)]
    assert bands == sorted(set(bands))


def test_what_telephones_lack_is_not_heard() -> None:
    hiss = _front_end(_tone(6_000))[0, 49]
    assert hiss.max() < _front_end(_tone(700))[0, 49].max() - 3
    assert hiss.max() < 0


def test_augmentation_does_nothing_in_use_and_something_in_training() -> None:
    spectrogram = np.random.default_rng(1).standard_normal((4, 98, 40)).astype(np.float32)
    layer = SpectrumAugmentation(seed=1)
    np.testing.assert_array_equal(layer(spectrogram), spectrogram)
    changed = np.asarray(layer(spectrogram, training=True))
    assert np.isfinite(changed).all()
    assert not np.allclose(changed, spectrogram)


def test_probabilities_sum_to_one_and_the_temperature_softens_them() -> None:
    keras.utils.set_random_seed(1)
    network = build_network(5)
    clips = np.random.default_rng(1).standard_normal((3, 16_000)).astype(np.float32)
    sharp = network.predict(clips, verbose=0)
    set_temperature(network, 1e6)
    np.testing.assert_allclose(sharp.sum(axis=1), 1, atol=1e-5)
    np.testing.assert_allclose(network.predict(clips, verbose=0), 0.2, atol=1e-5)


def test_the_last_label_has_what_the_further_classes_have_by_its_factor() -> None:
    keras.utils.set_random_seed(1)
    classes = build_class_network(6)
    network = answering_network(classes, 3)
    clips = np.random.default_rng(1).standard_normal((3, 16_000)).astype(np.float32)
    parts = classes.predict(clips, verbose=0)
    expected = np.c_[parts[:, :2], parts[:, 2:].sum(axis=1)]
    np.testing.assert_allclose(network.predict(clips, verbose=0), expected, atol=1e-6)
    set_rest_factor(network, 0.25)
    weighed = expected * (1, 1, 0.25)
    weighed /= weighed.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(network.predict(clips, verbose=0), weighed, atol=1e-6)
    np.testing.assert_array_equal(class_network(network).predict(clips, verbose=0), parts)


def test_a_saved_network_answers_the_same(tmp_path: Path) -> None:
    keras.utils.set_random_seed(1)
    network = build_network(4, seed=3)
    set_temperature(network, 0.7)
    network.save(tmp_path / "network.keras")
    loaded = keras.saving.load_model(tmp_path / "network.keras", compile=False)
    clips = np.random.default_rng(1).standard_normal((3, 16_000)).astype(np.float32)
    np.testing.assert_array_equal(
        loaded.predict(clips, verbose=0), network.predict(clips, verbose=0)
    )
    assert loaded.get_layer("augmentation").seed == 3


def test_the_network_is_small() -> None:
    assert build_network(11).count_params() < 300_000
