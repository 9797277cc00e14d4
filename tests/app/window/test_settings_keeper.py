"""Settings that last, and options that do not."""

import json
from pathlib import Path

import pytest

from app.home import Home, find_home
from app.settings import Settings, load_settings, save_settings
from app.window.settings_keeper import SettingsKeeper


@pytest.fixture
def place() -> Home:
    return find_home()


def test_changes_are_heard_at_once_and_written_after_a_moment(qtbot, place: Home) -> None:
    keeper = SettingsKeeper(place, Settings(), {})
    heard = []
    keeper.changed.connect(heard.append)
    for threshold in (0.81, 0.82, 0.83):
        keeper.change(threshold=threshold)
    assert [settings.threshold for settings in heard] == [0.81, 0.82, 0.83]
    assert not place.settings.exists()
    qtbot.waitUntil(place.settings.exists)
    assert load_settings(place)[0].threshold == 0.83


def test_saving_at_the_end_writes_what_was_waiting(qtbot, place: Home) -> None:
    keeper = SettingsKeeper(place, Settings(), {})
    keeper.change(theme="dark")
    keeper.save()
    assert load_settings(place)[0].theme == "dark"


def test_nothing_is_written_where_nothing_changed(qtbot, place: Home) -> None:
    keeper = SettingsKeeper(place, Settings(), {})
    keeper.change(threshold=0.8)
    keeper.save()
    assert not place.settings.exists()


def test_what_an_option_replaced_is_kept_unless_it_is_moved(qtbot, place: Home) -> None:
    keeper = SettingsKeeper(place, Settings(model="mine"), {"model": "other"})
    assert keeper.settings.model == "other"
    keeper.change(threshold=0.5)
    keeper.save()
    assert json.loads(place.settings.read_text())["model"] == "mine"
    keeper.change(model=None)
    keeper.save()
    assert "model" not in json.loads(place.settings.read_text())


def test_what_another_process_has_changed_meanwhile_stays(qtbot, place: Home) -> None:
    save_settings(place, Settings(theme="dark"))
    keeper = SettingsKeeper(place, Settings(theme="dark"), {})
    save_settings(place, Settings(theme="dark", model="installed"))
    keeper.change(threshold=0.5)
    keeper.save()
    expected = Settings(theme="dark", model="installed", threshold=0.5)
    assert load_settings(place)[0] == expected


def test_settings_that_were_broken_meanwhile_are_written_as_they_are_here(
    qtbot, place: Home
) -> None:
    keeper = SettingsKeeper(place, Settings(theme="dark"), {})
    place.settings.write_text("{")
    keeper.change(threshold=0.5)
    keeper.save()
    assert load_settings(place)[0] == Settings(theme="dark", threshold=0.5)


@pytest.mark.parametrize("changed", [{"theme": "dark"}, {}])
def test_what_could_not_be_written_is_written_with_the_next_change_or_at_the_end(
    qtbot, tmp_path: Path, changed: dict[str, str]
) -> None:
    (tmp_path / "home").write_text("")
    place = Home.in_folder(tmp_path / "home")
    keeper = SettingsKeeper(place, Settings(), {})
    keeper.change(threshold=0.5)
    keeper.save()
    (tmp_path / "home").unlink()
    keeper.change(**changed)
    keeper.save()
    assert load_settings(place)[0] == Settings(threshold=0.5, **changed)


def test_settings_that_cannot_be_written_are_said(qtbot, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    keeper = SettingsKeeper(Home.in_folder(tmp_path / "file" / "home"), Settings(), {})
    with qtbot.waitSignal(keeper.failed) as failed:
        keeper.change(threshold=0.5)
    assert "could not be" in failed.args[0]
