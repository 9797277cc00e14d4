"""The program's side of a child that owns PortAudio: start it, read its records, end it."""

import contextlib
import json
import logging
import queue
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Callable

from app.audio.sound_child import Record, child_command, read_records, send

_log = logging.getLogger(__name__)

_END_WAIT_S = 0.15
_BEGINNING_S = 3.0
"""So long a child that has said nothing yet may take to end by itself."""
_COMPLAINTS = 20
"""So many lines of what a child said at its end are kept."""
_CREATION_FLAGS = 0
if sys.platform == "win32":
    _CREATION_FLAGS = subprocess.CREATE_NO_WINDOW


class ChildProcess:
    """A running child.

    Parameters
    ----------
    flag : str
        Which program it is, see `app.audio.sound_child`.
    hand_on : callable of (ChildProcess, Record or None)
        Called on a thread of its own with each record, and with None when the child has
        ended. It may wait; the child then keeps the sound for some seconds.

    Raises
    ------
    OSError
        If the system starts no process.
    """

    def __init__(self, flag: str, hand_on: "Callable[[ChildProcess, Record | None], None]") -> None:
        self._hand_on = hand_on
        self.ended = False
        self._has_begun = False
        self._outbox: queue.SimpleQueue[tuple[int, bytes] | None] = queue.SimpleQueue()
        self._process = subprocess.Popen(
            child_command(flag),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            creationflags=_CREATION_FLAGS,
        )
        for target in (self._read_records, self._write_records, self._log_complaints):
            name = f"sound child {self._process.pid} {target.__name__}"
            threading.Thread(target=target, name=name, daemon=True).start()

    @property
    def pid(self) -> int:
        """The system's number of the process."""
        return self._process.pid

    def send(self, kind: int, payload: bytes = b"") -> None:
        """Send a record, without waiting until the child takes it, which a frozen one never does.

        To a child that is gone, nothing is sent.
        """
        self._outbox.put((kind, payload))

    def send_json(self, kind: int, content: object) -> None:
        """Send a record with a JSON payload."""
        self.send(kind, json.dumps(content).encode())

    def end(self) -> None:
        """End the child, whatever it hangs in; no record is handed on that comes after."""
        if self.ended:
            return
        self.ended = True
        self._outbox.put(None)
        if self._has_begun:
            # Killed, not asked: PortAudio's own way out hangs with a hung sound server.
            self._kill()
        else:
            # Not killed: for a moment JACK's library holds a lock there that all programs share
            # and that outlives its holder; nothing could open PortAudio again.
            threading.Thread(target=self._end_beginning, daemon=True).start()

    def _kill(self) -> None:
        self._process.kill()
        try:
            self._process.wait(_END_WAIT_S)
        except subprocess.TimeoutExpired:
            _log.warning("Sound process %d hangs in the system.", self._process.pid)

    def _end_beginning(self) -> None:
        # It ends by itself, as its standard input does.
        try:
            self._process.wait(_BEGINNING_S)
        except subprocess.TimeoutExpired:
            self._kill()

    def _read_records(self) -> None:
        pipe = self._process.stdout
        assert pipe is not None
        with pipe:
            for record in read_records(pipe):
                self._has_begun = True
                if self.ended:
                    return
                self._hand_on(self, record)
        if not self.ended:
            self._hand_on(self, None)

    def _write_records(self) -> None:
        pipe = self._process.stdin
        assert pipe is not None
        # It may be gone; its end is handed on all the same.
        with pipe, contextlib.suppress(OSError):
            while (record := self._outbox.get()) is not None and not self.ended:
                send(pipe.fileno(), *record)

    def _log_complaints(self) -> None:
        """Keep what sound libraries print out of the user's terminal."""
        pipe = self._process.stderr
        assert pipe is not None
        with pipe:
            # Sound libraries say much while all is well: it counts where the child breaks.
            last = deque(pipe, _COMPLAINTS)
        if last and not self.ended:
            said = b"".join(last).decode(errors="replace").rstrip()
            _log.warning("The sound process ended by itself. The last that it said:\n%s", said)
