"""What is wrong with a microphone or loudspeaker and what to do, in words, for each system."""

import sys
from typing import Final


def _by_system(linux: str, macos: str, windows: str) -> str:
    return {"darwin": macos, "win32": windows}.get(sys.platform, linux)


LIBRARY_MISSING: Final = "The sound library PortAudio is missing. " + _by_system(
    linux="Install it (Debian, Ubuntu: sudo apt install libportaudio2).",
    macos="Install this program again.",
    windows="Install this program again.",
)

NO_DEVICE: Final = "There is no microphone. Plug one in" + _by_system(
    linux=", and check that the sound server runs (systemctl --user status pipewire pulseaudio).",
    macos=".",
    windows=", or enable it in the system's sound settings.",
)

NO_ANSWER: Final = "The sound server does not answer. If that lasts, restart " + _by_system(
    linux="it (systemctl --user restart pipewire pulseaudio).",
    macos="it (sudo killall coreaudiod).",
    windows="the service Windows Audio.",
)

NO_PROCESS: Final = (
    "The part of the program that records did not start. Close other programs and try again; "
    "the log has the details."
)

NO_LOUDSPEAKER: Final = "There is no loudspeaker. Plug one in" + _by_system(
    linux=", and check that the sound server runs (systemctl --user status pipewire pulseaudio).",
    macos=".",
    windows=", or enable it in the system's sound settings.",
)

LOUDSPEAKER_REFUSED: Final = (
    "The loudspeaker cannot be opened. See that one is plugged in and that no other program "
    "holds it, or choose another in the system's sound settings."
)

LOUDSPEAKER_LOST: Final = (
    "The loudspeaker is gone. Plug it in again, or choose another in the system's sound settings, "
    "and play again."
)

NO_PLAYBACK: Final = (
    "The part of the program that plays did not start. Close other programs and try again; the "
    "log has the details."
)

PLAYBACK_BROKEN: Final = (
    "The part of the program that plays has failed. Play again; the log has the details."
)

BROKEN: Final = (
    "The part of the program that listens has failed. Start the program again; the log has the "
    "details."
)

_PRIVACY: Final = _by_system(
    linux="It may be muted: look in the mixer (pavucontrol or alsamixer).",
    macos="Allow it in System Settings, Privacy & Security, Microphone.",
    windows="Allow it in Settings, Privacy & security, Microphone (let desktop apps use it).",
)


def opening(name: str) -> str:
    """Say that a microphone is being opened."""
    return f"Opening {name}."


def listening(name: str) -> str:
    """Say that all is well."""
    return f"Listening to {name}."


def away(name: str) -> str:
    """Say that the wished microphone is not there."""
    return f"{name} is away."


def using(name: str) -> str:
    """Say what is used meanwhile."""
    return f"Using {name}."


def refused(name: str) -> str:
    """Say that a device cannot be opened."""
    privacy = _by_system(
        linux="",
        macos=" or allow it in System Settings, Privacy & Security, Microphone,",
        windows=" or allow it in Settings, Privacy & security, Microphone,",
    )
    return (
        f"{name} cannot be opened. See that a microphone is plugged in and that no other program "
        f"holds it,{privacy} or choose another."
    )


def lost(name: str) -> str:
    """Say that the device in use has gone."""
    return f"{name} is gone. Plug it in again or choose another; it is taken up again by itself."


def stalled(name: str) -> str:
    """Say that the device in use gives nothing any more, not even silence."""
    return (
        f"{name} gives no sound any more: it is suspended, or the sound server hangs. It is "
        "taken up again by itself."
    )


def system_silence(name: str) -> str:
    """Say that every sample is zero, which no open microphone gives."""
    return f"The system gives nothing but silence from {name}. {_PRIVACY}"


def unknown_device(wish: str, names: list[str]) -> str:
    """Say that no device has the name that was typed."""
    if not names:
        return NO_DEVICE
    return f'There is no microphone "{wish}". Choose one of: {", ".join(names)}.'


def ambiguous_device(wish: str, names: list[str]) -> str:
    """Say that several devices have the part of a name that was typed."""
    return f'Several microphones have "{wish}" in their name: {", ".join(names)}. Type more of it.'
