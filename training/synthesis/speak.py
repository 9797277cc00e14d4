"""Let synthesisers say digits, numbers and other words, in voices of one distribution."""

import logging
import tempfile
from collections.abc import Iterable
from functools import partial

import numpy as np
import soxr
from numpy.random import Generator

from model.audio_format import SAMPLE_RATE
from training.data.recording import OTHER, Recording, Samples
from training.data.spoken import DIGIT_WORDS
from training.state_string import DIGITS, MULTIPLE_WORDS, OH, TOKENS
from training.synthesis import espeak
from training.synthesis.accents import pronounce
from training.synthesis.alike import sounds_like_digit
from training.synthesis.saying import Saying, Sound, Voice
from training.synthesis.sounds import DIGIT_SOUNDS, MULTIPLE_SOUNDS, OH_SOUNDS
from training.synthesis.voices import Synthesiser, draw_voices, installed
from training.synthesis.words import invent, known_words, phrase, two_words

_SHORTEST_S, _LONGEST_DIGIT_S, _LONGEST_WORD_S = 0.15, 1.5, 2.5
_SILENT, _MARGIN_S = 0.01, 0.03
_KNOWN_SHARE, _PAIR_SHARE = 0.55, 0.1
_WORDS_A_VOICE, _PHRASES_A_VOICE = 10, 6
_USUAL_SHARE = 0.9
_FEWEST_DIGITS, _MOST_DIGITS = 3, 7
_REPEATED_SHARE, _COMMA_SHARE = 0.25, 0.25
_ZERO_SHARE, _SAYS_OH_SHARE, _SAYS_MULTIPLES_SHARE = 0.1, 0.5, 0.4

_FILLERS = ["uh", "um", "er", "ah", "no", "wait", "and", "so", "okay", "sorry"]

_log = logging.getLogger(__name__)

_Task = tuple[Saying, str, str]
"""What to say, its label, and its speaker."""


def speak_digits(random: Generator, voices_count: int) -> list[Recording]:
    """Let `voices_count` random voices say all ten digits."""
    synthesisers = installed()
    tasks: list[_Task] = []
    for voice, speaker in _speakers(random, voices_count, synthesisers):
        for digit in range(len(DIGIT_WORDS)):
            tasks.append((_digit(random, voice, digit), str(digit), speaker))
    return _speak(tasks, synthesisers)


def speak_tokens(random: Generator, voices_count: int) -> list[Recording]:
    """Let `voices_count` random voices say all that numbers consist of.

    That is the ten digits, "oh" for zero, and "double" and "triple" with the labels "d" and "t".
    """
    synthesisers = installed()
    tasks: list[_Task] = []
    for voice, speaker in _speakers(random, voices_count, synthesisers):
        # Not the name of a voice that says digits alone.
        name = f"{speaker}/strings"
        tasks += [(_token(random, voice, token), token, name) for token in TOKENS]
        tasks.append((_oh(random, voice), "0", name))
    return _speak(tasks, synthesisers)


def speak_fillers(random: Generator, voices_count: int) -> list[Recording]:
    """Let `voices_count` random voices say what people say between the digits of a number."""
    synthesisers = installed()
    transcribed = espeak.transcribe(_FILLERS)
    tasks: list[_Task] = []
    for voice, speaker in _speakers(random, voices_count, synthesisers):
        tasks += [(_word(random, voice, text, transcribed), OTHER, speaker) for text in _FILLERS]
    return _speak(tasks, synthesisers)


def speak_phrases(random: Generator, voices_count: int) -> list[Recording]:
    """Let `voices_count` random voices talk: a few words in a row, none of them a digit."""
    synthesisers = installed()
    known = known_words()
    tasks: list[_Task] = []
    voices = list(_speakers(random, voices_count, synthesisers))
    texts = [[phrase(random, known) for _ in range(_PHRASES_A_VOICE)] for _ in voices]
    transcribed = espeak.transcribe(
        sorted({word for own in texts for text in own for word in text.split()})
    )
    for (voice, speaker), own in zip(voices, texts, strict=True):
        tasks += [(_word(random, voice, text, transcribed), OTHER, speaker) for text in own]
    return _speak(tasks, synthesisers)


def speak_numbers(random: Generator, count: int) -> list[Recording]:
    """Let `count` random voices say a number of three to eight tokens each, in one breath.

    Some say "oh" for zero, and some "double" and "triple". The label is `TOKENS` that are said.
    """
    synthesisers = installed()
    tasks: list[_Task] = []
    for voice, speaker in _speakers(random, count, synthesisers):
        tokens = _number(random)
        tasks.append((_in_one_breath(random, voice, tokens), tokens, speaker))
    return _speak(tasks, synthesisers)


def speak_words(random: Generator, count: int) -> list[Recording]:
    """Let random voices say `count` words that are no digits: known ones, pairs, invented ones."""
    synthesisers = installed()
    known = known_words()
    transcribed = espeak.transcribe(sorted(set(known)))
    order = random.permutation(len(known))
    voices = list(_speakers(random, -(-count // _WORDS_A_VOICE), synthesisers))
    tasks: list[_Task] = []
    for number in range(count if voices else 0):
        voice, speaker = voices[number % len(voices)]
        kind = random.random()
        text = known[order[number % len(known)]] if kind < _KNOWN_SHARE + _PAIR_SHARE else ""
        if kind > _KNOWN_SHARE and text:
            text = two_words(random, known)
        tasks.append((_word(random, voice, text, transcribed), OTHER, speaker))
    return _speak(tasks, synthesisers)


def _digit(random: Generator, voice: Voice, digit: int) -> Saying:
    if not voice.accent:
        return Saying(voice, DIGIT_WORDS[digit])
    ways = [sounds for label, sounds in DIGIT_SOUNDS if label == str(digit)]
    sounds = tuple(str(random.choice(ways)).split())
    return _with_accent(random, voice, DIGIT_WORDS[digit], sounds)


def _token(random: Generator, voice: Voice, token: str) -> Saying:
    """Say a digit, "double" or "triple", named by its label."""
    if token in DIGITS:
        return _digit(random, voice, int(token))
    return _with_accent(random, voice, MULTIPLE_WORDS[token], MULTIPLE_SOUNDS[token])


def _oh(random: Generator, voice: Voice) -> Saying:
    return _with_accent(random, voice, OH, OH_SOUNDS)


def _with_accent(random: Generator, voice: Voice, text: str, sounds: tuple[str, ...]) -> Saying:
    if not voice.accent:
        return Saying(voice, text)
    own, english = pronounce(random, voice.accent, sounds)
    return Saying(voice, text, own if voice.synthesiser == espeak.NAME else english)


def _number(random: Generator) -> str:
    """Draw the tokens of a number; before some digits stands the same, "double" or "triple"."""
    says_multiples = random.random() < _SAYS_MULTIPLES_SHARE
    tokens = ""
    count = random.integers(_FEWEST_DIGITS, _MOST_DIGITS + 1)
    while len(tokens) < count:
        # Numbers that people read have more zeros than chance gives them.
        digit = "0" if random.random() < _ZERO_SHARE else str(random.integers(10))
        if random.random() < _REPEATED_SHARE:
            digit = random.choice(list(MULTIPLE_WORDS)) + digit if says_multiples else 2 * digit
        tokens += digit
    return tokens


def _in_one_breath(random: Generator, voice: Voice, tokens: str) -> Saying:
    """Say tokens one after another, as a text with a comma here and there, or as sounds."""
    says_oh = random.random() < _SAYS_OH_SHARE
    each = [
        _oh(random, voice) if says_oh and token == "0" else _token(random, voice, token)
        for token in tokens
    ]
    commas = [
        "," if token not in MULTIPLE_WORDS and random.random() < _COMMA_SHARE else ""
        for token in tokens[:-1]
    ] + [""]
    text = " ".join(one.text + comma for one, comma in zip(each, commas, strict=True))
    return Saying(voice, text, tuple(sound for one in each for sound in one.sounds))


def _word(
    random: Generator, voice: Voice, text: str, transcribed: dict[str, tuple[str, ...]]
) -> Saying:
    """Say a text with the voice's accent; "", and what would then be like a digit, is invented."""
    if text and not voice.accent:
        return Saying(voice, text)
    words = text.split()
    if words and all(word in transcribed for word in words):
        sounds = tuple(sound for word in words for sound in transcribed[word])
    else:
        text, sounds = "", invent(random)
    if not voice.accent:
        return Saying(voice, "", sounds)
    own, english = pronounce(random, voice.accent, sounds)
    if sounds_like_digit(english):
        return _word(random, voice, "", transcribed)
    return Saying(voice, text, own if voice.synthesiser == espeak.NAME else english)


def _speakers(
    random: Generator, count: int, synthesisers: list[Synthesiser]
) -> Iterable[tuple[Voice, str]]:
    if not synthesisers:
        return
    for number, voice in enumerate(draw_voices(random, count, synthesisers)):
        yield (
            voice,
            "/".join(
                part for part in (voice.synthesiser, voice.name, voice.accent, str(number)) if part
            ),
        )


def _speak(tasks: list[_Task], synthesisers: list[Synthesiser]) -> list[Recording]:
    found: list[Recording] = []
    for synthesiser in synthesisers:
        own = [task for task in tasks if task[0].voice.synthesiser == synthesiser.name]
        if not own:
            continue
        sounds = synthesiser.speak([saying for saying, _, _ in own])
        spoken = [
            _recording(synthesiser, task, sound)
            for task, sound in zip(own, sounds, strict=True)
            if sound is not None
        ]
        kept = [recording for recording in spoken if recording is not None]
        found += kept
        _log.info("%s spoke %d of %d words", synthesiser.name, len(kept), len(own))
        if len(kept) < _USUAL_SHARE * len(own):
            _log.warning(
                "That is fewer than usual. See that there is room in %s, or name another folder in "
                "the environment variable TMPDIR, and train again, into another folder.",
                tempfile.gettempdir(),
            )
    return found


def _recording(synthesiser: Synthesiser, task: _Task, sound: Sound) -> Recording | None:
    """Make a recording; None where nothing, or too much, is said."""
    saying, label, speaker = task
    samples = heard(sound, saying.voice)
    longest_s = _LONGEST_WORD_S if label == OTHER else len(label) * _LONGEST_DIGIT_S
    if not _SHORTEST_S <= len(samples) / SAMPLE_RATE <= longest_s:
        return None
    return Recording(
        path=f"{speaker}: {saying.text or ' '.join(saying.sounds)}",
        label=label,
        word=saying.text,
        speaker=speaker,
        source=synthesiser.name,
        licence=synthesiser.licence,
        split="train",
        load=partial(_as_spoken, samples),
    )


def heard(sound: Sound, voice: Voice) -> Samples:
    """Move the formants, and cut what is before and after the voice, but for a margin.

    Returns
    -------
    ndarray of float32, shape (n,)
        16 kHz; empty where nothing is said.
    """
    rate_hz = sound.rate_hz * voice.formants
    samples = np.asarray(soxr.resample(sound.samples, rate_hz, SAMPLE_RATE), np.float32)
    loud = np.flatnonzero(np.abs(samples) > _SILENT * np.abs(samples).max(initial=0))
    if len(loud) == 0:
        return samples[:0]
    margin = round(_MARGIN_S * SAMPLE_RATE)
    return samples[max(0, loud[0] - margin) : loud[-1] + 1 + margin].copy()


def _as_spoken(samples: Samples) -> Samples:
    return samples
