import signal
from pathlib import Path

import pytest
import soundfile
from program import Live, recognize, run
from virtual_sound import wait_until

SAMPLE = Path(__file__).parents[3] / "assets" / "sample.flac"

pytestmark = pytest.mark.virtual_microphone


def test_everything_is_recorded_into_one_file(virtual_sound, tmp_path):
    target = tmp_path / "memo.wav"
    with virtual_sound.room_noise(), Live(tmp_path / "live", "record", target) as live:
        live.wait_for(lambda live: "Listening to" in live.errors, "the microphone is open")
        virtual_sound.play(SAMPLE)
        assert live.end(signal.SIGINT) == 0
    assert soundfile.info(target).duration > soundfile.info(SAMPLE).duration
    assert recognize(target)[0]["digits"] == "407192"


@pytest.mark.parametrize("number", [signal.SIGHUP, signal.SIGKILL])
def test_a_recording_stays_whole_however_the_program_ends(virtual_sound, tmp_path, number):
    target = tmp_path / "memo.wav"
    with virtual_sound.room_noise(), Live(tmp_path / "live", "record", target) as live:
        live.wait_for(lambda live: "Listening to" in live.errors, "the microphone is open")
        wait_until(lambda: target.stat().st_size > 32_000, "a second is written")
        live.end(number)
    assert soundfile.info(target).duration > 0.9


@pytest.mark.parametrize("name", ["memo.mp3", "-", "memo"])
def test_only_a_wav_file_is_written(tmp_path, name):
    finished = run("record", tmp_path / name, "--seconds", "1")
    assert finished.returncode == 2
    assert "WAV" in finished.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_older_recording_is_never_written_over(virtual_sound, tmp_path):
    target = tmp_path / "memo.wav"
    target.write_bytes(b"precious")
    finished = run("record", target, "--seconds", "1")
    assert finished.returncode == 1
    assert "exists" in finished.stderr
    assert target.read_bytes() == b"precious"


def test_samples_of_a_label_are_kept_for_the_training(virtual_sound, tmp_path, home):
    with virtual_sound.room_noise(), Live(tmp_path, "record", "--label", "7") as live:
        live.wait_for(lambda live: "Listening to" in live.errors, "the microphone is open")
        virtual_sound.play(SAMPLE)
        live.wait_for(lambda live: len(live.lines) == 6, "six utterances are kept")
        assert live.end(signal.SIGINT) == 0
    kept = sorted((home / "recordings" / "7").iterdir())
    assert len(kept) == 6
    assert {path.stat().st_mode & 0o777 for path in kept} == {0o600}
    assert {soundfile.info(path).samplerate for path in kept} == {16_000}
    assert "".join(line["digits"] for line in recognize("--whole", *kept)) == "407192"


@pytest.mark.parametrize("label", ["", "../up", "a/b", ".hidden", "nul\n"])
def test_a_label_that_cannot_be_a_folder_is_refused(label, home):
    finished = run("record", "--label", label)
    assert finished.returncode == 2
    assert "label" in finished.stderr


def test_a_place_that_cannot_be_written_is_said(tmp_path):
    finished = run("record", tmp_path / "no folder" / "memo.wav", "--seconds", "1")
    assert finished.returncode == 1
    assert "cannot be written" in finished.stderr
