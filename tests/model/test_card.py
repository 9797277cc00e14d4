import json
from pathlib import Path

import pytest

from model.card import Card, parse_card, write_card
from model.errors import ModelError

CARD = {
    "name": "n",
    "date": "2026-01-02",
    "command": "c",
    "labels": ["0", "1", "other"],
    "audio": {"sample_rate": 16000, "clip_samples": 16000},
    "digests": {"exported": "0" * 64, "network": "f" * 64},
}


def _parse(**changes: object) -> Card:
    return parse_card(json.dumps({**CARD, **changes}).encode(), "here", Path("here"))


def test_the_places_of_digits_and_other_follow_from_the_labels() -> None:
    card = _parse(labels=["a", "other", "b"])
    assert card.digit_indices == (0, 2)
    assert card.other_index == 1


def test_a_model_without_other_is_fine() -> None:
    card = _parse(labels=["yes", "no"])
    assert card.digit_indices == (0, 1)
    assert card.other_index is None


def test_what_is_not_given_has_the_defaults() -> None:
    assert _parse().threshold == 0.8


def test_a_card_that_was_written_reads_the_same(tmp_path: Path) -> None:
    card = _parse(figures={"test": {"right": 1}}, data={"fsdd": "CC BY-SA 4.0"})
    write_card(tmp_path, card)
    assert parse_card((tmp_path / "card.json").read_bytes(), "here", Path("here")) == card
    assert [path.name for path in tmp_path.iterdir()] == ["card.json"]


def test_a_card_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "card.json").mkdir()
    with pytest.raises(OSError):
        write_card(tmp_path, _parse())
    assert [path.name for path in tmp_path.iterdir()] == ["card.json"]


@pytest.mark.parametrize(
    "changes",
    [
        {"labels": ["0"]},
        {"labels": ["0", "0", "1"]},
        {"labels": ["0", ""]},
        {"labels": "01"},
        {"audio": {"sample_rate": 16000}},
        {"audio": {"sample_rate": "fast", "clip_samples": 16000}},
        {"digests": {"exported": "short", "network": "f" * 64}},
        {"threshold": 1.5},
        {"date": "yesterday"},
    ],
)
def test_a_card_that_contradicts_itself_is_refused_with_its_place(changes: dict) -> None:
    with pytest.raises(ModelError, match=r"here .*[Ee]xport the model again"):
        _parse(**changes)


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"\xff\xfe", b'{"name": "x"}'])
def test_what_is_no_card_is_refused(content: bytes) -> None:
    with pytest.raises(ModelError, match="here is damaged or not the card"):
        parse_card(content, "here", Path("here"))
