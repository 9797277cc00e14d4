"""The model that the program uses, and the one before."""

import json
import shutil
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
from small_disk import small_disk
from word_model import WORDS, word_model

from app.errors import HomeError
from app.home import Home, find_home
from app.settings import Settings, load_settings, save_settings
from model.card import CARD_NAME, EXPORTED_NAME, NETWORK_NAME
from model.errors import ModelError
from training import __main__ as command_line
from training import install as install_module
from training.errors import InstallError
from training.install import PREVIOUS_NAME, Installed, install, install_previous


@pytest.fixture
def place() -> Home:
    return find_home()


@pytest.fixture
def words(tmp_path: Path) -> Path:
    return word_model(tmp_path / "words")


def _install(source: Path, place: Home, name: str | None = None) -> Installed:
    return install(source, name, place, "install")


def _model(place: Home) -> str | None:
    return load_settings(place)[0].model


def _names(place: Home) -> set[str]:
    return {path.name for path in place.models.iterdir()} if place.models.exists() else set()


def test_a_model_is_copied_whole_and_used_and_the_other_settings_stay(
    place: Home, words: Path
) -> None:
    save_settings(place, Settings(threshold=0.6, theme="dark"))
    installed = _install(words, place)
    assert installed.folder == place.models / "words"
    assert installed.card.labels == (*WORDS, "other")
    shutil.rmtree(words)
    settings, notices = load_settings(place)
    assert settings == Settings(threshold=0.6, theme="dark", model=str(place.models / "words"))
    assert not notices
    copied = {path.name for path in (place.models / "words").iterdir()}
    assert copied == {CARD_NAME, EXPORTED_NAME, NETWORK_NAME}


def test_going_back_twice_goes_forth_again(place: Home, words: Path) -> None:
    _install(words, place)
    assert install_previous(place).folder is None
    assert _model(place) is None
    assert install_previous(place).folder == place.models / "words"
    assert _model(place) == str(place.models / "words")


def test_the_one_before_is_kept_beside_one_of_the_same_name(place: Home, words: Path) -> None:
    first = _install(words, place).folder
    second = _install(words, place).folder
    assert (first, second) == (place.models / "words", place.models / "words-2")
    assert install_previous(place).folder == first


def test_a_model_that_is_there_already_is_used_where_it_is(place: Home, words: Path) -> None:
    folder = _install(words, place, "mine").folder
    assert folder == place.models / "mine"
    install_previous(place)
    assert _install(folder, place).folder == folder
    assert _install(folder, place).folder == folder
    with pytest.raises(InstallError, match="keeps its name"):
        _install(folder, place, "yours")
    assert _names(place) == {"mine", PREVIOUS_NAME}
    assert install_previous(place).folder is None


def test_a_model_that_is_there_already_is_checked_as_well(place: Home, words: Path) -> None:
    there = _install(words, place).folder
    install(words, "other", place, "install")
    (there / NETWORK_NAME).write_bytes(b"damaged")
    with pytest.raises(InstallError, match="is damaged or belongs to another"):
        _install(there, place)
    with pytest.raises(InstallError, match="is damaged or belongs to another"):
        install_previous(place)
    assert _model(place) == str(place.models / "other")


def test_a_model_without_its_keras_network_is_good_enough(place: Home, words: Path) -> None:
    (words / NETWORK_NAME).unlink()
    assert _install(words, place).folder == place.models / "words"


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "/a", ".hidden", "-", PREVIOUS_NAME])
def test_a_name_that_is_no_folders_name_is_refused(place: Home, words: Path, name: str) -> None:
    with pytest.raises(InstallError, match="cannot be the name"):
        _install(words, place, name)
    assert not _names(place)


def test_a_name_that_is_taken_is_refused(place: Home, words: Path) -> None:
    _install(words, place, "mine")
    with pytest.raises(InstallError, match="already"):
        _install(words, place, "mine")


def _damage_exported(folder: Path) -> None:
    (folder / EXPORTED_NAME).write_bytes(b"damaged")


def _damage_network(folder: Path) -> None:
    (folder / NETWORK_NAME).write_bytes(b"damaged")


def _take_exported(folder: Path) -> None:
    (folder / EXPORTED_NAME).unlink()


def _damage_card(folder: Path) -> None:
    (folder / CARD_NAME).write_text("{")


def _miscount_labels(folder: Path) -> None:
    card = json.loads((folder / CARD_NAME).read_text())
    (folder / CARD_NAME).write_text(json.dumps(card | {"labels": ["yes", "no"]}))


@pytest.mark.parametrize(
    "damage", [_damage_exported, _damage_network, _take_exported, _damage_card, _miscount_labels]
)
def test_a_damaged_model_leaves_everything_as_it_was(
    place: Home, tmp_path: Path, words: Path, damage: object
) -> None:
    good = _install(words, place).folder
    before = _names(place)
    bad = word_model(tmp_path / "bad")
    damage(bad)
    with pytest.raises((ModelError, InstallError), match=str(bad)):
        _install(bad, place)
    assert _model(place) == str(good)
    assert _names(place) == before


def test_what_is_no_model_is_said(place: Home, tmp_path: Path) -> None:
    with pytest.raises(InstallError, match="There is no folder"):
        _install(tmp_path / "none", place)
    with pytest.raises(InstallError, match="neither a model"):
        _install(tmp_path, place)


def test_without_a_model_before_there_is_no_way_back(place: Home) -> None:
    with pytest.raises(InstallError, match="No other model was installed"):
        install_previous(place)


def test_a_model_before_that_is_gone_changes_nothing(place: Home, words: Path) -> None:
    first = _install(words, place).folder
    second = _install(words, place).folder
    shutil.rmtree(first)
    with pytest.raises(ModelError, match="There is no model at"):
        install_previous(place)
    assert _model(place) == str(second)


def test_a_note_of_the_model_before_that_is_damaged_is_said(place: Home, words: Path) -> None:
    _install(words, place)
    (place.models / PREVIOUS_NAME).write_text("[")
    with pytest.raises(InstallError, match="cannot be read"):
        install_previous(place)


def test_going_back_to_what_is_used_is_said(place: Home, words: Path) -> None:
    first = _install(words, place).folder
    _install(words, place)
    # As after a fault between the note and the settings, or a choice in the window.
    save_settings(place, Settings(model=str(first)))
    with pytest.raises(InstallError, match="before the last install already"):
        install_previous(place)


def test_a_full_disk_leaves_everything_as_it_was(tmp_path: Path, words: Path) -> None:
    with small_disk(tmp_path / "disk", kilobytes=100) as disk:
        place = Home.in_folder(disk.path)
        save_settings(place, Settings(theme="dark"))
        with pytest.raises(HomeError, match=r"could not be installed: No space left"):
            _install(words, place)
        assert load_settings(place)[0] == Settings(theme="dark")
        assert not _names(place)


def test_settings_that_cannot_be_written_leave_everything_as_it_was(
    place: Home, tmp_path: Path, words: Path
) -> None:
    first = _install(words, place).folder
    _install(words, place)
    before = _names(place)
    (tmp_path / "file").write_text("")
    closed = replace(place, settings=tmp_path / "file" / "settings.json")
    for name in ("mine", None):
        with pytest.raises(HomeError, match="could not be"):
            _install(words, closed, name)
        assert _names(place) == before
    with pytest.raises(HomeError, match="could not be"):
        _install(first, closed)
    assert _install(words, place, "mine").folder == place.models / "mine"
    assert install_previous(place).folder == place.models / "words-2"


def test_a_way_back_that_cannot_be_written_leaves_everything_as_it_was(
    place: Home, words: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _install(words, place).folder
    before = _names(place)
    write = install_module.write_atomically

    def full(path: Path, content: bytes, what: str) -> None:
        if PREVIOUS_NAME in path.name:
            raise HomeError(f"{what} could not be written")
        write(path, content, what)

    monkeypatch.setattr(install_module, "write_atomically", full)
    with pytest.raises(HomeError, match="The name of the model before"):
        _install(words, place, "mine")
    assert _names(place) == before
    assert _model(place) == str(first)


def test_a_run_is_exported_first(
    place: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = tmp_path / "digits"
    run.mkdir()
    (run / "run.json").write_text("{}")
    asked = []

    def export(source: Path, folder: Path, command: str) -> None:
        asked.append((source, folder, command))
        word_model(folder)

    # In the place of Keras, which takes seconds to import; the export has tests of its own.
    monkeypatch.setitem(sys.modules, "training.export", SimpleNamespace(export=export))
    assert _install(run, place).folder == place.models / "digits"
    # There `evaluate` finds it as well, and the next install.
    assert asked == [(run, run / "model", "install")]
    assert _install(run, place).folder == place.models / "digits-2"
    assert len(asked) == 1


def test_a_run_that_cannot_be_exported_into_is_said(
    place: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "run.json").write_text("{}")

    def export(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setitem(sys.modules, "training.export", SimpleNamespace(export=export))
    message = r"model cannot be written \(Permission denied\).* export RUN --to FOLDER"
    with pytest.raises(InstallError, match=message):
        _install(tmp_path, place)
    assert not _names(place)


def test_a_run_that_was_exported_into_its_folder_is_not_exported_again(
    place: Home, tmp_path: Path
) -> None:
    (tmp_path / "digits").mkdir()
    (tmp_path / "digits" / "run.json").write_text("{}")
    word_model(tmp_path / "digits" / "model")
    installed = _install(tmp_path / "digits", place)
    assert installed.card.name == "words"
    assert installed.folder == place.models / "digits"


def _run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["training", "install", *map(str, arguments)])
    return command_line.main()


def test_the_command_says_what_the_program_uses_now(
    place: Home,
    words: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert _run(monkeypatch, words, "--name", "mine") == 0
    said = capsys.readouterr().out
    assert f"The program uses {place.models / 'mine'} now: “mine”" in said
    assert "start it again" in said
    assert _run(monkeypatch, "--previous") == 0
    assert "The program uses the model that comes with it now" in capsys.readouterr().out
    assert _run(monkeypatch, place.models / "none") == 1
    assert "There is no folder" in capsys.readouterr().err


def test_the_command_wants_one_of_both_and_a_name_with_a_model_alone(
    words: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for arguments in ((), (words, "--previous"), ("--previous", "--name", "")):
        assert _run(monkeypatch, *arguments) == 2
        assert "--previous" in capsys.readouterr().err
