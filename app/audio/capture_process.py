"""The program's side of a capture child: start it, read its records, end it."""

import contextlib
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from typing import IO, Any, NamedTuple

from app.audio.capture import HEADER, child_command

_log = logging.getLogger(__name__)

_END_WAIT_S = 0.15
_CREATION_FLAGS = 0
if sys.platform == "win32":
    _CREATION_FLAGS = subprocess.CREATE_NO_WINDOW


class Record(NamedTuple):
    """One message of the child; `app.audio.capture` says what each field and kind means."""

    kind: int
    payload: bytes
    arrived_ns: int = 0
    overflows: int = 0
    lost_blocks: int = 0

    def content(self) -> Any:
        """Decode the payload of a JSON record."""
        return json.loads(self.payload)


class CaptureProcess:
    """A running capture child.

    Parameters
    ----------
    hand_on : callable of (CaptureProcess, Record or None)
        Called on a thread of its own with each record, and with None when the child has
        ended. It may wait; the child then keeps the sound for some seconds.

    Raises
    ------
    OSError
        If the system starts no process.
    """

    def __init__(self, hand_on: "Callable[[CaptureProcess, Record | None], None]") -> None:
        self._hand_on = hand_on
        self.ended = False
        self._process = subprocess.Popen(
            child_command(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            creationflags=_CREATION_FLAGS,
        )
        assert self._process.stdin is not None
        self._stdin = self._process.stdin
        for target in (self._read_records, self._log_complaints):
            name = f"capture {self._process.pid} {target.__name__}"
            threading.Thread(target=target, name=name, daemon=True).start()

    @property
    def pid(self) -> int:
        """The system's number of the process."""
        return self._process.pid

    def open(self, position: int) -> None:
        """Let the child open the device at `position` in the list that it sent."""
        with contextlib.suppress(BrokenPipeError):  # Its end is handed on all the same.
            os.write(self._stdin.fileno(), b"%d\n" % position)

    def end(self) -> None:
        """End the child, whatever it hangs in; no record is handed on that comes after."""
        if self.ended:
            return
        self.ended = True
        # Killed, not asked: PortAudio's own way out hangs with a hung sound server.
        self._process.kill()
        self._stdin.close()
        try:
            self._process.wait(_END_WAIT_S)
        except subprocess.TimeoutExpired:
            _log.warning("Capture process %d hangs in the system.", self._process.pid)

    def _read_records(self) -> None:
        pipe = self._process.stdout
        assert pipe is not None
        with pipe:
            while not self.ended and (record := _read_record(pipe)) is not None:
                self._hand_on(self, record)
        if not self.ended:
            self._hand_on(self, None)

    def _log_complaints(self) -> None:
        """Keep what sound libraries print out of the user's terminal."""
        pipe = self._process.stderr
        assert pipe is not None
        with pipe:
            for line in pipe:
                _log.debug("capture: %s", line.decode(errors="replace").rstrip())


def _read_record(pipe: IO[bytes]) -> Record | None:
    header = pipe.read(HEADER.size)
    if len(header) < HEADER.size:
        return None
    kind, length, arrived_ns, overflows, lost_blocks = HEADER.unpack(header)
    payload = pipe.read(length)
    if len(payload) < length:
        return None
    return Record(kind, payload, arrived_ns, overflows, lost_blocks)
