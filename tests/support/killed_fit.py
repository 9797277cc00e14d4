"""A training that dies while it writes."""

from pathlib import Path

import pytest

from training.fit import fit
from training.fit_settings import FitSettings


class _KilledError(Exception):
    """Stands for a kill: nothing that the training could catch."""


def fit_until_killed(
    settings: FitSettings, folder: Path, writer: type, step: str, time: int
) -> None:
    """Train, but die the nth `time` that a `step` of what writes the run's files comes."""
    write, calls = getattr(writer, step), []

    def dying(files: object, *arguments: object) -> None:
        calls.append(None)
        if len(calls) == time:
            raise _KilledError
        write(files, *arguments)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writer, step, dying)
        with pytest.raises(_KilledError):
            fit(settings, folder, "fit")
