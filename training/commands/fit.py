"""``python -m training fit``: train a network and write a run folder."""

import os
from argparse import Namespace
from pathlib import Path

from training.commands.parsers import Commands
from training.commands.typed import typed_command


def add_parser(commands: Commands) -> None:
    """Describe the command and its options."""
    fit = commands.add_parser("fit", help="train a network and write a run folder")
    fit.add_argument(
        "--data",
        default="../shared/data",
        help="folder with digits.csv, words.csv, noise.csv and rooms.csv (default: %(default)s)",
    )
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
    fit.set_defaults(run=run)


def run(options: Namespace) -> int:
    """Train."""
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
    fit(settings, options.out, typed_command())
    print(f"Trained. Now: python -m training export {options.out}")
    return 0
