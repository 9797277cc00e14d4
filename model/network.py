"""The network: a waveform in, probabilities out, the front end inside."""

from typing import Any

import keras
import numpy as np
from keras import layers, ops
from numpy.typing import NDArray

from model.audio_format import CLIP_SAMPLES, SAMPLE_RATE, SAMPLES_PER_MS

FRAME_SAMPLES = 25 * SAMPLES_PER_MS
"""Length of an analysis frame, in samples (400)."""

HOP_SAMPLES = 10 * SAMPLES_PER_MS
"""Distance between two frames, in samples (160)."""

MEL_BANDS = 40
"""Number of mel bands."""

LOWEST_HZ, HIGHEST_HZ = 60.0, 3800.0
"""Band that the network hears. Telephones and 8 kHz recordings have no more, and what is not
heard cannot be mistaken for a property of the digit or of its speaker."""

QUIETEST_PEAK = 1e-4
"""Clips whose peak is below this (−80 dBFS) are not amplified to full level."""

POWER_FLOOR = 1e-5
"""Added to the mel power before the logarithm, relative to a clip of mean power one (−50 dB)."""

_BIN_HZ = SAMPLE_RATE / FRAME_SAMPLES
_BINS = int(HIGHEST_HZ // _BIN_HZ) + 1
_WIDTHS = (24, 40, 64, 80)
_package = "spoken_digits"


def _fourier_kernel() -> NDArray[np.float32]:
    """Windowed cosines and sines of the discrete Fourier transform, shape (400, 1, 2 * bins)."""
    time = np.arange(FRAME_SAMPLES)
    window = np.hanning(FRAME_SAMPLES + 1)[:-1]
    window /= np.sqrt(np.sum(window**2))
    angle = 2 * np.pi * np.outer(time, np.arange(_BINS)) / FRAME_SAMPLES
    kernel = window[:, None] * np.concatenate([np.cos(angle), np.sin(angle)], axis=1)
    return np.asarray(kernel[:, None, :], np.float32)


def _mel_matrix() -> NDArray[np.float32]:
    """Triangular mel bands of unit sum over the bins of the spectrum, shape (bins, 40)."""

    def mel(hz: Any) -> Any:
        return 2595 * np.log10(1 + np.asarray(hz) / 700)

    edges_mel = np.linspace(mel(LOWEST_HZ), mel(HIGHEST_HZ), MEL_BANDS + 2)
    edges_hz = 700 * (10 ** (edges_mel / 2595) - 1)
    low, centre, high = edges_hz[:-2], edges_hz[1:-1], edges_hz[2:]
    # The lowest bands are narrower than a bin: widened to one, so that none is empty.
    low, high = np.minimum(low, centre - _BIN_HZ), np.maximum(high, centre + _BIN_HZ)
    hz = np.arange(_BINS)[:, None] * _BIN_HZ
    matrix = np.maximum(np.minimum((hz - low) / (centre - low), (high - hz) / (high - centre)), 0)
    return np.asarray(matrix / matrix.sum(axis=0), np.float32)


@keras.saving.register_keras_serializable(package=_package)
class LevelNormalization(layers.Layer):  # type: ignore[misc]
    """Bring each clip to a mean power of one, so that its level cannot matter.

    Done before the logarithm and its fixed floor: zeros that pad a clip stay at the floor,
    whatever the level of the sound. A clip quieter than −80 dBFS stays quieter than one.
    """

    def call(self, waveform: Any) -> Any:
        """Normalise `waveform`, float32, shape (batch, samples); the same shape comes back."""
        peak = ops.max(ops.abs(waveform), axis=-1, keepdims=True)
        scaled = waveform / ops.maximum(peak, QUIETEST_PEAK)
        power = ops.mean(ops.square(scaled), axis=-1, keepdims=True)
        return scaled / ops.sqrt(power + 1e-4)


@keras.saving.register_keras_serializable(package=_package)
class LogMelSpectrogram(layers.Layer):  # type: ignore[misc]
    """Logarithm of the power in mel bands, with a fixed floor, scaled to about ±1.

    The Fourier transform is a convolution with fixed weights: in LiteRT that takes a third of
    the time of ``keras.ops.stft``, and every export format has it. Mel scale: O'Shaughnessy,
    "Speech Communication", 1987.
    """

    def build(self, input_shape: Any) -> None:
        """Make the fixed weights."""
        self.kernel = self.add_weight(
            name="fourier", shape=(FRAME_SAMPLES, 1, 2 * _BINS), trainable=False
        )
        self.bands = self.add_weight(name="mel", shape=(_BINS, MEL_BANDS), trainable=False)
        self.kernel.assign(_fourier_kernel())
        self.bands.assign(_mel_matrix())

    def call(self, waveform: Any) -> Any:
        """Analyse `waveform`, shape (batch, samples), into shape (batch, frames, bands)."""
        spectrum = ops.conv(waveform[..., None], self.kernel, strides=HOP_SAMPLES)
        squares = ops.square(spectrum)
        power = ops.matmul(squares[..., :_BINS] + squares[..., _BINS:], self.bands)
        return ops.log(power + POWER_FLOOR) / 4 + 1


@keras.saving.register_keras_serializable(package=_package)
class SpectrumAugmentation(layers.Layer):  # type: ignore[misc]
    """Warp and mask spectrograms while training; do nothing in use.

    The frequency axis is moved and stretched at random, as vocal tracts of other lengths do
    (Jaitly and Hinton, ICML workshop 2013), the time axis stretched about its middle; then
    stretches of time and of frequency are blanked (SpecAugment: Park and others, arXiv
    1904.08779).

    Parameters
    ----------
    band_stretch, time_stretch : float
        Greatest stretch of either axis, as a fraction.
    band_move : float
        Greatest move of the frequency axis, in bands.
    time_mask, band_mask : int
        Greatest width of the blanked time, in frames, and of the blanked bands; each spectrogram
        gets two of either.
    seed : int or None
        Seed of the random numbers.
    """

    def __init__(
        self,
        *,
        band_stretch: float = 0.12,
        time_stretch: float = 0.2,
        band_move: float = 1.2,
        time_mask: int = 10,
        band_mask: int = 5,
        seed: int | None = None,
        **settings: Any,
    ) -> None:
        super().__init__(**settings)
        self.band_stretch, self.time_stretch, self.band_move = band_stretch, time_stretch, band_move
        self.time_mask, self.band_mask, self.seed = time_mask, band_mask, seed
        self.generator = keras.random.SeedGenerator(seed)

    def get_config(self) -> dict[str, Any]:
        """Return what the layer is made from."""
        names = "band_stretch time_stretch band_move time_mask band_mask seed".split()
        return {**super().get_config(), **{name: getattr(self, name) for name in names}}

    def call(self, spectrogram: Any, training: bool = False) -> Any:
        """Change `spectrogram`, shape (batch, frames, bands), if `training`."""
        if not training:
            return spectrogram
        batch, (frames, bands) = ops.shape(spectrogram)[0], spectrogram.shape[1:]
        in_time = self._warping(batch, frames, self.time_stretch, 0.0, frames / 2)
        in_bands = self._warping(batch, bands, self.band_stretch, self.band_move, 0.0)
        warped = ops.matmul(ops.matmul(in_time, spectrogram), ops.swapaxes(in_bands, 1, 2))
        kept = self._mask(warped, 1, self.time_mask) * self._mask(warped, 2, self.band_mask)
        floor = ops.min(warped, axis=(1, 2), keepdims=True)
        return kept * warped + (1 - kept) * floor

    def _random(self, *shape: Any) -> Any:
        return keras.random.uniform(shape, seed=self.generator)

    def _warping(self, batch: Any, length: int, stretch: float, move: float, around: float) -> Any:
        """Draw weights that interpolate an axis at other places, shape (batch, to, from)."""
        factor = 1 + stretch * (2 * self._random(batch, 1, 1) - 1)
        offset = move * (2 * self._random(batch, 1, 1) - 1)
        place = ops.arange(length, dtype="float32")
        source = around + (place[None, :, None] - around) * factor + offset
        source = ops.clip(source, 0, length - 1)
        return ops.relu(1 - ops.abs(source - place[None, None, :]))

    def _mask(self, spectrogram: Any, axis: int, widest: int) -> Any:
        batch, length = ops.shape(spectrogram)[0], spectrogram.shape[axis]
        shape = (1, length, 1) if axis == 1 else (1, 1, length)
        place = ops.reshape(ops.arange(length, dtype="float32"), shape)
        kept = 1.0
        for _ in range(2):
            width = widest * self._random(batch, 1, 1)
            first = (length - width) * self._random(batch, 1, 1)
            inside = ops.logical_and(place >= first, place < first + width)
            kept = kept * (1 - ops.cast(inside, "float32"))
        return kept


@keras.saving.register_keras_serializable(package=_package)
class Temperature(layers.Layer):  # type: ignore[misc]
    """Divide logits by a number found after training, so that probabilities mean what they say.

    Source: Guo and others, "On Calibration of Modern Neural Networks", ICML 2017.
    """

    def build(self, input_shape: Any) -> None:
        """Make the number; one until it is set."""
        self.value = self.add_weight(name="value", shape=(), initializer="ones", trainable=False)

    def call(self, logits: Any) -> Any:
        """Divide `logits`, shape (batch, labels)."""
        return logits / self.value


@keras.saving.register_keras_serializable(package=_package)
class SumOfRest(layers.Layer):  # type: ignore[misc]
    """Add up the probabilities of the last classes, so that as many are left as there are labels.

    The sum is weighed by a factor that is found after training, one until it is set: how much
    rarer the rest is in use than it was in the training.

    Parameters
    ----------
    labels_count : int
        Number of probabilities to leave.
    """

    def __init__(self, labels_count: int, **settings: Any) -> None:
        super().__init__(**settings)
        self.labels_count = labels_count

    def get_config(self) -> dict[str, Any]:
        """Return what the layer is made from."""
        return {**super().get_config(), "labels_count": self.labels_count}

    def build(self, input_shape: Any) -> None:
        """Make the factor."""
        self.factor = self.add_weight(name="factor", shape=(), initializer="ones", trainable=False)

    def call(self, probabilities: Any) -> Any:
        """Take probabilities of shape (batch, classes); give (batch, labels_count)."""
        first = self.labels_count - 1
        rest = self.factor * ops.sum(probabilities[:, first:], axis=1, keepdims=True)
        weighed = ops.concatenate([probabilities[:, :first], rest], axis=1)
        return weighed / ops.sum(weighed, axis=1, keepdims=True)


def class_network(network: keras.Model) -> keras.Model:
    """Return the part of an answering network that tells classes apart; weights are shared."""
    return keras.Model(network.input, network.get_layer("classes").output, name="classes")


def set_temperature(network: keras.Model, temperature: float) -> None:
    """Set the temperature of a network that `build_network` made."""
    network.get_layer("temperature").value.assign(temperature)


def set_rest_factor(network: keras.Model, factor: float) -> None:
    """Set what the last label's probability is weighed by, of what `answering_network` gave."""
    network.get_layer("probabilities").factor.assign(factor)


def build_network(labels_count: int, seed: int | None = None) -> keras.Model:
    """Build the network, untrained: `build_class_network` with a class for each label."""
    return answering_network(build_class_network(labels_count, seed), labels_count)


def answering_network(class_network: keras.Model, labels_count: int) -> keras.Model:
    """Let a class network answer with labels; the weights are shared.

    Parameters
    ----------
    class_network : keras.Model
        What `build_class_network` built.
    labels_count : int
        Number of labels. Each is a class, in their order; the last also gets the probabilities of
        all further classes.

    Returns
    -------
    keras.Model
        From ``waveform``, float32, shape (batch, 16000), 16 kHz, any level, to probabilities,
        float32, shape (batch, labels_count), each row with a sum of one.
    """
    x = SumOfRest(labels_count, name="probabilities")(class_network.output)
    return keras.Model(class_network.input, x, name="spoken_digits")


def build_class_network(classes_count: int, seed: int | None = None) -> keras.Model:
    """Build the network as it is trained.

    A residual network (He and others, arXiv 1512.03385) over the log-mel spectrogram, with sigmoid
    linear units (Elfwing and others, arXiv 1702.03118).

    Parameters
    ----------
    classes_count : int
        Number of classes to tell apart, at least 2.
    seed : int or None
        Seed of the random numbers of training; the first weights follow
        ``keras.utils.set_random_seed``.

    Returns
    -------
    keras.Model
        From ``waveform``, float32, shape (batch, 16000), to probabilities of the classes,
        float32, shape (batch, classes_count).
    """
    waveform = keras.Input((CLIP_SAMPLES,), name="waveform")
    x = LevelNormalization(name="level")(waveform)
    x = LogMelSpectrogram(name="log_mel")(x)
    x = SpectrumAugmentation(seed=seed, name="augmentation")(x)
    x = layers.Reshape((*x.shape[1:], 1), name="channel")(x)
    x = layers.Conv2D(_WIDTHS[0], 5, strides=2, padding="same", use_bias=False)(x)
    x = layers.Activation("silu")(layers.BatchNormalization()(x))
    for width, stride in zip(_WIDTHS, (2, 1, 2, 1), strict=True):
        x = _residual_block(x, width, stride)
    x = layers.GlobalAveragePooling2D(name="average")(x)
    x = layers.Dropout(0.2, seed=seed, name="dropout")(x)
    x = layers.Dense(classes_count, name="logits")(x)
    x = Temperature(name="temperature")(x)
    return keras.Model(waveform, layers.Softmax(name="classes")(x), name="classes")


def _residual_block(x: Any, width: int, stride: int) -> Any:
    y = layers.Conv2D(width, 3, strides=stride, padding="same", use_bias=False)(x)
    y = layers.Activation("silu")(layers.BatchNormalization()(y))
    y = layers.Conv2D(width, 3, padding="same", use_bias=False)(y)
    y = layers.BatchNormalization()(y)
    if stride > 1:
        x = layers.AveragePooling2D(stride, padding="same")(x)
    if x.shape[-1] != width:
        x = layers.BatchNormalization()(layers.Conv2D(width, 1, use_bias=False)(x))
    return layers.Activation("silu")(layers.Add()([x, y]))
