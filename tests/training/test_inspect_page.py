import re
import shutil
import sys
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
import soundfile
from made_data import RATE, make_fsdd, make_label_folders, make_speech_commands

from training.__main__ import main
from training.data.open import open_data
from training.inspection.overview import look_over
from training.inspection.page import overview_page
from training.inspection.sheet import EXAMPLES, MOST_LABELS, sheet


def _page(folder: Path) -> str:
    return overview_page(*look_over(open_data(folder)))


class _Reader(HTMLParser):
    """Collects the text and where the page points to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.text, self.places, self.tags = "", [], []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.places += [value for name, value in attrs if name in ("src", "href") and value]

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_page_needs_nothing_but_itself(tmp_path: Path) -> None:
    page = _page(make_speech_commands(tmp_path))
    reader = _Reader(page)
    assert {each.split(",")[0] for each in reader.places} == {"data:image/png;base64"}
    assert "script" not in reader.tags
    assert not re.search(r"url\(|@import", page)


def test_the_page_counts_and_draws(tmp_path: Path) -> None:
    reader = _Reader(_page(make_fsdd(tmp_path)))
    assert "60 recordings of 2 known speakers" in reader.text
    assert "CC BY-SA 4.0" in reader.text
    assert reader.tags.count("svg") >= 2
    assert reader.tags.count("img") == 10 * EXAMPLES


def test_names_of_labels_are_no_html(tmp_path: Path) -> None:
    mine = make_label_folders(tmp_path / "<b>mine", {"<i>ja": 3, "nein&": 3})
    page = _page(mine)
    assert "<i>ja" not in page
    assert "<b>mine" not in page
    assert "<i>ja" in _Reader(page).text


def test_examples_are_of_different_speakers_and_always_the_same(tmp_path: Path) -> None:
    speakers = tuple("abcdefgh")
    recordings = open_data(make_fsdd(tmp_path, speakers)).recordings
    seven = [each for each in recordings if each.label == "7"]
    drawn = sheet(seven)
    assert len(set(re.findall(r"fsdd/(\w)", drawn))) == EXAMPLES
    assert drawn == sheet(seven[::-1])


def test_a_sheet_of_many_labels_ends(tmp_path: Path) -> None:
    make_label_folders(tmp_path, {f"word{number}": 1 for number in range(MOST_LABELS + 5)})
    assert sheet(open_data(tmp_path).recordings).count("<strong>") == MOST_LABELS


def test_what_is_wrong_is_said(tmp_path: Path) -> None:
    mine = make_label_folders(tmp_path / "mine", {"ja": 4, "nein": 4})
    (mine / "ja" / "broken.wav").write_bytes(b"no sound")
    soundfile.write(mine / "ja" / "zeros.wav", np.zeros(RATE), RATE)
    shutil.copy(mine / "ja" / "take0.wav", mine / "nein" / "twin.wav")
    text = _Reader(_page(mine)).text
    assert "1 cannot be read" in text
    assert "1 silent" in text
    assert "A fit would refuse this. The same recording stands under several labels" in text


def test_data_of_which_nothing_can_be_read_has_a_page(tmp_path: Path) -> None:
    make_label_folders(tmp_path, {"ja": 1, "nein": 1})
    for path in tmp_path.rglob("*.wav"):
        path.write_bytes(b"no sound")
    assert "Every recording of" in _Reader(_page(tmp_path)).text


def test_the_command_writes_the_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = make_label_folders(tmp_path / "mine", {"ja": 3, "nein": 3})
    page = tmp_path / "page.html"
    monkeypatch.setattr(sys, "argv", ["training", "inspect", str(mine), "--html", str(page)])
    assert main() == 0
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert "mine: 6 recordings" in capsys.readouterr().out


def test_a_page_that_cannot_be_written_is_said_before_anything_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "missing" / "page.html"
    monkeypatch.setattr(sys, "argv", ["training", "inspect", "nowhere", "--html", str(page)])
    assert main() == 1
    said = capsys.readouterr()
    assert "no folder" in said.err
    assert said.out == ""
