"""``spoken-digits devices``: the microphones, and which one is used."""

import argparse

import msgspec

from app.audio import advice
from app.audio.devices import Device, find_device, list_devices
from app.commands.live import wished_device
from app.commands.session import begin, say
from app.settings import DeviceName, save_settings


def run(options: argparse.Namespace) -> int:
    """List the microphones; remember another one where that was asked for.

    Returns
    -------
    int
        0 where there is a microphone, 1 where there is none.
    """
    session = begin(options)
    wish = session.settings.microphone
    if options.use is not None:
        wish = wished_device(options.use, session.settings) if options.use else None
        save_settings(session.home, msgspec.structs.replace(session.settings, microphone=wish))
    devices = list_devices()
    used = find_device(devices, wish)
    for device in devices:
        print(_line(device, device == used))
    if not devices:
        say(advice.NO_DEVICE)
        return 1
    say(_what_is_used(wish, used))
    return 0


def _line(device: Device, used: bool) -> str:
    mark = "*" if used else " "
    default = ", the system's choice" if device.is_default else ""
    return f"{mark} {device.name}  ({device.host_api}, {device.rate} Hz{default})"


def _what_is_used(wish: DeviceName | None, used: Device | None) -> str:
    if wish is None:
        return "* is used. Remember another one: spoken-digits devices --use NAME"
    if used is not None and used.name == wish.name:
        return f'* is used: "{wish.name}" is remembered. Forget it: spoken-digits devices --use ""'
    return f'"{wish.name}" is remembered, but away; * is used until it is back.'
