"""What can go wrong outside the network, each with a message that says what to do."""

from model.errors import ModelError, SpokenDigitsError

__all__ = [
    "AudioFileError",
    "HomeError",
    "MicrophoneError",
    "MissingLibraryError",
    "ModelError",
    "SpokenDigitsError",
    "UsageError",
]


class UsageError(SpokenDigitsError):
    """The command was called with something that it cannot take."""


class AudioFileError(SpokenDigitsError):
    """A recording cannot be read, or not to its end."""


class MicrophoneError(SpokenDigitsError):
    """There is no sound library, no sound server, no such device, or it refuses."""


class MissingLibraryError(SpokenDigitsError):
    """The system lacks a library that the window needs."""


class HomeError(SpokenDigitsError):
    """A file of the program's own (settings, history, log) cannot be read or written."""
