"""Whole recordings, with the bundled network."""

from importlib.resources import files
from pathlib import Path

from app.recognition.recordings import recognize_recording
from app.settings import Settings
from assets import SAMPLE, SAMPLE_DIGITS


def test_answers_do_not_keep_their_sound_which_would_fill_the_memory(worker):
    result = recognize_recording(Path(str(files("assets") / SAMPLE)), worker, Settings())
    assert result.digits == SAMPLE_DIGITS
    assert [answer.clip.size for answer in result.answers] == [0] * len(SAMPLE_DIGITS)
