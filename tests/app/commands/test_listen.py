import json
import os
import re
import signal
import subprocess
from importlib.resources import files
from pathlib import Path

import pytest
from program import PROGRAM, Live, open_terminal, run
from sequence import fsdd_test, make_sequence
from small_disk import small_disk
from virtual_sound import wait_until

from assets import SAMPLE, SAMPLE_DIGITS
from model.audio_format import SAMPLE_RATE

SAMPLE_PATH = Path(str(files("assets") / SAMPLE))

pytestmark = pytest.mark.virtual_microphone


@pytest.fixture
def listen(tmp_path, virtual_sound):
    """Start ``listen``, wait until it hears the microphone."""
    running = []

    def start(*arguments: object, **environment: str) -> Live:
        live = Live(tmp_path / f"listen-{len(running)}", "listen", *arguments, **environment)
        running.append(live)
        live.wait_for(lambda live: "Listening to" in live.errors, "the microphone is open")
        return live

    yield start
    for live in running:
        live.__exit__()


def said(live: Live) -> str:
    digits = (json.loads(line)["digit"] for line in live.lines)
    return "".join(digit for digit in digits if digit)


def test_what_is_played_into_the_microphone_is_printed_digit_by_digit(listen, virtual_sound, home):
    with virtual_sound.room_noise():
        live = listen("--json")
        virtual_sound.play(SAMPLE_PATH)
        live.wait_for(lambda live: len(said(live)) == len(SAMPLE_DIGITS), "all digits are printed")
        assert live.end(signal.SIGINT) == 0

    entries = [json.loads(line) for line in live.lines]
    assert said(live) == SAMPLE_DIGITS
    for entry in entries:
        assert entry["latency_ms"] > 0
        assert entry["end"] > entry["start"]
    assert [entry["start"] for entry in entries] == sorted(entry["start"] for entry in entries)
    history = [json.loads(line) for line in (home / "history.jsonl").read_text().splitlines()]
    assert [line["digit"] for line in history] == [entry["digit"] for entry in entries]
    assert all(re.match(r"\d{4}-\d\d-\d\dT.*[+-]\d\d:\d\d$", line["time"]) for line in history)
    assert all(line["source"] for line in history)
    kept = {path.name for path in home.iterdir()}
    assert kept <= {"history.jsonl", ".history.jsonl.lock", "spoken-digits.log"}


def test_recordings_of_people_are_printed_one_after_another(listen, virtual_sound, data):
    sequence = make_sequence(fsdd_test(data)[7::30], gap_s=0.7, noise_db=-60.0, lead_s=1.0)
    live = listen("--json")
    virtual_sound.play((sequence.samples, SAMPLE_RATE))
    truth = [spoken.digit for spoken in sequence.spoken]
    live.wait_for(lambda live: len(live.lines) >= len(truth), "all recordings are answered")
    live.end(signal.SIGTERM)
    assert said(live) == "".join(truth)


def test_people_read_the_digit_how_sure_it_is_and_the_milliseconds(listen, virtual_sound):
    with virtual_sound.room_noise():
        live = listen()
        virtual_sound.play(SAMPLE_PATH)
        live.wait_for(lambda live: len(live.lines) >= len(SAMPLE_DIGITS), "all are printed")
        live.end(signal.SIGINT)
    assert re.fullmatch(r" +4  four +\d+ % +\d+ ms", live.lines[0])


def test_a_terminal_shows_provisional_answers_until_they_are_confirmed(virtual_sound):
    terminal, program_side = open_terminal()
    with (
        virtual_sound.room_noise(),
        subprocess.Popen(
            [PROGRAM, "listen"], stdout=program_side, stderr=program_side, stdin=subprocess.DEVNULL
        ) as process,
    ):
        try:
            shown = b""
            while b"Listening to" not in shown:
                shown += os.read(terminal, 4096)
            virtual_sound.play(SAMPLE_PATH)
            while shown.count(b" ms\r\n") < len(SAMPLE_DIGITS):
                shown += os.read(terminal, 4096)
            process.send_signal(signal.SIGINT)
            assert process.wait(timeout=30) == 0
        finally:
            process.kill()
            os.close(program_side)
            os.close(terminal)
    assert shown.count(" …".encode()) >= len(SAMPLE_DIGITS)


def test_it_ends_after_the_seconds_that_were_asked_for(virtual_sound):
    with virtual_sound.room_noise():
        assert run("listen", "--seconds", "1.5").returncode == 0


def test_the_microphone_is_chosen_by_a_part_of_its_name(listen, virtual_sound):
    with virtual_sound.room_noise(letter="b"):
        live = listen("--json", "--device", "mic b")
        virtual_sound.play(SAMPLE_PATH, letter="b")
        live.wait_for(lambda live: said(live) == SAMPLE_DIGITS, "all digits are printed")
    unknown = run("listen", "--device", "no such")
    assert unknown.returncode == 1
    assert "Virtual mic A" in unknown.stderr


def test_the_device_taken_away_and_given_back_is_said_and_heard_again(listen, virtual_sound):
    live = listen("--json", "--device", "Virtual mic A")
    with virtual_sound.room_noise():
        virtual_sound.play(SAMPLE_PATH)
        live.wait_for(lambda live: said(live) == SAMPLE_DIGITS, "the digits before")
    before = live.errors
    virtual_sound.take_away("a")
    virtual_sound.take_away("b")
    live.wait_for(lambda live: live.errors != before, "the loss is said")
    virtual_sound.give_back("a")
    wait_until(lambda: virtual_sound.listeners("a"), "it listens again")
    live.wait_for(lambda live: live.errors.count("Listening to") == 2, "the return is said")
    with virtual_sound.room_noise():
        virtual_sound.play(SAMPLE_PATH)
        live.wait_for(lambda live: said(live) == 2 * SAMPLE_DIGITS, "the digits after")
    assert live.end(signal.SIGTERM) == 0


@pytest.mark.parametrize("trouble", ["suspended", "frozen", "killed"])
def test_a_sound_server_in_trouble_is_said_and_taken_up_again(listen, virtual_sound, trouble):
    live = listen("--json")
    before = live.errors
    if trouble == "suspended":
        virtual_sound.suspend("a")
    elif trouble == "frozen":
        virtual_sound.freeze()
    else:
        virtual_sound.kill_server()
    live.wait_for(lambda live: live.errors != before, "the trouble is said")
    if trouble == "suspended":
        virtual_sound.resume("a")
    elif trouble == "frozen":
        virtual_sound.thaw()
    else:
        virtual_sound.start_server()
    live.wait_for(lambda live: live.errors.count("Listening to") == 2, "it listens again")
    with virtual_sound.room_noise():
        virtual_sound.play(SAMPLE_PATH)
        live.wait_for(lambda live: said(live) == SAMPLE_DIGITS, "the digits are printed")
    assert live.end(signal.SIGINT) == 0


def test_a_frozen_server_does_not_keep_it_from_ending(listen, virtual_sound):
    live = listen("--json")
    virtual_sound.freeze()
    assert live.end(signal.SIGINT) == 0
    with Live(Path(os.environ["SPOKEN_DIGITS_HOME"]) / "second", "listen") as second:
        second.wait_for(lambda live: "does not answer" in live.errors, "the trouble is said")
        assert second.end(signal.SIGINT) == 1
        assert "doctor" in second.errors


def test_exact_silence_is_told_apart_from_a_quiet_room(listen, virtual_sound):
    live = listen("--json")
    live.wait_for(lambda live: "silence" in live.errors.lower(), "the silence is said")


def test_without_a_device_it_says_so_and_what_to_do(virtual_sound, tmp_path):
    virtual_sound.take_away("a")
    virtual_sound.take_away("b")
    says_what_to_do(tmp_path, "See that a microphone is plugged in")


def test_without_a_sound_server_it_says_so_and_what_to_do(monkeypatch, tmp_path):
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/none")
    says_what_to_do(tmp_path, "no microphone. Plug one in")


def test_without_the_sound_library_it_says_what_to_install(monkeypatch, tmp_path):
    (tmp_path / "sitecustomize.py").write_text(
        "import ctypes.util\nctypes.util.find_library = lambda name: None\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    says_what_to_do(tmp_path, "sudo apt install libportaudio2")


def says_what_to_do(tmp_path, advice: str) -> None:
    with Live(tmp_path / "live", "listen") as live:
        live.wait_for(lambda live: advice in live.errors, "it says what to do")
        assert live.end(signal.SIGINT) == 1
    assert live.lines == []


def test_a_home_that_cannot_be_written_is_said_once_and_the_digits_are_printed(
    listen, virtual_sound, tmp_path
):
    (tmp_path / "file").touch()
    with virtual_sound.room_noise():
        live = listen("--json", SPOKEN_DIGITS_HOME=str(tmp_path / "file" / "home"))
        virtual_sound.play(SAMPLE_PATH)
        live.wait_for(lambda live: said(live) == SAMPLE_DIGITS, "all digits are printed")
        assert live.end(signal.SIGINT) == 0
    assert live.errors.count("not kept in the history") == 1


def test_a_home_that_is_full_is_said_once_and_what_was_kept_stays(listen, virtual_sound, tmp_path):
    with small_disk(tmp_path / "disk") as disk, virtual_sound.room_noise():
        # Whole pages, so that a full disk leaves no room within them.
        kept = '{"digit": "7", "source": "'.ljust(4093, "x") + '"}\n'
        history = disk.path / "history.jsonl"
        history.write_text(kept)
        disk.fill()
        live = listen("--json", SPOKEN_DIGITS_HOME=str(disk.path))
        virtual_sound.play(SAMPLE_PATH)
        live.wait_for(lambda live: said(live) == SAMPLE_DIGITS, "the digits on a full disk")
        assert live.end(signal.SIGINT) == 0
        assert history.read_text() == kept
    assert live.errors.count("not kept in the history") == 1


def test_two_programs_at_once_share_a_home_and_lose_nothing(listen, virtual_sound, home):
    with virtual_sound.room_noise():
        both = [listen("--json"), listen("--json")]
        virtual_sound.play(SAMPLE_PATH)
        for live in both:
            live.wait_for(lambda live: said(live) == SAMPLE_DIGITS, "all digits are printed")
        for live in both:
            assert live.end(signal.SIGINT) == 0
    history = [json.loads(line) for line in (home / "history.jsonl").read_text().splitlines()]
    assert sorted(line["digit"] for line in history) == sorted(2 * SAMPLE_DIGITS)


def test_a_broken_settings_file_is_kept_aside_and_said(listen, virtual_sound, home):
    (home / "settings.json").write_text("{broken")
    with virtual_sound.room_noise():
        live = listen("--json")
        virtual_sound.play(SAMPLE_PATH)
        live.wait_for(lambda live: said(live) == SAMPLE_DIGITS, "all digits are printed")
        live.end(signal.SIGINT)
    (aside,) = home.glob("settings.broken-*.json")
    assert aside.read_text() == "{broken"
    assert str(aside) in live.errors
