from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from one_breath import recognise, said

from app.audio.files import read_recording
from app.audio.source import Block
from app.recognition.offset_removal import OffsetRemoval
from app.recognition.question import WholeRecording
from app.settings import Settings
from assets import SAMPLE, SAMPLE_DIGITS
from model.audio_format import SAMPLE_RATE

SECOND = np.arange(SAMPLE_RATE) / SAMPLE_RATE
FADED, WHOLE_MEAN = SAMPLE_RATE // 50, SAMPLE_RATE // 4


def sine(hz: float) -> np.ndarray:
    return (0.5 * np.sin(2 * np.pi * hz * SECOND)).astype(np.float32)


@pytest.mark.parametrize("offset", [0.001, 0.05, -0.5])
def test_an_offset_is_gone_after_20_ms(offset):
    without = OffsetRemoval().process(np.full(SAMPLE_RATE, offset, np.float32))
    assert without.dtype == np.float32
    assert np.abs(without[FADED:]).max() < 1e-6
    assert np.abs(without).max() <= abs(offset)


@pytest.mark.parametrize("hz", [60, 73, 110, 1000, 7000])
def test_a_voice_stays_as_it_is(hz):
    voice = sine(hz)
    changed = np.abs(OffsetRemoval().process(voice) - voice)
    assert changed[WHOLE_MEAN:].max() < 0.022 * 0.5
    assert changed[SAMPLE_RATE // 10 :].max() < 0.055 * 0.5


@given(lengths=st.lists(st.integers(0, 5000), max_size=8))
def test_it_does_not_matter_how_the_sound_was_divided(lengths):
    sound = sine(100) + np.float32(0.1)
    removal, edges = OffsetRemoval(), [*np.cumsum([0, *lengths]), len(sound)]
    pieces = [removal.process(sound[a:b]) for a, b in pairwise(edges)]
    assert np.array_equal(np.concatenate(pieces)[: len(sound)], OffsetRemoval().process(sound))


@pytest.mark.parametrize("offset", [0.02, -0.05])
def test_an_offset_hides_no_quiet_voice(worker, offset):
    """A voice whose peaks are at -34 dBFS; the offset is as loud, or 8 dB louder."""
    sample = read_recording(Path(str(files("assets") / SAMPLE)))
    quiet = np.float32(0.02 / np.abs(sample).max()) * sample + np.float32(offset)
    assert said(recognise(worker, quiet)) == SAMPLE_DIGITS


def test_an_offset_hides_no_quiet_voice_in_a_recording_taken_whole(worker, digits):
    quiet = np.float32(0.02 / np.abs(digits[4]).max()) * digits[4] + np.float32(0.05)
    results = []
    recording = WholeRecording(worker, Settings(), results.append)
    recording.feed(Block(quiet, 0, len(quiet)))
    recording.finish()
    assert said(results) == SAMPLE_DIGITS[4]
