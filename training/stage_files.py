"""The files of one stage of a run: its log, its checkpoint, its network."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras

from training.errors import RunError
from training.saved_network import load_network

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class StageFiles:
    """Reads and writes the files of a stage; each is written whole or not at all.

    Attributes
    ----------
    folder : Path
        Of the run.
    log_name, checkpoint_name, network_name : str
        The log has a line an epoch; the checkpoint is where a stopped run goes on; the network is
        what came of the stage so far.
    """

    folder: Path
    log_name: str
    checkpoint_name: str
    network_name: str

    def log(self) -> list[Facts]:
        """Read the lines of the log, one an epoch; none where there is none.

        Raises
        ------
        RunError
            If it is damaged.
        """
        path = self.folder / self.log_name
        if not path.exists():
            return []
        try:
            lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
            # A run that was killed may have left half a line.
            found = [json.loads(line) for line in lines if line.endswith("\n")]
            return sorted(found, key=lambda line: int(line["epoch"]))
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise RunError(
                f"{path} is damaged ({error}). Restore it, or train again, into another folder."
            ) from error

    def cut_log(self, epochs: int) -> None:
        """Drop from the log what came after `epochs` epochs."""
        kept = "".join(_line(line) for line in self.log() if line["epoch"] <= epochs)
        replace_file(self.folder / self.log_name, lambda path: path.write_text(kept, "utf-8"))

    def append_log(self, line: Facts) -> None:
        """Append the line of an epoch to the log; a run that goes on drops half a line."""
        path = self.folder / self.log_name
        try:
            with path.open("a", encoding="utf-8") as log:
                log.write(_line(line))
        except OSError as error:
            raise _not_written(path, error) from error

    def write_checkpoint(self, network: keras.Model) -> None:
        """Keep a network with its optimizer, from which the training can go on."""
        replace_file(self.folder / self.checkpoint_name, network.save)

    def has_checkpoint(self) -> bool:
        """Tell whether there is something to go on from."""
        return (self.folder / self.checkpoint_name).exists()

    def read_checkpoint(self) -> keras.Model:
        """Read the network with its optimizer from which the training can go on.

        Raises
        ------
        RunError
            If there is none, or it is damaged.
        """
        return self._read(self.checkpoint_name, compiled=True)

    def drop_checkpoint(self) -> None:
        """Remove the checkpoint of a run that is finished."""
        (self.folder / self.checkpoint_name).unlink(missing_ok=True)

    @property
    def names(self) -> tuple[str, str, str]:
        """The names of all files of the stage."""
        return self.log_name, self.checkpoint_name, self.network_name

    def drop(self) -> None:
        """Remove all files of the stage."""
        for name in self.names:
            (self.folder / name).unlink(missing_ok=True)

    def write_network(self, network: keras.Model) -> None:
        """Keep the network, without its optimizer."""
        path = self.folder / self.network_name
        replace_file(path, lambda new: network.save(new, include_optimizer=False))

    def has_network(self) -> bool:
        """Tell whether something has come of the stage."""
        return (self.folder / self.network_name).exists()

    def read_network(self) -> keras.Model:
        """Read the network.

        Raises
        ------
        RunError
            If there is none.
        """
        return self._read(self.network_name, compiled=False)

    def _read(self, name: str, *, compiled: bool) -> keras.Model:
        try:
            return load_network(self.folder / name, compiled=compiled)
        except (OSError, ValueError) as error:
            raise RunError(
                f"{self.folder / name} is missing or damaged ({error}). Train again, into another "
                "folder: python -m training fit --out FOLDER"
            ) from error


def replace_file(path: Path, write: Callable[[Path], object]) -> None:
    """Have a file of a run written whole or not at all.

    Raises
    ------
    RunError
        If it cannot be written; then it is as it was.
    """
    # Keras wants its own ending, so the name changes in front.
    unfinished = path.with_name(f".new-{path.name}")
    try:
        write(unfinished)
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise _not_written(path, error) from error


def _not_written(path: Path, error: OSError) -> RunError:
    return RunError(
        f"{path} cannot be written ({error.strerror or error}). What was there is unchanged. Make "
        "room, and give the same command again to go on."
    )


def _line(facts: Facts) -> str:
    return json.dumps(facts) + "\n"
