import logging
import shutil
import tempfile

import numpy as np
import pytest

from model.audio_format import SAMPLE_RATE
from training.data.recording import OTHER, Recording
from training.data.spoken import DIGIT_WORDS
from training.state_string import MULTIPLE_WORDS
from training.synthesis import speak, voices
from training.synthesis.speak import (
    speak_digits,
    speak_fillers,
    speak_numbers,
    speak_phrases,
    speak_tokens,
    speak_words,
)
from training.synthesis.voices import SYNTHESISERS
from training.synthesis.words import known_words


def digits(seed: int, voices_count: int) -> list[Recording]:
    return speak_digits(np.random.default_rng(seed), voices_count)


def test_every_voice_says_all_digits() -> None:
    recordings = digits(1, 8)
    assert len({r.speaker for r in recordings}) == 8
    for label in "0123456789":
        assert sum(r.label == label for r in recordings) >= 7
    assert {r.source for r in recordings} <= {each.name for each in SYNTHESISERS}
    assert all(r.licence and r.split == "train" for r in recordings)


def test_the_same_seed_gives_the_same_sounds() -> None:
    once, again = digits(5, 4), digits(5, 4)
    assert [r.speaker for r in once] == [r.speaker for r in again]
    assert all(np.array_equal(a.load(), b.load()) for a, b in zip(once, again, strict=True))


def test_words_are_other_and_said_by_voices_that_say_several() -> None:
    words = speak_words(np.random.default_rng(2), 40)
    assert len(words) >= 36 and {r.label for r in words} == {OTHER}
    assert len({r.speaker for r in words}) <= 4
    assert sum(r.word in known_words() for r in words) > 10
    assert any(r.word == "" for r in words)


def test_all_that_numbers_consist_of_is_said() -> None:
    recordings = speak_tokens(np.random.default_rng(1), 6)
    assert len({r.speaker for r in recordings}) == 6
    for word, label in (
        ("zero", "0"),
        ("oh", "0"),
        ("nine", "9"),
        ("double", "d"),
        ("triple", "t"),
    ):
        assert [r.label for r in recordings if r.word == word].count(label) >= 5


def test_every_voice_says_what_comes_between_digits() -> None:
    recordings = speak_fillers(np.random.default_rng(2), 6)
    assert len({r.speaker for r in recordings}) == 6
    assert {r.label for r in recordings} == {OTHER}
    assert [r.word for r in recordings].count("uh") >= 3


def test_every_voice_talks_a_few_words_at_a_time_none_of_them_a_digit() -> None:
    recordings = speak_phrases(np.random.default_rng(2), 6)
    assert len({r.speaker for r in recordings}) == 6
    assert {r.label for r in recordings} == {OTHER}
    assert len(recordings) >= 30
    for recording in recordings:
        assert not set(recording.word.split()) & {*DIGIT_WORDS, "to", "too", "for", "oh"}
    # A voice with an accent invents a word where it would say something like a digit.
    in_a_row = [len(r.word.split()) for r in recordings if r.word]
    assert len(in_a_row) >= 25
    assert set(in_a_row) == {3, 4, 5}


def test_numbers_are_said_by_a_voice_each_at_the_pace_of_numbers() -> None:
    numbers = speak_numbers(np.random.default_rng(4), 30)
    assert len(numbers) >= 28
    assert len({r.speaker for r in numbers}) == len({r.path for r in numbers}) == len(numbers)
    words_of = dict(zip("0123456789", DIGIT_WORDS, strict=True)) | MULTIPLE_WORDS
    for number in numbers:
        assert 3 <= len(number.label) <= 8
        words = number.word.replace(",", "").replace("oh", "zero").split()
        assert words == [words_of[token] for token in number.label]
        assert 0.1 < len(number.load()) / SAMPLE_RATE / len(number.label) < 1
        assert "double," not in number.word and "triple," not in number.word
    said = {word for r in numbers for word in r.word.replace(",", "").split()}
    assert said == {*words_of.values(), "oh"}


def test_sounds_are_cut_to_the_voice() -> None:
    for recording in digits(3, 4):
        samples = recording.load()
        assert samples.dtype == np.float32 and 0.15 <= len(samples) / SAMPLE_RATE <= 1.5
        assert np.abs(samples[: SAMPLE_RATE // 5]).max() > 0.01 * np.abs(samples).max()


def test_without_synthesisers_nothing_is_said_and_the_log_tells_what_to_do(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    voices._say_missing.cache_clear()
    with caplog.at_level(logging.WARNING):
        random = np.random.default_rng(1)
        assert digits(1, 3) == speak_words(random, 3) == speak_numbers(random, 3) == []
    assert caplog.text.count("packaging/system_packages.sh train") == len(SYNTHESISERS)


def test_fewer_words_than_usual_are_said_to_be_that(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(speak, "_recording", lambda *_: None)  # as of files that are cut short
    assert digits(1, 3) == []
    assert f"room in {tempfile.gettempdir()}, or name another" in caplog.text
