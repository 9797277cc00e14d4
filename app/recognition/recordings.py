"""Recordings through the same path as the microphone, as fast as the machine can."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from app.audio.files import read_blocks
from app.errors import AudioFileError
from app.recognition.answer import Answer, Entry, Failure, as_entry, join_digits
from app.recognition.question import WholeRecording
from app.recognition.recognizer import Recognizer
from app.recognition.worker import Worker
from app.settings import Settings
from model.audio_format import SAMPLE_RATE


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
        In their order.
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
    results: list[Answer | Failure] = []
    reader: Recognizer | WholeRecording
    if whole:
        reader = WholeRecording(worker, settings, results.append)
    else:
        reader = Recognizer(worker, settings, results.append)
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
    answers = tuple(result for result in results if isinstance(result, Answer))
    failures = [result.message for result in results if isinstance(result, Failure)]
    seconds = count / SAMPLE_RATE if count else None
    return RecordingResult(path, seconds, answers, error or next(iter(failures), None))


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
