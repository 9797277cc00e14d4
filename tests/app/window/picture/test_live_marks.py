"""Which marks there are, and how they read."""

from fake_stream import answered_mark

from app.recognition.decision import OTHER, Verdict
from app.window.mark import Mark
from app.window.picture.live_marks import LiveMarks, summary_of, words_of


def provisional(start: int, end: int, text: str = "5") -> Mark:
    return Mark(start, end, Verdict.DIGIT, text)


def test_confirmed_mark_takes_the_place_of_the_provisional_one() -> None:
    marks = LiveMarks()
    marks.show_provisional(provisional(16_000, 20_000))
    confirmed = answered_mark(1.0, 1.3)
    marks.show_confirmed(confirmed)
    assert marks.all == [confirmed]


def test_provisional_mark_of_the_next_voice_stays() -> None:
    marks = LiveMarks()
    coming = provisional(32_000, 36_000)
    marks.show_provisional(coming)
    confirmed = answered_mark(1.0, 1.3)
    marks.show_confirmed(confirmed)
    assert marks.all == [confirmed, coming]


def test_there_is_one_provisional_mark_at_most() -> None:
    marks = LiveMarks()
    marks.show_provisional(provisional(0, 100, "1"))
    marks.show_provisional(provisional(0, 200, "7"))
    assert [mark.text for mark in marks.all] == ["7"]
    marks.drop_provisional()
    assert marks.all == []


def test_correction_changes_how_a_mark_reads() -> None:
    marks = LiveMarks()
    mark = answered_mark(1.0, 1.3, "5", 0.6)
    marks.show_confirmed(mark)
    assert (mark.verdict, mark.text) == (Verdict.NOT_SURE, "?")
    mark.answered.entry.said = "9"
    assert marks.refresh(mark.answered)
    assert (mark.verdict, mark.text) == (Verdict.DIGIT, "9")
    assert not marks.refresh(answered_mark(0, 1).answered)


def test_another_threshold_changes_what_was_not_corrected() -> None:
    marks = LiveMarks()
    unsure, corrected = answered_mark(1.0, 1.3, "5", 0.6), answered_mark(2.0, 2.3, "1", 0.9)
    corrected.answered.entry.said = OTHER
    marks.show_confirmed(unsure)
    marks.show_confirmed(corrected)
    marks.rejudge(0.5)
    assert (unsure.text, corrected.text) == ("5", "–")
    marks.rejudge(0.95)
    assert (unsure.text, corrected.text) == ("?", "–")
    marks.rejudge(0.8)
    assert unsure.answered.entry.digit is None


def test_marks_that_are_gone_are_forgotten() -> None:
    marks = LiveMarks()
    old, new = answered_mark(1.0, 1.3), answered_mark(5.0, 5.3)
    marks.show_confirmed(old)
    marks.show_confirmed(new)
    marks.forget_before(3 * 16_000)
    assert marks.all == [new]


def test_marks_are_told_in_words() -> None:
    sure, unsure = answered_mark(0, 0.3, "5", 0.97), answered_mark(1, 1.3, "5", 0.6)
    silent, corrected = answered_mark(2, 2.3), answered_mark(3, 3.3)
    silent.answered.entry.said, corrected.answered.entry.said = OTHER, "7"
    marks = LiveMarks()
    for mark in (sure, unsure, silent, corrected):
        marks.show_confirmed(mark)
    assert words_of(sure) == "five, 97 % sure"
    assert words_of(unsure) == "not sure: five or nine?"
    assert words_of(silent) == "not a digit, corrected"
    assert words_of(corrected) == "seven, corrected"
    assert summary_of(marks.all) == "4 utterances in view: 5, not sure, no digit, 7"
    assert summary_of([sure]) == "1 utterance in view: 5"
    assert summary_of([]) == "No utterance in view"
