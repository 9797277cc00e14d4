"""The figures of a report as lines for a terminal."""

from collections.abc import Iterator

from training.evaluation.figures import (
    Accuracy,
    CalledADigit,
    DigitFigures,
    Figures,
    GateFigures,
    NoiseFigures,
    WordFigures,
)
from training.evaluation.number_figures import MadeUpFigures, NumberFigures, StringScore
from training.evaluation.report import Report

_MOST_NAMES = 12


def lines(report: Report) -> list[str]:
    """Put a report into lines."""
    figures = report.figures
    return [
        f"{report.model} on {report.data}, {report.split}, at the threshold {figures.threshold:g}",
        "(95 % intervals; every name and curve: --json, --html)",
        *(_digits(figures.digits) if figures.digits else ()),
        *_others(figures),
        *_probabilities(figures),
        *(_noise(figures.noise) if figures.noise else ()),
        *(_gate(figures.gate) if figures.gate else ()),
        *(_numbers(figures.numbers, figures.numbers_in_noise) if figures.numbers else ()),
        *(_made_up(figures.made_up) if figures.made_up else ()),
        *_cost(figures),
        *_left_out(figures),
    ]


def interval(low: float, high: float) -> str:
    """Write a 95 % interval of a share in percent."""
    return f"{100 * low:.1f} to {100 * high:.1f} %"


def percent(share: float) -> str:
    """Write a share as a percentage with one decimal."""
    return f"{100 * share:.1f} %"


def _digits(digits: DigitFigures) -> Iterator[str]:
    columns = f"{'accuracy':>8}  {'interval':16} {'right':>13} {'lost':>6}  interval"
    yield from ("", f"{'digits':30} {columns}")
    yield _row("all", digits.overall)
    if digits.new_voices:
        yield _row("  voices not in training", digits.new_voices)
    for source, each in digits.by_source.items():
        yield _row(f"  {source}", each)
    for sex, each in digits.by_sex.items():
        yield _row(f"  {sex}", each)
    hardest = sorted(digits.by_speaker.items(), key=lambda item: item[1].accuracy)
    for speaker, each in hardest[:_MOST_NAMES]:
        yield _row(f"  {speaker}", each)
    if len(hardest) > _MOST_NAMES:
        yield f"  and {len(hardest) - _MOST_NAMES} more speakers"
    yield from ("", f"{'as the program says them':30} {'precision':>9} {'recall':>8} {'F1':>8}")
    for digit, score in digits.by_digit.items():
        said = score.said
        found = [
            "–" if each is None else percent(each)
            for each in (said.precision, said.recall, said.f1)
        ]
        yield f"  {digit:28} {found[0]:>9} {found[1]:>8} {found[2]:>8}"


def _row(name: str, each: Accuracy) -> str:
    counts = f"{each.right} of {each.of}"
    right = f"{percent(each.accuracy):>8}  {interval(each.low, each.high):16} {counts:>13}"
    return f"{name[:30]:30} {right} {each.lost:6}  {interval(each.lost_low, each.lost_high)}"


def _others(figures: Figures) -> Iterator[str]:
    if figures.words or figures.noises:
        yield from ("", "other sounds")
    if figures.words:
        yield f"  words: {_called(figures.words)}"
    if figures.noises:
        each = figures.noises
        yield f"  seconds of noise: {_count(each)}"


def _called(words: WordFigures) -> str:
    overall = words.overall
    worst = [
        f"{word} {each.called_a_digit}"
        for word, each in words.by_word.items()
        if each.called_a_digit
    ]
    more = ", …" if len(worst) > _MOST_NAMES else ""
    names = f" ({', '.join(worst[:_MOST_NAMES])}{more})" if worst else ""
    return f"{_count(overall)}{names}"


def _count(each: CalledADigit) -> str:
    return f"{each.called_a_digit} of {each.of} called a digit, {interval(each.low, each.high)}"


def _probabilities(figures: Figures) -> Iterator[str]:
    if figures.digit_or_not or figures.reliability:
        yield from ("", "probabilities")
    if figures.digit_or_not:
        yield f"  digit or not: area under the ROC {figures.digit_or_not.against_all.auc:.4f}"
    if figures.reliability:
        each = figures.reliability
        yield f"  calibration error {100 * each.error:.2f} %, {interval(each.low, each.high)}"


def _noise(noise: NoiseFigures) -> Iterator[str]:
    yield from ("", "digits in noise")
    for level in noise.levels:
        yield _row(f"  {level.snr_db:g} dB", level.digits)
    for name, lost in noise.noise_accuracy_lost.items():
        low, high = noise.noise_accuracy_lost_interval[name]
        yield f"  at {name} dB {lost:.1f} points of accuracy are lost, {low:.1f} to {high:.1f}"


def _gate(gate: GateFigures) -> Iterator[str]:
    yield from ("", "through the gate")
    if gate.digits_of is not None:
        yield f"  exactly the digit: {gate.digits_exact} of {gate.digits_of} recordings"
    if gate.noise_digits_a_minute_interval is not None:
        low, high = gate.noise_digits_a_minute_interval
        yield (
            f"  digits said in {gate.noise_minutes:.1f} minutes of noise: {gate.noise_digits}, "
            f"{gate.noise_digits_a_minute:.2f} a minute, {low:.2f} to {high:.2f}"
        )


def _numbers(numbers: NumberFigures, in_noise: dict[str, StringScore]) -> Iterator[str]:
    yield from ("", _string_head("numbers", "numbers right"))
    yield _string_row("all", numbers.overall)
    yield _string_row("  ten times, moved, quiet room", numbers.moved)
    for level, each in in_noise.items():
        yield _string_row(f"  thrice, noise {level} dB below", each)
    yield from _speakers(numbers.by_speaker)
    for answer in numbers.answers[:_MOST_NAMES]:
        if answer.said != answer.digits:
            yield f"  {answer.digits} was heard as {answer.said or 'nothing'}"


def _made_up(made_up: MadeUpFigures) -> Iterator[str]:
    yield from ("", _string_head("strings made of single digits", "strings right"))
    yield _string_row("all", made_up.overall)
    for speed, each in made_up.by_speed.items():
        yield _string_row(f"  {speed}", each)
    if made_up.with_words:
        yield _string_row("  others, with words between", made_up.with_words)
    if talk := made_up.words_alone:
        yield (
            f"  words alone: {talk.digits} digits said in {talk.minutes:.1f} minutes, "
            f"{talk.digits_a_minute:.1f} a minute, {talk.low:.1f} to {talk.high:.1f}"
        )
    yield from _speakers(made_up.by_speaker)


def _speakers(by_speaker: dict[str, StringScore]) -> Iterator[str]:
    hardest = sorted(by_speaker.items(), key=lambda item: -item[1].error_rate)
    for speaker, each in hardest[:_MOST_NAMES]:
        yield _string_row(f"  {speaker}", each)
    if len(hardest) > _MOST_NAMES:
        yield f"  and {len(hardest) - _MOST_NAMES} more speakers"


def _string_head(name: str, right: str) -> str:
    return f"{name:30} {'wrong digits':>12}  {'+   -   ≠':13} {right:>13}"


def _string_row(name: str, each: StringScore) -> str:
    edits = each.edits
    counts = f"{edits.insertions:<3} {edits.deletions:<3} {edits.substitutions:<3}"
    right = f"{each.right} of {each.strings}"
    return f"{name[:30]:30} {percent(each.error_rate):>12}  {counts:13} {right:>13}"


def _cost(figures: Figures) -> Iterator[str]:
    if figures.cost:
        cost = figures.cost
        sizes = ", ".join(f"{name} {count / 1e6:.2f} MB" for name, count in cost.bytes.items())
        yield from ("", f"an answer: {cost.median_ms:.2f} ms, p95 {cost.p95_ms:.2f} ms, one core")
        yield sizes


def _left_out(figures: Figures) -> Iterator[str]:
    unknown, unreadable = figures.left_out.unknown_labels, figures.left_out.unreadable
    if unknown:
        counts = ", ".join(f"{label} ({count})" for label, count in unknown.items())
        yield from ("", f"left out, the model has no such label: {counts}")
    if unreadable:
        yield from ("", f"left out, {len(unreadable)} recordings that cannot be measured:")
        for path, reason in list(unreadable.items())[:_MOST_NAMES]:
            yield f"  {path}: {reason}"
        if len(unreadable) > _MOST_NAMES:
            yield f"  and {len(unreadable) - _MOST_NAMES} more"
