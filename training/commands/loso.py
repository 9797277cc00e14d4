"""``python -m training loso``: train without one speaker or source at a time, and measure on it."""

import sys
from argparse import Namespace
from pathlib import Path

from training.commands.exit_status import INTERRUPTED
from training.commands.numbers import positive, seed
from training.commands.output import say
from training.commands.parsers import Commands
from training.commands.typed import typed_command
from training.keras_start import start_keras

_DESCRIPTION = (
    "Leave one speaker out: train once for each speaker of a source, or for each source, with all "
    "other data, and measure what the network makes of voices that it never heard; and of words, "
    "some of which are left out of each training without a speaker. The same command goes on where "
    "it was stopped, and only measures what is trained."
)


def add_parser(commands: Commands) -> None:
    """Describe the command and its options."""
    loso = commands.add_parser(
        "loso",
        help="train without one speaker at a time, and measure on each",
        description=_DESCRIPTION,
    )
    loso.add_argument(
        "--by",
        choices=("speaker", "source"),
        default="speaker",
        help="what is left out at a time (default: %(default)s)",
    )
    loso.add_argument(
        "--of",
        nargs="+",
        default=[],
        metavar="SOURCE",
        help="whose speakers (default: fsdd), or which (default: all others of several speakers)",
    )
    loso.add_argument(
        "--data",
        nargs="+",
        default=["../shared/data"],
        metavar="DATA",
        help="data sets (default: ../shared/data)",
    )
    loso.add_argument(
        "--epochs", type=positive, default=25, help="of each training (default: %(default)s)"
    )
    loso.add_argument("--seed", type=seed, default=1, help="(default: %(default)s)")
    loso.add_argument("--threads", type=positive, default=2, help="(default: %(default)s)")
    loso.add_argument(
        "--out",
        type=Path,
        default=Path("runs/loso"),
        metavar="FOLDER",
        help="where the runs' folders are (default: %(default)s)",
    )
    loso.add_argument("--json", type=Path, metavar="FILE", help="write all figures there")
    loso.add_argument(
        "--card",
        type=Path,
        metavar="MODEL",
        help="keep the figures in the card of that model, which was made of the same data",
    )
    loso.set_defaults(run=run)


def run(options: Namespace) -> int:
    """Train what is not trained yet, measure and print."""
    start_keras(options.threads)
    import msgspec  # noqa: PLC0415

    from training.card_figures import check_card, keep_figures  # noqa: PLC0415
    from training.files import check_writable, write_whole  # noqa: PLC0415
    from training.fit_settings import FitSettings  # noqa: PLC0415
    from training.leaving_out.leave_out import leave_one_out  # noqa: PLC0415
    from training.leaving_out.report import card_figures  # noqa: PLC0415
    from training.leaving_out.table import lines  # noqa: PLC0415

    if options.json is not None:
        check_writable(options.json)
    if options.card is not None:
        check_card(options.card)
    settings = FitSettings(
        data=tuple(str(Path(place).absolute()) for place in options.data),
        epochs=options.epochs,
        seed=options.seed,
    )
    try:
        report = leave_one_out(settings, options.by, options.of, options.out, typed_command())
    except KeyboardInterrupt:
        print("\nStopped. The same command goes on where it was.", file=sys.stderr)
        return INTERRUPTED
    say("\n".join(lines(report)))
    if options.json is not None:
        content = msgspec.json.format(msgspec.json.encode(report), indent=2)
        write_whole(options.json, content + b"\n")
    if options.card is not None:
        keep_figures(options.card, f"without_one_{report.by}", card_figures(report))
    return 0
