"""``python -m training``: fit, export, evaluate."""

import argparse
import logging
import os
import shlex
import sys
from pathlib import Path

from model.errors import SpokenDigitsError

_DATA_HELP = "folder with digits.csv, words.csv, noise.csv and rooms.csv (default: %(default)s)"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    fit = commands.add_parser("fit", help="train a network and write a run folder")
    fit.add_argument("--data", default="../shared/data", help=_DATA_HELP)
    fit.add_argument("--out", type=Path, default=Path("runs/digits"), help="(default: %(default)s)")
    fit.add_argument("--epochs", type=int, default=120, help="(default: %(default)s)")
    fit.add_argument("--seed", type=int, default=1, help="(default: %(default)s)")
    fit.add_argument("--threads", type=int, default=2, help="(default: %(default)s)")
    fit.add_argument(
        "--voices", type=int, default=90, help="of espeak-ng, for the digits (default: %(default)s)"
    )
    fit.add_argument(
        "--words", type=int, default=2500, help="that espeak-ng says (default: %(default)s)"
    )
    fit.add_argument(
        "--without-words", nargs="*", default=[], metavar="WORD", help="words to keep out"
    )
    fit.set_defaults(run=_fit)

    export = commands.add_parser("export", help="make a model folder of a run, if it is sound")
    export.add_argument("source", type=Path, metavar="RUN")
    export.add_argument(
        "--to", type=Path, default=Path("model/bundled"), help="(default: %(default)s)"
    )
    export.set_defaults(run=_export)

    evaluate = commands.add_parser("evaluate", help="measure a model, write it into its card")
    evaluate.add_argument("model", type=Path, metavar="MODEL")
    evaluate.add_argument("data", type=Path, metavar="DATA")
    evaluate.add_argument("--split", choices=("validation", "test"), default="test")
    evaluate.add_argument("--card", action="store_true", help="keep the figures in the card")
    evaluate.set_defaults(run=_evaluate)
    return parser


def _fit(options: argparse.Namespace) -> None:
    # TensorFlow reads these once, when it is imported.
    os.environ["TF_NUM_INTRAOP_THREADS"] = str(options.threads)
    os.environ["TF_NUM_INTEROP_THREADS"] = "1"
    from training.fit import FitSettings, fit  # noqa: PLC0415

    settings = FitSettings(
        data=options.data,
        epochs=options.epochs,
        seed=options.seed,
        synthetic_voices=options.voices,
        synthetic_words=options.words,
        without_words=tuple(options.without_words),
    )
    fit(settings, options.out, _command())
    print(f"Trained. Now: python -m training export {options.out}")


def _export(options: argparse.Namespace) -> None:
    from training.export import export  # noqa: PLC0415

    export(options.source, options.to, _command())
    print(f"Exported to {options.to}.")


def _evaluate(options: argparse.Namespace) -> None:
    from training.evaluate import evaluate, keep_figures, lines  # noqa: PLC0415

    figures = evaluate(options.model, options.data, options.split)
    print("\n".join(lines(figures)))
    if options.card:
        keep_figures(options.model, options.split, figures, _command())


def _command() -> str:
    return shlex.join(["python", "-m", "training", *sys.argv[1:]])


def main() -> int:
    """Run a command; return the exit status."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s", datefmt="%H:%M:%S")
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")
    options = _parser().parse_args()
    try:
        options.run(options)
    except SpokenDigitsError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
