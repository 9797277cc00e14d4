"""What is said into the microphone is read in the window, from outside."""

import subprocess
from itertools import pairwise

import pytest
from seen import (
    SAMPLE_PATH,
    SHORT_DIGITS,
    WORDS,
    Window,
    digits_on_disk,
    drag_source,
    say_two_digits,
)
from sequence import fsdd_test, make_sequence
from virtual_sound import VirtualSound

from assets import SAMPLE_DIGITS
from model.audio_format import SAMPLE_RATE

pytestmark = pytest.mark.virtual_microphone


@pytest.fixture
def window(open_window, virtual_sound: VirtualSound) -> Window:
    window = open_window()
    window.wait_until(lambda: virtual_sound.listeners("a"), "the microphone is heard")
    return window


def test_a_newcomer_speaks_and_reads_every_digit(open_window, virtual_sound, bus, home):
    window = open_window(first_start=True)
    window.wait_until(lambda: virtual_sound.listeners("a"), "the microphone is heard")
    with virtual_sound.room_noise(), bus.announcements() as announcements:
        virtual_sound.play(SAMPLE_PATH)
        window.wait_for_line(SAMPLE_DIGITS)
        assert window.answer.startswith("two, ")
        assert window.digits_in_history() == SAMPLE_DIGITS
        assert window.digits_in_history() == SAMPLE_DIGITS
        window.wait_until(lambda: digits_on_disk(home) == SAMPLE_DIGITS, "the history is on disk")
        heard = " ".join(announcements.said)
    for digit in SAMPLE_DIGITS:
        assert WORDS[int(digit)] in heard


def test_recordings_of_people_are_read_one_after_another(window, virtual_sound, data, home):
    sequence = make_sequence(fsdd_test(data)[7::30], gap_s=0.7, noise_db=-60.0, lead_s=1.0)
    truth = "".join(spoken.digit for spoken in sequence.spoken)
    virtual_sound.play((sequence.samples, SAMPLE_RATE))
    window.wait_for_line(truth)
    assert window.digits_in_history() == truth
    window.wait_until(lambda: digits_on_disk(home) == truth, "the history is on disk")


def test_a_number_said_in_one_breath_is_read_while_it_is_said(window, virtual_sound, data, home):
    number, readings = "9568214730", [""]

    def is_read() -> bool:
        line = window.line
        if line != readings[-1]:
            readings.append(line)
        return line == number

    with virtual_sound.room_noise():
        playing = virtual_sound.play(data / "numbers" / "5dc4ecec.flac", wait=False)
        window.wait_until(lambda: is_read() or len(readings) > 1, "a digit in the line")
        assert playing.poll() is None
        window.wait_until(is_read, "the number in the line")
        in_view = window.value("Live picture").rpartition(": ")[2].replace(", ", "")
    # Each digit has a mark of its own, of which the first have left the picture.
    assert len(in_view) > 5
    assert number.endswith(in_view)
    # What was read once is not taken back.
    assert len(readings) > 3
    assert all(later.startswith(earlier) for earlier, later in pairwise(readings))
    assert window.digits_in_history() == number
    window.wait_until(lambda: digits_on_disk(home) == number, "the history is on disk")


def test_digits_of_a_synthetic_voice_are_read_one_after_another(window, virtual_sound, tmp_path):
    spoken = []
    for word in WORDS:
        path = tmp_path / f"{word}.wav"
        subprocess.run(["espeak-ng", "-v", "en-us", "-s", "140", "-w", path, word], check=True)
        spoken.append((str(WORDS.index(word)), path))
    sequence = make_sequence(spoken, gap_s=0.7, noise_db=-60.0, lead_s=1.0)
    virtual_sound.play((sequence.samples, SAMPLE_RATE))
    window.wait_for_line("0123456789")
    assert window.digits_in_history() == "0123456789"


def test_the_line_and_the_history_are_there_again_after_a_restart(
    window, open_window, virtual_sound
):
    with virtual_sound.room_noise():
        say_two_digits(virtual_sound)
        window.wait_for_line(SHORT_DIGITS)
    status, _ = window.close()
    assert status == 0
    window = open_window()
    window.wait_until(
        lambda: window.digits_in_history() == SHORT_DIGITS, "the history is there again"
    )


def test_space_held_talks_while_the_window_does_not_listen(window, virtual_sound, screen):
    screen.activate(window.window)
    with virtual_sound.room_noise():
        window.click("Listening")
        window.wait_until(lambda: not window.is_on("Listening"), "it does not listen")
        say_two_digits(virtual_sound)
        assert window.line == ""
        with screen.held("space"):
            say_two_digits(virtual_sound)
        window.wait_for_line(SHORT_DIGITS)
        say_two_digits(virtual_sound)
        assert window.line == SHORT_DIGITS
    # Space had gone to the switch that was clicked last, and did not press it.
    assert not window.is_on("Listening")


def test_a_focus_that_is_lost_ends_the_talk(window, virtual_sound, screen, tmp_path):
    screen.activate(window.window)
    with virtual_sound.room_noise(), drag_source(screen, tmp_path) as (_, other):
        window.click("Listening")
        window.wait_until(lambda: not window.is_on("Listening"), "it does not listen")
        screen.activate(window.window)
        screen.key_down("space")
        window.wait_for("Hold to talk", "Held")
        screen.activate(other)
        window.wait_until(lambda: "Held" not in window.value("Hold to talk"), "the talk has ended")
        say_two_digits(virtual_sound)
        screen.key_up("space")
        assert window.line == ""


def test_the_talk_button_works_with_the_mouse(window, virtual_sound, screen):
    screen.activate(window.window)
    with virtual_sound.room_noise():
        window.click("Listening")
        window.wait_until(lambda: not window.is_on("Listening"), "it does not listen")
        with window.mouse_held("Hold to talk"):
            say_two_digits(virtual_sound)
        window.wait_for_line(SHORT_DIGITS)


def test_answers_are_deleted_corrected_and_brought_back_by_keys(window, virtual_sound, screen):
    with virtual_sound.room_noise():
        say_two_digits(virtual_sound)
        window.wait_for_line(SHORT_DIGITS)
    screen.activate(window.window)
    screen.key("BackSpace")
    window.wait_for_line(SHORT_DIGITS[:-1])
    screen.key("ctrl+z")
    window.wait_for_line(SHORT_DIGITS)
    screen.key("ctrl+h", "Down", "Up", "8")
    window.wait_for_line(SHORT_DIGITS[:-1] + "8")
    assert window.rows("HistoryTable")[0][2] == "8, heard as 0"
    screen.key("ctrl+z")
    window.wait_for_line(SHORT_DIGITS)


def test_nothing_is_written_outside_its_home(open_window, virtual_sound, tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    window = open_window(HOME=str(elsewhere), XDG_CACHE_HOME=str(tmp_path / "cache"))
    window.wait_until(lambda: virtual_sound.listeners("a"), "the microphone is heard")
    window.close()
    assert [path for path in elsewhere.rglob("*") if path.is_file()] == []


def test_the_picture_runs_and_stands_while_it_is_paused(window, virtual_sound, screen):
    screen.activate(window.window)
    with virtual_sound.room_noise():
        say_two_digits(virtual_sound)
        window.wait_for_line(SHORT_DIGITS)
        before = window.picture_of("Live picture")
        window.wait_until(
            lambda: (window.picture_of("Live picture") != before).mean() > 0.05, "it runs"
        )
        screen.key("p")
        window.wait_until(lambda: window.is_showing("StillPicture"), "it is paused")
        say_two_digits(virtual_sound)
        window.wait_for_line(2 * SHORT_DIGITS)
        before = window.picture_of("StillPicture")
        say_two_digits(virtual_sound)
        assert (window.picture_of("StillPicture") == before).all()
        screen.key("p")
        window.wait_until(lambda: window.is_showing("Live picture"), "it runs again")


def test_what_is_said_while_the_window_is_minimised_is_answered(window, virtual_sound, screen):
    number = window.window
    screen.minimise(number)
    with virtual_sound.room_noise():
        say_two_digits(virtual_sound)
        window.wait_for_line(SHORT_DIGITS)
    screen.activate(number)
    assert window.digits_in_history() == SHORT_DIGITS
