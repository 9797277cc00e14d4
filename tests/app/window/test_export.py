import csv
import io
import json
import threading
import time

import numpy as np
import pytest
import soundfile
from answer_rows import VOICE, answered_of, entry_of, no_digit
from small_disk import small_disk

from app.audio.files import read_recording
from app.history import append_entries
from app.home import Home
from app.keeping import keep_voice
from app.window import export as export_module
from app.window.export import Export, ExportKind
from app.window.history_order import Filter, Kind
from app.window.voices import Voices

TIMEOUT_MS = 20_000


@pytest.fixture
def place(tmp_path):
    return Home.in_folder(tmp_path / "home")


@pytest.fixture
def voices(place):
    return Voices(place)


@pytest.fixture
def export(voices):
    export = Export(voices)
    yield export
    assert export.close(20)


def write(qtbot, export, kind, rows, path):
    with qtbot.waitSignal(export.done, timeout=TIMEOUT_MS) as done:
        export.start(kind, rows, path)
    return done.args[0]


def test_table_has_a_header_and_a_line_an_answer(export, qtbot, tmp_path):
    corrected = entry_of("7", 'a "quoted", name', said="1")
    rows = [answered_of(corrected), answered_of(entry_of(None))]
    path = tmp_path / "answers.csv"
    message = write(qtbot, export, ExportKind.CSV, rows, path)
    assert message == f"2 answers written to {path}."
    table = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"))))
    assert table[0]["source"] == 'a "quoted", name'
    assert [(row["digit"], row["said"]) for row in table] == [("7", "1"), ("", "")]
    assert float(table[0]["latency_ms"]) == 80


def test_table_has_a_column_for_the_probability_of_each_label(export, qtbot, tmp_path):
    entries = [entry_of("7"), entry_of("1"), entry_of(None)]
    entries[0].probabilities = {"7": 0.9, "1": 0.06, "other": 0.04}
    entries[1].probabilities = {"1": 0.7, "other": 0.1, "yes": 0.2}
    entries[2].probabilities = {}
    path = tmp_path / "answers.csv"
    write(qtbot, export, ExportKind.CSV, [answered_of(each) for each in entries], path)
    table = list(csv.reader(io.StringIO(path.read_text(encoding="utf-8"))))
    columns = [row[-5:] for row in table]
    assert columns == [
        ["voice", "p_7", "p_1", "p_yes", "p_other"],
        ["", "0.9", "0.06", "", "0.04"],
        ["", "", "0.7", "0.2", "0.1"],
        ["", "", "", "", ""],
    ]


@pytest.mark.parametrize("count", [0, 1, 2])
def test_json_is_one_array_with_the_entries_of_the_history(export, qtbot, tmp_path, place, count):
    entries = [entry_of("7", said="1"), entry_of(None)][:count]
    append_entries(place, entries)
    path = tmp_path / f"answers.{ExportKind.JSON.value}"
    write(qtbot, export, ExportKind.JSON, [answered_of(each) for each in entries], path)
    history = [json.loads(line) for line in place.history.read_bytes().splitlines()]
    assert json.loads(path.read_bytes()) == history
    assert path.suffix == ".json"


def test_voices_from_memory_from_disk_and_from_recordings_are_written(
    export, voices, place, qtbot, tmp_path
):
    recording = tmp_path / "said.wav"
    soundfile.write(recording, np.tile(VOICE, 8), 16_000, subtype="FLOAT")
    remembered, kept, gone, cough = (
        answered_of(entry_of("1")),
        answered_of(entry_of("2")),
        answered_of(entry_of("3")),
        answered_of(no_digit()),
    )
    for answered in (remembered, cough):
        voices.remember(answered, VOICE)
    path = keep_voice(place, VOICE)
    kept.entry.voice = path.relative_to(place.history.parent).as_posix()
    of_recording = [
        answered_of(entry_of(digit, str(recording), latency_ms=None, start=start, end=start + 0.4))
        for digit, start in (("5", 2.0), ("4", 0.5))
    ]
    folder = tmp_path / "voices"
    folder.mkdir()
    rows = [remembered, kept, gone, *of_recording, cough]
    message = write(qtbot, export, ExportKind.VOICES, rows, folder)
    assert message == f"5 voices written to {folder}. 1 answer has no voice that is kept."
    written = {path.stem.split("_")[1]: read_recording(path) for path in folder.glob("*.wav")}
    assert sorted(written) == ["1", "2", "4", "5", "no-digit"]
    assert np.abs(written["1"] - VOICE).max() < 1e-3
    assert len(written["4"]) == len(written["5"]) == round(0.56 * 16_000)


def test_each_recording_is_read_once(export, voices, qtbot, tmp_path, monkeypatch):
    recording = tmp_path / "said.wav"
    soundfile.write(recording, np.tile(VOICE, 8), 16_000)
    reads = []
    read = export_module.read_stretches
    monkeypatch.setattr(
        export_module, "read_stretches", lambda *given: (reads.append(given), read(*given))[1]
    )
    rows = [
        answered_of(entry_of("5", str(recording), latency_ms=None, start=start, end=start + 0.1))
        for start in (3.0, 1.0, 2.0)
    ]
    write(qtbot, export, ExportKind.VOICES, rows, tmp_path)
    assert len(reads) == 1
    assert len(list(tmp_path.glob("2*.wav"))) == 3


def test_recording_that_is_gone_counts_as_no_voice(export, qtbot, tmp_path):
    rows = [answered_of(entry_of("5", str(tmp_path / "gone.wav"), latency_ms=None, end=0.5))]
    message = write(qtbot, export, ExportKind.VOICES, rows, tmp_path)
    assert message == f"0 voices written to {tmp_path}. 1 answer has no voice that is kept."


def test_voices_of_the_same_moment_have_names_of_their_own(export, voices, qtbot, tmp_path):
    rows = []
    for level in (0.1, 0.2, 0.3, 0.4):
        entry = entry_of("a/b")
        entry.time = "2026-07-22T14:07:31.250+02:00"
        rows.append(answered_of(entry))
        voices.remember(rows[-1], np.full(8000, level, np.float32))
    for part in (rows[:2], rows[2:]):
        message = write(qtbot, export, ExportKind.VOICES, part, tmp_path)
        assert message == f"2 voices written to {tmp_path}."
    files = {path.name: read_recording(path) for path in tmp_path.glob("*.wav")}
    levels = {name: round(float(samples.max()), 1) for name, samples in files.items()}
    assert sorted(levels.values()) == [0.1, 0.2, 0.3, 0.4]
    assert levels["20260722-140731-250_a-b.wav"] == 0.1


@pytest.mark.parametrize("kind", list(ExportKind))
def test_place_that_cannot_be_written_to_is_said(export, voices, qtbot, tmp_path, kind):
    answered = answered_of(entry_of("1"))
    voices.remember(answered, VOICE)
    path = tmp_path / "none" / "file"
    message = write(qtbot, export, kind, [answered], path)
    assert "could not be written" in message
    assert "Choose another place" in message


def test_full_disk_leaves_what_was_there_before(export, qtbot, tmp_path):
    with small_disk(tmp_path / "disk") as disk:
        path = disk.path / "answers.csv"
        path.write_text("before")
        disk.fill()
        rows = [answered_of(entry_of("1")) for _ in range(500)]
        message = write(qtbot, export, ExportKind.CSV, rows, path)
        assert "could not be written" in message
        assert path.read_text() == "before"
        assert sorted(each.name for each in disk.path.iterdir()) == ["answers.csv", "filler"]


def test_closing_ends_an_export_at_once(voices, tmp_path, monkeypatch):
    export = Export(voices)
    writing, go_on = threading.Event(), threading.Event()

    def write_slowly(*_: object) -> None:
        writing.set()
        assert go_on.wait(20)

    monkeypatch.setattr(export_module, "write_file", write_slowly)
    recording = tmp_path / "said.wav"
    soundfile.write(recording, np.tile(VOICE, 40), 16_000)
    rows = [
        answered_of(entry_of("5", str(recording), latency_ms=None, start=float(start), end=start))
        for start in range(15)
    ]
    export.start(ExportKind.VOICES, rows, tmp_path)
    assert writing.wait(20)
    began = time.monotonic()
    assert not export.close(0.01)
    assert time.monotonic() - began < 5
    go_on.set()
    assert export.close(20)


def test_second_export_waits_for_the_first(export, qtbot, tmp_path, monkeypatch):
    go_on = threading.Event()
    monkeypatch.setattr(export_module, "as_csv", lambda rows: go_on.wait(20) and b"")
    export.start(ExportKind.CSV, [], tmp_path / "a.csv")
    said = []
    export.done.connect(said.append)
    export.start(ExportKind.CSV, [], tmp_path / "b.csv")
    assert said == ["An export is still being written. Wait until it has ended."]
    go_on.set()
    qtbot.waitUntil(lambda: len(said) == 2)
    assert (tmp_path / "a.csv").exists()
    assert not (tmp_path / "b.csv").exists()


def test_panel_exports_what_is_shown_or_what_is_selected(panel_with, qtbot, tmp_path):
    panel, answers = panel_with("1212")
    panel.show_only(Filter(Kind.DIGIT, "1"))
    path = tmp_path / "answers.csv"

    def digits() -> list[str]:
        with qtbot.waitSignal(panel.notice, timeout=TIMEOUT_MS):
            panel.export_to(ExportKind.CSV, path)
        return [row["digit"] for row in csv.DictReader(io.StringIO(path.read_text()))]

    assert digits() == ["1", "1"]
    panel.show_only(Filter())
    panel.table.selectRow(0)
    assert digits() == ["2", "1", "2", "1"]
    panel.table.selectAll()
    answers.add(entry_of("9"), VOICE)
    assert digits() == ["2", "1", "2", "1"]
    panel.close_export()


@pytest.fixture
def panel_with(place, voices, qtbot):
    from app.window.answers import Answers
    from app.window.history_panel import HistoryPanel
    from app.window.look import Look

    answers = Answers(place, voices)

    def make(digits: str):
        for digit in digits:
            answers.add(entry_of(digit), VOICE)
        panel = HistoryPanel(answers, voices, Look("dark"))
        panel.show()
        return panel, answers

    yield make
    answers.keeper.close(20)
