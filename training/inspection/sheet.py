"""A sheet of spectrograms: a few recordings of each label."""

from collections.abc import Iterable, Sequence
from html import escape

from model.clip import make_clip
from training.data.recording import OTHER, Recording
from training.data.splits import place_of
from training.pages.sound import spectrogram

EXAMPLES = 6
"""Recordings of each label."""

MOST_LABELS = 40
"""Labels on a sheet; more would make a page that no one reads."""


def sheet(recordings: Iterable[Recording]) -> str:
    """Draw a few recordings of each label, of as many speakers as there are; always the same.

    Parameters
    ----------
    recordings : iterable of Recording
        Ones that can be read and are not silent.

    Returns
    -------
    str
        HTML; each picture is the second that the network is given.
    """
    by_label: dict[str, list[Recording]] = {}
    for recording in recordings:
        by_label.setdefault(recording.label, []).append(recording)
    shown = sorted(by_label, key=lambda label: (label == OTHER, label))[:MOST_LABELS]
    rows = "".join(
        f"<strong>{escape(label)}</strong>" + _pictures(_examples(by_label[label]))
        for label in shown
    )
    return f'<div class="sheet">{rows}</div>'


def _examples(recordings: Sequence[Recording]) -> list[Recording]:
    """Choose some of different speakers, words and sources as far as there are."""
    mixed = sorted(recordings, key=lambda each: place_of(each.path))
    heard: dict[tuple[str, str], int] = {}
    turns = []
    for each in mixed:
        key = (each.speaker or each.source, each.word if each.label == OTHER else "")
        heard[key] = heard.get(key, 0) + 1
        turns.append(heard[key])
    order = sorted(range(len(mixed)), key=lambda index: turns[index])
    return [mixed[index] for index in order[:EXAMPLES]]


def _pictures(recordings: Sequence[Recording]) -> str:
    pictures = "".join(_picture(recording) for recording in recordings)
    return pictures + "<span></span>" * (EXAMPLES - len(recordings))


def _picture(recording: Recording) -> str:
    said = recording.word or recording.label
    about = " · ".join(each for each in (said, recording.speaker, recording.path) if each)
    picture = spectrogram(make_clip(recording.load()))
    return f'<img src="{picture}" alt="Spectrogram of {escape(said)}" title="{escape(about)}">'
