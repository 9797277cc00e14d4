"""Write networks as LiteRT reads them."""

import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path

import keras
import tensorflow as tf
from tensorflow.errors import OpError

from model.audio_format import CLIP_SAMPLES
from training.errors import ExportError
from training.keras_start import quiet


def write_litert(networks: Mapping[str, keras.Model], file: Path) -> None:
    """Write networks that share weights into one file, each as a signature.

    Parameters
    ----------
    networks : mapping of str to keras.Model
        By the names of the signatures. All have the same input, a waveform, shape
        (batch, 16000), and one output. The first is what answers where no signature is named.
    file : Path
        It takes one clip at a time, by the name ``waveform``.

    Raises
    ------
    ExportError
        If there is no room for the temporary files that TensorFlow needs on the way.
    """
    outputs = [network.output for network in networks.values()]
    together = keras.Model(next(iter(networks.values())).input, outputs)
    clip = tf.TensorSpec((1, CLIP_SAMPLES), tf.float32, name="waveform")
    archive = keras.export.ExportArchive()
    archive.track(together)  # each weight once, whoever uses it
    for name, network in networks.items():
        archive.add_endpoint(name, _answering(network), [clip])
    try:
        with quiet(), tempfile.TemporaryDirectory() as folder:
            archive.write_out(folder, verbose=False)
            converter = tf.lite.TFLiteConverter.from_saved_model(folder, list(networks))
            file.write_bytes(converter.convert())
    except OpError as error:
        raise ExportError(
            f"The network cannot be exported ({error.message}). Make room in "
            f"{tempfile.gettempdir()}, or have TMPDIR name a folder with more of it."
        ) from error


def _answering(network: keras.Model) -> Callable[[tf.Tensor], tf.Tensor]:
    return lambda waveform: network(waveform, training=False)
