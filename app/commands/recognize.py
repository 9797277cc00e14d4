"""``spoken-digits recognize``: recordings and folders of them."""

import argparse
import csv
import json
import sys
from collections.abc import Callable
from pathlib import Path

from app.audio.files import find_recordings, recording_seconds
from app.commands.progress import Progress
from app.commands.session import begin, say, wished_model
from app.errors import AudioFileError
from app.recognition.decision import Verdict
from app.recognition.network import load_network
from app.recognition.recordings import RecordingResult, as_json_object, recognize_recording
from app.recognition.worker import Worker
from app.wording import describe, kind_of, percent, printable

_CSV_ANSWER = ("utterance", "start", "end", "digit", "confidence", "compute_ms")
_CSV_HEADER = ("path", "seconds", "digits", "error", *_CSV_ANSWER)


def run(options: argparse.Namespace) -> int:
    """Recognise the recordings and print what was heard.

    Returns
    -------
    int
        0 where all could be read, 1 where one could not.
    """
    session = begin(options)
    worker = Worker(load_network(wished_model(options, session.settings)))
    write = _writer(options)
    all_read = True
    try:
        paths = find_recordings(options.paths)
        progress = Progress(len(paths), "recordings")
        for done, path in enumerate(paths):
            result = recognize_recording(
                path,
                worker,
                session.settings,
                options.whole,
                on_progress=_show_within(progress, done, path),
            )
            progress.clear()
            write(result)
            sys.stdout.flush()
            all_read = all_read and result.error is None
    finally:
        worker.close()
    return 0 if all_read else 1


def _show_within(progress: Progress, done: int, path: Path) -> Callable[[float], None]:
    total_s = _stated_seconds(path) if progress.wanted else None
    return lambda seconds: progress.show(
        done + (min(seconds / total_s, 1.0) if total_s else 0.0), path.name
    )


def _stated_seconds(path: Path) -> float | None:
    try:
        return recording_seconds(path)
    except AudioFileError:
        return None


def _writer(options: argparse.Namespace) -> Callable[[RecordingResult], None]:
    if options.json:
        return lambda result: print(json.dumps(as_json_object(result)))
    if options.csv:
        rows = csv.writer(sys.stdout, lineterminator="\n")
        rows.writerow(_CSV_HEADER)
        return lambda result: rows.writerows(_csv_rows(result))
    return _print_text


def _csv_rows(result: RecordingResult) -> list[list[object]]:
    entry = as_json_object(result)
    first = [entry["path"], entry["seconds"], entry["digits"], entry["error"]]
    answers = entry["utterances"]
    if not isinstance(answers, list) or not answers:
        return [first + [None] * len(_CSV_ANSWER)]
    return [[*first, *(answer[name] for name in _CSV_ANSWER)] for answer in answers]


def _heard(result: RecordingResult) -> str:
    if result.digits or not result.answers:
        return result.digits or "nothing heard"
    if any(answer.decision.verdict is not Verdict.NO_DIGIT for answer in result.answers):
        return "not sure"
    return f"no {kind_of(result.answers[0].decision.best)}"


def _print_text(result: RecordingResult) -> None:
    if result.error is None or result.answers:
        print(f"{printable(str(result.path))}: {_heard(result)}")
    for answer in result.answers:
        place = f"{answer.start_s:8.2f} s to {answer.end_s:.2f} s"
        decision = answer.decision
        sure = "" if decision.verdict is Verdict.NO_DIGIT else percent(decision.confidence)
        print(f"{place:<26}{describe(decision):<28}{sure:>6}".rstrip())
    if result.error is not None:
        sys.stdout.flush()
        say(printable(result.error))
