import json

import pytest
from program import run

pytestmark = pytest.mark.virtual_microphone


def test_microphones_are_listed_by_name_and_host_api(virtual_sound):
    finished = run("devices")
    assert finished.returncode == 0
    assert "Virtual mic A  (ALSA" in finished.stdout
    assert "Virtual mic B  (ALSA" in finished.stdout
    assert finished.stdout.count("* ") == 1


def test_a_microphone_is_remembered_by_its_name_and_can_be_forgotten(virtual_sound, home):
    assert run("devices", "--use", "mic b").returncode == 0
    remembered = json.loads((home / "settings.json").read_text())["microphone"]
    assert remembered == {"name": "Virtual mic B", "host_api": "ALSA"}
    assert "* Virtual mic B" in run("devices").stdout
    run("devices", "--use", "")
    assert "* Virtual mic B" not in run("devices").stdout


def test_an_unknown_microphone_changes_nothing(virtual_sound, home):
    finished = run("devices", "--use", "no such")
    assert finished.returncode == 1
    assert "Virtual mic A" in finished.stderr
    assert not (home / "settings.json").exists()


def test_no_microphone_is_said(monkeypatch, tmp_path):
    monkeypatch.setenv("PULSE_SERVER", f"unix:{tmp_path}/none")
    finished = run("devices")
    assert finished.returncode == 1
    assert "Plug one in" in finished.stderr


def test_a_frozen_sound_server_is_said(virtual_sound):
    virtual_sound.freeze()
    finished = run("devices")
    assert finished.returncode == 1
    assert "does not answer" in finished.stderr
