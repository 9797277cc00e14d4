"""The form of an answer in JSON."""

from answered_examples import example_answer

from app.recognition.answer import as_entry


def test_a_probability_is_never_rounded_up_to_certainty() -> None:
    entry = as_entry(example_answer({"5": 0.99996, "9": 0.00004}))
    assert entry["confidence"] == 0.9999
    assert entry["probabilities"]["5"] == 0.9999
    assert as_entry(example_answer({"5": 1.0}))["confidence"] == 1
