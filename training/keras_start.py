"""Start Keras: with so many threads, and without what its backend says while it loads."""

import importlib.metadata
import logging
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager

from training.errors import BackendError

_STANDARD_ERROR = 2
_THREADS = "TF_NUM_INTRAOP_THREADS"

_log = logging.getLogger(__name__)


def start_keras(threads: int | None = None, backend: str | None = None) -> None:
    """Import Keras and its backend, and log on which device they compute.

    Parameters
    ----------
    threads : int, optional
        TensorFlow computes with so many; by default with as many as there are cores.
    backend : str, optional
        What Keras computes with; by default what the environment variable KERAS_BACKEND names.

    Raises
    ------
    BackendError
        If Keras knows no such backend.
    ImportError
        If it is not installed.
    """
    if backend is not None:
        os.environ["KERAS_BACKEND"] = backend
    if threads is not None:  # read once, by the import
        os.environ[_THREADS] = str(threads)
        os.environ["TF_NUM_INTEROP_THREADS"] = "1"
    with quiet():
        try:
            import keras  # noqa: PLC0415 - takes seconds
        except ValueError as error:
            raise BackendError(
                f"Keras does not start ({error}). Set the environment variable KERAS_BACKEND to "
                "tensorflow, or to another backend that Keras knows."
            ) from error

        # The first number makes the backend look for a GPU.
        device = str(keras.ops.zeros(()).device).rpartition("device:")[2]
    _log.info("Keras computes with %s on %s", keras.backend.backend(), device)


def computes_with() -> dict[str, str]:
    """Say what the numbers depend on, besides the machine: threads, backend and versions."""
    import keras  # noqa: PLC0415 - takes seconds

    backend = keras.backend.backend()
    packages = {"keras", "numpy", backend} & _installed()
    return {
        "threads": os.environ.get(_THREADS, "all"),
        "backend": backend,
        **{name: importlib.metadata.version(name) for name in sorted(packages)},
    }


def _installed() -> set[str]:
    return {each.name.lower() for each in importlib.metadata.distributions() if each.name}


@contextmanager
def quiet() -> Iterator[None]:
    """Keep from standard error what libraries write there, unless there is an error.

    TensorFlow tells of instructions that it uses and of GPUs that are not there, before it can be
    told not to; and when it writes a network, of what it calls an error and goes on.
    """
    try:
        screen = os.dup(_STANDARD_ERROR)
    except OSError:  # closed
        yield
        return
    with tempfile.TemporaryFile() as said:
        os.dup2(said.fileno(), _STANDARD_ERROR)
        try:
            yield
        except BaseException:
            said.seek(0)
            os.write(screen, said.read())
            raise
        finally:
            os.dup2(screen, _STANDARD_ERROR)
            os.close(screen)
