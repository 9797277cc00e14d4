"""The folder of a run: what it is made from, its log, its checkpoint, its weights."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras

from training.curves import curves_page
from training.errors import RunError
from training.saved_network import load_network

_FACTS, _LOG, _CHECKPOINT, _NETWORK = "run.json", "log.jsonl", "checkpoint.keras", "network.keras"
_CURVES = "curves.html"

Facts = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RunFolder:
    """Reads and writes the files of a run; each is written whole or not at all.

    ``run.json`` has the settings, and once the run is finished what came of it; ``log.jsonl``
    has a line an epoch; ``checkpoint.keras`` is where a stopped run goes on, and is gone when it
    is finished; ``network.keras`` is the best network so far; ``curves.html``
    shows the log.

    Attributes
    ----------
    folder : Path
        Made when it is first written to.
    """

    folder: Path

    def begin(self, facts: Facts) -> keras.Model | None:
        """Begin a run, or find where it stopped.

        Parameters
        ----------
        facts : dict
            What the run is made from; "settings" and "recordings" must be those of the run that
            is there.

        Returns
        -------
        keras.Model or None
            The network with its optimizer as it was when the run stopped; None where it begins.

        Raises
        ------
        RunError
            If a finished run is there, or one that is made from something else.
        """
        if not (self.folder / _FACTS).exists():
            self._make()
            self.write_facts(facts)
            return None
        found = self.facts()
        if "temperature" in found:
            raise RunError(
                f"{self.folder} holds a finished run. Give another folder with --out, or export it."
            )
        if not (self.folder / _CHECKPOINT).exists():
            self.write_facts(facts)  # it had not come far enough to lose anything
            return None
        settings = json.loads(json.dumps(facts["settings"]))
        differing = [name for name in settings if found["settings"].get(name) != settings[name]]
        if differing:
            there = ", ".join(f"{name} {found['settings'].get(name)}" for name in differing)
            raise RunError(
                f"{self.folder} holds an unfinished run that is made from something else: {there}. "
                "Give the same options to go on with it, or another folder with --out."
            )
        if found.get("recordings") != facts["recordings"]:
            raise RunError(
                f"The recordings have changed since the run in {self.folder} was stopped. Give "
                "another folder with --out, or bring back the recordings as they were."
            )
        return self._read(_CHECKPOINT, compiled=True)

    def facts(self) -> Facts:
        """Read what the run is made from.

        Raises
        ------
        RunError
            If there is no run, or its file is damaged.
        """
        try:
            facts: Facts = json.loads((self.folder / _FACTS).read_text(encoding="utf-8"))
            if not isinstance(facts["settings"], dict) or not isinstance(facts["command"], str):
                raise ValueError(f"{_FACTS} lacks what it is made from")
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise RunError(
                f"{self.folder} is no run ({error}). Make one with: python -m training fit"
            ) from error
        return facts

    def write_facts(self, facts: Facts) -> None:
        """Write what the run is made from, or what came of it."""
        content = json.dumps(facts, indent=2) + "\n"
        self._replace(_FACTS, lambda path: path.write_text(content, "utf-8"))

    def log(self) -> list[Facts]:
        """Read the lines of the log, one an epoch; none where there is none.

        Raises
        ------
        RunError
            If it is damaged.
        """
        if not (self.folder / _LOG).exists():
            return []
        try:
            lines = (self.folder / _LOG).read_text(encoding="utf-8").splitlines(keepends=True)
            # A run that was killed may have left half a line.
            found = [json.loads(line) for line in lines if line.endswith("\n")]
            return sorted(found, key=lambda line: int(line["epoch"]))
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise RunError(
                f"{self.folder / _LOG} is damaged ({error}). Restore it, or train again, into "
                "another folder."
            ) from error

    def cut_log(self, epochs: int) -> None:
        """Drop from the log what came after `epochs` epochs."""
        kept = "".join(_line(line) for line in self.log() if line["epoch"] <= epochs)
        self._replace(_LOG, lambda path: path.write_text(kept, "utf-8"))

    def append_log(self, line: Facts) -> None:
        """Append the line of an epoch to the log; a run that goes on drops half a line."""
        try:
            with (self.folder / _LOG).open("a", encoding="utf-8") as log:
                log.write(_line(line))
        except OSError as error:
            raise _not_written(self.folder / _LOG, error) from error

    def write_curves(self) -> None:
        """Draw the log as curves."""
        epochs = int(self.facts()["settings"]["epochs"])
        content = curves_page(self.log(), epochs, f"The run {self.folder.name}")
        self._replace(_CURVES, lambda path: path.write_text(content, "utf-8"))

    def write_checkpoint(self, network: keras.Model) -> None:
        """Keep a network with its optimizer, from which the training can go on."""
        self._replace(_CHECKPOINT, network.save)

    def drop_checkpoint(self) -> None:
        """Remove the checkpoint of a run that is finished."""
        (self.folder / _CHECKPOINT).unlink(missing_ok=True)

    def write_network(self, network: keras.Model) -> None:
        """Keep the best network so far."""
        self._replace(_NETWORK, lambda path: network.save(path, include_optimizer=False))

    def read_network(self) -> keras.Model:
        """Read the best network so far.

        Raises
        ------
        RunError
            If there is none.
        """
        return self._read(_NETWORK, compiled=False)

    def _make(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RunError(
                f"{self.folder} cannot be a folder for the run ({error.strerror}). Give another "
                "with --out."
            ) from error

    def _read(self, name: str, *, compiled: bool) -> keras.Model:
        try:
            return load_network(self.folder / name, compiled=compiled)
        except (OSError, ValueError) as error:
            raise RunError(
                f"{self.folder / name} is missing or damaged ({error}). Train again, into another "
                "folder: python -m training fit --out FOLDER"
            ) from error

    def _replace(self, name: str, write: Callable[[Path], object]) -> None:
        # Keras wants its own ending, so the name changes in front.
        unfinished = self.folder / f".new-{name}"
        try:
            write(unfinished)
            unfinished.replace(self.folder / name)
        except OSError as error:
            unfinished.unlink(missing_ok=True)
            raise _not_written(self.folder / name, error) from error


def _not_written(path: Path, error: OSError) -> RunError:
    return RunError(
        f"{path} cannot be written ({error.strerror or error}). What was there is unchanged. Make "
        "room, and give the same command again to go on."
    )


def _line(facts: Facts) -> str:
    return json.dumps(facts) + "\n"
