import pytest
from program import run

import app


@pytest.mark.virtual_microphone
def test_a_sound_machine_is_well(virtual_sound, home):
    with virtual_sound.room_noise():
        finished = run("doctor")
    assert finished.returncode == 0, finished.stdout
    assert app.__version__ in finished.stdout
    assert "Virtual mic A" in finished.stdout
    assert str(home / "history.jsonl") in finished.stdout
    assert 'hears "407192"' in finished.stdout
    assert "All is well" in finished.stdout


def test_what_is_broken_is_said_and_the_rest_is_looked_at(tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("SPOKEN_DIGITS_HOME", str(tmp_path / "file" / "home"))
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/none")
    monkeypatch.setenv("PATH", "")
    finished = run("doctor", "--model", tmp_path)
    assert finished.returncode == 1
    broken = [line for line in finished.stdout.splitlines() if line.startswith("broken")]
    assert any("cannot be written" in line for line in broken)
    assert any("microphone" in line for line in broken)
    assert any("card.json" in line for line in broken)
    assert "ffmpeg" in finished.stdout
