"""Tests of what the answer's panel says."""

from answered_examples import example_answer, example_answered

from app.recognition.decision import Verdict
from app.window.answer_view import view_of_answer, view_of_answered


def test_a_sure_answer_is_its_digit_and_word() -> None:
    view = view_of_answer(example_answer({"5": 0.983}), 0.8)
    assert (view.big, view.words, view.chosen) == ("5", ("five",), ("5",))
    assert view.spoken == "five, 98 % sure"
    assert (view.colour, view.bar_colour) == ("text", "accent")


def test_an_unsure_answer_names_the_two_best_guesses() -> None:
    view = view_of_answer(example_answer({"5": 0.46, "9": 0.41}), 0.8)
    assert view.big == "?"
    assert view.words[0] == view.spoken == "not sure: five or nine?"
    assert view.chosen == ("5", "9")
    assert (view.colour, view.bar_colour) == ("warning", "warning")


def test_the_threshold_of_now_decides() -> None:
    answer = example_answer({"5": 0.7}, threshold=0.8)
    assert view_of_answer(answer, 0.8).verdict is Verdict.NOT_SURE
    assert view_of_answer(answer, 0.6).verdict is Verdict.DIGIT


def test_what_is_too_long_stays_so_whatever_the_threshold() -> None:
    view = view_of_answer(example_answer({"7": 0.9}, too_long=True), 0.1)
    assert (view.big, view.words[0]) == ("?", "more than one digit?")
    assert view.chosen == ("7",)


def test_the_word_of_a_label_that_is_a_word_is_not_said_twice() -> None:
    labels = ("forward", "backward", "other")
    view = view_of_answer(example_answer({"forward": 0.9}, labels=labels), 0.8)
    assert (view.big, view.words, view.spoken) == ("forward", (), "forward, 90 % sure")


def test_what_is_none_of_the_words_of_a_model_is_not_called_a_digit() -> None:
    labels = ("forward", "backward", "other")
    answer = example_answer({"other": 0.9, "forward": 0.1}, labels=labels)
    assert view_of_answer(answer, 0.8).words == ("none of the words",)
    long = example_answer({"forward": 0.9}, labels=labels, too_long=True)
    assert view_of_answer(long, 0.8).words == ("more than one word?", "several words?")


def test_an_old_answer_is_shown_as_it_was_given() -> None:
    view = view_of_answered(example_answered({"other": 0.9, "3": 0.05}))
    assert (view.big, view.spoken, view.chosen) == ("–", "not a digit", ("other",))


def test_a_correction_is_certain() -> None:
    answered = example_answered({"5": 0.46, "9": 0.41}, said="9")
    view = view_of_answered(answered)
    assert (view.big, view.words, view.spoken) == ("9", ("nine",), "nine, corrected")
    assert (view.colour, view.bar_colour, view.chosen_colour) == ("text", "muted", "accent")


def test_a_correction_to_no_digit_is_quiet() -> None:
    view = view_of_answered(example_answered({"5": 0.95}, said="other"))
    assert (view.big, view.words, view.colour) == ("–", ("not a digit",), "muted")
