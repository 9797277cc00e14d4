"""Strings to train on, joined of single recordings."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from model.audio_format import SAMPLE_RATE, SAMPLES_PER_MS
from model.states import SILENCE
from training.data.recording import OTHER, Recording, Samples
from training.sources import Source, draw_source, sources_of
from training.state_string import (
    DIGITS,
    STEP_SAMPLES,
    TOKENS,
    WORDS_OF_NUMBERS,
    StateString,
    at_speed,
    mark,
)
from training.tempo import at_tempo
from training.utterance import Utterance, Utterances, reverse

_FEWEST_OF_A_SPEAKER = 3
_LEAD_SAMPLES = SAMPLE_RATE // 4
_MARGIN, _FADE = 30 * SAMPLES_PER_MS, 10 * SAMPLES_PER_MS
_LEAST_DISTANCE = 100 * SAMPLES_PER_MS
_LEVEL_DB, _FALL_DB = 3.0, (-2.0, 8.0)
_FAINT_SHARE, _FAINT_DB = 0.12, (5.0, 16.0)
_TEMPO_SHARE, _TWICE_SHARE, _WORD_OF_NUMBERS_SHARE = 0.6, 0.3, 0.25
_GAPS_S = ((-0.1, 0.06), (0.04, 0.25), (0.25, 0.7))
_GAP_SHARES = (0.5, 0.3, 0.2)
_MIXED_GAPS_SHARE = 0.3
# Of most speakers only digits were recorded: that theirs are words too has to be heard.
_NO_DIGITS_BACKWARDS, _BACKWARDS_SHARE = DIGITS - {"9"}, 0.04
_WORD_SHARES = (0.0, 0.12, 0.5, 1.0)
_WORD_SHARES_SHARES = (0.3, 0.54, 0.08, 0.08)
# Several words in a row, as people talk.
_WORDS_OF_A_PHRASE, _PHRASE_SHARE = 3, 0.3


@dataclass(frozen=True, slots=True)
class _Voice:
    """A voice to be joined: samples with what is around it, and where in them it is."""

    label: str
    samples: Samples
    first: int
    last: int


class JoinedStrings:
    """Strings of two to eight recordings of one speaker, digits and some words that are none.

    Sources are drawn by their weights, speakers equally. Those with fewer than three digits are
    mixed with all others of their source. "Double", "triple" and "oh", which only synthesisers
    say, come in the strings of everyone. All else in some strings are words. Some digits are played
    backwards, and are words then.

    Parameters
    ----------
    people, synthetic : sequence of Recording
        What people said, and what synthesisers said; some of them digits.
    """

    def __init__(self, people: Sequence[Recording], synthetic: Sequence[Recording]) -> None:
        self._recordings = [*people, *synthetic]
        self._utterances = Utterances(self._recordings)
        self._digits, words = (
            sources_of(self._recordings, len(people), belongs, lambda each: each.speaker)
            for belongs in (lambda each: each.label in DIGITS, _is_other_word)
        )
        self._speakers = {source.name: _speakers(source) for source in self._digits}
        self._words = {source.name: _places(source) for source in words}
        self._all_words = list(chain.from_iterable(self._words.values()))
        self._phrases = [
            place
            for place in self._all_words
            if len(self._recordings[place].word.split()) >= _WORDS_OF_A_PHRASE
        ]
        self._words_of_numbers = [
            place
            for place, each in enumerate(self._recordings)
            if each.label in TOKENS and each.word in WORDS_OF_NUMBERS
        ]

    def draw(self, random: Generator) -> StateString:
        """Draw what is said, by whom and how fast, and join it."""
        speed = random.uniform(0.83, 1.22)
        # Within a number digits are said faster than alone.
        tempo = random.uniform(0.85, 1.6) if random.random() < _TEMPO_SHARE else 1.0
        voices = [
            self._voice(
                random, place, speed * random.uniform(0.93, 1.07), tempo * random.uniform(0.9, 1.1)
            )
            for place in self._chosen(random)
        ]
        return _joined(random, voices)

    def _chosen(self, random: Generator) -> list[int]:
        """Draw the places of two to eight recordings, and at times of an "oh" among them."""
        source = draw_source(random, self._digits).name
        speakers = self._speakers[source]
        digits = speakers[random.integers(len(speakers))]
        chosen = [
            digits[place] for place in random.integers(len(digits), size=random.integers(2, 9))
        ]
        if self._all_words:
            share = random.choice(_WORD_SHARES, p=_WORD_SHARES_SHARES)
            for place in np.flatnonzero(random.random(len(chosen)) < share):
                chosen[place] = self._word(random, source)
        if random.random() < _TWICE_SHARE:
            place = random.integers(len(chosen) - 1)
            chosen[place + 1] = chosen[place]
        while self._words_of_numbers and random.random() < _WORD_OF_NUMBERS_SHARE:
            word = self._words_of_numbers[random.integers(len(self._words_of_numbers))]
            chosen.insert(random.integers(len(chosen) + 1), word)
        return chosen

    def _word(self, random: Generator, source: str | None) -> int:
        if self._phrases and random.random() < _PHRASE_SHARE:
            return self._phrases[random.integers(len(self._phrases))]
        near = self._words.get(source, self._all_words)
        words = near if random.random() < 0.5 else self._all_words
        return words[random.integers(len(words))]

    def _voice(self, random: Generator, place: int, speed: float, tempo: float) -> _Voice:
        utterance, label = self._utterances[place], self._recordings[place].label
        if label in _NO_DIGITS_BACKWARDS and random.random() < _BACKWARDS_SHARE:
            utterance, label = reverse(utterance), OTHER
        if random.random() < 0.3:
            utterance = _cut_tight(random, utterance)
        start = max(utterance.first - _MARGIN, 0)
        stop = min(utterance.last + _MARGIN, len(utterance.samples))
        samples = at_tempo(at_speed(utterance.samples[start:stop], speed), tempo)
        samples /= np.float32(np.sqrt(np.mean(np.square(samples))) + 1e-6)
        fade = min(_FADE, len(samples) // 3)
        ramp = np.linspace(0, 1, fade, dtype=np.float32)
        samples[:fade] *= ramp
        samples[len(samples) - fade :] *= ramp[::-1]
        first = int((utterance.first - start) / speed / tempo)
        after = int((stop - utterance.last) / speed / tempo)
        return _Voice(label, samples, first, len(samples) - after)


def _is_other_word(recording: Recording) -> bool:
    """Tell whether nothing in a recording is a token: "double" alone is none of the other words."""
    return recording.label not in TOKENS and WORDS_OF_NUMBERS.isdisjoint(recording.word.split())


def _speakers(source: Source) -> list[list[int]]:
    everyone = _places(source)
    return [own if len(own) >= _FEWEST_OF_A_SPEAKER else everyone for own in source.groups.values()]


def _places(source: Source) -> list[int]:
    return list(chain.from_iterable(source.groups.values()))


def _cut_tight(random: Generator, utterance: Utterance) -> Utterance:
    """Take some of the beginning and the end of a voice for what is around it."""
    length = utterance.last - utterance.first
    first = utterance.first
    if random.random() < 0.5:
        first += int(random.uniform(0, 0.2) * length)
    last = utterance.last - int(random.uniform(0, 0.3) * length)
    return Utterance(utterance.samples, first, last)


def _joined(random: Generator, voices: list[_Voice]) -> StateString:
    """Join voices: 250 ms before the first, gaps or overlaps between, 300 to 700 ms at the end."""
    starts = _starts(random, voices)
    firsts = [start + voice.first for start, voice in zip(starts, voices, strict=True)]
    lasts = [start + voice.last for start, voice in zip(starts, voices, strict=True)]
    ends = [start + len(voice.samples) for start, voice in zip(starts, voices, strict=True)]
    samples = np.zeros(max(ends) + int(random.uniform(0.3, 0.7) * SAMPLE_RATE), np.float32)
    states = np.full(len(samples) // STEP_SAMPLES, SILENCE, np.int32)
    said_until = 0
    gains = _gains(random, len(voices))
    for voice, start, first, last, gain in zip(voices, starts, firsts, lasts, gains, strict=True):
        samples[start : start + len(voice.samples)] += gain * voice.samples
        # Where two overlap, each has half.
        begins = max(first, (first + said_until) / 2)
        mark(states, voice.label, begins / STEP_SAMPLES, last / STEP_SAMPLES)
        said_until = last
    return StateString(samples, states, firsts[0], max(lasts))


def _gains(random: Generator, count: int) -> NDArray[np.float32]:
    """Draw how loud each voice is: most breaths get weaker, and some digits are faint."""
    levels_db = random.uniform(-_LEVEL_DB, _LEVEL_DB, count)
    levels_db -= random.uniform(*_FALL_DB) * np.linspace(0, 1, count)
    levels_db -= random.uniform(*_FAINT_DB, count) * (random.random(count) < _FAINT_SHARE)
    return np.asarray(10 ** (levels_db / 20), np.float32)


def _starts(random: Generator, voices: list[_Voice]) -> list[int]:
    """Draw where the samples of each voice begin; most strings have one kind of gaps."""
    kinds = random.choice(len(_GAPS_S), p=_GAP_SHARES, size=len(voices))
    if random.random() > _MIXED_GAPS_SHARE:
        kinds[:] = kinds[0]
    starts = [max(_LEAD_SAMPLES - voices[0].first, 0)]
    for before, voice, kind in zip(voices, voices[1:], kinds[1:], strict=False):
        gap = int(random.uniform(*_GAPS_S[kind]) * SAMPLE_RATE)
        start = starts[-1] + before.last + gap - voice.first
        # Each follows the one before, however short that is.
        starts.append(max(start, starts[-1] + _LEAST_DISTANCE))
    return starts
