"""``python -m training evaluate``, with the bundled model."""

import json
import shutil
import sys
from html.parser import HTMLParser
from pathlib import Path

import msgspec
import pytest
from made_data import make_label_folders
from small_disk import small_disk

from model.card import parse_card
from training import __main__ as command_line
from training.evaluation.report import Report


@pytest.fixture
def evaluate(model_folder: Path, tiny_data: Path, monkeypatch: pytest.MonkeyPatch):
    """Run the command on the tiny data with further arguments; give its exit status."""

    def run(*arguments: str, data: Path = tiny_data) -> int:
        typed = ["training", "evaluate", str(model_folder), str(data), *arguments]
        monkeypatch.setattr(sys, "argv", typed)
        return command_line.main()

    return run


class _Page(HTMLParser):
    """Which tags a page has, what it points to, and whether every tag is closed."""

    _EMPTY = ("meta", "img", "path", "circle", "br")

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.pointers: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.pointers += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in self._EMPTY:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_the_table_has_every_part(evaluate, capsys: pytest.CaptureFixture[str]) -> None:
    assert evaluate() == 0
    printed = capsys.readouterr().out
    for part in ("  made ", "words: ", "seconds of noise", "area under the ROC", "calibration"):
        assert part in printed
    for part in ("at 10 dB", "at 0 dB", "exactly the digit", "minutes of noise", "one core"):
        assert part in printed


def test_strings_have_heads_above_their_columns_without_recorded_numbers(
    evaluate, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate() == 0
    printed = capsys.readouterr().out.splitlines()
    assert not any(line.startswith("numbers ") for line in printed)
    [head] = [number for number, line in enumerate(printed) if line.startswith("strings made")]
    assert printed[head].split()[5:] == ["wrong", "digits", "+", "-", "≠", "strings", "right"]
    assert len(printed[head]) == len(printed[head + 1])


def test_words_of_digits_beside_other_words_are_the_digits_that_the_model_knows(
    evaluate, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_label_folders(tmp_path / "mine", {"zero": 12, "One": 12, "bed": 12})
    assert evaluate(data=tmp_path / "mine") == 0
    printed = capsys.readouterr().out
    assert "of 2 " in printed
    assert "bed" in printed


def test_a_split_that_is_empty_is_said_with_the_one_to_give(
    evaluate, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    make_label_folders(tmp_path / "mine", {"0": 4, "1": 4})
    assert evaluate(data=tmp_path / "mine") == 1
    said = capsys.readouterr().err
    assert "no recordings in the split test, but in" in said
    assert "Give --split validation" in said


def test_the_json_is_the_report(evaluate, tmp_path: Path) -> None:
    assert evaluate("--json", str(tmp_path / "report.json")) == 0
    report = msgspec.json.decode((tmp_path / "report.json").read_bytes(), type=Report)
    assert report.split == "test"
    assert report.sources == {"made": "CC0"}
    assert report.command.startswith("python -m training evaluate ")
    assert report.figures.digits is not None
    assert report.figures.digits.by_source["made"].of == 8
    assert report.figures.gate is not None
    assert report.figures.gate.noise_minutes == pytest.approx(2 / 60, abs=1e-3)


def test_the_page_needs_nothing_but_itself(evaluate, tmp_path: Path) -> None:
    assert evaluate("--html", str(tmp_path / "report.html")) == 0
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    page = _Page(text)
    assert not page.open
    assert not page.tags & {"script", "link", "iframe"}
    for title in (
        "What the words mean",
        "Where it fails",
        "Who is heard, and how well",
        "What the program says, at its threshold",
        "The best digit, whatever its probability",
        "What the probabilities are worth",
        "Words that are no digits",
        "The worst recordings",
        "The model",
    ):
        assert f">{title}<" in text, title
    # One for the ROC, calibration, rejection, and noise each.
    assert text.count("<svg") >= 4
    assert all(pointer.startswith("data:image/png;base64,") for pointer in page.pointers)
    assert "url(" not in text
    assert "@import" not in text


def test_the_card_keeps_counts_and_the_command(evaluate, model_folder: Path) -> None:
    before = parse_card((model_folder / "card.json").read_bytes(), "card", Path("here"))
    assert evaluate("--card", "--split", "validation") == 0
    card = parse_card((model_folder / "card.json").read_bytes(), "card", Path("here"))
    assert card.figures["test"] == before.figures["test"]
    kept = card.figures["validation"]
    names = {"right", "of", "right_interval", "lost", "lost_interval"}
    assert kept["digits"]["made"].keys() == kept["all_digits"].keys() == names
    assert kept["words"]["of"] == 4
    assert kept["noise_accuracy_lost"].keys() == {"10", "0"}
    assert kept["command"].endswith("--split validation")
    assert len(json.dumps(kept)) < 2_500


def test_another_card_keeps_the_counts_beside_its_own(
    evaluate, model_folder: Path, tmp_path: Path
) -> None:
    other = shutil.copytree(model_folder, tmp_path / "other")
    before = parse_card((model_folder / "card.json").read_bytes(), "card", Path("here"))
    assert evaluate("--beside", str(other)) == 0
    assert parse_card((model_folder / "card.json").read_bytes(), "card", Path("here")) == before
    card = parse_card((other / "card.json").read_bytes(), "card", Path("here"))
    beside = card.figures["another_training"]
    assert card.figures == {**before.figures, "another_training": beside}
    assert beside["made_by"] == before.command
    assert beside["words"]["of"] == 4


def test_nothing_is_measured_for_a_file_that_has_no_place(
    evaluate, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert evaluate("--json", str(tmp_path / "nowhere" / "report.json")) == 1
    assert evaluate("--html", str(tmp_path)) == 1
    assert evaluate("--beside", str(tmp_path / "no model")) == 1
    captured = capsys.readouterr()
    assert "There is no folder" in captured.err
    assert "is a folder. Give the name of a file in it." in captured.err
    assert f"There is no card.json in {tmp_path / 'no model'}" in captured.err
    assert captured.out == ""


def test_nothing_is_measured_for_a_card_that_cannot_be_written(
    tiny_data: Path,
    model_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with small_disk(tmp_path / "disk", kilobytes=8_000) as disk:
        shutil.copytree(model_folder, disk.path / "model")
        disk.make_read_only()
        typed = ["training", "evaluate", str(disk.path / "model"), str(tiny_data), "--card"]
        monkeypatch.setattr(sys, "argv", typed)
        assert command_line.main() == 1
    captured = capsys.readouterr()
    assert "card.json cannot be written (Read-only file system)" in captured.err
    assert captured.out == ""


def test_what_is_in_two_data_sets_is_counted_once(
    evaluate, tiny_data: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    again = shutil.copytree(tiny_data, tmp_path / "again")
    assert evaluate(str(again), "--json", str(tmp_path / "report.json")) == 0
    figures = msgspec.json.decode((tmp_path / "report.json").read_bytes(), type=Report).figures
    assert figures.digits is not None
    assert figures.digits.overall.of == 8
    assert figures.words is not None
    assert figures.words.overall.of == 4
    assert figures.noises is not None
    assert figures.noises.of == 2
    assert "13 there several times and counted once" in caplog.text


def test_the_same_recording_under_two_labels_is_refused(
    evaluate, tiny_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    again = shutil.copytree(tiny_data, tmp_path / "again")
    manifest = again / "digits.csv"
    manifest.write_text(manifest.read_text().replace("digits/0_c_0.wav,0,", "digits/0_c_0.wav,1,"))
    assert evaluate(str(again)) == 1
    captured = capsys.readouterr()
    assert 'digits/0_c_0.wav ("0") = again/digits/0_c_0.wav ("1")' in captured.err
    assert captured.out == ""


def test_one_recording_is_enough_to_measure(evaluate, tiny_data: Path, tmp_path: Path) -> None:
    one = shutil.copytree(tiny_data, tmp_path / "one")
    for manifest in one.glob("*.csv"):
        header, *rows = manifest.read_text().splitlines()
        kept = [row for row in rows if row.startswith("digits/0_c_0.wav")]
        manifest.write_text("\n".join([header, *kept]))
    assert evaluate(data=one) == 0


def test_names_in_the_data_are_text_and_not_markup(
    evaluate, tiny_data: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    shutil.copytree(tiny_data, data)
    for name in ("digits.csv", "words.csv"):
        manifest = data / name
        changed = manifest.read_text().replace(",c,made,", ",<script>c,<i>made&,")
        manifest.write_text(changed.replace(",chord,", ",<b>chord,"))
    assert evaluate("--html", str(tmp_path / "report.html"), data=data) == 0
    page = _Page((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert "script" not in page.tags
    assert "&lt;i&gt;made&amp;" in (tmp_path / "report.html").read_text(encoding="utf-8")
