"""How a microphone is doing."""

from dataclasses import dataclass
from typing import Literal

from app.audio import advice
from app.audio.devices import Device
from app.settings import DeviceName

MicrophoneState = Literal["opening", "running", "lost", "refused", "stalled", "absent", "stopped"]
"""What a microphone is doing.

``opening``: no sound yet, none is wrong so far. ``running``: it gives sound (or the system's
silence). In all others but ``stopped`` it is tried again and again: ``lost`` has ended by
itself, ``refused`` cannot be opened, ``stalled`` gives no sound or no answer, ``absent`` is a
machine without a microphone or without the sound library.
"""


@dataclass(frozen=True, slots=True)
class MicrophoneStatus:
    """How a microphone is doing, in facts and in words.

    Attributes
    ----------
    state : MicrophoneState
    message : str
        What is the case, and what to do if it is not well.
    wish : DeviceName or None
        The device that the user wants; None is the default.
    device : Device or None
        The device that gives sound now. Where it is not the wished one, the message says why.
    system_silence : bool
        Whether every sample of the last seconds was exactly zero: muted, or forbidden.
    overflows : int
        How often sound was lost because the machine was too busy, since the start.
    """

    state: MicrophoneState
    message: str
    wish: DeviceName | None = None
    device: Device | None = None
    system_silence: bool = False
    overflows: int = 0


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why the wished device does not give sound."""

    state: MicrophoneState
    message: str


def wish_in_words(wish: DeviceName | None) -> str:
    """Name what is wished, for a message."""
    return "the default microphone" if wish is None else wish.name


def make_status(
    wish: DeviceName | None,
    device: Device | None,
    trouble: Trouble | None,
    is_silent: bool,
    overflows: int,
) -> MicrophoneStatus:
    """Put together how it goes with `device`, or without one, where `trouble` says why."""
    if device is None:
        trouble = trouble or Trouble("opening", advice.opening(wish_in_words(wish)))
        return MicrophoneStatus(trouble.state, trouble.message, wish, overflows=overflows)
    if is_silent:
        message = advice.system_silence(device.name)
    elif trouble is None:
        message = advice.listening(device.name)
    else:
        message = f"{trouble.message} {advice.using(device.name)}"
    return MicrophoneStatus("running", message, wish, device, is_silent, overflows)
