"""Answers and their voices, written to files that the user chooses."""

import csv
import io
import re
import threading
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QIODevice, QObject, QSaveFile, Signal

from app.audio.source import Samples
from app.audio.stretches import read_stretches
from app.errors import AudioFileError, SpokenDigitsError
from app.history import line_of
from app.places import free_path
from app.recognition.decision import OTHER, Verdict
from app.window.answered import Answered
from app.window.voices import Voices
from model.audio_format import SAMPLE_RATE

_FIELDS = (
    *("time", "source", "utterance", "start", "end", "digit", "said", "confidence"),
    *("latency_ms", "compute_ms", "voice"),
)


class ExportKind(Enum):
    """What is written; the value is what its files end in."""

    CSV = "csv"
    JSON = "json"
    VOICES = "wav"


class ExportError(SpokenDigitsError):
    """Something cannot be written where the user wants it."""


class Export(QObject):
    """Writes answers on a thread of its own, one export at a time.

    Parameters
    ----------
    voices : Voices
    parent : QObject or None

    Signals
    -------
    done(message)
        When an export has ended: what was written and where, or what was wrong.
    """

    done = Signal(str)

    def __init__(self, voices: Voices, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._voices = voices
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, kind: ExportKind, rows: Sequence[Answered], path: Path) -> None:
        """Begin to write; `path` is a file, or for voices a folder."""
        if self._thread is not None and self._thread.is_alive():
            self.done.emit("An export is still being written. Wait until it has ended.")
            return
        self._thread = threading.Thread(
            target=self._run, args=(kind, list(rows), path), name="export", daemon=True
        )
        self._thread.start()

    def close(self, timeout_s: float = 0.5) -> bool:
        """End what is being written; each file of it is whole or not there.

        Returns
        -------
        bool
            Whether it ended in that time.
        """
        self._closing.set()
        if self._thread is not None:
            self._thread.join(timeout_s)
        return self._thread is None or not self._thread.is_alive()

    def _run(self, kind: ExportKind, rows: list[Answered], path: Path) -> None:
        try:
            if kind is ExportKind.VOICES:
                message = self._write_voices(rows, path)
            else:
                write_file(path, as_csv(rows) if kind is ExportKind.CSV else as_json(rows))
                message = f"{_counted(len(rows), 'answer')} written to {path}."
        except ExportError as error:
            message = str(error)
        if not self._closing.is_set():
            self.done.emit(message)

    def _write_voices(self, rows: list[Answered], folder: Path) -> str:
        written = 0
        for answered, samples in read_voices(rows, self._voices, self._is_wanted):
            # Many answers may be of one moment, and files of an earlier export are never replaced.
            write_file(free_path(folder / voice_name(answered)), as_wav(samples))
            written += 1
        message = f"{_counted(written, 'voice')} written to {folder}."
        missing = len(rows) - written
        if missing:
            verb = "has" if missing == 1 else "have"
            message += f" {_counted(missing, 'answer')} {verb} no voice that is kept."
        return message

    def _is_wanted(self) -> bool:
        return not self._closing.is_set()


def as_csv(rows: Sequence[Answered]) -> bytes:
    """Give answers as a table: a header, then a line each.

    The first columns are named as in the history. Behind them is one for the probability of
    each label that any of the answers has, as ``p_7``; the last is ``p_other``.
    """
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\n")
    labels = sorted(
        dict.fromkeys(label for answered in rows for label in answered.entry.probabilities),
        key=lambda label: label == OTHER,
    )
    table.writerow([*_FIELDS, *(f"p_{label}" for label in labels)])
    for answered in rows:
        entry = answered.entry
        fields = [getattr(entry, name) for name in _FIELDS]
        table.writerow([*fields, *map(entry.probabilities.get, labels)])
    return text.getvalue().encode()


def as_json(rows: Sequence[Answered]) -> bytes:
    """Give answers as one JSON array; each has a line, the same as in the history on disk."""
    lines = (line_of(answered.entry).rstrip(b"\n") for answered in rows)
    return b"[\n" + b",\n".join(lines) + b"\n]\n"


def as_wav(samples: Samples) -> bytes:
    """Give sound as a WAV file: mono, 16 kHz, 16 bits."""
    import soundfile  # noqa: PLC0415 - slow to import, and needed by few

    content = io.BytesIO()
    soundfile.write(content, samples, SAMPLE_RATE, format="WAV", subtype="PCM_16")
    return content.getvalue()


def read_voices(
    rows: Sequence[Answered], voices: Voices, is_wanted: Callable[[], bool]
) -> Iterator[tuple[Answered, Samples]]:
    """Read the voices of answers; each recording once, however many answers are from it.

    Parameters
    ----------
    rows : sequence of Answered
    voices : Voices
    is_wanted : callable
        Asked again and again; reading ends once it says False.

    Yields
    ------
    answered : Answered
        Those without a voice that can be read are left out.
    samples : ndarray of float32, shape (n,)
        Mono, 16 kHz.
    """
    by_path: dict[Path, list[tuple[float, float, int]]] = {}
    for number, answered in enumerate(rows):
        samples = voices.remembered(answered)
        if samples is not None:
            yield answered, samples
        elif (place := voices.place_of(answered)) is not None:
            stretch = (place.start_s, place.end_s, number)
            by_path.setdefault(place.path, []).append(stretch)
    for path, stretches in by_path.items():
        stretches.sort()
        read = read_stretches(path, [stretch[:2] for stretch in stretches], is_wanted)
        try:
            for (_, _, number), samples in zip(stretches, read, strict=False):
                if len(samples):
                    yield rows[number], samples
        except AudioFileError:
            continue


def voice_name(answered: Answered) -> str:
    """Name the file of a voice after the time and the digit, as "20260722-140731-250_7.wav"."""
    if answered.label is not None:
        label = re.sub(r"[^\w-]+", "-", answered.label)
    else:
        label = "no-digit" if answered.verdict is Verdict.NO_DIGIT else "not-sure"
    return f"{_compact(answered.entry.time)}_{label}.wav"


def write_file(path: Path, content: bytes) -> None:
    """Write a file that the user chose, whole or not at all.

    Raises
    ------
    ExportError
        If it cannot be written; what was there before is untouched then.
    """
    file = QSaveFile(str(path))
    is_written = (
        file.open(QIODevice.OpenModeFlag.WriteOnly)
        and file.write(content) == len(content)
        and file.commit()
    )
    if not is_written:
        raise ExportError(
            f"{path} could not be written: {file.errorString()}. Choose another place, or make "
            "room there."
        )


def _compact(time: str) -> str:
    try:
        said = datetime.fromisoformat(time)
    except ValueError:
        return re.sub(r"[^\w-]+", "-", time)
    return f"{said:%Y%m%d-%H%M%S}-{said.microsecond // 1000:03d}"


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


EXPORTS = {
    ExportKind.CSV: "Table, CSV …",
    ExportKind.JSON: "List, JSON …",
    ExportKind.VOICES: "Voices, WAV …",
}
"""What the user can choose, and what it is called."""
