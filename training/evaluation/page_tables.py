"""The tables of a report's page."""

import math
from collections.abc import Iterator, Mapping
from html import escape

from training.evaluation.figures import Accuracy, Confusion, DigitFigures, DigitScore, WordFigures
from training.evaluation.number_figures import MadeUpFigures, NumberFigures, StringScore
from training.evaluation.table import interval, percent
from training.pages.html import panel, table

_MOST_SPEAKERS = 60


def accuracy_table(digits: DigitFigures) -> str:
    """Give accuracy overall, by source and by sex, with intervals as bars."""
    groups = {"By source": digits.by_source}
    if digits.by_sex:
        groups["By sex, where it is known"] = digits.by_sex
    first = {"All": digits.overall}
    if digits.new_voices:
        first["Voices that are not in the training split"] = digits.new_voices
    return _intervals(first, groups)


def speaker_table(digits: DigitFigures) -> str:
    """Give the same by speaker, folded up; nothing where no speaker is known."""
    hardest = sorted(digits.by_speaker.items(), key=lambda item: item[1].accuracy)
    if not hardest:
        return ""
    shown = dict(hardest[:_MOST_SPEAKERS])
    count = f"{len(hardest)} speakers" if len(hardest) > 1 else "One speaker"
    some = f", the first {len(shown)} of them" if len(shown) < len(hardest) else ""
    return (
        f"<details><summary>{count}, the hardest to hear first{some}</summary>"
        f"{panel(_intervals(shown, {}))}</details>"
    )


def _intervals(first: Mapping[str, Accuracy], groups: Mapping[str, Mapping[str, Accuracy]]) -> str:
    shown = [*first.values(), *(each for group in groups.values() for each in group.values())]
    least = math.floor(min(each.low for each in shown) * 10) / 10
    rows = [_row(name, each, least, "whole" if groups else "") for name, each in first.items()]
    for title, group in groups.items():
        rows.append(f'<tr class="group"><td colspan="7">{escape(title)}</td></tr>')
        rows += [_row(name, each, least, "") for name, each in group.items()]
    names = ("lost", "95 % interval", "right", "accuracy", "95 % interval")
    head = "".join(f'<th class="number">{name}</th>' for name in names)
    return (
        f"<table><thead><tr><th></th>{head}<th>{100 * least:.0f} to 100 %</th></tr></thead>"
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def confusion_panels(said: Confusion, best_digit: Confusion) -> Iterator[str]:
    """Give both confusion matrices as panels."""
    yield panel("<h3>What the program says, at its threshold</h3>", _heat(said))
    yield panel("<h3>The best digit, whatever its probability</h3>", _heat(best_digit))


def digit_table(digits: DigitFigures) -> str:
    """Give precision, recall and F1 of each digit."""
    header = (
        *("digit", "recordings", "precision", "recall", "F1"),
        *("best digit: precision", "recall", "F1", "ROC area, one against rest"),
    )
    rows = [(digit, *_score_cells(score)) for digit, score in digits.by_digit.items()]
    return table(header, rows)


def word_table(words: WordFigures) -> str:
    """Give how often each word was called a digit."""
    rows = [
        (
            word,
            f"{each.called_a_digit} of {each.of}",
            percent(each.share),
            interval(each.low, each.high),
        )
        for word, each in (("all words", words.overall), *words.by_word.items())
    ]
    return table(("word", "called a digit", "share", "95 % interval"), rows)


def number_table(numbers: NumberFigures) -> str:
    """Give each number, what was heard, and its speaker, the worst first."""
    score = numbers.by_speaker
    hardest = sorted(numbers.answers, key=lambda each: -score[each.speaker].error_rate)
    rows = [(each.digits, each.said or "–", each.speaker) for each in hardest]
    return table(("number", "heard", "speaker"), rows)


def string_table(
    numbers: NumberFigures | None,
    in_noise: dict[str, StringScore],
    made_up: MadeUpFigures | None,
) -> str:
    """Give the error rates of numbers and of made-up strings."""
    rows = []
    if numbers:
        rows.append(("numbers read aloud", *_string_cells(numbers.overall)))
        rows.append(("each ten times, moved, in a quiet room", *_string_cells(numbers.moved)))
    for level, each in in_noise.items():
        rows.append((f"each thrice, in noise {level} dB below", *_string_cells(each)))
    if made_up:
        for speed, each in made_up.by_speed.items():
            rows.append((f"single digits joined, {speed}", *_string_cells(each)))
        if made_up.with_words:
            rows.append(("others, with words between", *_string_cells(made_up.with_words)))
    header = ("", "wrong digits", "inserted", "left out", "taken for others", "of", "all right")
    return table(header, rows)


def _string_cells(each: StringScore) -> tuple[str, ...]:
    edits = each.edits
    counts = (edits.insertions, edits.deletions, edits.substitutions, each.digits)
    return (percent(each.error_rate), *map(str, counts), f"{each.right} of {each.strings}")


def _row(name: str, each: Accuracy, least: float, kind: str) -> str:
    def place(share: float) -> str:
        return f"{100 * (share - least) / (1 - least):.2f}%"

    places = f"--low:{place(each.low)};--high:{place(each.high)};--value:{place(each.accuracy)}"
    cells = (
        str(each.lost),
        interval(each.lost_low, each.lost_high),
        f"{each.right} of {each.of}",
        percent(each.accuracy),
        interval(each.low, each.high),
    )
    numbers = "".join(f'<td class="number">{cell}</td>' for cell in cells)
    bar = f'<td class="bar"><span class="interval" style="{places}"><i></i><b></b></span></td>'
    return f'<tr class="{kind}"><th>{escape(name)}</th>{numbers}{bar}</tr>'


def _heat(confusion: Confusion) -> str:
    head = "".join(f"<th>{escape(answer)}</th>" for answer in confusion.answers)
    rows = []
    for label, counts in zip(confusion.labels, confusion.counts, strict=True):
        cells = []
        for answer, count in zip(confusion.answers, counts, strict=True):
            tone = "accent" if answer == label else "warning"
            # The rarest mistake is to be seen as well.
            share = max(count / max(sum(counts), 1), 0.2) if count else 0.0
            style = f"--tone:var(--{tone});--share:{share:.3f}"
            kind = "" if count else ' class="none"'
            cells.append(f'<td{kind} style="{style}">{count}</td>')
        rows.append(f"<tr><th>{escape(label)}</th>{''.join(cells)}</tr>")
    return (
        f'<table class="heat"><thead><tr><th></th>{head}</tr></thead>'
        f"<tbody>{''.join(rows)}</tbody></table>"
    )


def _score_cells(score: DigitScore) -> Iterator[str]:
    yield str(score.of)
    for each in (score.said, score.best):
        for share in (each.precision, each.recall, each.f1):
            yield "–" if share is None else percent(share)
    auc = score.one_against_rest_auc
    yield "–" if auc is None else f"{auc:.4f}"
