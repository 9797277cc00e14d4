"""Recordings through the same path as the microphone, as fast as the machine can."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from app.audio.files import read_blocks
from app.errors import AudioFileError
from app.recognition.answer import Answer, Entry, Failure, as_entry, join_digits
from app.recognition.question import WholeRecording
from app.recognition.recognizer import Recognizer
from app.recognition.worker import Worker
from app.settings import Settings
from model.audio_format import SAMPLE_RATE

_NO_SAMPLES = np.empty(0, np.float32)


@dataclass(frozen=True, slots=True)
class RecordingResult:
    """What was heard in a recording.

    Attributes
    ----------
    path : Path
        As it was given.
    seconds : float or None
        Its length, as far as it could be read; None where nothing could.
    answers : tuple of Answer
        In their order, without their clips: those of a long recording would fill the memory.
    error : str or None
        What kept it from being read, to its end or at all.
    """

    path: Path
    seconds: float | None
    answers: tuple[Answer, ...]
    error: str | None

    @property
    def digits(self) -> str:
        """The digits that the program is sure of, as in "4071"."""
        said = [answer.decision.digit for answer in self.answers]
        return join_digits([digit for digit in said if digit is not None])


def recognize_recording(
    path: Path,
    worker: Worker,
    settings: Settings,
    whole: bool = False,
    on_progress: Callable[[float], None] = lambda seconds: None,
) -> RecordingResult:
    """Recognise what is said in a recording.

    Parameters
    ----------
    path : Path
        Any audio file that `app.audio.files` reads; its memory is bounded, whatever its length.
    worker : Worker
    settings : Settings
    whole : bool
        Take the recording as one clip by the clip policy: exactly one answer.
    on_progress : callable
        Called now and then with the seconds that are done.

    Returns
    -------
    RecordingResult
        Never raises for a bad file: its ``error`` says what is wrong, and what could be read
        before it is answered.
    """
    answers: list[Answer] = []
    failures: list[str] = []

    def take(result: Answer | Failure) -> None:
        if isinstance(result, Answer):
            answers.append(replace(result, clip=_NO_SAMPLES))
        else:
            failures.append(result.message)

    reader = (WholeRecording if whole else Recognizer)(worker, settings, take)
    count, error = 0, None
    try:
        for block in read_blocks(path):
            reader.feed(block)
            count = block.received
            on_progress(count / SAMPLE_RATE)
    except AudioFileError as reason:
        error = str(reason)
    if count:
        reader.finish()
    seconds = count / SAMPLE_RATE if count else None
    return RecordingResult(path, seconds, tuple(answers), error or next(iter(failures), None))


def as_json_object(result: RecordingResult) -> Entry:
    """Give a result the form that ``recognize --json`` prints.

    Parameters
    ----------
    result : RecordingResult

    Returns
    -------
    dict
    """
    return {
        "path": str(result.path),
        "seconds": None if result.seconds is None else round(result.seconds, 3),
        "digits": result.digits,
        "error": result.error,
        "utterances": [as_entry(answer) for answer in result.answers],
    }
