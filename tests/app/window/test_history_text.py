from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from answer_rows import answered_of, entry_of, no_digit
from PySide6.QtCore import QLocale

from app.window.history_text import (
    correction_words,
    digit_text,
    digit_words,
    milliseconds_text,
    row_text,
    source_text,
    time_text,
)

NOON = datetime(2026, 7, 22, 12, 30, 5).astimezone()


@pytest.fixture
def locale():
    before = QLocale()
    yield QLocale.setDefault
    QLocale.setDefault(before)


@pytest.mark.parametrize(
    ("name", "today", "earlier"),
    [
        ("en_GB", "12:30:05", "22/07/2026 12:30:05"),
        ("de_DE", "12:30:05", "22.07.26 12:30:05"),
        ("da_DK", "12.30.05", "22.07.2026 12.30.05"),
        ("C", "12:30:05", "2026-07-22 12:30:05"),
    ],
)
def test_time_is_written_as_people_do_there_with_the_date_for_another_day(
    locale, name, today, earlier
):
    locale(QLocale(name))
    answered = answered_of(entry_of("1"))
    answered.entry.time = NOON.isoformat(timespec="milliseconds")
    assert time_text(answered, NOON.date()) == today
    assert time_text(answered, NOON.date() + timedelta(days=1)) == earlier


def test_twelve_hours_have_their_seconds_before_the_half_of_the_day(locale):
    locale(QLocale("en_US"))
    answered = answered_of(entry_of("1"))
    answered.entry.time = NOON.isoformat()
    assert " ".join(time_text(answered, NOON.date()).split()) == "12:30:05 PM"


def test_time_of_another_zone_is_shown_in_the_zone_of_here():
    answered = answered_of(entry_of("1"))
    for zone in (UTC, timezone(timedelta(hours=5, minutes=30))):
        answered.entry.time = NOON.astimezone(zone).isoformat()
        assert time_text(answered, NOON.date()) == "12:30:05"


def test_time_that_is_none_is_shown_as_it_is():
    answered = answered_of(entry_of("1"))
    answered.entry.time = "once upon a time"
    assert time_text(answered, date.today()) == "once upon a time"


@pytest.mark.parametrize(
    ("source", "shown"),
    [
        ("/home/me/count.wav", "count.wav"),
        ("Headset (USB/2)", "Headset (USB/2)"),
        ("/ mic", " mic"),
        ("", ""),
    ],
)
def test_file_is_shown_by_its_name_and_a_microphone_as_it_is(source, shown):
    assert source_text(answered_of(entry_of("1", source))) == shown


def test_every_kind_of_answer_has_its_sign_and_its_words():
    seven, unsure, cough = (
        answered_of(each) for each in (entry_of("7"), entry_of(None), no_digit())
    )
    assert [(digit_text(each), digit_words(each)) for each in (seven, unsure, cough)] == [
        ("7", "seven"),
        ("?", "not sure: four or seven?"),
        ("–", "not a digit"),
    ]
    assert digit_words(answered_of(entry_of(None, end=1.5))) == "more than one digit?"


def test_corrected_answer_tells_what_the_program_had_said():
    cases = [
        (entry_of("1"), "7", "7", "7, heard as 1"),
        (entry_of("7"), "other", "–", "no digit, heard as 7"),
        (entry_of("7"), "7", "7", "7, as you confirmed"),
        (entry_of(None), "7", "7", "7, was not sure: four or seven?"),
        (no_digit(), "7", "7", "7, was not a digit"),
    ]
    for entry, said, sign, words in cases:
        entry.said = said
        answered = answered_of(entry)
        assert (digit_text(answered), digit_words(answered)) == (sign, words)


def test_recording_has_no_milliseconds():
    assert milliseconds_text(answered_of(entry_of("1"))) == "80 ms"
    assert milliseconds_text(answered_of(entry_of("1", latency_ms=None))) == ""


def test_copied_row_has_its_cells_between_tabs_whatever_the_name_holds():
    answered = answered_of(entry_of("1", "a\tb\nc"))
    cells = row_text(answered, date.today()).split("\t")
    assert cells[1:] == ["a b c", "1", "90 %", "80 ms"]


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (entry_of("7", said="1"), "corrected, heard as seven"),
        (entry_of(None, said="1"), "corrected, was not sure: four or seven?"),
        (entry_of(None, said="1", end=1.5), "corrected, was more than one digit?"),
    ],
)
def test_answers_of_every_kind_that_were_corrected_say_what_they_were(entry, words):
    assert correction_words(answered_of(entry)) == words


def test_a_corrected_cough_says_that_it_was_no_digit():
    cough = no_digit()
    cough.said = "1"
    assert correction_words(answered_of(cough)) == "corrected, was not a digit"
