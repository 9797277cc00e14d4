"""``python -m training export``: make a model folder of a run, if it is sound."""

from argparse import Namespace
from pathlib import Path

from training.commands.output import say
from training.commands.parsers import Commands
from training.commands.typed import typed_command
from training.errors import ExportError
from training.keras_start import start_keras
from training.model_folder import EXPORTED_RUN


def add_parser(commands: Commands) -> None:
    """Describe the command and its options."""
    export = commands.add_parser("export", help="make a model folder of a run, if it is sound")
    export.add_argument("source", type=Path, metavar="RUN")
    export.add_argument(
        "--to", type=Path, metavar="FOLDER", help=f"(default: {EXPORTED_RUN} in the run)"
    )
    export.set_defaults(run=run)


def run(options: Namespace) -> int:
    """Export."""
    # Whatever it was trained with: the way to LiteRT is TensorFlow's.
    start_keras(backend="tensorflow")
    from training.export import export  # noqa: PLC0415 - needs Keras

    folder = options.to or options.source / EXPORTED_RUN
    try:
        export(options.source, folder, typed_command())
    except OSError as error:
        raise ExportError(
            f"{folder} cannot be written ({error.strerror or error}). What was there is "
            "unchanged. Make room, or give another folder with --to."
        ) from error
    say(f"Exported to {folder}.")
    return 0
