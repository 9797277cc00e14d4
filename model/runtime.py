"""The exported network: a clip in, probabilities or states out. LiteRT, one thread, no Keras."""

import contextlib
import os
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from model.audio_format import CLIP_SAMPLES, SAMPLE_RATE
from model.card import (
    CARD_NAME,
    EXPORTED_NAME,
    Card,
    are_digits,
    digest,
    model_within,
    parse_card,
    remedy_for,
)
from model.errors import ModelError
from model.states import STATE_COUNT, STATES_A_CLIP

_CLIP, _STATES = "serving_default", "states"
_STATES_SHAPE = (STATES_A_CLIP, STATE_COUNT)
_OTHER = "Choose another model, or export this one again."


class ExportedNetwork:
    """A network as the program runs it. Get one with `load`.

    One object serves one thread at a time.

    Attributes
    ----------
    card : Card
        What is known about it.
    """

    def __init__(self, card: Card, interpreter: Any) -> None:
        self.card = card
        self._clip = interpreter.get_signature_runner(_CLIP)
        self._states = None
        if are_digits(card.labels) and _STATES in interpreter.get_signature_list():
            self._states = interpreter.get_signature_runner(_STATES)

    @classmethod
    def load(cls, folder: Path | None = None) -> "ExportedNetwork":
        """Load a model, check it, and let it answer once, so that the first answer is not slow.

        Parameters
        ----------
        folder : Path or None
            The model's folder, with ``card.json`` and ``digits.tflite``; None for the model
            that comes with the program.

        Raises
        ------
        ModelError
            If a file is missing or damaged, or the network is not what the card says.
        """
        where = str(folder) if folder is not None else "The model that comes with the program"
        card = parse_card(_read(folder, CARD_NAME, where), f"{where}: {CARD_NAME}", folder)
        if card.audio.sample_rate != SAMPLE_RATE or card.audio.clip_samples != CLIP_SAMPLES:
            raise ModelError(
                f"{where} takes {card.audio.clip_samples} samples at {card.audio.sample_rate} Hz, "
                f"this program gives {CLIP_SAMPLES} at {SAMPLE_RATE} Hz. Choose another model."
            )
        content = _read(folder, EXPORTED_NAME, where)
        # LiteRT can crash the whole process on a damaged file, so that comes first.
        if digest(content) != card.digests.exported:
            raise ModelError(
                f"{where}: {EXPORTED_NAME} is damaged or belongs to another {CARD_NAME}. "
                f"{remedy_for(folder)}"
            )
        network = cls(card, _interpreter(content, card, where))
        silence = np.zeros(CLIP_SAMPLES, np.float32)
        with _remarks_kept_from_users():
            network.probabilities(silence)
            if network.tells_strings and network.states(silence).shape != _STATES_SHAPE:
                raise ModelError(
                    f"{where} tells strings in another way than this program. {_OTHER}"
                )
        return network

    @property
    def labels(self) -> tuple[str, ...]:
        """What the probabilities stand for, in their order."""
        return self.card.labels

    @property
    def tells_strings(self) -> bool:
        """Whether it has `states` of strings, which are for the ten digits alone."""
        return self._states is not None

    def probabilities(self, clip: NDArray[np.float32]) -> NDArray[np.float32]:
        """Answer one clip.

        Parameters
        ----------
        clip : ndarray of float32, shape (16000,)
            What `model.clip.make_clip` gave; mono, 16 kHz, any level.

        Returns
        -------
        ndarray of float32, shape (labels,)
            Probabilities in the order of `labels`, with a sum of one.

        Raises
        ------
        ModelError
            If there is no answer, or it is not finite, as for a clip that holds NaN or infinity.
        """
        return _run(self._clip, clip)

    def states(self, clip: NDArray[np.float32]) -> NDArray[np.float32]:
        """Tell what is said at each moment of one second of a spoken string.

        For networks that tell strings.

        Parameters
        ----------
        clip : ndarray of float32, shape (16000,)
            Mono, 16 kHz, any level.

        Returns
        -------
        ndarray of float32, shape (25, 38)
            Probabilities of the states, see `model.states`, for each 40 ms.

        Raises
        ------
        ModelError
            If there is no answer, or it is not finite.
        """
        return _run(self._states, clip)


def _run(signature: Any, clip: NDArray[np.float32]) -> NDArray[np.float32]:
    """Have one of the network's signatures answer."""
    try:
        (answer,) = signature(waveform=clip.reshape(1, CLIP_SAMPLES)).values()
    except (RuntimeError, ValueError) as error:
        raise ModelError(f"The network could not answer: {error} {_OTHER}") from error
    if not np.isfinite(answer).all():
        raise ModelError(
            "The network gave no number for an answer. If the recording plays well elsewhere, "
            "the model is at fault: choose another, or install the program again."
        )
    found: NDArray[np.float32] = answer[0]
    return found


def _read(folder: Path | None, name: str, where: str) -> bytes:
    try:
        if folder is None:
            return (files("model") / "bundled" / name).read_bytes()
        return (folder / name).read_bytes()
    except FileNotFoundError as error:
        if folder is not None and not folder.exists():
            raise ModelError(
                f"There is no model at {folder}. Give the folder that holds {CARD_NAME}."
            ) from error
        within = model_within(folder) if folder is not None and name == CARD_NAME else None
        raise ModelError(f"{where} has no {name}. {within or remedy_for(folder)}") from error
    except NotADirectoryError as error:
        raise ModelError(
            f"{folder} is a file. A model is a folder: give the one that holds {CARD_NAME}."
        ) from error
    except OSError as error:
        raise ModelError(
            f"{where}: {name} cannot be read ({error.strerror}). Check its permissions."
        ) from error
    except ValueError as error:
        raise ModelError(f"{folder!r} is no name of a folder. {_OTHER}") from error


def _interpreter(content: bytes, card: Card, where: str) -> Any:
    """Give the checked file to LiteRT and compare its shapes with the card's."""
    # Imported here because it takes a tenth of a second that reading a card need not cost.
    from ai_edge_litert.interpreter import Interpreter  # noqa: PLC0415

    foreign = f"{where} is no network that this program can run"
    try:
        with _remarks_kept_from_users():
            interpreter = Interpreter(model_content=content, num_threads=1)
            inputs, outputs = interpreter.get_input_details(), interpreter.get_output_details()
            if len(inputs) != 1 or len(outputs) != 1:
                raise ModelError(f"{foreign}: it has not one input and one output. {_OTHER}")
            interpreter.resize_tensor_input(inputs[0]["index"], (1, CLIP_SAMPLES))
            interpreter.allocate_tensors()
    except (ValueError, RuntimeError) as error:
        raise ModelError(f"{foreign} ({str(error).splitlines()[0]}). {_OTHER}") from error
    expected = (1, len(card.labels))
    found = tuple(int(size) for size in interpreter.get_output_details()[0]["shape"])
    if inputs[0]["dtype"] is not np.float32 or found != expected:
        raise ModelError(
            f"{where}: the network's answers have the shape {found}, the labels of its "
            f"{CARD_NAME} need {expected}. {_OTHER}"
        )
    signatures = interpreter.get_signature_list()
    if _CLIP not in signatures or any(s["inputs"] != ["waveform"] for s in signatures.values()):
        raise ModelError(f"{foreign}: it does not name its input. {_OTHER}")
    return interpreter


@contextlib.contextmanager
def _remarks_kept_from_users() -> Iterator[None]:
    """Drop what LiteRT's C++ writes to standard error meanwhile: remarks on what it does.

    What it calls an error comes as an exception too.
    """
    try:
        standard_error = os.dup(2)
    except OSError:  # A windowed program has no standard error, and so nobody to disturb.
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 2)
    os.close(nowhere)
    try:
        yield
    finally:
        os.dup2(standard_error, 2)
        os.close(standard_error)
