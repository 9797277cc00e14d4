"""``python -m training evaluate``: measure a model."""

from argparse import Namespace
from pathlib import Path

from training.commands.output import say
from training.commands.parsers import Commands
from training.commands.typed import typed_command


def add_parser(commands: Commands) -> None:
    """Describe the command and its options."""
    evaluate = commands.add_parser(
        "evaluate", help="measure a model: accuracy, rejection, calibration, noise, speed"
    )
    evaluate.add_argument("model", type=Path, metavar="MODEL", help="a model's folder")
    evaluate.add_argument("data", type=Path, nargs="+", metavar="DATA", help="data sets")
    evaluate.add_argument(
        "--split",
        choices=("validation", "test"),
        default="test",
        help="which recordings (default: %(default)s)",
    )
    evaluate.add_argument(
        "--json", type=Path, metavar="FILE", help="write all figures and curves there"
    )
    evaluate.add_argument(
        "--html", type=Path, metavar="FILE", help="write a page with pictures there"
    )
    evaluate.add_argument("--card", action="store_true", help="keep the figures in the card")
    evaluate.add_argument(
        "--beside",
        type=Path,
        metavar="OTHER",
        help="keep the figures in the card of that other model, beside its own, to compare",
    )
    evaluate.set_defaults(run=run)


def run(options: Namespace) -> int:
    """Measure, print, and keep the figures where that is wished."""
    import msgspec  # noqa: PLC0415

    from training.card_figures import check_card, keep_figures  # noqa: PLC0415
    from training.evaluation.page import report_page  # noqa: PLC0415
    from training.evaluation.report import card_figures, evaluate  # noqa: PLC0415
    from training.evaluation.table import lines  # noqa: PLC0415
    from training.files import check_writable, write_whole  # noqa: PLC0415

    for path in (options.json, options.html):
        if path is not None:
            check_writable(path)
    for folder in (options.model if options.card else None, options.beside):
        if folder is not None:
            check_card(folder)
    evaluation = evaluate(options.model, options.data, options.split, typed_command())
    say("\n".join(lines(evaluation.report)))
    if options.json is not None:
        content = msgspec.json.format(msgspec.json.encode(evaluation.report), indent=2)
        write_whole(options.json, content + b"\n")
    if options.html is not None:
        write_whole(options.html, report_page(evaluation).encode("utf-8"))
    kept = card_figures(evaluation.report)
    if options.card:
        keep_figures(options.model, evaluation.report.split, kept)
    if options.beside is not None:
        card = evaluation.card
        made = {"made_by": card.command, "made_from": card.data, "fit": card.figures.get("fit")}
        keep_figures(options.beside, "another_training", {**made, **kept})
    return 0
