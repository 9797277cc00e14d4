"""Replacing the folder of a model."""

from pathlib import Path

import pytest

from model.card import CARD_NAME
from training.errors import ExportError
from training.model_folder import check_place, replace_folder


@pytest.fixture
def made(tmp_path: Path) -> Path:
    return _model(tmp_path / "made", "new")


@pytest.fixture
def model(tmp_path: Path) -> Path:
    return _model(tmp_path / "model", "old")


def _model(folder: Path, card: str) -> Path:
    folder.mkdir()
    (folder / CARD_NAME).write_text(card)
    return folder


def _files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_model_is_replaced_and_nothing_is_left_beside_it(made: Path, model: Path) -> None:
    check_place(model)
    replace_folder(model, made)
    assert (model / CARD_NAME).read_text() == "new"
    assert _files(model.parent) == ["model"]


def test_a_folder_that_is_not_there_or_empty_is_a_place(made: Path, tmp_path: Path) -> None:
    check_place(tmp_path / "nothing")
    (tmp_path / "empty").mkdir()
    check_place(tmp_path / "empty")
    replace_folder(tmp_path / "empty", made)
    assert _files(tmp_path / "empty") == [CARD_NAME]


def test_what_is_no_model_is_not_replaced(model: Path) -> None:
    (model / "yes").mkdir()
    with pytest.raises(ExportError, match=r"\(yes\), which would be lost.*--to .*model/model"):
        check_place(model)
    with pytest.raises(ExportError, match="is a file"):
        check_place(model / CARD_NAME)


@pytest.mark.parametrize("end", [OSError, KeyboardInterrupt])
def test_a_replacement_that_fails_leaves_the_model(
    made: Path, model: Path, monkeypatch: pytest.MonkeyPatch, end: type[BaseException]
) -> None:
    rename = Path.rename

    def failing(path: Path, target: Path) -> Path:
        if path == made:
            raise end
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", failing)
    with pytest.raises(end):
        replace_folder(model, made)
    assert (model / CARD_NAME).read_text() == "old"


def test_what_a_killed_replacement_took_away_comes_back(model: Path) -> None:
    model.rename(model.with_name(".model.before"))
    check_place(model)
    assert (model / CARD_NAME).read_text() == "old"
    assert _files(model.parent) == ["model"]
