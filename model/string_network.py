"""The part of the network that hears several digits in one breath, on the trunk of the other."""

from typing import Any

import keras
from keras import layers

from model.states import STATE_COUNT, STATES_A_CLIP

_EARLY_WIDTH, _LATE_WIDTH = 32, 64
_KERNEL, _BLOCKS = 7, 3
_LATE_FRAMES = (STATES_A_CLIP + 1) // 2


def build_trunk(network: keras.Model) -> keras.Model:
    """Return the part of a network that finds features; weights are shared.

    Parameters
    ----------
    network : keras.Model
        What `model.network.build_class_network` or `answering_network` built.

    Returns
    -------
    keras.Model
        From ``waveform``, float32, shape (batch, 16000), to the last features that there are
        every 40 ms, shape (batch, 25, …), and to those every 80 ms, shape (batch, 13, …).
    """
    features = [_last_of(network, frames) for frames in (STATES_A_CLIP, _LATE_FRAMES)]
    flat = [layers.Reshape((x.shape[1], x.shape[2] * x.shape[3]))(x) for x in features]
    return keras.Model(network.input, flat, name="trunk")


def build_string_head(trunk: keras.Model, seed: int | None = None) -> keras.Model:
    """Build what gives the states of a spoken string from a trunk's features, untrained.

    Convolutions over time, each depthwise and then pointwise (Chollet, arXiv 1610.02357), with
    residual connections.

    Parameters
    ----------
    trunk : keras.Model
        What `build_trunk` gave.
    seed : int or None
        Seed of the random numbers of training.

    Returns
    -------
    keras.Model
        From both features to logits, float32, shape (batch, 25, 38); see `model.states`.
    """
    early, late = (keras.Input(x.shape[1:]) for x in trunk.outputs)
    x = layers.Dense(_EARLY_WIDTH)(layers.Dropout(0.1, seed=seed)(early))
    y = layers.Dense(_LATE_WIDTH)(layers.Dropout(0.1, seed=seed)(late))
    y = layers.Cropping1D((0, 1))(layers.UpSampling1D(2)(y))
    x = layers.ReLU()(layers.BatchNormalization()(layers.Concatenate()([x, y])))
    for _ in range(_BLOCKS):
        y = layers.Dropout(0.1, seed=seed)(x)
        y = layers.SeparableConv1D(x.shape[-1], _KERNEL, padding="same", use_bias=False)(y)
        x = layers.ReLU()(layers.Add()([x, layers.BatchNormalization()(y)]))
    x = layers.Dense(STATE_COUNT)(layers.Dropout(0.2, seed=seed)(x))
    return keras.Model([early, late], x, name="string_head")


def join_string_network(trunk: keras.Model, head: keras.Model) -> keras.Model:
    """Join a trunk and a head into one network; weights are shared.

    Returns
    -------
    keras.Model
        From ``waveform``, float32, shape (batch, 16000), 16 kHz, any level, to the probabilities
        of the states, float32, shape (batch, 25, 38). Answer i is about the 40 ms from 40 i ms on.
    """
    states = layers.Softmax(name="states")(head(trunk.output))
    return keras.Model(trunk.input, states, name="spoken_strings")


def _last_of(network: keras.Model, frames: int) -> Any:
    """Give the last features with so many frames."""
    found = (layer.output for layer in network.layers)
    return [x for x in found if len(x.shape) == 4 and x.shape[1] == frames][-1]
