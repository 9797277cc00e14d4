"""``python -m training fit``: train a network and write a run folder."""

import math
import shlex
import sys
from argparse import Namespace
from pathlib import Path

from training.commands.exit_status import INTERRUPTED
from training.commands.numbers import not_negative, positive, seed
from training.commands.output import say
from training.commands.parsers import Commands
from training.commands.typed import typed_command
from training.keras_start import start_keras

_DATA = "../shared/data"
_EPOCHS, _OWN_EPOCHS = 120, 6
_EPOCHS_FOR_STRINGS = 0.25
_VOICES, _OWN_VOICES = 300, 60
_WORDS, _OWN_WORDS = 6000, 1000


def add_parser(commands: Commands) -> None:
    """Describe the command and its options."""
    fit = commands.add_parser(
        "fit",
        help="train a network and write a run folder",
        description="Train a network. The defaults make the model that comes with the program. "
        "The same command goes on with a run that was stopped.",
    )
    fit.add_argument(
        "--data",
        nargs="+",
        metavar="FOLDER",
        help="data sets: folders with one folder of recordings a label, or published ones "
        f"(default: {_DATA})",
    )
    fit.add_argument(
        "--from",
        dest="start",
        metavar="MODEL",
        help="folder of a model to start from, such as model/bundled, instead of from nothing",
    )
    fit.add_argument("--out", type=Path, default=Path("runs/digits"), help="(default: %(default)s)")
    fit.add_argument(
        "--epochs",
        type=positive,
        help="times that the network sees 9600 clips; it learns strings of digits in a quarter as "
        f"many more (default: {_EPOCHS}, with --data {_OWN_EPOCHS})",
    )
    fit.add_argument(
        "--voices",
        type=not_negative,
        help=f"synthetic ones that say digits (default: {_VOICES}, with --data {_OWN_VOICES})",
    )
    fit.add_argument(
        "--words",
        type=not_negative,
        help=f"that synthetic voices say (default: {_WORDS}, with --data {_OWN_WORDS})",
    )
    fit.add_argument("--seed", type=seed, default=1, help="(default: %(default)s)")
    fit.add_argument("--threads", type=positive, default=2, help="(default: %(default)s)")
    fit.add_argument(
        "--without-words", nargs="*", default=[], metavar="WORD", help="words to keep out"
    )
    fit.set_defaults(run=run)


def run(options: Namespace) -> int:
    """Train."""
    start_keras(options.threads)
    from training.fit import fit  # noqa: PLC0415 - needs Keras
    from training.fit_settings import FitSettings  # noqa: PLC0415

    own = options.data is not None
    epochs, voices, words = (
        (_OWN_EPOCHS, _OWN_VOICES, _OWN_WORDS) if own else (_EPOCHS, _VOICES, _WORDS)
    )
    epochs = epochs if options.epochs is None else options.epochs
    settings = FitSettings(
        data=tuple(str(Path(place).absolute()) for place in options.data or [_DATA]),
        epochs=epochs,
        string_epochs=math.ceil(_EPOCHS_FOR_STRINGS * epochs),
        synthetic_voices=voices if options.voices is None else options.voices,
        synthetic_words=words if options.words is None else options.words,
        seed=options.seed,
        start=options.start and str(Path(options.start).absolute()),
        without_words=tuple(options.without_words),
    )
    try:
        fit(settings, options.out, typed_command())
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on after the last whole epoch.", file=sys.stderr)
        return INTERRUPTED
    where = shlex.quote(str(options.out))
    say(f"Trained. To have the program use it: python -m training install {where}")
    return 0
