"""The folder of a run: what it is made from, and the files of its stages."""

import json
from dataclasses import dataclass, field
from pathlib import Path

import keras

from training.curves import Curves, curves_page
from training.errors import RunError
from training.stage_files import Facts, StageFiles, replace_file
from training.stopwatch import Stopwatch

_FACTS, _CURVES, _ALIGNED = "run.json", "curves.html", "strings-aligned.json"
_NAMED = 3

_OPTIONS = {
    "data": "--data",
    "epochs": "--epochs",
    "seed": "--seed",
    "synthetic_voices": "--voices",
    "synthetic_words": "--words",
    "start": "--from",
    "without_words": "--without-words",
}
"""Of settings that are chosen by hand, what the command line calls them."""

Aligned = dict[str, list[int] | None]


@dataclass(frozen=True, slots=True)
class RunFolder:
    """Reads and writes the files of a run; each is written whole or not at all.

    ``run.json`` has the settings, and once the run is finished what came of it; ``curves.html``
    shows the logs. The checkpoints and ``strings-aligned.json``, from which a stopped run goes
    on, are gone when it is finished.

    Attributes
    ----------
    folder : Path
        Made when it is first written to.
    stopwatch : Stopwatch
        Takes the time of each epoch, with all that came before it, for the logs.
    """

    folder: Path
    stopwatch: Stopwatch = field(default_factory=Stopwatch, compare=False)

    @property
    def classes(self) -> StageFiles:
        """The files of the first stage; ``network.keras`` is the best network so far."""
        return StageFiles(self.folder, "log.jsonl", "checkpoint.keras", "network.keras")

    @property
    def strings(self) -> StageFiles:
        """The files of the second stage; ``strings.keras`` is there when it is finished."""
        return StageFiles(self.folder, "strings.jsonl", "strings-checkpoint.keras", "strings.keras")

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
            The class network with its optimizer as it was when the run stopped; None where it
            begins.

        Raises
        ------
        RunError
            If a finished run is there, one that is made from something else, files of one that
            has lost its ``run.json``, or other things.
        """
        if not (self.folder / _FACTS).exists():
            self._refuse_leftovers()
            self._refuse_others()
            self._make()
            self.write_facts(facts)
            return None
        found = self.facts()
        if "temperature" in found:
            raise RunError(
                f"{self.folder} holds a finished run. Give another folder with --out, or export it."
            )
        if not self.classes.has_checkpoint():
            self._begin_anew(facts)  # it had not come far enough to lose anything
            return None
        settings = json.loads(json.dumps(facts["settings"]))
        differing = [name for name in settings if found["settings"].get(name) != settings[name]]
        if differing:
            if "epochs" in differing:
                differing = [name for name in differing if name != "string_epochs"]  # a part of it
            there = ", ".join(_as_typed(name, found["settings"].get(name)) for name in differing)
            raise RunError(
                f"{self.folder} holds an unfinished run that is made from something else: {there}. "
                "Give the same options to go on with it, or another folder with --out."
            )
        if found.get("recordings") != facts["recordings"]:
            raise RunError(
                f"The recordings have changed since the run in {self.folder} was stopped. Give "
                "another folder with --out, or bring back the recordings as they were."
            )
        return self.classes.read_checkpoint()

    def facts(self) -> Facts:
        """Read what the run is made from.

        Raises
        ------
        RunError
            If there is no run, or its file is damaged.
        """
        path = self.folder / _FACTS
        try:
            facts: Facts = json.loads(path.read_text(encoding="utf-8"))
            if not isinstance(facts["settings"], dict) or not isinstance(facts["command"], str):
                raise TypeError
        except OSError as error:
            raise RunError(
                f"{self.folder} is no run ({path.name}: {error.strerror or error}). Make one with: "
                "python -m training fit"
            ) from error
        except (ValueError, TypeError, KeyError) as error:
            raise RunError(
                f"{path} is damaged: it does not say what the run is made from. Restore it, or "
                "train again, into another folder."
            ) from error
        return facts

    def write_facts(self, facts: Facts) -> None:
        """Write what the run is made from, or what came of it."""
        content = json.dumps(facts, indent=2) + "\n"
        replace_file(self.folder / _FACTS, lambda path: path.write_text(content, "utf-8"))

    def aligned(self) -> Aligned:
        """Read the states of spoken numbers by their paths, None where they do not fit.

        Raises
        ------
        RunError
            If the file is missing or damaged.
        """
        try:
            found: Aligned = json.loads((self.folder / _ALIGNED).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise RunError(
                f"{self.folder / _ALIGNED} is missing or damaged ({error}). Restore it, or train "
                "again, into another folder."
            ) from error
        return found

    def write_aligned(self, aligned: Aligned) -> None:
        """Keep the states of spoken numbers."""
        content = json.dumps(aligned) + "\n"
        replace_file(self.folder / _ALIGNED, lambda path: path.write_text(content, "utf-8"))

    def write_curves(self) -> None:
        """Draw the logs as curves."""
        settings = self.facts()["settings"]
        content = curves_page(
            Curves(self.classes.log(), settings["epochs"]),
            Curves(self.strings.log(), settings["string_epochs"]),
            f"The run {self.folder.name}",
        )
        replace_file(self.folder / _CURVES, lambda path: path.write_text(content, "utf-8"))

    def seconds(self) -> int:
        """Add up what the epochs took, and what came after the last: all that this run took.

        Of a run that was stopped, without what was lost then.
        """
        lines = [*self.classes.log(), *self.strings.log()]
        epochs = sum(float(line.get("seconds", 0)) for line in lines)
        return round(epochs + self.stopwatch.lap())

    def drop_unfinished(self) -> None:
        """Remove what a run that is finished needs no more."""
        self.classes.drop_checkpoint()
        self.strings.drop_checkpoint()
        (self.folder / _ALIGNED).unlink(missing_ok=True)

    def _begin_anew(self, facts: Facts) -> None:
        """Begin again, without what is left of the run that had begun here."""
        for stage in (self.classes, self.strings):
            stage.drop()
        (self.folder / _ALIGNED).unlink(missing_ok=True)
        self.write_facts(facts)

    def _refuse_leftovers(self) -> None:
        names = (*self.classes.names, *self.strings.names, _ALIGNED)
        found = [name for name in names if (self.folder / name).exists()]
        if found:
            raise RunError(
                f"{self.folder} holds {', '.join(found)} of a run whose {_FACTS} is missing. "
                "Restore that, or give another folder with --out."
            )

    def _refuse_others(self) -> None:
        if not self.folder.is_dir():
            return
        # Hidden ones may be of the system, or of a run that was killed as it began.
        found = sorted(each.name for each in self.folder.glob("[!.]*"))
        if found:
            more = ", …" if len(found) > _NAMED else ""
            raise RunError(
                f"{self.folder} holds other things than a run "
                f"({', '.join(found[:_NAMED])}{more}). Give a new or empty folder with --out."
            )

    def _make(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RunError(
                f"{self.folder} cannot be a folder for the run ({error.strerror}). Give another "
                "with --out."
            ) from error


def _as_typed(name: str, value: object) -> str:
    """Write a setting as `fit` takes it, or by its name where nobody chooses it."""
    option = _OPTIONS.get(name, name)
    if value is None or value == []:
        return f"no {option}"
    return f"{option} {' '.join(value) if isinstance(value, list) else value}"
