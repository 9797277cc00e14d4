"""Make a model the one that the program uses, and go back to the one before."""

import json
import re
import shutil
import tempfile
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

import msgspec

from app.audio.files import read_recording
from app.errors import HomeError
from app.home import Home, home_error, make_folder, write_atomically
from app.settings import load_settings, save_settings
from assets import SAMPLE
from model.audio_format import CLIP_SAMPLES
from model.card import CARD_NAME, EXPORTED_NAME, NETWORK_NAME, Card, digest, write_card
from model.runtime import ExportedNetwork
from training.errors import InstallError
from training.keras_start import start_keras
from training.model_folder import EXPORTED_RUN

PREVIOUS_NAME = "previous.json"
"""Beside the models: which one the program used before."""

_RUN_FILE = "run.json"
_NAME = re.compile(r"\w[\w .-]{0,99}")
_LARGEST_ERROR_OF_SUM = 1e-3


@dataclass(frozen=True, slots=True)
class Installed:
    """The model that the program uses from now on.

    Attributes
    ----------
    folder : Path or None
        Where it is; None for the one that comes with the program.
    card : Card
    notices : tuple of str
        What was odd with the program's settings.
    """

    folder: Path | None
    card: Card
    notices: tuple[str, ...]


def install(source: Path, name: str | None, home: Home, command: str) -> Installed:
    """Check a model, copy it to the program's own models, and have the program use it.

    Parameters
    ----------
    source : Path
        A model's folder, or a run's, which is exported into its folder first. One that is among
        the program's models already is used where it is.
    name : str or None
        What it and its folder shall be called; None for the name on its card, and a folder named
        as `source`, with a number where there is one of that name.
    home : Home
        Where the program writes.
    command : str
        What the user typed; the card of an exported run gets it.

    Raises
    ------
    InstallError
        If there is no model, it does not answer, the name cannot be, or there is no room or right
        to export into the run.
    ModelError
        If the model is damaged or does not fit its card.
    ExportError, RunError, DataError
        If the run cannot be exported.
    HomeError
        If there is no room or no right to write. After every error the program's model is the
        one that it was, so is the way back, and nothing half-copied is there.
    """
    wish = source.absolute().name
    source = _find(source)
    models = home.models.absolute()
    if source.parent == models and (source / CARD_NAME).exists():
        if name is not None:
            raise InstallError(
                f"{source} is among the program's models already, and keeps its name. Leave "
                "--name out."
            )
        _check(source)
        return _use(home, source)
    _check_name(name, models)
    if not (source / CARD_NAME).exists():
        source = _exported(source, command)
    make_folder(models)
    try:
        with tempfile.TemporaryDirectory(dir=models, prefix=".installing-") as temporary:
            made = Path(temporary) / "model"
            _copy(source, made)
            if name is not None:
                # By this name the program shows it.
                card = ExportedNetwork.load(made).card
                write_card(made, msgspec.structs.replace(card, name=name))
            folder = made.rename(models / (name or _free_name(wish, models)))
    except OSError as error:
        raise home_error(f"{source} could not be installed", models, error) from error
    try:
        return _use(home, folder)
    except HomeError:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def install_previous(home: Home) -> Installed:
    """Have the program use the model from before the last install; twice: the one that it uses now.

    Raises
    ------
    InstallError
        If there was none before.
    ModelError
        If that one is gone or damaged; nothing changes then.
    HomeError
        If the settings cannot be written.
    """
    try:
        noted = json.loads((home.models / PREVIOUS_NAME).read_text(encoding="utf-8"))
        previous = noted["model"]
        folder = None if previous is None else Path(previous)
    except FileNotFoundError as error:
        raise InstallError(
            "No other model was installed before. Install one: python -m training install MODEL"
        ) from error
    except (OSError, ValueError, LookupError, TypeError) as error:
        raise InstallError(
            f"{home.models / PREVIOUS_NAME} cannot be read ({error}). Choose the model in the "
            "program's settings."
        ) from error
    if load_settings(home)[0].model == previous:
        raise InstallError(
            "The program uses the model from before the last install already. Choose another in "
            "its settings, or install one: python -m training install MODEL"
        )
    if folder is not None:
        _check(folder)
    return _use(home, folder)


def _find(source: Path) -> Path:
    """Give the folder of a model or of a run that is not exported yet."""
    source = source.absolute()
    for place in (source, source / EXPORTED_RUN):
        if (place / CARD_NAME).exists():
            return place
    if (source / _RUN_FILE).exists():
        return source
    if not source.is_dir():
        raise InstallError(f"There is no folder {source}. Give the folder of a model or of a run.")
    raise InstallError(
        f"{source} holds neither a model ({CARD_NAME}) nor a run ({_RUN_FILE}). Give the folder "
        "that python -m training fit or export has made."
    )


def _check_name(name: str | None, models: Path) -> None:
    if name is None:
        return
    if not _NAME.fullmatch(name) or name == PREVIOUS_NAME:
        raise InstallError(f'"{name}" cannot be the name of a folder. Take letters and digits.')
    if (models / name).exists():
        raise InstallError(f"There is a model called {name} already. Give another --name.")


def _free_name(wish: str, models: Path) -> str:
    """Give a name that no model has."""
    wish = wish if _NAME.fullmatch(wish) else "model"
    name, number = wish, 1
    while (models / name).exists():
        number += 1
        name = f"{wish}-{number}"
    return name


def _exported(run: Path, command: str) -> Path:
    """Export a run to where `export` puts it of itself; give the model's folder."""
    # Whatever it was trained with: the way to LiteRT is TensorFlow's.
    start_keras(backend="tensorflow")
    from training.export import export  # noqa: PLC0415 - needs Keras

    model = run / EXPORTED_RUN
    try:
        export(run, model, command)
    except OSError as error:
        raise InstallError(
            f"{model} cannot be written ({error.strerror or error}). Make room or give the rights "
            "there, or install what this makes: python -m training export RUN --to FOLDER"
        ) from error
    return model


def _copy(source: Path, made: Path) -> None:
    """Copy a model, if it is sound."""
    _check(source)
    made.mkdir()
    for name in (CARD_NAME, EXPORTED_NAME, NETWORK_NAME):
        # Without the Keras network the program still answers, only the training cannot go on.
        if (source / name).exists():
            shutil.copyfile(source / name, made / name)


def _check(folder: Path) -> None:
    """See that a model answers what it is asked, and that its files belong to its card."""
    network = ExportedNetwork.load(folder)
    keras_file = folder / NETWORK_NAME
    if keras_file.exists() and digest(keras_file.read_bytes()) != network.card.digests.network:
        raise InstallError(
            f"{folder}: {NETWORK_NAME} is damaged or belongs to another {CARD_NAME}. Export the "
            "model again."
        )
    with as_file(files("assets") / SAMPLE) as sample:
        clip = read_recording(sample)[:CLIP_SAMPLES]
    answer = network.probabilities(clip)
    if answer.min() < 0 or abs(float(answer.sum()) - 1) > _LARGEST_ERROR_OF_SUM:
        raise InstallError(
            "What the network answers are no probabilities: they have to be positive, with a sum "
            "of one. Export the model again, or take another."
        )


def _use(home: Home, folder: Path | None) -> Installed:
    """Have the settings name a model, once it is seen to answer, and remember the one before."""
    card = ExportedNetwork.load(folder).card
    settings, notices = load_settings(home)
    model = None if folder is None else str(folder)
    if settings.model != model:
        # Written before the settings, since there may be no room for it; in its place after them,
        # since they may be refused.
        noted = json.dumps({"model": settings.model}).encode() + b"\n"
        ready = home.models / f".{PREVIOUS_NAME}.new"
        write_atomically(ready, noted, "The name of the model before")
        try:
            save_settings(home, msgspec.structs.replace(settings, model=model))
            ready.replace(home.models / PREVIOUS_NAME)
        finally:
            ready.unlink(missing_ok=True)
    return Installed(folder, card, tuple(notices))
