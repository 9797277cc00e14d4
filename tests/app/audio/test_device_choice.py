from app.audio.device_choice import DeviceChoice
from app.audio.devices import Device

USB = Device("USB mic", "ALSA", 1, 48_000, False)
PULSE = Device("pulse", "ALSA", 32, 44_100, True)
WEBCAM = Device("Webcam", "ALSA", 2, 32_000, False)
ALL = [WEBCAM, USB, PULSE]


def test_chooses_the_wished_device_whatever_is_in_use() -> None:
    choice = DeviceChoice(USB.remembered_as)
    assert choice.choose(ALL, None) == (USB, None)
    assert choice.choose(ALL, PULSE) == (USB, None)


def test_stays_with_the_device_in_use_while_the_wished_one_is_away() -> None:
    device, excuse = DeviceChoice(USB.remembered_as).choose([WEBCAM, PULSE], WEBCAM)
    assert device == WEBCAM
    assert excuse is not None
    assert excuse.message == "USB mic is away."


def test_takes_the_default_while_the_wished_one_is_away() -> None:
    device, excuse = DeviceChoice(USB.remembered_as).choose([WEBCAM, PULSE], None)
    assert device == PULSE
    assert excuse is not None
    assert excuse.state == "absent"


def test_tries_all_others_before_a_device_that_has_refused() -> None:
    choice = DeviceChoice(USB.remembered_as)
    tried = []
    for _ in range(4):
        device, excuse = choice.choose(ALL, None)
        tried.append(device)
        assert (excuse is None) == (device == USB)
        choice.note_refusal(device)
    assert tried == [USB, PULSE, WEBCAM, USB]


def test_forgets_refusals() -> None:
    choice = DeviceChoice(None)
    choice.note_refusal(PULSE)
    device, excuse = choice.choose(ALL, None)
    assert device == WEBCAM
    assert excuse is not None
    assert excuse.message.startswith("pulse cannot be opened.")
    choice.forget_refusals()
    assert choice.choose(ALL, None) == (PULSE, None)
