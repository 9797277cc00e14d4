"""Which recordings were answered wrongly, the worst first."""

import numpy as np

from training.data.recording import OTHER, Recording
from training.evaluation.answers import Answers
from training.evaluation.figures import Mistake

_MOST = 200


def find_mistakes(answers: Answers) -> list[tuple[Mistake, Recording]]:
    """Find digits that were not said, and words that were called a digit.

    Parameters
    ----------
    answers : Answers
        To digits and words that the model has labels for.

    Returns
    -------
    list of (Mistake, Recording)
        The 200 with the greatest margin.
    """
    said, true, called = answers.said, answers.true, answers.called_a_digit()
    wrong = np.where(true == OTHER, called, said != true)
    places = np.flatnonzero(wrong)
    margins = {int(i): _margin(answers, int(i), str(true[i])) for i in places}
    worst = sorted(margins, key=lambda i: -margins[i])[:_MOST]
    return [(_mistake(answers, i, str(said[i]), margins[i]), answers.recordings[i]) for i in worst]


def _margin(answers: Answers, place: int, label: str) -> float:
    row = answers.probabilities[place]
    is_right = np.array([each == label for each in answers.labels])
    # A word has no right label where the model has no "other".
    return float(row[~is_right].max() - row[is_right].sum())


def _mistake(answers: Answers, place: int, said: str, margin: float) -> Mistake:
    recording, row = answers.recordings[place], answers.probabilities[place]
    return Mistake(
        path=recording.path,
        source=recording.source,
        speaker=recording.speaker,
        label=recording.label,
        word=recording.word,
        said=said,
        margin=round(margin, 4),
        probabilities={
            label: round(float(probability), 4)
            for label, probability in zip(answers.labels, row, strict=True)
        },
    )
