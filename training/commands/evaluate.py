"""``python -m training evaluate``: measure a model."""

from argparse import Namespace
from pathlib import Path

from training.commands.parsers import Commands
from training.commands.typed import typed_command


def add_parser(commands: Commands) -> None:
    """Describe the command and its options."""
    evaluate = commands.add_parser("evaluate", help="measure a model, write it into its card")
    evaluate.add_argument("model", type=Path, metavar="MODEL")
    evaluate.add_argument("data", type=Path, metavar="DATA")
    evaluate.add_argument("--split", choices=("validation", "test"), default="test")
    evaluate.add_argument("--card", action="store_true", help="keep the figures in the card")
    evaluate.set_defaults(run=run)


def run(options: Namespace) -> int:
    """Measure, print, and keep the figures if that is wished."""
    from training.evaluate import evaluate, keep_figures, lines  # noqa: PLC0415

    figures = evaluate(options.model, options.data, options.split)
    print("\n".join(lines(figures)))
    if options.card:
        keep_figures(options.model, options.split, figures, typed_command())
    return 0
