"""A thread that writes the history and the voices, so that nobody waits for a disk."""

import logging
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue

from app.audio.source import Samples
from app.audio.stretches import read_stretches
from app.errors import HomeError, SpokenDigitsError
from app.history import (
    History,
    HistoryEntry,
    append_entries,
    clear_history,
    restore_history,
    rewrite_entry,
)
from app.home import Home
from app.keeping import check_label, keep_recording, keep_voice, move_voice
from app.kept_voices import Bin, delete_folder
from app.settings import Keep
from app.voice_place import voice_place

logger = logging.getLogger(__name__)

_TAKEN_BACK = ".taken-back"


class HistoryKeeper:
    """Reads and writes in the order in which it is asked, on a thread of its own.

    What the disk does not take (it is full, its rights are gone) is said once, and tried again
    before whatever is written next and at the end: the history gets its lines in their order as
    soon as there is room. Voices are not tried again, as they would fill the memory meanwhile.

    Parameters
    ----------
    home : Home
        Where the program writes.
    on_error : callable of str
        Called on the keeper's thread with what could not be written, and what to do.
    on_changed : callable of HistoryEntry
        Called on the keeper's thread when an entry's `voice` has changed.

    Attributes
    ----------
    bin : Bin
        The voices that the user deleted; what is corrected meanwhile comes back where it belongs.
    """

    def __init__(
        self,
        home: Home,
        on_error: Callable[[str], None],
        on_changed: Callable[[HistoryEntry], None],
    ) -> None:
        self.bin = Bin(home)
        self._home = home
        self._on_error = on_error
        self._on_changed = on_changed
        self._cleared: list[bytes] = []
        # What was corrected since: its line was not there to be changed.
        self._corrected_since: set[HistoryEntry] = set()
        # The voices of corrections that were taken back, until the end: an undo wants them again.
        self._taken_back_folder = home.history.parent / _TAKEN_BACK
        self._taken_back: dict[HistoryEntry, Path] = {}
        self._unwritten: deque[Callable[[], None]] = deque()
        self._said: dict[str, object] = {}
        self._closing = threading.Event()
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="history", daemon=True)
        self._thread.start()

    def read(self, on_read: Callable[[list[HistoryEntry], int], None]) -> None:
        """Read the history as it is before anything that is asked for later.

        Parameters
        ----------
        on_read : callable of list of HistoryEntry, int
            Called on the keeper's thread with the entries, oldest first, and how many lines
            are damaged; with none where the history cannot be read.
        """

        def read() -> None:
            entries: list[HistoryEntry] = []
            history = History(self._home)
            try:
                entries += history
            finally:
                on_read(entries, history.damaged)

        self._jobs.put(read)

    def append(self, entries: list[HistoryEntry]) -> None:
        """Add confirmed answers to the history."""
        self._jobs.put(lambda: self._write(lambda: append_entries(self._home, entries)))

    def keep_voice(self, entry: HistoryEntry, samples: Samples) -> None:
        """Keep the voice of an answer of which nobody said what it says.

        Parameters
        ----------
        entry : HistoryEntry
            One that is appended after this: its line will say where the voice is.
        samples : ndarray of float32, shape (n,)
        """

        def keep() -> None:
            try:
                entry.voice = self._relative(keep_voice(self._home, samples))
            except HomeError as error:
                self._say(error, "voice")
            else:
                self._said.pop("voice", None)
                self._on_changed(entry)

        self._jobs.put(keep)

    def correct(
        self, entry: HistoryEntry, said: str | None, samples: Samples | None, keep: Keep
    ) -> None:
        """Write what was really said, and keep or move its voice as the user wants it.

        A voice that is kept already goes to where its new label is, whatever the user wants
        now; a correction that is taken back leaves on disk what was there before it, and if it
        is made again before the program ends, its voice is there again.

        Parameters
        ----------
        entry : HistoryEntry
            Its line gets `said`, and its `voice` changes where the voice moves.
        said : str or None
            The label; None where a correction is taken back.
        samples : ndarray of float32, shape (n,), or None
            The voice, where it is still known; else it is read from where it is.
        keep : str
            Which voices the user wants on disk, as in the settings.
        """
        self._jobs.put(lambda: self._correct(entry, said, samples, keep))

    def clear(self) -> None:
        """Empty the history."""
        self._jobs.put(lambda: self._write(lambda: self._cleared.append(clear_history(self._home))))

    def undo_clear(self) -> None:
        """Bring back what the last `clear` took."""
        self._jobs.put(lambda: self._write(self._restore, self._rewrite_corrected))

    def close(self, timeout_s: float) -> bool:
        """Write what is still to be written, and end.

        Returns
        -------
        bool
            Whether all was written in that time.
        """
        self._closing.set()
        self._jobs.put(None)
        self._thread.join(timeout_s)
        return not self._thread.is_alive() and not self._unwritten

    def _restore(self) -> None:
        restore_history(self._home, self._cleared[-1])
        self._cleared.pop()

    def _rewrite_corrected(self) -> None:
        for entry in self._corrected_since:
            rewrite_entry(self._home, entry)
        if not self._cleared:
            self._corrected_since.clear()

    def _correct(
        self, entry: HistoryEntry, said: str | None, samples: Samples | None, keep: Keep
    ) -> None:
        before = self._path_of(entry.voice)
        after = before
        try:
            after = self._place_voice(entry, said, samples, keep, before)
        except SpokenDigitsError as error:
            # What was said is written all the same.
            self._say(error, "voice")
        else:
            self._said.pop("voice", None)
        entry.voice = None if after is None else self._relative(after)
        self._on_changed(entry)

        def write() -> None:
            if self._cleared:
                self._corrected_since.add(entry)
            rewrite_entry(self._home, entry)

        self._write(write)

    def _place_voice(
        self,
        entry: HistoryEntry,
        said: str | None,
        samples: Samples | None,
        keep: Keep,
        before: Path | None,
    ) -> Path | None:
        """Bring the voice of a corrected answer to where it belongs; give None for nowhere."""
        folder = self._folder_of(entry, said, keep, before)
        if folder is None:
            if before is not None:
                away = self._taken_back_folder / before.parent.name
                self._taken_back[entry] = move_voice(before, away)
            return None
        kept = before or self._taken_back.get(entry)
        if kept is not None:
            after = self.bin.readdress(kept, folder) or move_voice(kept, folder)
            entry.was_kept |= kept.parent == self._home.voices
            self._taken_back.pop(entry, None)
            return after
        if samples is None and (samples := self._read_source(entry)) is None:
            return None
        if said is None:
            return keep_voice(self._home, samples)
        return keep_recording(self._home, said, samples)

    def _folder_of(
        self, entry: HistoryEntry, said: str | None, keep: Keep, before: Path | None
    ) -> Path | None:
        """Tell where the voice of a corrected answer belongs; None for nowhere."""
        was_voice = before is not None and before.parent == self._home.voices
        if said is None:
            was_kept = before is not None and (was_voice or entry.was_kept or before in self.bin)
            return self._home.voices if was_kept or keep == "everything" else None
        taken_back = self._taken_back.get(entry)
        had_label = (before is not None and not was_voice) or (
            taken_back is not None and taken_back.parent.name == said
        )
        if had_label or keep in ("corrections", "everything"):
            return self._home.recordings / check_label(said)
        return self._home.voices if was_voice else None

    def _read_source(self, entry: HistoryEntry) -> Samples | None:
        """Read a voice from the recording that it was heard in; None where there is none."""
        place = voice_place(self._home, entry)
        if place is None or place.is_kept or not place.path.is_file():
            return None
        stretch = [(place.start_s, place.end_s)]
        # A long recording may take longer than the user waits for the window to close.
        return next(read_stretches(place.path, stretch, lambda: not self._closing.is_set()), None)

    def _relative(self, path: Path) -> str:
        return path.relative_to(self._home.history.parent).as_posix()

    def _path_of(self, voice: str | None) -> Path | None:
        path = None if voice is None else self._home.history.parent / voice
        return path if path is not None and (path in self.bin or path.is_file()) else None

    def _write(self, *steps: Callable[[], None]) -> None:
        """Write to the history after what it could not take before; a failed step alone again."""
        self._unwritten += steps
        self._write_rest()

    def _write_rest(self) -> None:
        while self._unwritten:
            try:
                self._unwritten[0]()
            except HomeError:
                raise
            except BaseException:
                self._unwritten.popleft()
                raise
            self._unwritten.popleft()
        self._said.pop("history", None)

    def _run(self) -> None:
        # Of a run that was cut off.
        delete_folder(self._taken_back_folder)
        while (job := self._jobs.get()) is not None:
            self._do(job)
        self._do(self._write_rest)
        delete_folder(self._taken_back_folder)

    def _do(self, job: Callable[[], None]) -> None:
        try:
            job()
        except SpokenDigitsError as error:
            self._say(error, "history")
        except Exception as error:
            logger.exception("The history could not be written.")
            self._on_error(f"The history could not be written: {error}.")

    def _say(self, error: SpokenDigitsError, about: str) -> None:
        """Say what is wrong, once for as long as it is; each file has another name."""
        logger.error("%s", error)
        reason = getattr(error.__cause__, "errno", None) or str(error)
        if self._said.get(about) != reason:
            self._said[about] = reason
            self._on_error(str(error))
