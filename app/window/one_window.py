"""One window for each user: a second start hands over what it was asked for, and ends."""

import hashlib
import logging
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec
from PySide6.QtCore import QDeadlineTimer, QLockFile, QObject, Qt, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket
from PySide6.QtWidgets import QWidget

from app.errors import HomeError, SpokenDigitsError
from app.home import Home, make_folder, write_atomically

logger = logging.getLogger(__name__)

_PATIENCE_MS, _ASK_AGAIN_S, _LINE_WAIT_MS = 5_000, 0.05, 500
_NO_ANSWER = (
    "Spoken Digits runs already, but its window does not answer. Close it, or end its process, and "
    "start again. If there is none, delete {}."
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
    files : tuple of bytes
        Recordings and folders to open, as absolute paths in the system's own encoding.
    listen : bool
        Whether to listen at once.
    model : bytes or None
        Folder of another model, alike.
    activation : str
        The desktop's leave to come to the front, where it gives any.
    """

    files: tuple[bytes, ...] = ()
    listen: bool = False
    model: bytes | None = None
    activation: str = ""

    @classmethod
    def of_start(cls, files: list[Path], listen: bool, model: Path | None) -> "Wish":
        """Put into words what this start was asked for."""
        return cls(
            tuple(_absolute(file) for file in files),
            listen,
            None if model is None else _absolute(model),
            os.environ.get(_ACTIVATION, ""),
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
        self._folder = home.settings.parent
        with suppress(HomeError):  # then there is no lock either, see below
            make_folder(self._folder)
        self._lock = QLockFile(str(self._folder / "window.lock"))
        # Its holder's end frees it, not its age.
        self._lock.setStaleLockTime(0)
        self._temporary: Path | None = None
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._take_connections)

    def is_first(self, wish: Wish) -> bool:
        """Become the only window, or else have the one that there is do what was asked for.

        Raises
        ------
        AnotherWindowError
            If there is one that does not answer within five seconds.
        """
        deadline = QDeadlineTimer(_PATIENCE_MS)
        # The other one may be just starting, or just ending.
        while not self._is_locked():
            if self._is_handed_over(wish, deadline):
                return False
            if deadline.hasExpired():
                if self._is_taken_from_the_dead():
                    break
                raise AnotherWindowError(_NO_ANSWER.format(self._lock.fileName()))
            time.sleep(_ASK_AGAIN_S)
        return True

    def listen(self) -> None:
        """Hear of other starts from now on."""
        for address in self._addresses():
            QLocalServer.removeServer(address)  # what a window left that did not end well
            if self._server.listen(address):
                break
        else:
            logger.warning("Other starts cannot be heard: %s", self._server.errorString())
            return
        with suppress(HomeError):
            write_atomically(self._address_file, os.fsencode(address), "The window's address")

    def close(self) -> None:
        """Let another start be the first."""
        self._server.close()
        with suppress(OSError):
            self._address_file.unlink(missing_ok=True)
            if self._temporary is not None:
                self._temporary.rmdir()
        self._lock.unlock()

    @property
    def _address_file(self) -> Path:
        """Where the first window says where it can be asked: other starts may not know of it."""
        return self._folder / "window.address"

    def _addresses(self) -> Iterator[str]:
        """Name sockets where nobody else can put one, until one of them can be used."""
        digest = hashlib.sha256(os.fsencode(self._folder.resolve())).hexdigest()
        name = f"spoken-digits-{digest[:16]}"
        if sys.platform == "win32":
            yield name
            return
        if runtime := os.environ.get("XDG_RUNTIME_DIR"):
            yield f"{runtime}/{name}"
        yield str(self._folder / "window.socket")
        # The name of a socket has about a hundred bytes, that of a folder may have more.
        with suppress(OSError):
            self._temporary = Path(tempfile.mkdtemp(prefix="spoken-digits-"))
            yield str(self._temporary / "window.socket")

    def _is_locked(self) -> bool:
        if self._lock.tryLock(0):
            return True
        if self._lock.error() != QLockFile.LockError.LockFailedError:
            # Where no lock can be written there may be two windows, which is better than none.
            return True
        # A process that runs now may have the number of the one that locked it and was killed.
        return self._lock.removeStaleLockFile() and self._lock.tryLock(0)

    def _is_taken_from_the_dead(self) -> bool:
        """Take a lock that cannot be opened, as another user's, whose holder does not run."""
        holder = self._lock.getLockInfo()[0]
        if sys.platform == "win32" or holder <= 0:
            return False
        try:
            os.kill(holder, 0)
        except ProcessLookupError:
            with suppress(OSError):
                Path(self._lock.fileName()).unlink()
            return self._lock.tryLock(0)
        except OSError:
            pass
        return False

    def _is_handed_over(self, wish: Wish, deadline: QDeadlineTimer) -> bool:
        try:
            address = os.fsdecode(self._address_file.read_bytes())
        except OSError:
            return False
        _let_others_come_to_the_front()
        socket = QLocalSocket()
        socket.connectToServer(address)
        if not socket.waitForConnected(deadline.remainingTime()):
            return False
        socket.write(msgspec.json.encode(wish) + b"\n")
        return socket.waitForReadyRead(deadline.remainingTime())

    def _take_connections(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            # What it wants comes at once: a start says it and ends.
            while not socket.canReadLine() and socket.waitForReadyRead(_LINE_WAIT_MS):
                pass
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


def _absolute(path: Path) -> bytes:
    with suppress(OSError):  # the working folder may be gone
        path = path.absolute()
    return os.fsencode(path)


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
