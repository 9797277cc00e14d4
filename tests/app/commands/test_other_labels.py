"""Models whose labels are no digits."""

import re
import signal
from importlib.resources import files
from pathlib import Path

import pytest
import soundfile
from program import Live, recognize, run
from word_model import WORDS, word_model

from assets import SAMPLE, SAMPLE_DIGITS

SAMPLE_PATH = Path(str(files("assets") / SAMPLE))
SAID = [WORDS[int(digit)] for digit in SAMPLE_DIGITS]


@pytest.mark.parametrize("last", ["other", "hello"])
def test_words_are_recognised_with_and_without_a_label_for_the_rest(tmp_path, last):
    model = word_model(tmp_path / "words", (*WORDS, last))
    (line,) = recognize("--model", model, SAMPLE_PATH)
    assert line["digits"] == " ".join(SAID)
    assert [entry["digit"] for entry in line["utterances"]] == SAID
    assert list(line["utterances"][0]["probabilities"]) == [*WORDS, last]


def test_what_is_none_of_the_words_or_not_sure_is_not_called_a_digit(tmp_path):
    labels = ("other", *WORDS)  # so that the zero of the sample is none of the words
    model = word_model(tmp_path / "words", labels)
    samples, rate = soundfile.read(SAMPLE_PATH)
    zero = tmp_path / "zero.wav"
    soundfile.write(zero, samples[int(1.7 * rate) : int(2.6 * rate)], rate)
    said = run("recognize", "--model", model, zero).stdout
    assert said.startswith(f"{zero}: no word")
    assert "none of the words" in said
    unsure = run("recognize", "--model", model, "--threshold", "1", SAMPLE_PATH).stdout
    assert unsure.startswith(f"{SAMPLE_PATH}: not sure")


def test_the_doctor_names_the_model_and_what_it_answers(tmp_path):
    said = run("doctor", "--model", word_model(tmp_path / "mine")).stdout
    assert re.search(rf"model +{tmp_path}/mine: words, answers left right .* off other", said)
    assert f'hears "{" ".join(SAID)}"' in said


@pytest.mark.virtual_microphone
def test_words_are_printed_as_they_are_heard(tmp_path, virtual_sound):
    model = word_model(tmp_path / "words")
    with (
        virtual_sound.room_noise(),
        Live(tmp_path / "listen", "listen", "--model", model) as live,
    ):
        live.wait_for(lambda live: "Listening to" in live.errors, "the microphone is open")
        virtual_sound.play(SAMPLE_PATH)
        live.wait_for(lambda live: len(live.lines) >= len(SAID), "all are printed")
        live.end(signal.SIGINT)
    assert re.fullmatch(rf" +{SAID[0]} +\d+ % +\d+ ms", live.lines[0])
