import csv
import io
import json
import os
import re
import shutil
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest
import soundfile
from program import PROGRAM, all_shown, open_terminal, recognize, run
from sequence import fsdd_test
from small_disk import small_disk

from assets import SAMPLE, SAMPLE_DIGITS

SAMPLE_PATH = Path(str(files("assets") / SAMPLE))
RATE = 16_000


def write(path: Path, samples: np.ndarray, rate: int = RATE, **options) -> Path:
    soundfile.write(path, samples, rate, **options)
    return path


def test_the_sample_recording_is_recognised():
    (line,) = recognize(SAMPLE_PATH)
    assert line["path"] == str(SAMPLE_PATH)
    assert line["digits"] == SAMPLE_DIGITS
    assert line["error"] is None
    assert line["seconds"] == pytest.approx(soundfile.info(SAMPLE_PATH).duration, abs=0.01)


def test_each_answer_has_the_agreed_form():
    (line,) = recognize(SAMPLE_PATH)
    assert list(line) == ["path", "seconds", "digits", "error", "utterances"]
    entry = line["utterances"][0]
    assert list(entry) == [
        "start", "end", "digit", "confidence", "probabilities", "utterance", "latency_ms",
        "compute_ms",
    ]  # fmt: skip
    assert list(entry["probabilities"]) == [*"0123456789", "other"]
    assert sum(entry["probabilities"].values()) == pytest.approx(1, abs=0.01)
    assert entry["confidence"] == entry["probabilities"][entry["digit"]]
    assert entry["latency_ms"] is None
    assert entry["compute_ms"] > 0
    assert 0 <= entry["start"] < entry["end"] <= line["seconds"]
    assert [each["utterance"] for each in line["utterances"]] == [1, 2, 3, 4, 5, 6]


def test_whole_gives_exactly_one_answer_whatever_is_in_it(tmp_path):
    silence = write(tmp_path / "silence.wav", np.zeros(3 * RATE))
    one_sample = write(tmp_path / "one.wav", np.array([0.5]))
    lines = recognize("--whole", SAMPLE_PATH, silence, one_sample)
    assert [len(line["utterances"]) for line in lines] == [1, 1, 1]
    assert lines[0]["utterances"][0]["start"] == 0
    assert lines[0]["utterances"][0]["end"] == lines[0]["seconds"]


def test_the_threshold_decides_what_is_said():
    (line,) = recognize("--threshold", "1", SAMPLE_PATH)
    assert line["digits"] == ""
    assert all(entry["digit"] is None for entry in line["utterances"])
    assert run("recognize", "--threshold", "1.5", SAMPLE_PATH).returncode == 2


def test_text_and_csv_say_the_same():
    text = run("recognize", SAMPLE_PATH).stdout
    assert text.splitlines()[0] == f"{SAMPLE_PATH}: {SAMPLE_DIGITS}"
    assert "four" in text
    rows = list(csv.DictReader(io.StringIO(run("recognize", "--csv", SAMPLE_PATH).stdout)))
    assert "".join(row["digit"] for row in rows) == SAMPLE_DIGITS
    assert {row["path"] for row in rows} == {str(SAMPLE_PATH)}


def test_a_folder_is_searched_in_order(tmp_path):
    for name in ("b.flac", "a.flac", "below/c.flac"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(SAMPLE_PATH, tmp_path / name)
    (tmp_path / "notes.txt").write_text("no sound")
    paths = [line["path"] for line in recognize(tmp_path)]
    assert paths == [str(tmp_path / name) for name in ("a.flac", "b.flac", "below/c.flac")]


@pytest.mark.parametrize(("rate", "channels"), [(4_000, 1), (192_000, 1), (48_000, 7)])
def test_any_rate_and_any_number_of_channels_is_taken(tmp_path, rate, channels):
    import soxr

    samples, own_rate = soundfile.read(SAMPLE_PATH)
    converted = soxr.resample(samples, own_rate, rate)
    path = write(tmp_path / "a.wav", np.repeat(converted[:, None], channels, axis=1), rate)
    (line,) = recognize(path)
    assert line["error"] is None
    assert len(line["utterances"]) == len(SAMPLE_DIGITS)
    if rate >= 16_000:
        assert line["digits"] == SAMPLE_DIGITS


def test_bad_files_give_a_line_with_an_error_and_the_rest_goes_on(tmp_path):
    (tmp_path / "empty.wav").touch()
    (tmp_path / "text.wav").write_text("this is no sound\n" * 100)
    (tmp_path / "folder").mkdir()
    write(tmp_path / "nan.wav", np.full(RATE, np.nan, np.float32), subtype="FLOAT")
    write(tmp_path / "infinite.wav", np.full(RATE, np.inf, np.float32), subtype="FLOAT")
    bad = ["missing.wav", "empty.wav", "text.wav", "folder", "nan.wav", "infinite.wav"]
    paths = [tmp_path / name for name in bad]

    finished = run("recognize", "--json", *paths, SAMPLE_PATH)

    lines = [json.loads(line) for line in finished.stdout.splitlines()]
    assert finished.returncode == 1
    assert [line["path"] for line in lines] == [*map(str, paths), str(SAMPLE_PATH)]
    for line in lines[:-1]:
        assert len(line["error"]) > 20
        assert line["digits"] == ""
        assert line["utterances"] == []
    assert lines[-1]["digits"] == SAMPLE_DIGITS


def test_what_can_be_read_of_a_truncated_file_is_answered_and_the_rest_is_said(tmp_path):
    samples, rate = soundfile.read(SAMPLE_PATH)
    whole = write(tmp_path / "whole.wav", samples, rate).read_bytes()
    (tmp_path / "cut.wav").write_bytes(whole[: len(whole) // 2])
    finished = run("recognize", "--json", tmp_path / "cut.wav")
    line = json.loads(finished.stdout)
    assert finished.returncode == 1
    assert "ends early" in line["error"]
    assert line["digits"]
    assert SAMPLE_DIGITS.startswith(line["digits"])


def test_a_file_that_vanishes_while_it_is_read_is_read_to_its_end_or_said(tmp_path):
    path = tmp_path / "hour.flac"
    samples, rate = soundfile.read(SAMPLE_PATH)
    write(path, np.tile(samples, 400), rate)
    command = [PROGRAM, "recognize", "--json", str(path), str(SAMPLE_PATH)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        descriptors = Path(f"/proc/{process.pid}/fd")
        while process.poll() is None:
            try:
                if any(each.readlink() == path for each in descriptors.iterdir()):
                    break
            except OSError:
                continue
        path.unlink(missing_ok=True)
        lines = [json.loads(line) for line in process.stdout]
    assert len(lines) == 2
    assert lines[0]["error"] or len(lines[0]["digits"]) == 400 * len(SAMPLE_DIGITS)
    assert lines[1]["digits"] == SAMPLE_DIGITS


def test_ten_hours_of_silence_take_bounded_memory(tmp_path):
    path = tmp_path / "silence.flac"
    with soundfile.SoundFile(path, "w", RATE, 1) as file:
        minute = np.zeros(60 * RATE, np.int16)
        for _ in range(600):
            file.write(minute)
    script = (
        "import sys; from app import cli; status = cli.main(sys.argv[1:], print);"
        "print(open('/proc/self/status').read(), file=sys.stderr); sys.exit(status)"
    )
    finished = subprocess.run(
        [sys.executable, "-c", script, "recognize", "--json", str(path)],
        capture_output=True,
        text=True,
        check=True,
        timeout=280,
    )
    assert json.loads(finished.stdout)["seconds"] == 36_000
    assert json.loads(finished.stdout)["utterances"] == []
    peak_kb = re.search(r"VmHWM:\s+(\d+) kB", finished.stderr)
    assert int(peak_kb[1]) < 200_000


@pytest.mark.parametrize("damage", ["missing", "no folder", "card", "network", "foreign"])
def test_a_broken_or_foreign_model_is_said_and_nothing_is_recognised(tmp_path, damage):
    folder = tmp_path / "model"
    shutil.copytree(Path(str(files("model") / "bundled")), folder)
    network = folder / "digits.tflite"
    if damage == "missing":
        network.unlink()
    elif damage == "no folder":
        shutil.rmtree(folder)
    elif damage == "card":
        (folder / "card.json").write_text('{"labels": 7')
    elif damage == "network":
        network.write_bytes(network.read_bytes()[:-1000] + bytes(1000))
    else:
        network.write_bytes(b"no network at all")
    finished = run("recognize", "--model", folder, SAMPLE_PATH)
    assert finished.returncode == 1
    assert finished.stdout == ""
    assert str(folder) in finished.stderr
    assert finished.stderr.count("\n") <= 2


def test_nothing_heavy_is_imported():
    script = (
        "import sys; from app import cli; cli.main(sys.argv[1:], print);"
        "print(*(name for name in ('tensorflow', 'keras', 'librosa', 'PySide6', 'scipy')"
        " if name in sys.modules), file=sys.stderr)"
    )
    finished = subprocess.run(
        [sys.executable, "-c", script, "recognize", str(SAMPLE_PATH)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert finished.stderr.strip() == ""


def test_a_reader_that_has_had_enough_ends_it_quietly():
    with subprocess.Popen(
        f"{PROGRAM} recognize --json {SAMPLE_PATH} {SAMPLE_PATH} {SAMPLE_PATH} | head -n 1",
        shell=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        output, errors = process.communicate(timeout=60)
    assert len(output.splitlines()) == 1
    assert errors == ""


def test_names_beyond_ascii_come_through(tmp_path):
    path = tmp_path / "zwölf ☎.flac"
    shutil.copy(SAMPLE_PATH, path)
    (line,) = recognize(path, LC_ALL="C")
    assert line["path"] == str(path)
    odd = os.fsdecode(os.fsencode(tmp_path) + b"/odd\xff.flac")
    shutil.copy(SAMPLE_PATH, odd)
    for form in ("--json", "--csv"):
        assert run("recognize", form, odd).returncode == 0
    assert run("recognize", odd).returncode == 0


def test_the_fsdd_test_set_is_recognised_whole_and_by_the_gate(data):
    labelled = fsdd_test(data)
    paths = [path for _, path in labelled]
    labels = [label for label, _ in labelled]
    assert len(labels) == 300

    whole = recognize("--whole", *paths)
    best = [
        max("0123456789", key=line["utterances"][0]["probabilities"].__getitem__) for line in whole
    ]
    assert sum(map(str.__eq__, best, labels)) >= 297

    cut = recognize(*paths)
    assert sum(line["digits"] == label for line, label in zip(cut, labels, strict=True)) >= 290


def test_most_words_that_are_no_digits_are_not_called_one(data):
    with (data / "words.csv").open(newline="") as table:
        paths = [data / row["path"] for row in csv.DictReader(table) if row["split"] == "test"]
    lines = recognize("--whole", *paths)
    assert len(lines) > 100
    assert sum(line["digits"] == "" for line in lines) >= 0.8 * len(lines)


def test_a_terminal_sees_how_far_it_is(tmp_path):
    samples, rate = soundfile.read(SAMPLE_PATH)
    path = write(tmp_path / "long.flac", np.tile(samples, 300), rate)
    terminal, program_side = open_terminal()
    printed = tmp_path / "printed.jsonl"
    with (
        printed.open("wb") as output,
        subprocess.Popen(
            [PROGRAM, "recognize", "--json", str(path), str(SAMPLE_PATH)],
            stdout=output,
            stderr=program_side,
        ) as process,
    ):
        os.close(program_side)
        try:
            shown = all_shown(terminal)
            assert process.wait(timeout=30) == 0
        finally:
            process.kill()
    assert len(printed.read_text().splitlines()) == 2
    assert re.search(r"0 of 2 recordings done, \d+ s left +long\.flac", shown)
    assert shown.endswith("\r\x1b[K")


def test_a_home_that_cannot_be_written_does_not_keep_it_from_answering(tmp_path):
    with small_disk(tmp_path / "disk") as disk:
        disk.make_read_only()
        finished = run("recognize", "--json", SAMPLE_PATH, SPOKEN_DIGITS_HOME=str(disk.path))
    assert finished.returncode == 0
    assert json.loads(finished.stdout)["digits"] == SAMPLE_DIGITS
    assert finished.stderr.count("\n") == 1
    assert "no log" in finished.stderr


def test_a_name_that_a_terminal_would_obey_is_escaped(tmp_path):
    path = tmp_path / "red\x1b[31m\nname.flac"
    shutil.copy(SAMPLE_PATH, path)
    text = run("recognize", path).stdout
    assert "red\\x1b[31m\\nname.flac" in text
    assert "\x1b" not in text


def test_digits_in_one_breath_are_entries_of_one_utterance(tmp_path):
    samples, rate = soundfile.read(SAMPLE_PATH)
    words = [samples[int(start * rate) :][: int(0.45 * rate)] for start in (0.75, 1.9, 3.1, 4.4)]
    path = write(tmp_path / "breath.flac", np.concatenate(words), rate)
    (line,) = recognize(path)
    assert line["digits"] == SAMPLE_DIGITS[:4]
    assert [entry["utterance"] for entry in line["utterances"]] == [1, 1, 1, 1]
    starts = [entry["start"] for entry in line["utterances"]]
    assert starts == pytest.approx([0.0, 0.45, 0.9, 1.35], abs=0.12)
    (whole,) = recognize("--whole", path)
    assert len(whole["utterances"]) == 1
