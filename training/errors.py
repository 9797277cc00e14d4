"""What can go wrong in training, each with a message that says what to do."""

from model.errors import SpokenDigitsError


class DataError(SpokenDigitsError):
    """The training data cannot be read, or not enough of it is there."""


class RunError(SpokenDigitsError):
    """The folder of a run cannot be read, written, or is of another run."""


class BackendError(SpokenDigitsError):
    """Keras cannot compute with what it is asked to."""


class ExportError(SpokenDigitsError):
    """A network cannot be exported, or the exported file answers otherwise than Keras does."""


class FetchError(SpokenDigitsError):
    """A published data set cannot be had, or is not the one that was meant."""


class InstallError(SpokenDigitsError):
    """A model cannot become the one that the program uses."""


class OutputError(SpokenDigitsError):
    """What a command answers cannot be written to standard output."""
