"""``python -m training export``: make a model folder of a run, if it is sound."""

from argparse import Namespace
from pathlib import Path

from training.commands.parsers import Commands
from training.commands.typed import typed_command
from training.errors import ExportError
from training.keras_start import start_keras


def add_parser(commands: Commands) -> None:
    """Describe the command and its options."""
    export = commands.add_parser("export", help="make a model folder of a run, if it is sound")
    export.add_argument("source", type=Path, metavar="RUN")
    export.add_argument(
        "--to", type=Path, default=Path("model/bundled"), help="(default: %(default)s)"
    )
    export.set_defaults(run=run)


def run(options: Namespace) -> int:
    """Export."""
    start_keras()
    from training.export import export  # noqa: PLC0415 - needs Keras

    try:
        export(options.source, options.to, typed_command())
    except OSError as error:
        raise ExportError(
            f"{options.to} cannot be written ({error.strerror or error}). What was there is "
            "unchanged. Make room, or give another folder with --to."
        ) from error
    print(f"Exported to {options.to}.")
    return 0
