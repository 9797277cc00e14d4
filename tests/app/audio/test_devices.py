import time
from pathlib import Path

import pytest
from virtual_sound import VirtualSound

from app.audio.devices import (
    Device,
    DeviceName,
    choose_device,
    default_device,
    find_device,
    list_devices,
)
from app.errors import MicrophoneError


def device(name: str, host_api: str = "ALSA", is_default: bool = False) -> Device:
    return Device(name, host_api, 2, 48_000, is_default)


USB_1 = device("USB Audio: - (hw:1,0)")
WEBCAM = device("HD Webcam: USB Audio (hw:2,0)")
PULSE = device("pulse", is_default=True)
JACK_PULSE = device("pulse", "JACK Audio Connection Kit")
DEVICES = [USB_1, WEBCAM, PULSE, JACK_PULSE]


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (DeviceName("pulse", "ALSA"), PULSE),
        (DeviceName("pulse", "JACK Audio Connection Kit"), JACK_PULSE),
        (DeviceName("pulse", "OSS"), PULSE),
        (DeviceName("USB Audio: - (hw:1,0)", "ALSA"), USB_1),
        (DeviceName("USB Audio: - (hw:3,0)", "ALSA"), USB_1),
        (DeviceName("webcam"), WEBCAM),
        (DeviceName("PULSE"), PULSE),
        (DeviceName("usb audio"), None),
        (DeviceName("webcam", "ALSA"), None),
        (DeviceName("telephone"), None),
        (None, PULSE),
    ],
)
def test_finds_the_device_that_is_meant(wish: DeviceName | None, expected: Device | None) -> None:
    assert find_device(DEVICES, wish) == expected


def test_knows_a_windows_device_that_was_plugged_in_elsewhere() -> None:
    devices = [device("Microphone (3- USB Mic)", "Windows WASAPI")]
    found = find_device(devices, DeviceName("Microphone (USB Mic)", "Windows WASAPI"))
    assert found == devices[0]


def test_takes_the_first_where_none_is_the_default() -> None:
    assert default_device([USB_1, WEBCAM]) == USB_1
    assert default_device([]) is None


def test_a_typed_name_that_fits_no_device_or_several_is_said() -> None:
    assert choose_device(DEVICES, "webcam") == WEBCAM
    with pytest.raises(MicrophoneError, match=r"no microphone \"telephone\". Choose one of: USB"):
        choose_device(DEVICES, "telephone")
    with pytest.raises(MicrophoneError, match=r"Several microphones have \"usb\".*Type more of it"):
        choose_device(DEVICES, "usb")
    with pytest.raises(MicrophoneError, match=r"There is no microphone. Plug one in"):
        choose_device([], "usb")


@pytest.mark.virtual_microphone
def test_lists_what_is_there_now(virtual_sound: VirtualSound) -> None:
    assert [each.name for each in list_devices()] == ["Virtual mic A", "Virtual mic B", "default"]
    virtual_sound.take_away("a")
    devices = list_devices()
    assert [each.name for each in devices] == ["Virtual mic B", "default"]
    assert devices[0].remembered_as == DeviceName("Virtual mic B", "ALSA")
    assert [each.is_default for each in devices] == [False, True]


@pytest.mark.virtual_microphone
def test_lists_nothing_where_no_server_runs(virtual_sound: VirtualSound) -> None:
    virtual_sound.kill_server()
    assert list_devices() == []


@pytest.mark.virtual_microphone
def test_does_not_wait_for_a_frozen_server(virtual_sound: VirtualSound) -> None:
    virtual_sound.freeze()
    begin = time.monotonic()
    with pytest.raises(MicrophoneError, match=r"The sound server does not answer."):
        list_devices(timeout_s=0.5)
    assert time.monotonic() - begin < 5.0


def test_says_what_to_install_where_the_library_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import ctypes.util\nctypes.util.find_library = lambda name: None\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    with pytest.raises(MicrophoneError, match="sudo apt install libportaudio2"):
        list_devices()


def test_says_when_no_process_can_be_started(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    with pytest.raises(MicrophoneError, match="did not start"):
        list_devices()
