"""Which microphones there are, and which of them is meant by a name."""

import queue
import re
from dataclasses import dataclass
from queue import SimpleQueue

from app.audio import advice
from app.audio.child_process import ChildProcess
from app.audio.sound_child import CAPTURE_FLAG, DEVICES, FAILED, Record
from app.errors import MicrophoneError
from app.settings import DeviceName

# "(hw:1,0)" of ALSA and the "2- " of Windows change when the device is plugged in elsewhere.
_PLUG_NUMBER = re.compile(r" \(hw:\d+,\d+\)$|(?<=\()\d+- ")


@dataclass(frozen=True, slots=True)
class Device:
    """A microphone that is there.

    Attributes
    ----------
    name, host_api : str
        As PortAudio gives them.
    channels : int
        The most channels that it records.
    rate : int
        Its own sample rate, in Hz.
    is_default : bool
        Whether the system offers it where nothing is chosen.
    """

    name: str
    host_api: str
    channels: int
    rate: int
    is_default: bool

    @property
    def remembered_as(self) -> DeviceName:
        """What to keep in the settings to find it again."""
        return DeviceName(self.name, self.host_api)


def list_devices(timeout_s: float = 3.0) -> list[Device]:
    """List the microphones that are there now.

    They are listed by a process of their own, so that new ones are found, open streams live on
    and a frozen sound server holds nobody up.

    Parameters
    ----------
    timeout_s : float
        How long to wait for the sound server.

    Returns
    -------
    list of Device
        Empty where there is none, or no sound server.

    Raises
    ------
    MicrophoneError
        If the sound library is missing or the sound server does not answer.
    """
    records: SimpleQueue[Record | None] = SimpleQueue()
    try:
        process = ChildProcess(CAPTURE_FLAG, lambda _process, record: records.put(record))
    except OSError as error:
        raise MicrophoneError(advice.NO_PROCESS) from error
    try:
        record = records.get(timeout=timeout_s)
    except queue.Empty:
        raise MicrophoneError(advice.NO_ANSWER) from None
    finally:
        process.end()
    if record is not None and record.kind == DEVICES:
        return read_devices(record)
    library_is_missing = record is not None and record.kind == FAILED
    raise MicrophoneError(advice.LIBRARY_MISSING if library_is_missing else advice.NO_PROCESS)


def read_devices(record: Record) -> list[Device]:
    """Read the devices out of a `DEVICES` record, in the child's order."""
    return [Device(**each) for each in record.content()]


def default_device(devices: list[Device]) -> Device | None:
    """Give the system's default, or else the first, or None where there is none."""
    first = devices[0] if devices else None
    return next((each for each in devices if each.is_default), first)


def find_device(devices: list[Device], wish: DeviceName | None) -> Device | None:
    """Find the device that is meant.

    Parameters
    ----------
    devices : list of Device
        What is there.
    wish : DeviceName or None
        What is wanted; None is the default device.

    Returns
    -------
    Device or None
        The device of that name and host API; else of that name in another host API; else, where
        only the number of its plug differs; else, for a name without host API, the only one
        that has it as a part, in upper or lower case. None where there is no such device.
    """
    if wish is None:
        return default_device(devices)
    same_api_first = sorted(devices, key=lambda each: each.host_api != wish.host_api)
    for simplify in (str, _without_plug_number):
        for each in same_api_first:
            if simplify(each.name) == simplify(wish.name):
                return each
    matching = [] if wish.host_api else _with_part(devices, wish.name)
    return matching[0] if len(_names(matching)) == 1 else None


def choose_device(devices: list[Device], typed: str) -> Device:
    """Find the device whose name, or a part of it, a user typed.

    Raises
    ------
    MicrophoneError
        If there is none, or the part fits several; the message names those to choose from.
    """
    found = find_device(devices, DeviceName(typed))
    if found is not None:
        return found
    if matching := _with_part(devices, typed):
        raise MicrophoneError(advice.ambiguous_device(typed, _names(matching)))
    raise MicrophoneError(advice.unknown_device(typed, _names(devices)))


def _without_plug_number(name: str) -> str:
    return _PLUG_NUMBER.sub("", name)


def _with_part(devices: list[Device], part: str) -> list[Device]:
    exact = [each for each in devices if each.name.casefold() == part.casefold()]
    return exact or [each for each in devices if part.casefold() in each.name.casefold()]


def _names(devices: list[Device]) -> list[str]:
    return list(dict.fromkeys(each.name for each in devices))
