"""An answer of the history in words, the same for the eye, the ear and the clipboard."""

import re
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QDate, QLocale, QTime

from app.recognition.decision import OTHER, Decision, Verdict
from app.window.answered import Answered
from app.wording import describe, percent

NO_DIGIT_SIGN = "–"
NOT_SURE_SIGN = "?"


def time_text(answered: Answered, today: date) -> str:
    """Give the time of an answer of today, and the date with it for any other day."""
    said = _time_of(answered.entry.time)
    return answered.entry.time if said is None else moment_text(said, today)


def moment_text(moment: datetime, today: date) -> str:
    """Write a moment as people do here: the time, and before it the date if it is not today."""
    locale = QLocale()
    time = QTime(moment.hour, moment.minute, moment.second)
    text = locale.toString(time, _time_format(locale))
    if moment.date() == today:
        return text
    day = QDate(moment.year, moment.month, moment.day)
    return f"{locale.toString(day, _date_format(locale))} {text}"


def source_text(answered: Answered) -> str:
    """Give the name of the microphone, or of the file without its folders."""
    return _name_of(answered.entry.source)


def digit_text(answered: Answered) -> str:
    """Give the digit, "–" for none or "?" for not sure."""
    verdict = answered.verdict
    if verdict is Verdict.DIGIT:
        return answered.label or ""
    return NO_DIGIT_SIGN if verdict is Verdict.NO_DIGIT else NOT_SURE_SIGN


def digit_words(answered: Answered) -> str:
    """Say what the digit is, and of a corrected one what the program had said."""
    entry = answered.entry
    if entry.said is None:
        return heard_words(answered)
    if entry.said == entry.digit:
        return f"{entry.said}, as you confirmed"
    now = "no digit" if entry.said == OTHER else entry.said
    if entry.digit is None:
        return f"{now}, was {heard_words(answered)}"
    return f"{now}, heard as {entry.digit}"


def heard_words(answered: Answered) -> str:
    """Say what the program itself made of it: "seven", "not sure: five or nine?"."""
    entry = answered.entry
    best, second = answered.guesses
    return describe(Decision(answered.heard, entry.digit or best, second, entry.confidence))


def correction_words(answered: Answered) -> str:
    """Say that the user corrected it, and what the program itself had made of it."""
    heard_as = "heard as" if answered.heard is Verdict.DIGIT else "was"
    return f"corrected, {heard_as} {heard_words(answered)}"


def confidence_text(answered: Answered) -> str:
    """Give how sure the program was of the best digit: "98 %"."""
    return percent(answered.entry.confidence)


def milliseconds_text(answered: Answered) -> str:
    """Give how long the answer took: "184 ms"; nothing for a recording, which has no clock."""
    latency_ms = answered.entry.latency_ms
    return "" if latency_ms is None else f"{latency_ms:.0f} ms"


def row_text(answered: Answered, today: date) -> str:
    """Give all of an answer, tab after tab, as a table pastes it."""
    cells = (
        time_text(answered, today),
        answered.entry.source,
        digit_text(answered),
        confidence_text(answered),
        milliseconds_text(answered),
    )
    # A name that holds a tab or a line's end would not stay in its cell.
    return "\t".join(" ".join(cell.split()) for cell in cells)


@lru_cache(maxsize=4096)
def _name_of(source: str) -> str:
    is_path = ("/" in source or "\\" in source) and Path(source).is_absolute()
    return Path(source).name if is_path else source


@lru_cache(maxsize=4096)
def _time_of(text: str) -> datetime | None:
    """Understand a time of the history, in the zone of here and now; None where it is none."""
    try:
        return datetime.fromisoformat(text).astimezone()
    except (ValueError, OverflowError, OSError):
        return None


def _date_format(locale: QLocale) -> str:
    """Give the short format of a locale; where no country is set, the one of ISO 8601."""
    if locale.language() == QLocale.Language.C:
        return "yyyy-MM-dd"
    return locale.dateFormat(QLocale.FormatType.ShortFormat)


@lru_cache(maxsize=4)
def _time_format(locale: QLocale) -> str:
    """Give the short format of a locale with seconds, which only its long one has, with a zone."""
    short = locale.timeFormat(QLocale.FormatType.ShortFormat)
    return short if "s" in short else re.sub(r"([^\w\s]?)(m+)", r"\1\2\1ss", short, count=1)
