"""The voices that are kept on disk: which there are, and how one is deleted and brought back."""

import logging
import shutil
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from app.audio.files import find_recordings
from app.home import Home, home_error, make_folder
from app.places import free_path, is_file, is_there

logger = logging.getLogger(__name__)

_BIN = ".deleted"


@dataclass(frozen=True, slots=True)
class KeptVoice:
    """A kept recording.

    Attributes
    ----------
    path : Path
    label : str or None
        What is said in it; None where nobody said so.
    kept_s : float
        When it was written, in seconds since 1970.
    size : int
        In bytes.
    """

    path: Path
    label: str | None
    kept_s: float
    size: int


def find_kept_voices(home: Home) -> list[KeptVoice]:
    """Look for all voices that are kept.

    Returns
    -------
    list of KeptVoice
        The newest first.
    """
    found = []
    for folder in (home.recordings, home.voices):
        for path in find_recordings([folder]):
            try:
                status = path.stat()
            except OSError:
                continue  # it went while we looked
            if is_file(path):
                label = path.relative_to(folder).parts[0] if folder == home.recordings else None
                found.append(KeptVoice(path, label, status.st_mtime, status.st_size))
    return sorted(found, key=lambda voice: (voice.kept_s, voice.path), reverse=True)


class Search:
    """Looks for the voices that are kept, on a thread of its own.

    Parameters
    ----------
    home : Home

    Attributes
    ----------
    found : list of KeptVoice
        All of them, the newest first, once it is not running any more.
    """

    def __init__(self, home: Home) -> None:
        self.found: list[KeptVoice] = []
        self._home = home
        self._thread = threading.Thread(target=self._run, name="kept voices", daemon=True)
        self._thread.start()

    @property
    def is_running(self) -> bool:
        """Whether it is still looking."""
        return self._thread.is_alive()

    def _run(self) -> None:
        self.found = find_kept_voices(self._home)


class Bin:
    """Deletes kept voices so that the last ones that were deleted can be brought back.

    Any thread may use it.

    Parameters
    ----------
    home : Home
    """

    def __init__(self, home: Home) -> None:
        self._folder = home.history.parent / _BIN
        self._deleted: dict[Path, Path] = {}
        self._lock = threading.Lock()

    def __contains__(self, path: Path) -> bool:
        return path in self._deleted

    @property
    def count(self) -> int:
        """How many voices can be brought back."""
        return len(self._deleted)

    def delete(self, paths: Sequence[Path]) -> None:
        """Delete voices; those that were deleted before are gone for good.

        Raises
        ------
        HomeError
            If one cannot be deleted; those before it are, and can be brought back.
        """
        self.empty()
        make_folder(self._folder)
        for number, path in enumerate(paths):
            away = self._folder / f"{number}-{path.name}"
            with self._lock:
                try:
                    path.rename(away)
                except FileNotFoundError:
                    continue  # what is gone already need not be deleted
                except OSError as error:
                    raise home_error("A voice could not be deleted", path, error) from error
                self._deleted[path] = away

    def readdress(self, path: Path, folder: Path) -> Path | None:
        """Have a deleted voice come back in another folder.

        Returns
        -------
        Path or None
            Where it will be; None where it cannot be brought back.
        """
        with self._lock:
            if path not in self._deleted:
                return None
            back = path if path.parent == folder else free_path(folder / path.name)
            self._deleted[back] = self._deleted.pop(path)
            return back

    def bring_back(self) -> None:
        """Bring back what was deleted last.

        Raises
        ------
        HomeError
            If one cannot be brought back; it is tried again the next time.
        """
        with self._lock:
            for path, away in list(self._deleted.items()):
                make_folder(path.parent)
                try:
                    away.rename(free_path(path))
                except OSError as error:
                    raise home_error("A voice could not be brought back", path, error) from error
                del self._deleted[path]

    def empty(self) -> None:
        """Let what was deleted be gone for good, also what an earlier run left there."""
        with self._lock:
            self._deleted.clear()
            delete_folder(self._folder)


def delete_folder(folder: Path) -> None:
    """Let a folder and all voices in it be gone for good; what keeps it is logged."""
    shutil.rmtree(folder, ignore_errors=True)
    if is_there(folder):
        logger.warning("%s could not be deleted.", folder)


def total_size(voices: Iterable[KeptVoice]) -> str:
    """Give the size of voices together, as "3.4 MB"."""
    size = sum(voice.size for voice in voices)
    return f"{size / 1e6:.1f} MB" if size >= 100_000 else f"{max(1, round(size / 1000))} kB"
