"""What comes out of the loudspeaker, and what happens where nothing can."""

import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import psutil
import pytest
import soxr
from virtual_sound import LOUDSPEAKER_RATE, VirtualSound, wait_until

from app.audio import playback, playback_child
from app.audio.files import read_recording
from app.audio.playback import Loudspeaker
from app.audio.sound_child import PLAYBACK_FLAG, child_command

ROOT = Path(__file__).parents[3]
# What has to happen at once is given this much: a machine may be slow.
SOON_S = 5.0


class Player:
    """A loudspeaker and what it told of the end of sounds."""

    def __init__(self) -> None:
        self.ends: list[tuple[int, str]] = []
        self.loudspeaker = Loudspeaker(lambda *end: self.ends.append(end))

    def wait_for_end(self, number: int) -> str:
        wait_until(lambda: self.ends, f"sound {number} is over")
        assert [end[0] for end in self.ends] == [number]
        return self.ends.pop()[1]

    def wait_until_heard(self) -> None:
        wait_until(lambda: self.loudspeaker.position_s is not None, "something is heard")


@pytest.fixture
def player() -> Iterator[Player]:
    player = Player()
    yield player
    player.loudspeaker.close()


@pytest.fixture(scope="module")
def voice() -> np.ndarray:
    return read_recording(ROOT / "assets" / "sample.flac")[:24_000]


def likeness(heard: np.ndarray, samples: np.ndarray) -> float:
    """Correlate with the best place in what was heard."""
    expected = soxr.resample(samples, 16_000, LOUDSPEAKER_RATE)
    size = 2 ** int(np.ceil(np.log2(len(heard) + len(expected))))
    product = np.fft.rfft(heard, size) * np.conj(np.fft.rfft(expected, size))
    place = int(np.fft.irfft(product, size)[: len(heard)].argmax())
    there = heard[place : place + len(expected)]
    return float(np.corrcoef(there, expected[: len(there)])[0, 1]) * len(there) / len(expected)


def test_starts_neither_a_process_nor_a_thread_before_there_is_something_to_play() -> None:
    before = psutil.Process().children()
    loudspeaker = Loudspeaker(lambda *_: None)
    loudspeaker.stop()
    assert psutil.Process().children() == before
    loudspeaker.close()


@pytest.mark.virtual_microphone
@pytest.mark.parametrize("dtype", [np.float32, np.int16])
def test_plays_the_whole_sound(
    virtual_sound: VirtualSound, player: Player, voice: np.ndarray, dtype: type
) -> None:
    samples = voice if dtype is np.float32 else (voice * 32_768).astype(np.int16)
    with virtual_sound.record_loudspeaker() as heard:
        number = player.loudspeaker.play(samples)
        assert player.wait_for_end(number) == ""
        assert player.loudspeaker.position_s is None
        assert likeness(heard(), voice) > 0.999


@pytest.mark.virtual_microphone
def test_begins_where_it_is_told_and_says_where_it_is(
    virtual_sound: VirtualSound, player: Player, voice: np.ndarray
) -> None:
    with virtual_sound.record_loudspeaker() as heard:
        number = player.loudspeaker.play(voice, 8_000)
        positions = []
        while not player.ends:
            positions.append(player.loudspeaker.position_s)
            time.sleep(0.005)
        assert player.wait_for_end(number) == ""
        assert likeness(heard(), voice[8_000:]) > 0.999
    told = [position for position in positions if position is not None]
    assert np.diff(told).min() > -0.05
    assert told[0] == pytest.approx(0.5, abs=0.2)
    assert told[-1] == pytest.approx(1.5, abs=0.05)


@pytest.mark.virtual_microphone
def test_the_position_runs_with_the_clock(
    virtual_sound: VirtualSound, player: Player, voice: np.ndarray
) -> None:
    player.loudspeaker.play(np.tile(voice, 4))
    wait_until(lambda: (player.loudspeaker.position_s or 0) > 0.2, "it plays")
    start, began_s = player.loudspeaker.position_s, time.monotonic()
    wait_until(lambda: (player.loudspeaker.position_s or 0) > 1.2, "a second is over")
    assert start is not None
    assert time.monotonic() - began_s == pytest.approx(1.2 - start, abs=0.3)


@pytest.mark.virtual_microphone
def test_is_silent_at_once_when_stopped_and_tells_of_no_end(
    virtual_sound: VirtualSound, player: Player
) -> None:
    with virtual_sound.record_loudspeaker() as heard:
        player.loudspeaker.play(np.full(160_000, 0.1, np.float32))
        wait_until(lambda: np.abs(heard()[-480:]).max() > 0.05, "it is heard")
        player.loudspeaker.stop()
        assert player.loudspeaker.position_s is None
        before = len(heard())
        wait_until(lambda: len(heard()) > before + LOUDSPEAKER_RATE, "a second is over")
        assert np.abs(heard()[before + LOUDSPEAKER_RATE // 3 :]).max() == 0
    assert player.ends == []


@pytest.mark.virtual_microphone
def test_a_new_sound_takes_the_place_of_the_old(
    virtual_sound: VirtualSound, player: Player, voice: np.ndarray
) -> None:
    with virtual_sound.record_loudspeaker() as heard:
        player.loudspeaker.play(np.full(160_000, 0.1, np.float32))
        player.wait_until_heard()
        number = player.loudspeaker.play(voice)
        assert player.wait_for_end(number) == ""
        assert likeness(heard(), voice) > 0.999


@pytest.mark.virtual_microphone
def test_the_next_sound_has_a_process_waiting_and_that_goes_after_a_while(
    virtual_sound: VirtualSound,
    player: Player,
    voice: np.ndarray,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    player.wait_for_end(player.loudspeaker.play(voice[:4_000]))
    (waiting,) = sound_children()
    number = player.loudspeaker.play(voice)
    player.wait_until_heard()
    assert waiting.is_running()
    monkeypatch.setattr(playback, "_SPARE_S", 0.1)
    player.wait_for_end(number)
    wait_until(lambda: not sound_children(), "no process waits")


@pytest.mark.virtual_microphone
def test_a_waiting_process_that_has_become_useless_is_replaced(
    virtual_sound: VirtualSound, player: Player, voice: np.ndarray
) -> None:
    player.wait_for_end(player.loudspeaker.play(voice[:4_000]))
    virtual_sound.take_loudspeaker_away()
    assert "cannot be opened" in player.wait_for_end(player.loudspeaker.play(voice))
    virtual_sound.kill_server()
    virtual_sound.start_server()
    assert player.wait_for_end(player.loudspeaker.play(voice)) == ""


@pytest.mark.virtual_microphone
def test_says_when_no_sound_server_runs(
    virtual_sound: VirtualSound, player: Player, voice: np.ndarray
) -> None:
    virtual_sound.kill_server()
    message = player.wait_for_end(player.loudspeaker.play(voice))
    assert message.startswith("There is no loudspeaker. Plug one in")


@pytest.mark.virtual_microphone
def test_says_when_the_loudspeaker_goes(
    virtual_sound: VirtualSound, player: Player, voice: np.ndarray
) -> None:
    number = player.loudspeaker.play(np.tile(voice, 20))
    player.wait_until_heard()
    virtual_sound.kill_server()
    assert player.wait_for_end(number).startswith("The loudspeaker is gone.")


@pytest.mark.virtual_microphone
@pytest.mark.parametrize("trouble", ["frozen before", "frozen meanwhile", "suspended"])
def test_never_waits_for_a_server_that_does_not_answer(
    virtual_sound: VirtualSound,
    player: Player,
    voice: np.ndarray,
    monkeypatch: pytest.MonkeyPatch,
    trouble: str,
) -> None:
    monkeypatch.setattr(playback, "_ANSWER_S", 1.5)
    sound = np.tile(voice, 20)
    if trouble == "frozen before":
        virtual_sound.freeze()
    began_s = time.monotonic()
    number = player.loudspeaker.play(sound)
    assert time.monotonic() - began_s < 3
    if trouble != "frozen before":
        player.wait_until_heard()
        if trouble == "suspended":
            virtual_sound.suspend_loudspeaker()
        else:
            virtual_sound.freeze()
    message = player.wait_for_end(number)
    assert message.startswith("The sound server does not answer.")
    assert time.monotonic() - began_s < SOON_S
    player.loudspeaker.play(sound)
    began_s = time.monotonic()
    player.loudspeaker.close()
    assert time.monotonic() - began_s < 3


def test_a_failure_of_its_own_ends_the_sound_with_a_sentence_and_nothing_else(
    player: Player, voice: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise ValueError("nobody expected this")

    monkeypatch.setattr(playback, "ChildProcess", fail)
    for _ in range(2):
        message = player.wait_for_end(player.loudspeaker.play(voice))
        assert message.startswith("The part of the program that plays has failed.")


@pytest.mark.virtual_microphone
def test_a_sound_that_cannot_be_fed_leaves_no_process_and_the_next_is_played(
    virtual_sound: VirtualSound, player: Player, voice: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr(playback, "PlaybackFeed", None)
        message = player.wait_for_end(player.loudspeaker.play(voice))
    assert message.startswith("The part of the program that plays has failed.")
    wait_until(lambda: not sound_children(), "no process waits")
    assert player.wait_for_end(player.loudspeaker.play(voice)) == ""


def test_says_what_to_install_where_the_library_is_missing(
    player: Player, voice: np.ndarray, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import ctypes.util\nctypes.util.find_library = lambda name: None\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    message = player.wait_for_end(player.loudspeaker.play(voice))
    assert "sudo apt install libportaudio2" in message


def test_says_when_no_process_can_be_started(
    player: Player, voice: np.ndarray, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    message = player.wait_for_end(player.loudspeaker.play(voice))
    assert message.startswith("The part of the program that plays did not start.")


def test_a_frozen_program_starts_itself_as_the_playback_program(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert child_command(PLAYBACK_FLAG) == [sys.executable, "--playback-child"]


def test_the_program_becomes_the_playback_program_by_its_flag() -> None:
    command = [sys.executable, "-m", "app", "--playback-child"]
    ended = subprocess.run(
        command, cwd=ROOT, input=b"", capture_output=True, check=True, timeout=60
    )
    assert b"Traceback" not in ended.stderr


def test_importing_the_playback_program_brings_neither_numpy_nor_sounddevice() -> None:
    program = (
        "import sys, app.audio.playback_child\n"
        "assert not {'numpy', 'sounddevice', 'soxr'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", program], check=True, cwd=ROOT)


def test_where_sound_comes_too_late_there_is_silence_and_nothing_is_lost() -> None:
    sound = playback_child.Sound()
    room = bytearray(b"x" * 8)
    sound.fill(memoryview(room))
    assert room == bytes(8)
    sound.add(b"abcde")
    sound.add(b"fghij")
    sound.fill(memoryview(room))
    assert room == b"abcdefgh"
    assert not sound.is_over
    sound.end()
    sound.fill(memoryview(room))
    assert room == b"ij" + bytes(6)
    assert sound.is_over
    assert sound.played_bytes == 10


def sound_children() -> list[psutil.Process]:
    return [child for child in psutil.Process().children() if is_sound_child(child)]


def is_sound_child(child: psutil.Process) -> bool:
    try:
        return any("playback_child" in part for part in child.cmdline())
    except psutil.NoSuchProcess:  # a zombie among them
        return False
