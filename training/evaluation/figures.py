"""The figures of a model, by name. Their JSON has the same names; what was not measured is absent.

What is right: *accuracy* is the best of the digits against the label, threshold and "other" left
aside; *lost* is a digit whose answer is not a digit at the threshold; *called a digit* is another
sound whose answer is one. A "digit" is any label that the model tells apart, "other" aside.
Shares and probabilities are from 0 to 1.
"""

import msgspec

from training.evaluation.number_figures import MadeUpFigures, NumberFigures, StringScore

Curve = tuple[tuple[float, float], ...]
"""Points (x, y) in the order of x."""


class Accuracy(msgspec.Struct, frozen=True, omit_defaults=True):
    """How many digits were right.

    Attributes
    ----------
    right, of, lost : int
        Digits whose best digit is the label; all digits; digits that were lost.
    accuracy, low, high : float
        The share that is right, and its 95 % interval (Wilson).
    lost_low, lost_high : float
        The 95 % interval of the share that is lost.
    """

    right: int
    of: int
    lost: int
    accuracy: float
    low: float
    high: float
    lost_low: float
    lost_high: float


class ClassScore(msgspec.Struct, frozen=True, omit_defaults=True):
    """Precision, recall and F1 of one digit; None where it divides by zero."""

    precision: float | None
    recall: float | None
    f1: float | None


class DigitScore(msgspec.Struct, frozen=True, omit_defaults=True):
    """One digit.

    Attributes
    ----------
    of : int
        How many recordings have it as their label.
    best : ClassScore
        Of the best digit, over the digits alone.
    said : ClassScore
        Of what the program says at its threshold, over digits and other words: a digit that is
        lost counts against its recall, a word called this digit against its precision.
    one_against_rest_auc : float or None
        Area under the ROC of its probability against all other digits and words; None where
        there is nothing else.
    """

    of: int
    best: ClassScore
    said: ClassScore
    one_against_rest_auc: float | None = None


class Confusion(msgspec.Struct, frozen=True):
    """How often each label got each answer.

    Attributes
    ----------
    labels, answers : tuple of str
        Names of the rows and of the columns.
    counts : tuple of tuple of int
        One row a label.
    """

    labels: tuple[str, ...]
    answers: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


class DigitFigures(msgspec.Struct, frozen=True, omit_defaults=True):
    """How the digits were heard.

    Attributes
    ----------
    overall : Accuracy
    by_source, by_speaker, by_sex : dict
        The same for each of them; those of unknown speaker or sex are left out.
    by_digit : dict
    best_digit : Confusion
        The best digit, threshold and "other" left aside.
    new_voices : Accuracy or None
        Those of speakers who are not in the data's training split; None where no known speaker
        is in it, or all are.
    """

    overall: Accuracy
    by_source: dict[str, Accuracy]
    by_speaker: dict[str, Accuracy]
    by_sex: dict[str, Accuracy]
    by_digit: dict[str, DigitScore]
    best_digit: Confusion
    new_voices: Accuracy | None = None


class CalledADigit(msgspec.Struct, frozen=True):
    """How many other sounds were called a digit, with the share and its 95 % interval."""

    called_a_digit: int
    of: int
    share: float
    low: float
    high: float


class WordFigures(msgspec.Struct, frozen=True):
    """The same for other words, all of them and each."""

    overall: CalledADigit
    by_word: dict[str, CalledADigit]


class Roc(msgspec.Struct, frozen=True):
    """Receiver operating characteristic.

    `auc` is the area under it, 0 to 1: how often a positive scores above a negative, equals
    counting half. `curve` is the share of the negatives taken for positive, and of the positives
    found.
    """

    auc: float
    curve: Curve


class DigitOrNot(msgspec.Struct, frozen=True, omit_defaults=True):
    """Digits against other sounds, by the probability of some digit (one minus "other")."""

    against_all: Roc
    against_words: Roc | None = None
    against_noises: Roc | None = None


class ReliabilityBin(msgspec.Struct, frozen=True):
    """Answers whose best label has a probability between `low` and `high`.

    `confidence` is the mean of those probabilities and `right` how often the label was right,
    both weighted; `weight` is the bin's share of all weight, and `of` its number of answers.
    """

    low: float
    high: float
    of: int
    weight: float
    confidence: float
    right: float


class Reliability(msgspec.Struct, frozen=True):
    """What the best of all labels promises against how often it is right.

    `error` is the expected calibration error over 15 bins, digits and words weighted equally, and
    `low` and `high` its 95 % interval (bootstrap: chance adds to the error, so that it tends to lie
    above); `bins` are those that are not empty.
    """

    error: float
    low: float
    high: float
    bins: tuple[ReliabilityBin, ...]


class RejectionPoint(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a threshold makes of it: shares of digits lost and of other sounds called a digit."""

    threshold: float
    digits_lost: float
    words_called_a_digit: float | None = None
    noises_called_a_digit: float | None = None


class NoiseLevel(msgspec.Struct, frozen=True):
    """The digits with noise mixed in, `snr_db` below the voice in dB."""

    snr_db: float
    digits: Accuracy


class NoiseFigures(msgspec.Struct, frozen=True):
    """What noise does.

    `noise_accuracy_lost` tells, for the levels "10" and "0" dB, how many percentage points of
    accuracy less there are than without noise, and `noise_accuracy_lost_interval` its 95 % interval
    (bootstrap over the digits). `by_noise` are the digits with each noise, by its path, at the last
    of the levels, the loudest. `seed` chose the noises.
    """

    levels: tuple[NoiseLevel, ...]
    noise_accuracy_lost: dict[str, float]
    noise_accuracy_lost_interval: dict[str, tuple[float, float]]
    by_noise: dict[str, Accuracy]
    seed: int


class GateFigures(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the whole program says, gate included, as ``recognize`` does without ``--whole``.

    Attributes
    ----------
    digits_exact, digits_of : int or None
        Recordings of one digit where exactly that digit was said, and all of them.
    noise_digits, noise_minutes, noise_digits_a_minute : int, float, float or None
        Digits said where there is only noise.
    noise_digits_a_minute_interval : tuple of two floats or None
        Its 95 % interval (Poisson).
    digits_by_noise : dict
        How many were said to which noise, by its path.
    """

    digits_exact: int | None = None
    digits_of: int | None = None
    noise_digits: int | None = None
    noise_minutes: float | None = None
    noise_digits_a_minute: float | None = None
    noise_digits_a_minute_interval: tuple[float, float] | None = None
    digits_by_noise: dict[str, int] = {}


class Cost(msgspec.Struct, frozen=True, omit_defaults=True):
    """What one answer takes on one core, in ms, and the files' bytes by name."""

    median_ms: float
    p95_ms: float
    bytes: dict[str, int] = {}


class Mistake(msgspec.Struct, frozen=True):
    """A digit that was lost or taken for another, or a word that was called a digit.

    Attributes
    ----------
    path, source, speaker, label, word : str
        The recording.
    said : str
        What the program says: a digit, "other" or "not sure".
    margin : float
        Probability of the most probable wrong label less that of the right one, -1 to 1.
    probabilities : dict
        By label.
    """

    path: str
    source: str
    speaker: str
    label: str
    word: str
    said: str
    margin: float
    probabilities: dict[str, float]


class LeftOut(msgspec.Struct, frozen=True):
    """What could not be measured.

    `unknown_labels` are labels that the model does not have, and how many recordings have them;
    `unreadable` are recordings, and what is wrong with each.
    """

    unknown_labels: dict[str, int]
    unreadable: dict[str, str]


class Figures(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """All figures of a model on some data.

    Attributes
    ----------
    labels : tuple of str
        What the model tells apart.
    threshold : float
        At which it was measured.
    left_out : LeftOut
    digits : DigitFigures or None
    words : WordFigures or None
        Recordings of words labelled "other".
    noises : CalledADigit or None
        Each second of noise as one clip.
    said : Confusion or None
        What the program says at its threshold: a digit, "other" or "not sure".
    digit_or_not : DigitOrNot or None
        None where the model has no label "other", or there is no digit or no other sound.
    reliability : Reliability or None
        None where the model has no label "other" or either kind of recording is missing.
    rejection : tuple of RejectionPoint
    noise : NoiseFigures or None
    gate : GateFigures or None
    numbers : NumberFigures or None
        None where the data has no numbers of what the model knows.
    numbers_in_noise : dict
        The same with noise mixed in, by how far it is below the voice in dB: "20", "10".
    made_up : MadeUpFigures or None
        None where no speaker has three digits.
    cost : Cost or None
    mistakes : tuple of Mistake
        The worst 200, the worst first.
    """

    labels: tuple[str, ...]
    threshold: float
    left_out: LeftOut
    digits: DigitFigures | None = None
    words: WordFigures | None = None
    noises: CalledADigit | None = None
    said: Confusion | None = None
    digit_or_not: DigitOrNot | None = None
    reliability: Reliability | None = None
    rejection: tuple[RejectionPoint, ...] = ()
    noise: NoiseFigures | None = None
    gate: GateFigures | None = None
    numbers: NumberFigures | None = None
    numbers_in_noise: dict[str, StringScore] = {}
    made_up: MadeUpFigures | None = None
    cost: Cost | None = None
    mistakes: tuple[Mistake, ...] = ()
