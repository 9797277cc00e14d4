"""Recordings and folders recognised behind the window, at a pace that it does not feel."""

import os
import threading
import time
from collections import deque
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from app.audio.files import find_recordings
from app.window.recognition_run import Heard, RecognitionRun
from app.window.remaining_time import RemainingTime

# The history and the list take what comes in at this pace, a little at a time.
_INTERVAL_MS = 50
_MOST_RECORDINGS = 40
_MOST_ANSWERS = 200
# What opening a recording costs, in the bytes of WAV that are recognised meanwhile.
_OPENING_BYTES = 50_000
_END_WAIT_S = 0.4


@dataclass(frozen=True, slots=True)
class _End:
    """What a run says last."""

    run_number: int
    message: str | None


class RecordingJob(QObject):
    """Looks for recordings and recognises them; more may be added while it runs.

    Signals
    -------
    found(paths)
        When a search is done: the recordings, each once, as absolute paths.
    recognised(heard)
        With a list of `Heard`, at most every 50 ms: what came in since.
    progress(done, total, remaining_s)
        Behind each `recognised`, and when more is added: how many recordings are done, of how
        many, and the seconds that remain or None.
    finished
        When all are done, and after `cancel`.
    failed(message)
        When those that are not done yet cannot be recognised: why, and what to do. `finished`
        follows.
    """

    found = Signal(object)
    recognised = Signal(object)
    progress = Signal(int, int, object)
    finished = Signal()
    failed = Signal(str)
    _searched = Signal(int, object)
    _arrived = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._run: RecognitionRun | None = None
        self._run_number = 0
        self._arrivals: deque[Heard | _End] = deque()
        self._threads: list[threading.Thread] = []
        self._searches: set[int] = set()
        self._search_number = 0
        self._bytes: dict[Path, int] = {}
        self._reset_progress()
        self._timer = QTimer(self, singleShot=True, interval=_INTERVAL_MS)
        self._timer.timeout.connect(self._hand_on)
        self._arrived.connect(self._wait_for_more)
        self._searched.connect(self._take_found)

    @property
    def is_searching(self) -> bool:
        """Whether folders are being looked into."""
        return bool(self._searches)

    @property
    def is_recognising(self) -> bool:
        """Whether recordings are being recognised."""
        return self._run is not None

    def search(self, paths: Iterable[Path]) -> None:
        """Look for recordings; `found` tells which there are.

        Parameters
        ----------
        paths : iterable of Path
            Files and folders.
        """
        self._search_number += 1
        number = self._search_number
        self._searches.add(number)

        def work() -> None:
            # Not resolved: a name that the user chose stays as it is.
            wanted = [Path(os.path.abspath(path)) for path in paths]  # noqa: PTH100
            recordings = dict.fromkeys(find_recordings(wanted))
            sizes = {path: _size_of(path) for path in recordings}
            with suppress(RuntimeError):  # A folder took so long that the window is gone.
                self._searched.emit(number, sizes)

        self._keep(threading.Thread(target=work, name="look for recordings", daemon=True)).start()

    def recognise(self, paths: Sequence[Path], threshold: float, model: str | None) -> None:
        """Recognise recordings, behind those that are still to be done.

        Parameters
        ----------
        paths : sequence of Path
            As `found` gave them.
        threshold : float
            Least confidence of a digit.
        model : str or None
            Folder of the model; None for the bundled one.
        """
        if not paths:
            return
        self._total += len(paths)
        self._total_work += sum(map(self._work_of, paths))
        if self._run is None or not self._run.add(paths):
            self._begin(paths, threshold, model)
        self._tell_progress()

    def cancel(self) -> None:
        """Leave what is not done yet; what was recognised is still handed on."""
        self._searches.clear()
        if self._run is not None:
            self._run.cancel()
            heard = [each for each in self._arrivals if isinstance(each, Heard)]
            if heard:
                self._tell(heard)
            self._finish()

    def close(self) -> None:
        """End everything, within half a second."""
        self._searches.clear()
        self._timer.stop()
        if self._run is not None:
            self._run.cancel()
            self._run = None
        end_s = time.monotonic() + _END_WAIT_S
        for thread in self._threads:
            thread.join(max(0.0, end_s - time.monotonic()))

    # --- inside

    def _begin(self, paths: Sequence[Path], threshold: float, model: str | None) -> None:
        self._run_number += 1
        number, arrivals = self._run_number, self._arrivals

        def take(what: Heard | _End) -> None:
            arrivals.append(what)
            with suppress(RuntimeError):  # The window is gone.
                self._arrived.emit()

        self._run = RecognitionRun(
            paths, threshold, model, take, lambda message: take(_End(number, message))
        )
        self._keep(self._run.thread)

    def _keep(self, thread: threading.Thread) -> threading.Thread:
        self._threads = [each for each in self._threads if each.is_alive()] + [thread]
        return thread

    def _take_found(self, number: int, sizes: dict[Path, int]) -> None:
        if number in self._searches:
            self._searches.remove(number)
            self._bytes.update(sizes)
            self.found.emit(list(sizes))

    def _wait_for_more(self) -> None:
        if self._arrivals and not self._timer.isActive():
            self._timer.start()

    def _hand_on(self) -> None:
        heard: list[Heard] = []
        end: _End | None = None
        answers = 0
        while self._arrivals and answers < _MOST_ANSWERS and len(heard) < _MOST_RECORDINGS:
            arrival = self._arrivals.popleft()
            if isinstance(arrival, _End):
                end = arrival
                break
            heard.append(arrival)
            answers += len(arrival.entries)
        if heard:
            self._tell(heard)
        if end is not None:
            self._take_end(end)
        self._wait_for_more()

    def _take_end(self, end: _End) -> None:
        if end.message is not None:
            if self._run is not None:
                self._run.cancel()
            self.failed.emit(end.message)
            self._finish()
        elif end.run_number == self._run_number:
            self._finish()

    def _tell(self, heard: list[Heard]) -> None:
        for each in heard:
            if each.is_last:
                self._done += 1
                self._done_work += self._work_of(each.path)
        self.recognised.emit(heard)
        self._tell_progress()

    def _tell_progress(self) -> None:
        self._remaining.update(self._done_work, self._total_work, time.monotonic())
        self.progress.emit(self._done, self._total, self._remaining.seconds)

    def _finish(self) -> None:
        self._run = None
        self._timer.stop()
        # A run that was cancelled may be about to add something: nobody looks there any more.
        self._arrivals = deque()
        self._reset_progress()
        self.finished.emit()

    def _reset_progress(self) -> None:
        self._done = self._total = 0
        self._done_work = self._total_work = 0
        self._remaining = RemainingTime()

    def _work_of(self, path: Path) -> int:
        return self._bytes.get(path, 0) + _OPENING_BYTES


def _size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
