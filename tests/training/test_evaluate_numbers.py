"""How numbers are measured: edits, made-up strings, and both through the whole program."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.recognition.network import load_network
from model.audio_format import SAMPLE_RATE
from training.data.recording import OTHER, Recording
from training.errors import DataError
from training.evaluation.answers import Reader
from training.evaluation.edits import count_edits
from training.evaluation.number_figures import Edits
from training.evaluation.numbers import STRINGS, made_up_figures, number_figures
from training.evaluation.numbers_in_noise import numbers_in_noise
from training.strings import SPEEDS, SpokenString, join
from training.utterance import find_voice

_SLOW, _, _TOGETHER = SPEEDS


def _recording(label: str, speaker: str = "a", seconds: float = 0.4) -> Recording:
    def load() -> np.ndarray:
        time = np.arange(int(seconds * SAMPLE_RATE)) / SAMPLE_RATE
        tone = np.sin(2 * np.pi * (200 + 80 * ord(label[0])) * time) * np.hanning(len(time)) ** 0.2
        return np.pad(0.3 * tone, 1_600).astype(np.float32)

    return Recording(f"{label}.wav", label, label, speaker, "made", "CC0", "test", load)


@pytest.mark.parametrize(
    ("said", "true", "edits"),
    [
        ("", "", (0, 0, 0)),
        ("407", "407", (0, 0, 0)),
        ("", "407", (0, 3, 0)),
        ("407", "", (3, 0, 0)),
        ("47", "407", (0, 1, 0)),
        ("4077", "407", (1, 0, 0)),
        ("417", "407", (0, 0, 1)),
        ("5407", "4071", (1, 1, 0)),
        ("912", "345", (0, 0, 3)),
    ],
)
def test_edits(said: str, true: str, edits: tuple[int, int, int]) -> None:
    assert count_edits(said, true) == Edits(*edits)


@given(st.text("012", max_size=8), st.text("012", max_size=8))
def test_edits_explain_the_length_and_are_symmetric(said: str, true: str) -> None:
    there, back = count_edits(said, true), count_edits(true, said)
    assert len(said) - len(true) == there.insertions - there.deletions
    assert there == Edits(back.deletions, back.insertions, back.substitutions)
    assert there.deletions + there.substitutions <= len(true)


@pytest.mark.parametrize("speed", SPEEDS, ids=lambda speed: speed.name)
def test_a_string_has_its_digits_in_order_with_the_gaps_of_its_speed(speed) -> None:
    string = join(np.random.default_rng(1), [_recording(digit) for digit in "4071"], speed)
    assert string.labels == ("4", "0", "7", "1")
    assert string.samples.dtype == np.float32
    assert 0.4 <= np.abs(string.samples).max() <= 0.51
    assert string.stretches[-1][1] < len(string.samples)
    for (_, end), (start, _) in zip(string.stretches, string.stretches[1:], strict=False):
        gap_ms = (start - end) / 16
        assert speed.shortest_gap_ms - 1 <= gap_ms <= speed.longest_gap_ms + 1


def test_the_same_chance_gives_the_same_string() -> None:
    one, two = (join(np.random.default_rng(3), [_recording("1")] * 3, _SLOW) for _ in range(2))
    np.testing.assert_array_equal(one.samples, two.samples)


def test_a_digit_is_where_its_stretch_says() -> None:
    string = join(np.random.default_rng(2), [_recording("4"), _recording("7")], _SLOW)
    start, end = string.stretches[1]
    found = find_voice(string.samples[start - 1_600 : end + 1_600])
    assert abs(found.first - 1_600) <= 320
    assert abs(found.last - (end - start + 1_600)) <= 320


def test_a_voice_is_its_loud_part_however_the_training_finds_it() -> None:
    samples = np.full(6_400, 0.002, np.float32)
    samples[2_000:3_600] = 0.1
    ((start, end),) = join(
        np.random.default_rng(1), [replace(_recording("6"), load=lambda: samples)], _SLOW
    ).stretches
    assert end - start == 1_600 + 160  # whole frames of 10 ms


def test_digits_that_are_very_short_stay_in_their_order() -> None:
    short = [_recording(digit, seconds=0.03) for digit in "123"]
    starts = [start for start, _ in join(np.random.default_rng(1), short, _TOGETHER).stretches]
    assert starts == sorted(starts)


def test_numbers_are_scored_over_all_and_by_speaker() -> None:
    numbers = [_recording("407", "a"), _recording("12", "b")]
    figures = number_figures(load_network(None), numbers, 0.8, Reader())
    assert figures is not None
    assert (figures.overall.digits, figures.overall.strings) == (5, 2)
    assert set(figures.by_speaker) == {"a", "b"}
    assert figures.by_speaker["b"].digits == 2
    edits = figures.overall.edits
    wrong = edits.insertions + edits.deletions + edits.substitutions
    assert figures.overall.error_rate == wrong / 5
    assert [each.digits for each in figures.answers] == ["407", "12"]


def test_numbers_are_heard_ten_times_more_elsewhere_in_a_quiet_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    heard: list[np.ndarray] = []

    def noted(samples: np.ndarray, *_) -> list[str]:
        heard.append(samples)
        return list("407") if len(heard) < 4 else ["4"]

    monkeypatch.setattr("training.evaluation.numbers.digits_said", noted)
    number = _recording("407")
    figures = number_figures(load_network(None), [number], 0.8, Reader())
    assert figures is not None
    assert (figures.overall.right, figures.overall.strings) == (1, 1)
    moved = figures.moved
    assert (moved.digits, moved.strings, moved.right) == (30, 10, 2)
    assert moved.edits == Edits(0, 16, 0)
    recorded, *others = heard
    np.testing.assert_array_equal(recorded, number.load())
    assert len({len(samples) for samples in others}) == 10
    for samples in others:
        before = len(samples) - SAMPLE_RATE // 2 - len(recorded)
        assert SAMPLE_RATE <= before < 1.25 * SAMPLE_RATE
        room = samples[:before]
        assert 20 * np.log10(np.std(room)) == pytest.approx(-60, abs=0.5)
        np.testing.assert_allclose(samples[before:][: len(recorded)], recorded, atol=0.006)


def test_numbers_that_cannot_be_measured_are_left_out() -> None:
    def missing() -> np.ndarray:
        raise DataError("It is gone.")

    unreadable = Recording("a.wav", "12", "12", "a", "made", "CC0", "test", missing)
    unknown = Recording("b.wav", "1x", "1x", "a", "made", "CC0", "test", missing)
    reader = Reader()
    assert number_figures(load_network(None), [unreadable, unknown], 0.8, reader) is None
    assert list(reader.unreadable) == ["a.wav"]


def _hiss() -> Recording:
    noise = 0.1 * np.random.default_rng(5).standard_normal(20 * SAMPLE_RATE)
    return Recording("hiss", "", "", "", "made", "CC0", "test", lambda: noise.astype(np.float32))


def test_numbers_in_noise_are_said_thrice_at_each_level(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[np.ndarray] = []

    def noted(samples: np.ndarray, *_) -> list[str]:
        heard.append(samples)
        return ["4", "0"]

    monkeypatch.setattr("training.evaluation.numbers_in_noise.digits_said", noted)
    number = _recording("407")
    figures = numbers_in_noise(load_network(None), [number], [_hiss()], 0.8, Reader())
    assert list(figures) == ["20", "10"]
    for each in figures.values():
        assert (each.digits, each.strings, each.right) == (9, 3, 0)
        assert each.edits == Edits(0, 3, 0)
    at_20_db, at_10_db = heard[:2]
    assert len(at_20_db) == len(number.load()) + SAMPLE_RATE * 3 // 2
    # Before the voice there is the noise alone: the same one, 10 dB louder.
    before = slice(0, SAMPLE_RATE)
    np.testing.assert_allclose(at_10_db[before], 10**0.5 * at_20_db[before], rtol=1e-4)
    assert np.abs(at_20_db[before]).max() > 0
    assert not np.allclose(heard[2][before], at_20_db[before])


def test_without_noise_or_numbers_there_are_no_numbers_in_noise() -> None:
    network = load_network(None)
    assert numbers_in_noise(network, [_recording("407")], [], 0.8, Reader()) == {}
    assert numbers_in_noise(network, [_recording("1x")], [_hiss()], 0.8, Reader()) == {}


def test_made_up_strings_are_the_same_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.evaluation.numbers.STRINGS", 2)
    digits = [_recording(digit) for digit in "4071"]
    one, two = (made_up_figures(load_network(None), digits, (), 0.8) for _ in range(2))
    assert one is not None
    assert one == two
    assert list(one.by_speed) == [speed.name for speed in SPEEDS]
    assert one.overall.strings == 2 * len(SPEEDS) < STRINGS
    assert one.by_speaker == {"a": one.overall}
    assert one.with_words is one.words_alone is None


def test_words_between_the_digits_are_no_digits_of_the_truth(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("training.evaluation.numbers.STRINGS", 4)
    monkeypatch.setattr("training.evaluation.numbers._WORDS_A_DIGIT", 1.0)
    joined: list[tuple[str, ...]] = []

    def noted(*arguments) -> SpokenString:
        string = join(*arguments)
        joined.append(string.labels)
        return string

    monkeypatch.setattr("training.evaluation.numbers.join", noted)
    words = [replace(_recording("x"), label=OTHER)]
    figures = made_up_figures(load_network(None), [_recording(d) for d in "407"], words, 0.8)
    assert figures is not None
    assert figures.with_words is not None
    with_words, words_alone = joined[-8:-4], joined[-4:]
    assert all(labels[1::2] == (OTHER,) * (len(labels) // 2) for labels in with_words)
    assert figures.with_words.digits == sum(len(labels) // 2 for labels in with_words)
    assert OTHER not in {label for labels in joined[:-8] for label in labels}
    assert {label for labels in words_alone for label in labels} == {OTHER}
    assert all(4 <= len(labels) <= 10 for labels in words_alone)
    talk = figures.words_alone
    assert talk is not None
    assert 0.1 < talk.minutes < 1
    assert talk.digits_a_minute == pytest.approx(talk.digits / talk.minutes, rel=0.01)
    assert talk.low <= talk.digits_a_minute <= talk.high


def test_without_speakers_of_three_digits_nothing_is_made_up() -> None:
    network = load_network(None)
    few = [_recording("1"), _recording("2"), _recording("3", "b")]
    assert made_up_figures(network, few, (), 0.8) is None
    nobody = [_recording(digit, "") for digit in "407"]
    assert made_up_figures(network, nobody, (), 0.8) is None
    words = [_recording("zero"), _recording("one"), _recording("two")]
    assert made_up_figures(network, words, words, 0.8) is None
