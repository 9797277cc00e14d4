"""Pictures of what was answered wrongly."""

from collections.abc import Iterable
from html import escape

from model.clip import make_clip
from training.data.recording import OTHER, Recording
from training.evaluation.figures import Mistake
from training.pages.sound import spectrogram, waveform

_MOST_CARDS = 24
_MOST_LABELS = 3


def mistake_cards(mistakes: Iterable[tuple[Mistake, Recording]]) -> list[str]:
    """Draw the first mistakes: waveform, spectrogram, answer, probabilities."""
    return [_card(mistake, recording) for mistake, recording in list(mistakes)[:_MOST_CARDS]]


def _card(mistake: Mistake, recording: Recording) -> str:
    clip = make_clip(recording.load())
    said = "not a digit" if mistake.said == OTHER else mistake.said
    name = mistake.word or mistake.label
    ranked = sorted(mistake.probabilities.items(), key=lambda item: -item[1])[:_MOST_LABELS]
    chances = "".join(
        f'<div class="chance {"accent" if label == mistake.label else "warning"}">'
        f'<span>{escape(label)}</span><i style="--share:{probability:.3f}"></i>'
        f"<span>{100 * probability:.1f} %</span></div>"
        for label, probability in ranked
    )
    about = " · ".join(
        escape(each) for each in (mistake.source, mistake.speaker, mistake.path) if each
    )
    return (
        f'<article class="panel sound"><header><strong>{escape(name)}</strong>'
        f'<span class="muted small">heard as</span><strong class="warning">{escape(said)}</strong>'
        f'</header>{waveform(clip)}<img src="{spectrogram(clip)}" alt="Spectrogram of '
        f'{escape(name)}">{chances}<footer>{about}</footer></article>'
    )
