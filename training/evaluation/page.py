"""The report as one page to be read in a browser."""

from collections.abc import Iterator
from html import escape

from model.card import EXPORTED_NAME
from training.data.recording import OTHER
from training.evaluation import page_charts, page_tables
from training.evaluation.figures import Figures
from training.evaluation.page_mistakes import mistake_cards
from training.evaluation.report import Evaluation
from training.evaluation.table import interval, percent
from training.evaluation.weaknesses import weaknesses
from training.pages.html import definitions, grid, page, panel, section, table, tile

_MOST_UNREADABLE = 50
_MOST_LABELS = 40
_WORDS = (
    ("right", "The best of the digits is the label; the threshold and “other” are left aside."),
    ("accuracy", "The share of the digits that are right."),
    ("lost", "A digit that was not answered with a digit: “not sure” or “not a digit”."),
    ("called a digit", "Another sound that was answered with a digit."),
    ("other", "What is none of the digits: words, noises, breaths."),
    (
        "threshold",
        "The least probability with which the program says a digit. Below it, it is not sure.",
    ),
    (
        "interval",
        "Where the true figure lies with 95 % confidence, were the recordings drawn at random: of "
        "a share Wilson's, of digits a minute Poisson's, of all else by bootstrap. Few recordings "
        "give a wide one.",
    ),
    (
        "calibration error",
        "How far the probabilities are from what comes true, on average: over 15 bins of the "
        "best label's, digits and other words weighted equally.",
    ),
    ("through the gate", "As the program hears it: it finds by itself where a word is."),
)


def report_page(evaluation: Evaluation) -> str:
    """Give the report as HTML: one file, without scripts and without anything external."""
    report, figures = evaluation.report, evaluation.report.figures
    title = f"How well “{report.model}” hears"
    return page(
        title,
        [
            f"<h1>{escape(title)}</h1>",
            f'<p class="muted">Measured on {report.date:%d %B %Y} with the {report.split} '
            f"recordings of {escape(report.data)}, at the threshold {figures.threshold:g}.</p>",
            f'<p class="lead">{escape(_in_short(figures))}</p>',
            grid("tiles", _tiles(figures)),
            section("What the words mean", "", panel(definitions((_digit(figures), *_WORDS)))),
            *_weaknesses(figures),
            *_sections(figures),
            *_mistakes(evaluation),
            *_about(evaluation),
        ],
    )


def _digit(figures: Figures) -> tuple[str, str]:
    labels = [label for label in figures.labels if label != OTHER]
    shown = ", ".join(labels[:_MOST_LABELS]) + (", …" if len(labels) > _MOST_LABELS else "")
    return "digit", f"What the model tells apart: {shown}."


def _in_short(figures: Figures) -> str:
    found = []
    if figures.digits:
        overall = figures.digits.overall
        found.append(
            f"Of {overall.of} spoken digits the model hears {overall.right} right; {overall.lost} "
            "are answered with “not sure” or “not a digit”."
        )
    if figures.words:
        words = figures.words.overall
        found.append(f"Of {words.of} other words it takes {words.called_a_digit} for a digit.")
    if figures.gate and figures.gate.noise_minutes is not None:
        minutes, said = figures.gate.noise_minutes, figures.gate.noise_digits
        found.append(f"In {minutes:.1f} minutes of noise it says {said} that nobody said.")
    return " ".join(found)


def _tiles(figures: Figures) -> Iterator[str]:
    if digits := figures.digits:
        overall = digits.overall
        remark = (
            f"{overall.right} of {overall.of}; 95 % interval {interval(overall.low, overall.high)}"
        )
        yield tile("Accuracy", percent(overall.accuracy), remark)
        if voices := digits.new_voices:
            remark = f"{voices.right} of {voices.of}; {interval(voices.low, voices.high)}"
            yield tile("Voices not in training", percent(voices.accuracy), remark)
        remark = (
            f"{overall.lost} of {overall.of}; {interval(overall.lost_low, overall.lost_high)}, "
            "at the threshold"
        )
        yield tile("Digits lost", percent(overall.lost / overall.of), remark)
    if figures.words:
        words = figures.words.overall
        remark = f"{words.called_a_digit} of {words.of}; {interval(words.low, words.high)}"
        yield tile("Words called a digit", percent(words.share), remark)
    if reliability := figures.reliability:
        remark = f"{interval(reliability.low, reliability.high)}; how far from what comes true"
        yield tile("Calibration error", percent(reliability.error), remark)
    if noise := figures.noise:
        lost, intervals = noise.noise_accuracy_lost, noise.noise_accuracy_lost_interval
        spans = {name: f"{low:.1f} to {high:.1f}" for name, (low, high) in intervals.items()}
        remark = f"at 10 dB, {spans['10']}; at 0 dB {lost['0']:.1f}, {spans['0']}"
        yield tile("Accuracy lost in noise", f"{lost['10']:.1f} points", remark)
    if figures.gate and figures.gate.noise_digits_a_minute_interval is not None:
        low, high = figures.gate.noise_digits_a_minute_interval
        remark = (
            f"digits a minute, {low:.2f} to {high:.2f}; {figures.gate.noise_digits} in "
            f"{figures.gate.noise_minutes:.1f} minutes, through the gate"
        )
        yield tile("Said to mere noise", f"{figures.gate.noise_digits_a_minute:.2f}", remark)
    if figures.gate and figures.gate.digits_of and figures.gate.digits_exact is not None:
        exact, of = figures.gate.digits_exact, figures.gate.digits_of
        yield tile("Exactly the digit", percent(exact / of), f"{exact} of {of}, through the gate")
    if cost := figures.cost:
        size = cost.bytes.get(EXPORTED_NAME)
        file = f"; the file has {size / 1e6:.2f} MB" if size else ""
        remark = f"on one core; p95 {cost.p95_ms:.2f} ms{file}"
        yield tile("One answer", f"{cost.median_ms:.2f} ms", remark)


def _weaknesses(figures: Figures) -> Iterator[str]:
    found = weaknesses(figures)
    if found:
        items = "".join(f"<li>{escape(each)}</li>" for each in found)
        yield section("Where it fails", "", panel(f"<ul>{items}</ul>"))


def _sections(figures: Figures) -> Iterator[str]:
    if figures.digits:
        yield section(
            "Who is heard, and how well",
            "The dot is the accuracy, the bar its 95 % interval.",
            panel(page_tables.accuracy_table(figures.digits)),
            page_tables.speaker_table(figures.digits),
        )
    # With more labels nobody could read the matrices; the JSON has them.
    if figures.digits and figures.said and len(figures.labels) <= _MOST_LABELS:
        yield section(
            "What is taken for what",
            "A row is what was said, a column the answer; the colour is the share of the row.",
            grid("pair", page_tables.confusion_panels(figures.said, figures.digits.best_digit)),
            panel(page_tables.digit_table(figures.digits)),
        )
    charts = list(page_charts.charts(figures))
    if charts:
        yield section(
            "What the probabilities are worth",
            "The threshold can be moved in the settings of the program. These curves show what "
            "is gained and what is lost by that, and what noise does.",
            grid("pair", map(panel, charts)),
        )
    if figures.numbers or figures.made_up:
        yield section(
            "Several digits in one breath",
            "Wrong digits are those that are inserted, left out, or taken for others.",
            panel(
                page_tables.string_table(figures.numbers, figures.numbers_in_noise, figures.made_up)
            ),
            *([panel(page_tables.number_table(figures.numbers))] if figures.numbers else []),
            *_talk(figures),
        )
    if figures.words:
        yield section(
            "Words that are no digits",
            "How often each of them was called a digit.",
            panel(page_tables.word_table(figures.words)),
        )


def _talk(figures: Figures) -> Iterator[str]:
    talk = figures.made_up.words_alone if figures.made_up else None
    if talk:
        yield panel(
            f"<p>To words in a row, none of them a digit, the program said {talk.digits} digits in "
            f"{talk.minutes:.1f} minutes: {talk.digits_a_minute:.1f} a minute "
            f"({talk.low:.1f} to {talk.high:.1f}).</p>"
        )


def _mistakes(evaluation: Evaluation) -> Iterator[str]:
    cards = mistake_cards(evaluation.mistakes)
    if cards:
        yield section(
            "The worst recordings",
            f"{len(cards)} of {len(evaluation.mistakes)} that were not answered as they should "
            "be, the surest mistakes first: the second that the network was given, and the most "
            "probable labels.",
            grid("cards", cards),
        )


def _about(evaluation: Evaluation) -> Iterator[str]:
    report, card, left_out = evaluation.report, evaluation.card, evaluation.report.figures.left_out
    if left_out.unknown_labels or left_out.unreadable:
        unknown = [
            (label, f"{count} recordings; the model has no such label")
            for label, count in left_out.unknown_labels.items()
        ]
        yield section("Left out", "", panel(definitions((*unknown, *left_out.unreadable.items()))))
    yield section("Measured with", "", panel(table(("Source", "Licence"), report.sources.items())))
    sizes = report.figures.cost.bytes if report.figures.cost else {}
    about = [
        ("Name", f"{card.name}, {card.date:%d %B %Y}"),
        ("Made by", card.command),
        ("Labels", " ".join(card.labels)),
        ("Threshold, temperature", f"{card.threshold:g}, {card.temperature:.3f}"),
        ("Weight of other sounds", f"{card.other_factor:.3f}"),
        ("Exported file", f"SHA-256 {card.digests.exported}"),
        *((f"Size of {name}", f"{count:,} bytes") for name, count in sizes.items()),
        ("Packages", ", ".join(f"{name} {which}" for name, which in card.packages.items())),
        *((f"Trained on {source}", licence) for source, licence in card.data.items()),
    ]
    yield section("The model", "", panel(definitions(about)))
    yield section("This page", "", f"<pre><code>{escape(report.command)}</code></pre>")
