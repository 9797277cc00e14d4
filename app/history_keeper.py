"""A thread that writes the history and the voices, so that nobody waits for a disk."""

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue

from app.audio.files import read_recording
from app.audio.source import Samples
from app.errors import SpokenDigitsError
from app.history import (
    HistoryEntry,
    append_entries,
    clear_history,
    restore_history,
    rewrite_entry,
)
from app.home import Home
from app.keeping import keep_recording, keep_voice
from app.settings import Keep

logger = logging.getLogger(__name__)


class HistoryKeeper:
    """Writes in the order in which it is asked, on a thread of its own.

    Parameters
    ----------
    home : Home
        Where the program writes.
    on_error : callable of str
        Called on the keeper's thread with what could not be written, and what to do.
    on_changed : callable of HistoryEntry
        Called on the keeper's thread when an entry's `voice` has changed.
    """

    def __init__(
        self,
        home: Home,
        on_error: Callable[[str], None],
        on_changed: Callable[[HistoryEntry], None],
    ) -> None:
        self._home = home
        self._on_error = on_error
        self._on_changed = on_changed
        self._cleared: list[bytes] = []
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="history", daemon=True)
        self._thread.start()

    def append(self, entries: list[HistoryEntry]) -> None:
        """Add confirmed answers to the history."""
        self._jobs.put(lambda: append_entries(self._home, entries))

    def keep_voice(self, entry: HistoryEntry, samples: Samples) -> None:
        """Keep the voice of an answer, float32 of shape (n,), of which nobody said what it says."""
        self._jobs.put(lambda: self._keep(entry, keep_voice(self._home, samples)))

    def correct(
        self, entry: HistoryEntry, said: str | None, samples: Samples | None, keep: Keep
    ) -> None:
        """Write what was really said, and keep or move its voice as the user wants it.

        Parameters
        ----------
        entry : HistoryEntry
            Its line gets `said`, and its `voice` changes where the voice moves.
        said : str or None
            The label; None where a correction is taken back.
        samples : ndarray of float32, shape (n,), or None
            The voice, where it is still known; else it is read from where it is kept.
        keep : str
            Which voices the user wants on disk, as in the settings.
        """
        self._jobs.put(lambda: self._correct(entry, said, samples, keep))

    def clear(self) -> None:
        """Empty the history."""
        self._jobs.put(lambda: self._cleared.append(clear_history(self._home)))

    def undo_clear(self) -> None:
        """Bring back what the last `clear` took."""
        self._jobs.put(lambda: restore_history(self._home, self._cleared.pop()))

    def close(self, timeout_s: float) -> bool:
        """Write what is still to be written, and end.

        Returns
        -------
        bool
            Whether all was written in that time.
        """
        self._jobs.put(None)
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _correct(
        self, entry: HistoryEntry, said: str | None, samples: Samples | None, keep: Keep
    ) -> None:
        before = self._path_of(entry.voice)
        if samples is None and before is not None:
            samples = read_recording(before)
        after = None
        if samples is not None and said is not None and keep in ("corrections", "everything"):
            after = keep_recording(self._home, said, samples)
        elif samples is not None and said is None and keep == "everything":
            after = keep_voice(self._home, samples)
        elif before is not None and before.parent == self._home.voices:
            after = before
        entry.voice = None if after is None else self._relative(after)
        rewrite_entry(self._home, entry)
        # A voice that was kept for an earlier correction is not what was said after all.
        if before is not None and before != after:
            before.unlink(missing_ok=True)
        self._on_changed(entry)

    def _keep(self, entry: HistoryEntry, path: Path) -> None:
        entry.voice = self._relative(path)
        rewrite_entry(self._home, entry)
        self._on_changed(entry)

    def _relative(self, path: Path) -> str:
        return path.relative_to(self._home.history.parent).as_posix()

    def _path_of(self, voice: str | None) -> Path | None:
        path = None if voice is None else self._home.history.parent / voice
        return path if path is not None and path.is_file() else None

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            try:
                job()
            except SpokenDigitsError as error:
                logger.error("%s", error)
                self._on_error(str(error))
            except Exception as error:
                logger.exception("The history could not be written.")
                self._on_error(f"The history could not be written: {error}.")
