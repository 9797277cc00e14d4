import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile
from made_data import RATE, make_fsdd, make_label_folders, make_speech_commands, tone

from training.__main__ import main
from training.data.open import open_data
from training.inspection.overview import look_over


def _run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    monkeypatch.setattr(sys, "argv", ["training", "inspect", *map(str, arguments)])
    return main()


def test_the_text_counts_labels_speakers_splits_and_sexes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(monkeypatch, make_fsdd(tmp_path / "recordings")) == 0
    text = capsys.readouterr().out
    assert text.startswith("fsdd: 60 recordings of 2 known speakers, 12.0 s\n")
    rows = [line.split() for line in text.splitlines()]
    assert ["7", "6", "2", "2", "2", "2", "0.0"] in rows
    assert ["fsdd/theo", "30", "10", "10", "10", "1", "0.1"] in rows
    assert ["male", "60", "20", "20", "20", "2", "0.2"] in rows
    assert text.endswith("A fit can be made with this.\n")


def test_other_words_and_noises_are_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(monkeypatch, make_speech_commands(tmp_path / "sc")) == 0
    text = capsys.readouterr().out
    assert "1 noise" in text
    assert "Words under the label other: bed 3, wow 3" in text


def test_json_tells_all_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = make_label_folders(tmp_path / "mine", {"ja": 6, "nein": 5})
    soundfile.write(mine / "ja" / "loud.wav", np.clip(9 * tone(1, 1.0), -1, 1), RATE)
    (mine / "ja" / "broken.wav").write_bytes(b"no sound")
    soundfile.write(mine / "nein" / "zeros.wav", np.zeros(RATE), RATE)
    shutil.copy(mine / "nein" / "take0.wav", mine / "nein" / "twin.wav")
    assert _run(monkeypatch, mine, "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert told["labels"]["ja"]["recordings"] == 8
    assert told["whole"]["recordings"] == 15
    assert told["licences"] == {"mine": "your own recordings"}
    assert list(told["clipped"]) == ["ja/loud.wav"]
    assert (told["seconds"]["least"], told["seconds"]["most"]) == (0.2, 1.0)
    faults = told["faults"]
    assert [each["path"] for each in faults["unreadable"]] == ["ja/broken.wav"]
    assert faults["silent"] == ["nein/zeros.wav"]
    assert [sorted(group) for group in faults["repeated"]] == [
        ["nein/take0.wav", "nein/twin.wav"]
    ]  # fmt: skip
    assert faults["refused"] == ""


def test_what_a_fit_would_refuse_is_said_and_gives_status_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = make_label_folders(tmp_path / "mine", {"ja": 4, "nein": 4})
    shutil.copy(mine / "ja" / "take0.wav", mine / "nein" / "twin.wav")
    assert _run(monkeypatch, mine) == 1
    text = capsys.readouterr().out
    assert "A fit would refuse this. The same recording stands under several labels: " in text
    assert 'nein/twin.wav ("nein")' in text


def test_several_data_sets_are_looked_at_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fsdd = make_fsdd(tmp_path / "fsdd")
    mine = make_label_folders(tmp_path / "mine", {"7": 3, "8": 3})
    _run(monkeypatch, fsdd, mine)
    assert capsys.readouterr().out.startswith("fsdd + mine: 66 recordings")


def test_a_place_without_data_is_one_line_and_status_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(monkeypatch, tmp_path / "nowhere") == 1
    assert capsys.readouterr().err.count("\n") == 1


def test_data_of_which_nothing_can_be_read_has_an_overview(tmp_path: Path) -> None:
    mine = make_label_folders(tmp_path / "mine", {"ja": 1, "nein": 1})
    for path in mine.rglob("*.wav"):
        path.write_bytes(b"no sound")
    overview, _ = look_over(open_data(mine))
    assert overview.seconds is None
    assert "faulty" in overview.faults.refused


def test_it_needs_no_tensorflow(tmp_path: Path) -> None:
    make_label_folders(tmp_path, {"ja": 3, "nein": 3})
    code = (
        "import sys; from training.__main__ import main; main();"
        "sys.exit('tensorflow' in sys.modules or 'keras' in sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code, "inspect", str(tmp_path)], check=True)
