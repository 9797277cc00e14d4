import json
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_disk import small_disk

from app.errors import HomeError
from app.home import Home
from app.settings import (
    SCHEMA_VERSION,
    DeviceName,
    GateSettings,
    Settings,
    load_settings,
    migrate,
    save_settings,
)


@pytest.fixture
def place(tmp_path: Path) -> Home:
    return Home.in_folder(tmp_path / "home")


def write(place: Home, content: str | bytes) -> None:
    place.settings.parent.mkdir(exist_ok=True)
    place.settings.write_bytes(content if isinstance(content, bytes) else content.encode())


def names_in(place: Home) -> list[str]:
    return sorted(file.name for file in place.settings.parent.iterdir())


def test_without_a_file_the_defaults_are_used_and_nothing_is_created(place: Home) -> None:
    assert load_settings(place) == (Settings(), [])
    assert not place.settings.parent.exists()


all_settings = st.builds(
    Settings,
    threshold=st.floats(0, 1),
    gate=st.builds(
        GateSettings,
        vad_mode=st.integers(0, 3),
        margin_db=st.floats(1, 40),
        hangover_ms=st.integers(150, 2000),
        longest_ms=st.integers(1000, 60_000),
    ),
    microphone=st.none() | st.builds(DeviceName, st.text(min_size=1), st.text()),
)


@given(settings=all_settings)
def test_what_is_saved_is_read_back(
    settings: Settings, tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = Home.in_folder(tmp_path_factory.getbasetemp() / "saved")
    save_settings(place, settings)
    assert load_settings(place) == (settings, [])


def test_defaults_are_within_their_own_ranges() -> None:
    msgspec.convert(msgspec.to_builtins(Settings()), Settings)


def test_entries_that_are_left_out_have_their_defaults(place: Home) -> None:
    write(place, '{"gate": {"hangover_ms": 300}}')
    settings, notices = load_settings(place)
    assert settings == Settings(gate=GateSettings(hangover_ms=300))
    assert notices == []


BROKEN = {
    "empty": b"",
    "cut short": b'{"threshold": 0.5, "gate": {"vad',
    "zeros after a crash": bytes(300),
    "no object": b"[1, 2]",
    "no text": b'{"microphone": {"name": "\xff\xfe", "host_api": "ALSA"}}',
    "no number": b'{"threshold": NaN}',
    "version is no number": b'{"schema_version": "one"}',
    "too old": b'{"schema_version": -3}',
    "bottomless": b'{"a":' * 100_000,
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN.keys())
def test_broken_file_is_set_aside_whole_and_said_and_defaults_are_used(
    place: Home, content: bytes
) -> None:
    write(place, content)
    settings, notices = load_settings(place)
    assert settings == Settings()
    (name,) = names_in(place)
    assert name.startswith("settings.broken-")
    assert (place.settings.parent / name).read_bytes() == content
    (notice,) = notices
    assert "broken" in notice
    assert name in notice
    assert load_settings(place) == (Settings(), [])


@pytest.mark.parametrize(
    ("entry", "name"),
    [
        ('"threshold": 7', "threshold"),
        ('"gate": {"vad_mode": "two", "margin_db": 9}', "gate.vad_mode"),
        ('"microphone": {"name": ""}', "microphone.name"),
        ('"picture": 3', "picture"),
    ],
)
def test_a_value_that_cannot_be_costs_no_other(place: Home, entry: str, name: str) -> None:
    content = b'{"theme": "dark", ' + entry.encode() + b"}"
    write(place, content)
    settings, (notice,) = load_settings(place)
    assert settings.theme == "dark"
    assert settings.threshold == Settings().threshold
    assert settings.gate.vad_mode == Settings().gate.vad_mode
    assert name in notice
    assert (place.settings.parent / "settings.version-1.json").read_bytes() == content


def test_files_that_break_one_after_another_are_all_kept(place: Home) -> None:
    for content in (b"first", b"second"):
        write(place, content)
        load_settings(place)
    kept = [file.read_bytes() for file in place.settings.parent.iterdir()]
    assert sorted(kept) == [b"first", b"second"]


def test_broken_file_on_a_read_only_disk_stays_and_is_said(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        place = Home.in_folder(disk.path)
        write(place, "{broken")
        disk.make_read_only()
        settings, (notice,) = load_settings(place)
        assert settings == Settings()
        assert "could not be set aside: Read-only file system" in notice
        assert place.settings.read_text() == "{broken"


def test_file_that_cannot_be_read_is_left_alone_and_said(place: Home) -> None:
    place.settings.mkdir(parents=True)
    settings, (notice,) = load_settings(place)
    assert settings == Settings()
    assert "could not be read: Is a directory" in notice
    assert place.settings.is_dir()


def test_newer_file_is_understood_as_far_as_possible_and_kept(place: Home) -> None:
    content = json.dumps({"schema_version": SCHEMA_VERSION + 1, "threshold": 0.6, "colour": "red"})
    write(place, content)
    settings, (notice,) = load_settings(place)
    assert settings == Settings(threshold=0.6)
    assert "newer version" in notice
    save_settings(place, settings)
    kept = place.settings.parent / f"settings.version-{SCHEMA_VERSION + 1}.json"
    assert kept.read_text() == content
    assert str(kept) in notice
    assert load_settings(place) == (settings, [])


def test_unknown_entries_are_named_and_kept(place: Home) -> None:
    content = '{"treshold": 0.6, "threshold": 0.7, "gate": {"loudness": 1}}'
    write(place, content)
    settings, (notice,) = load_settings(place)
    assert settings == Settings(threshold=0.7)
    assert "treshold, gate.loudness" in notice
    kept = place.settings.parent / f"settings.version-{SCHEMA_VERSION}.json"
    assert kept.read_text() == content


def test_unknown_entries_on_a_full_disk_are_said_to_have_no_copy(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        place = Home.in_folder(disk.path)
        write(place, '{"treshold": 0.6}')
        disk.make_read_only()
        settings, (notice,) = load_settings(place)
        assert settings == Settings()
        assert "No copy of them could be kept: Read-only" in notice


def test_full_disk_leaves_the_old_settings(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        place = Home.in_folder(disk.path)
        save_settings(place, Settings(threshold=0.5))
        disk.fill()
        with pytest.raises(HomeError, match="The settings could not be written: No space left"):
            save_settings(place, Settings(threshold=0.6))
        assert load_settings(place) == (Settings(threshold=0.5), [])


def step_from_1(entries: dict[str, Any]) -> dict[str, Any]:
    return {"threshold": entries["sureness"] / 100}


def step_from_2(entries: dict[str, Any]) -> dict[str, Any]:
    return {**entries, "gate": {}}


STEPS = {1: step_from_1, 2: step_from_2}


def test_older_content_goes_through_every_step() -> None:
    migrated = migrate({"schema_version": 1, "sureness": 70}, STEPS, target=3)
    assert migrated == {"schema_version": 3, "threshold": 0.7, "gate": {}}


@pytest.mark.parametrize("version", [3, 4])
def test_content_of_this_or_a_newer_version_is_not_changed(version: int) -> None:
    entries = {"schema_version": version, "threshold": 0.7}
    assert migrate(entries, STEPS, target=3) == entries


def test_content_without_a_version_is_taken_for_the_present_one() -> None:
    assert migrate({"threshold": 0.7}, STEPS, target=3) == {"threshold": 0.7}


@pytest.mark.parametrize("entries", [{}, {"sureness": None}, {"sureness": "much"}])
def test_step_that_does_not_understand_the_content_is_an_error(entries: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError, match="Version 1 is not understood"):
        migrate({"schema_version": 1, **entries}, STEPS, target=3)


def test_older_file_is_migrated_and_kept(place: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "app.settings.MIGRATIONS", {0: lambda old: {"threshold": old["sureness"] / 100}}
    )
    content = '{"schema_version": 0, "sureness": 70}'
    write(place, content)
    settings, (notice,) = load_settings(place)
    assert settings == Settings(threshold=0.7)
    assert "older version" in notice
    assert (place.settings.parent / "settings.version-0.json").read_text() == content


def test_only_what_was_changed_is_written(place: Home) -> None:
    save_settings(place, Settings(threshold=0.7, gate=GateSettings(margin_db=9.0)))
    written = json.loads(place.settings.read_text())
    assert written == {"schema_version": 1, "threshold": 0.7, "gate": {"margin_db": 9.0}}
