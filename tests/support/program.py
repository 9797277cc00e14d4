"""The program as its users have it: a process of its own."""

import contextlib
import json
import os
import pty
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self

import pytest
from virtual_sound import wait_until

PROGRAM = str(Path(sys.executable).with_name("spoken-digits"))


def run(*arguments: object, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run a command to its end; no user may ever see a traceback."""
    finished = subprocess.run(
        [PROGRAM, *map(str, arguments)],
        check=False,
        env=os.environ | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        errors="surrogateescape",
        timeout=240,
    )
    assert "Traceback" not in finished.stderr, finished.stderr
    return finished


def open_terminal() -> tuple[int, int]:
    """Give both ends of a new terminal, ours and the program's, or skip where there is none."""
    try:
        return pty.openpty()
    except OSError as error:
        pytest.skip(f"this machine gives no terminal: {error}")


def all_shown(terminal: int) -> str:
    """Read what is shown on a terminal until nobody has its other end, and close it.

    A terminal holds a few thousand bytes, and gives no more than that at once.
    """
    shown = b""
    with contextlib.suppress(OSError), open(terminal, "rb", buffering=0) as ours:
        # Linux says that all is read by an error, others by an empty answer.
        while part := ours.read(4096):
            shown += part
    return shown.decode()


def recognize(*arguments: object, **environment: str) -> list[dict[str, Any]]:
    """Run ``recognize --json`` and give its lines."""
    return [
        json.loads(line)
        for line in run("recognize", "--json", *arguments, **environment).stdout.splitlines()
    ]


class Running:
    """A process that runs on until it is ended, with what it printed so far.

    Its output goes to files, so that it never waits for its reader.

    Parameters
    ----------
    folder : Path
        Where its output goes.
    command : list of str
    environment : dict of str to str
        All of it.
    working_folder : Path, optional
        The one of this process, where it is left out.
    """

    def __init__(
        self,
        folder: Path,
        command: list[str],
        environment: dict[str, str],
        working_folder: Path | None = None,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._output = folder / "output"
        self._errors = folder / "errors"
        with self._output.open("wb") as output, self._errors.open("wb") as errors:
            self.process = subprocess.Popen(
                command,
                cwd=working_folder,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=errors,
            )

    @property
    def output(self) -> str:
        """Standard output so far."""
        return self._output.read_text(encoding="utf-8")

    @property
    def lines(self) -> list[str]:
        """Whole lines of standard output so far."""
        return self.output.split("\n")[:-1]

    @property
    def errors(self) -> str:
        """Standard error so far."""
        return self._errors.read_text(encoding="utf-8")

    def wait_for(self, condition: Callable[[Self], object], what: str) -> None:
        """Wait until what it printed fulfils a condition."""

        def fulfilled() -> object:
            if condition(self):
                return True
            assert self.process.poll() is None, f"ended early:\n{self.errors}"
            return False

        wait_until(fulfilled, f"{what}; so far:\n{self.lines}\n{self.errors}")

    def end(self, number: int) -> int:
        """Send a signal, and give the exit status."""
        self.process.send_signal(number)
        status = self.process.wait(timeout=30)
        assert "Traceback" not in self.errors, self.errors
        return status

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(timeout=30)


class Live(Running):
    """The program's command line, with the environment of this process and what is given."""

    def __init__(self, folder: Path, *arguments: object, **environment: str) -> None:
        super().__init__(folder, [PROGRAM, *map(str, arguments)], os.environ | environment)
