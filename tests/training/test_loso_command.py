"""What ``python -m training loso`` still shows where something cannot be written."""

import datetime
import sys
from pathlib import Path

import pytest
from small_disk import small_disk

pytest.importorskip("keras", reason="the extra train is not installed")

from training import __main__ as command_line
from training.evaluation.figures import Accuracy, Confusion, DigitFigures
from training.leaving_out import leave_out as leave_out_module
from training.leaving_out.report import FoldFigures, Report

_REPORT = Report(
    1, "loso", datetime.date(2026, 1, 2), "made", "speaker", 1, 1, 0.8, 0.5, "ann",
    folds=(
        FoldFigures(
            "ann", "ann", (), 1.0,
            DigitFigures(
                Accuracy(4, 8, 0, 0.5, 0.2, 0.8, 0.0, 0.3), {}, {}, {}, {}, Confusion((), (), ())
            ),
        ),
    ),
    words=None,
)  # fmt: skip


def _run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["training", "loso", *map(str, arguments)])
    return command_line.main()


def test_the_table_is_shown_where_the_file_can_no_longer_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with small_disk(tmp_path / "disk") as disk:

        def train(*_: object) -> Report:
            disk.make_read_only()
            return _REPORT

        monkeypatch.setattr(leave_out_module, "leave_one_out", train)
        assert _run(monkeypatch, "--json", disk.path / "loso.json") == 1
    captured = capsys.readouterr()
    assert "4 of 8" in captured.out
    assert "loso.json cannot be written" in captured.err


def test_nothing_is_trained_for_a_card_that_cannot_be_written(
    tmp_path: Path,
    model_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with small_disk(tmp_path / "disk") as disk:
        (disk.path / "card.json").write_bytes((model_folder / "card.json").read_bytes())
        disk.make_read_only()
        assert _run(monkeypatch, "--data", tmp_path / "nowhere", "--card", disk.path) == 1
    assert "card.json cannot be written (Read-only file system)" in capsys.readouterr().err
