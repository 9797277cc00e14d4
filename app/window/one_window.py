"""One window for each user: a second start hands over what it was asked for, and ends."""

import hashlib
import logging
import os
import sys
import time
from pathlib import Path

import msgspec
from PySide6.QtCore import QDeadlineTimer, QDir, QLockFile, QObject, Qt, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QWidget

from app.errors import SpokenDigitsError
from app.home import Home

logger = logging.getLogger(__name__)

_PATIENCE_MS, _ASK_AGAIN_S, _LINE_WAIT_MS = 5_000, 0.05, 500
_NO_ANSWER = (
    "Spoken Digits runs already, but its window does not answer. Close it, or end its process, and "
    "start again."
)
_DONE = b"shown\n"
# What the desktop gives a start, so that its window may come to the front.
_ACTIVATION = "XDG_ACTIVATION_TOKEN"


class AnotherWindowError(SpokenDigitsError):
    """There is another window, which does not answer."""


class Wish(msgspec.Struct, frozen=True):
    """What a start of the program was asked for.

    Attributes
    ----------
    files : tuple of str
        Recordings and folders to open, as absolute paths.
    listen : bool
        Whether to listen at once.
    model : str or None
        Folder of another model, as an absolute path.
    activation : str
        The desktop's leave to come to the front, where it gives any.
    """

    files: tuple[str, ...] = ()
    listen: bool = False
    model: str | None = None
    activation: str = ""

    @classmethod
    def of_start(cls, files: list[Path], listen: bool, model: Path | None) -> "Wish":
        """Put into words what this start was asked for."""
        return cls(
            tuple(str(file.absolute()) for file in files),
            listen,
            None if model is None else str(model.absolute()),
            os.environ.pop(_ACTIVATION, ""),
        )


class OneWindow(QObject):
    """The right to be the only window over a home, until it is closed.

    Parameters
    ----------
    home : Home
        Other homes, and so other users, have windows of their own.

    Signals
    -------
    asked(wish)
        When another start hands over its wish: the window should come to the front.
    """

    asked = Signal(object)

    def __init__(self, home: Home) -> None:
        super().__init__()
        digest = hashlib.sha256(os.fsencode(home.settings)).hexdigest()
        self._name = f"spoken-digits-{digest[:16]}"
        self._lock = QLockFile(QDir.temp().filePath(f"{self._name}.lock"))
        # The end of its holder frees it, not its age.
        self._lock.setStaleLockTime(0)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._take_connections)

    def is_first(self) -> bool:
        """Become the only window, or tell that there is one."""
        if self._lock.tryLock(0):
            return True
        # Where no lock can be written there may be two windows, which is better than none.
        return self._lock.error() != QLockFile.LockError.LockFailedError

    def listen(self) -> None:
        """Hear of other starts from now on."""
        QLocalServer.removeServer(self._name)  # what a window left that did not end well
        if not self._server.listen(self._name):
            logger.warning("Other starts cannot be heard: %s", self._server.errorString())

    def hand_over(self, wish: Wish) -> None:
        """Have the window that there is do what this start was asked for.

        Raises
        ------
        AnotherWindowError
            If it does not answer within five seconds.
        """
        _let_others_come_to_the_front()
        deadline = QDeadlineTimer(_PATIENCE_MS)
        socket = QLocalSocket()
        # It may be starting itself.
        while not self._is_connected(socket, deadline):
            if deadline.hasExpired():
                raise AnotherWindowError(_NO_ANSWER)
            time.sleep(_ASK_AGAIN_S)
        socket.write(msgspec.json.encode(wish) + b"\n")
        if not socket.waitForReadyRead(deadline.remainingTime()):
            raise AnotherWindowError(_NO_ANSWER)
        socket.disconnectFromServer()

    def close(self) -> None:
        """Let another start be the first."""
        self._server.close()
        self._lock.unlock()

    def _is_connected(self, socket: QLocalSocket, deadline: QDeadlineTimer) -> bool:
        socket.connectToServer(self._name)
        return socket.waitForConnected(deadline.remainingTime())

    def _take_connections(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            # What it wants comes at once: a start says it and ends.
            if socket.canReadLine() or socket.waitForReadyRead(_LINE_WAIT_MS):
                self._take_wish(socket)
            socket.disconnectFromServer()
            socket.deleteLater()

    def _take_wish(self, socket: QLocalSocket) -> None:
        try:
            wish = msgspec.json.decode(socket.readLine().data(), type=Wish)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            logger.warning("Another start said what cannot be understood: %s", error)
            return
        socket.write(_DONE)
        socket.flush()
        self.asked.emit(wish)


def bring_to_front(window: QWidget, wish: Wish) -> None:
    """Show a window before all others, as far as the desktop allows it."""
    if wish.activation:
        os.environ[_ACTIVATION] = wish.activation  # Qt takes it from there, and away
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.show()
    window.raise_()
    window.activateWindow()


def _let_others_come_to_the_front() -> None:
    """Give the right to it on, which Windows gives to what the user has just started."""
    if sys.platform == "win32":
        import ctypes  # noqa: PLC0415 - there is no such library elsewhere

        any_process = -1
        ctypes.windll.user32.AllowSetForegroundWindow(any_process)
