"""What networks made of voices and words that they never heard, as lines for a terminal."""

from collections.abc import Iterator

from training.evaluation.figures import WordFigures
from training.evaluation.table import interval, percent
from training.leaving_out.report import FoldFigures, HeldOutWords, Report


def lines(report: Report) -> list[str]:
    """Put a report into lines."""
    columns = f"{'accuracy':>8}  {'interval':16} {'right':>13} {'lost':>6} {'minutes':>8}"
    return [
        f"{report.data}, without one {report.by} at a time, {report.epochs} epochs each, "
        f"at the threshold {report.threshold:g}",
        "(95 % intervals; every figure: --json)",
        "",
        f"{'digits of ' + report.by + 's never heard':30} {columns}",
        *(_row(fold) for fold in report.folds),
        f"{'mean':30} {percent(report.mean_accuracy):>8}  the worst: {report.worst}",
        *(_words(report.words) if report.words else ()),
    ]


def sentence(fold: FoldFigures) -> str:
    """Say in one sentence how a training did."""
    overall = fold.digits.overall
    return (
        f"Without {fold.left_out}: {overall.right} of {overall.of} right "
        f"({percent(overall.accuracy)}), {overall.lost} lost"
    )


def _row(fold: FoldFigures) -> str:
    each = fold.digits.overall
    counts = f"{each.right} of {each.of}"
    right = f"{percent(each.accuracy):>8}  {interval(each.low, each.high):16} {counts:>13}"
    minutes = "–" if fold.seconds is None else f"{fold.seconds / 60:.1f}"
    return f"  {fold.left_out[:28]:28} {right} {each.lost:6} {minutes:>8}"


def _words(words: HeldOutWords) -> Iterator[str]:
    if words.all_splits:
        yield from ("", f"{'words called a digit':30} {'of the split test':>22} {'of all':>22}")
        yield f"{'all that were held out':30} {_counts(words, None)}"
        for word in words.all_splits.by_word:
            yield f"  {word[:28]:28} {_counts(words, word)}"
    if words.not_measured:
        yield f"Too few trainings to hold out as well: {', '.join(words.not_measured)}."


def _counts(words: HeldOutWords, word: str | None) -> str:
    return f"{_called(words.test, word):>22} {_called(words.all_splits, word):>22}"


def _called(figures: WordFigures | None, word: str | None) -> str:
    if figures is None:
        return "–"
    each = figures.overall if word is None else figures.by_word.get(word)
    if each is None:
        return "–"
    return f"{each.called_a_digit} of {each.of} ({percent(each.share)})"
