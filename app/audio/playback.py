"""The loudspeaker: plays sounds, and never waits for the sound server."""

import contextlib
import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from app.audio import advice
from app.audio.child_process import ChildProcess
from app.audio.playback_feed import PlaybackFeed
from app.audio.sound_child import (
    END,
    FAILED,
    FINISHED,
    OPEN,
    OPENED,
    PLAYBACK_FLAG,
    PLAYED,
    SOUND,
    Record,
)
from model.audio_format import SAMPLE_RATE

_log = logging.getLogger(__name__)

_ANSWER_S = 3.0
"""So long without anything being heard, and the sound server is said not to answer."""
_LEAD_S = 0.4
"""How much of the sound the child has before it is heard."""
_SPARE_S = 10.0
"""How long a child waits for the next sound: it saves that one the 70 ms of a start."""
_TICK_S = 0.1
_CLOSE_WAIT_S = 0.25

_FAILURES: Final = {
    "library": advice.LIBRARY_MISSING,
    "absent": advice.NO_LOUDSPEAKER,
    "refused": advice.LOUDSPEAKER_REFUSED,
    "lost": advice.LOUDSPEAKER_LOST,
}


@dataclass(frozen=True, slots=True, eq=False)
class _Sound:
    """What is to be played."""

    number: int
    samples: NDArray[np.float32 | np.int16]
    first: int


@dataclass(slots=True)
class _Playing:
    """A sound and the child that plays it."""

    sound: _Sound
    process: ChildProcess
    is_spare: bool
    last_progress_s: float
    rate: int = 0
    frames: int = 0
    feed: PlaybackFeed | None = None


class Loudspeaker:
    """Plays one sound at a time through the system's default loudspeaker.

    No call ever waits. Each sound is played by a child process of its own, which is ended
    where the sound is stopped or the sound server hangs.

    Parameters
    ----------
    on_end : callable of (int, str)
        Called on the loudspeaker's thread when a sound is over that was not stopped: with its
        number, and what went wrong and what to do, or "".
    """

    def __init__(self, on_end: Callable[[int, str], None]) -> None:
        self._on_end = on_end
        self._lock = threading.Lock()
        self._wanted: _Sound | None = None
        self._count = 0
        self._inbox: queue.SimpleQueue[tuple[ChildProcess, Record | None] | None]
        self._inbox = queue.SimpleQueue()
        self._closing = threading.Event()
        self._thread: threading.Thread | None = None
        self._playing: _Playing | None = None
        self._spare: ChildProcess | None = None
        self._spare_until_s = 0.0
        # The number of a sound, how much of it has been given, and when the last is heard.
        self._heard: tuple[int, float, int] | None = None

    def play(self, samples: NDArray[np.float32 | np.int16], first: int = 0) -> int:
        """Play a sound from now on, in place of the one that is playing.

        Parameters
        ----------
        samples : ndarray of float32 (full scale at ±1) or int16, shape (n,)
            Mono, 16 kHz; read while it is played.
        first : int
            The sample to begin with.

        Returns
        -------
        int
            The number of this sound.
        """
        self._count += 1
        with self._lock:
            self._wanted = _Sound(self._count, samples, first)
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="loudspeaker", daemon=True)
            self._thread.start()
        self._inbox.put(None)
        return self._count

    def stop(self) -> None:
        """Be silent."""
        with self._lock:
            self._wanted = None
        self._inbox.put(None)

    @property
    def position_s(self) -> float | None:
        """Where in the sound it is that is heard now, in seconds; None until it is heard."""
        wanted, heard = self._wanted, self._heard
        if wanted is None or heard is None or heard[0] != wanted.number:
            return None
        _, given_s, heard_ns = heard
        ahead_s = max(heard_ns - time.monotonic_ns(), 0) / 1e9
        return max(given_s - ahead_s, wanted.first / SAMPLE_RATE)

    def close(self) -> None:
        """Be silent for good; returns within 0.3 s even where the sound server hangs."""
        self._closing.set()
        self.stop()
        if self._thread is not None:
            self._thread.join(_CLOSE_WAIT_S)

    # --- the loop

    def _run(self) -> None:
        try:
            while not self._closing.is_set():
                try:
                    self._step()
                except Exception:  # Whoever waits for the end of a sound must hear of it.
                    _log.exception("The loudspeaker's thread has failed.")
                    self._begin_anew()
        finally:
            self._end_playing()
            self._end_spare()

    def _step(self) -> None:
        with contextlib.suppress(queue.Empty):
            if (item := self._inbox.get(timeout=self._patience_s())) is not None:
                self._take(*item)
        self._follow_wish()
        self._watch()

    def _begin_anew(self) -> None:
        self._end_spare()
        if (wanted := self._wanted) is not None:
            self._finish(wanted, advice.PLAYBACK_BROKEN)

    def _patience_s(self) -> float | None:
        if self._playing is not None:
            return _TICK_S
        return None if self._spare is None else max(self._spare_until_s - time.monotonic(), 0.0)

    def _follow_wish(self) -> None:
        wanted = self._wanted
        if self._playing is not None and self._playing.sound is not wanted:
            self._end_playing()
        if wanted is not None and self._playing is None:
            self._begin(wanted)

    def _watch(self) -> None:
        now = time.monotonic()
        if self._playing is None:
            if self._spare is not None and now >= self._spare_until_s:
                self._end_spare()
        elif now - self._playing.last_progress_s > _ANSWER_S:
            self._finish(self._playing.sound, advice.NO_ANSWER)

    def _begin(self, sound: _Sound) -> None:
        process, self._spare = self._spare, None
        is_spare = process is not None
        try:
            process = process or self._start_child()
        except OSError as error:
            _log.warning("The playback process did not start: %s", error)
            self._finish(sound, advice.NO_PLAYBACK)
            return
        self._playing = _Playing(sound, process, is_spare, time.monotonic())
        process.send(OPEN)

    def _start_child(self) -> ChildProcess:
        return ChildProcess(PLAYBACK_FLAG, lambda *item: self._inbox.put(item))

    def _finish(self, sound: _Sound, message: str) -> None:
        """End a sound, and tell so unless another is wanted by now."""
        self._end_playing()
        with self._lock:
            is_wanted = self._wanted is sound
            if is_wanted:
                self._wanted = None
        if is_wanted:
            self._on_end(sound.number, message)

    def _end_playing(self) -> None:
        if self._playing is not None:
            playing, self._playing = self._playing, None
            playing.process.end()
            self._spare_until_s = time.monotonic() + _SPARE_S

    def _end_spare(self) -> None:
        if self._spare is not None:
            spare, self._spare = self._spare, None
            spare.end()

    # --- what the processes say

    def _take(self, process: ChildProcess, record: Record | None) -> None:
        playing = self._playing
        if playing is not None and process is playing.process:
            self._take_from_playing(playing, record)
        elif process is self._spare and (record is None or record.kind == FAILED):
            self._end_spare()

    def _take_from_playing(self, playing: _Playing, record: Record | None) -> None:
        if record is None:
            self._fail(playing, advice.NO_PLAYBACK)
        elif record.kind == OPENED:
            opened = record.content()
            sound, playing.rate = playing.sound, opened["rate"]
            feed = PlaybackFeed(sound.samples, sound.first, playing.rate, opened["channels"])
            playing.feed = feed
            self._send_sound(playing)
        elif record.kind == PLAYED:
            self._take_progress(playing, **record.content())
        elif record.kind == FINISHED:
            self._finish(playing.sound, "")
        elif record.kind == FAILED:
            failure = record.content()
            _log.warning("The loudspeaker: %s", failure["detail"])
            self._fail(playing, _FAILURES[failure["reason"]])

    def _take_progress(self, playing: _Playing, frames: int, heard_ns: int) -> None:
        if frames == playing.frames:
            return
        if playing.frames == 0:
            self._start_spare()
        playing.frames = frames
        playing.last_progress_s = time.monotonic()
        sound = playing.sound
        self._heard = (sound.number, sound.first / SAMPLE_RATE + frames / playing.rate, heard_ns)
        self._send_sound(playing)

    def _send_sound(self, playing: _Playing) -> None:
        feed = playing.feed
        assert feed is not None
        if feed.is_over:
            return
        frames = feed.give(playing.frames + round(_LEAD_S * playing.rate))
        if frames:
            playing.process.send(SOUND, frames)
        if feed.is_over:
            playing.process.send(END)

    def _fail(self, playing: _Playing, message: str) -> None:
        if playing.is_spare:
            # It may have waited while the loudspeakers became others.
            self._end_playing()
        else:
            self._finish(playing.sound, message)

    def _start_spare(self) -> None:
        if self._spare is None:
            try:
                self._spare = self._start_child()
            except OSError as error:
                _log.info("No playback process could be started ahead: %s", error)
