"""What a model's card says can be had without its network."""

from pathlib import Path

import msgspec
import pytest

from app.errors import ModelError
from app.recognition.model_card import accuracy_of, read_card


def test_the_bundled_card_says_how_good_the_model_is() -> None:
    accuracy = accuracy_of(read_card(None))
    assert accuracy is not None
    right, of = accuracy
    assert 0.9 < right / of <= 1


@pytest.mark.parametrize("figures", [{}, {"test": {}}, {"test": {"digits": {"a": 1}}}, {"test": 3}])
def test_a_card_without_figures_says_nothing(figures: dict[str, object]) -> None:
    assert accuracy_of(msgspec.structs.replace(read_card(None), figures=figures)) is None


def test_a_missing_card_is_said(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="Choose a folder that holds a model"):
        read_card(tmp_path)


def test_a_damaged_card_is_said(tmp_path: Path) -> None:
    (tmp_path / "card.json").write_text("{}")
    with pytest.raises(ModelError, match="damaged or not the card of a model"):
        read_card(tmp_path)


def test_of_a_run_its_model_is_named(model_folder: Path) -> None:
    with pytest.raises(ModelError, match=r"no card\.json in .*model in it: give .*model"):
        read_card(model_folder.parent)
