"""What the window says when microphones go, come, or are not there."""

import pytest
from seen import SHORT_DIGITS, digits_on_disk, say_two_digits
from virtual_sound import VirtualSound

from assets import SAMPLE_DIGITS

pytestmark = pytest.mark.virtual_microphone


def test_a_device_taken_away_and_given_back_is_followed(open_window, virtual_sound: VirtualSound):
    window = open_window()
    window.wait_until(lambda: virtual_sound.listeners("a"), "the microphone is heard")
    with virtual_sound.room_noise():
        say_two_digits(virtual_sound)
        window.wait_for_line(SHORT_DIGITS)
    virtual_sound.take_away("b")
    virtual_sound.take_away("a")
    window.wait_until(
        lambda: "Listening" not in window.value("DeviceButton"), "it is said to be away"
    )
    virtual_sound.give_back("a")
    window.wait_for("DeviceButton", "Listening")
    window.wait_until(lambda: virtual_sound.listeners("a"), "the microphone is heard again")
    with virtual_sound.room_noise():
        # The noise of the room begins only now: it has to be heard to be known for noise.
        say_two_digits(virtual_sound, after_s=2.0)
        window.wait_for_line(2 * SHORT_DIGITS)


def test_without_a_sound_server_the_sample_is_played_by_the_same_path(
    open_window, virtual_sound: VirtualSound, home
):
    virtual_sound.kill_server()
    window = open_window()
    window.wait_until(lambda: window.is_showing("Play the sample"), "the sample is offered")
    window.press("Play the sample")
    window.wait_for_line(SAMPLE_DIGITS)
    assert window.digits_in_history("sample") == SAMPLE_DIGITS
    assert digits_on_disk(home) == SAMPLE_DIGITS
