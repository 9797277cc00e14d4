"""The thread behind a microphone: it opens devices, watches them and hands on their sound."""

import contextlib
import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from app.audio import advice
from app.audio.block_maker import BlockMaker
from app.audio.child_process import ChildProcess
from app.audio.device_choice import DeviceChoice
from app.audio.devices import Device, read_devices
from app.audio.listener import Listener
from app.audio.microphone_status import MicrophoneStatus, Trouble, make_status, wish_in_words
from app.audio.sound_child import (
    CAPTURE_FLAG,
    DEVICES,
    FAILED,
    FINISHED,
    OPEN,
    OPENED,
    SOUND,
    Record,
)
from app.audio.source import Block
from app.settings import DeviceName

_log = logging.getLogger(__name__)

_STALL_S = 0.8
"""So long without a record, and the device gives no sound."""
_ANSWER_S = 0.9
"""So long without the first sound of a device, and it is said that there is no answer."""
_GIVE_UP_S = 5.0
"""So long without the first sound, and the attempt is ended and made anew."""
_RETRY_S = 0.8
"""Between attempts while nothing gives sound."""
_POLL_S = 3.0
"""Between attempts while another device gives sound, or nothing has for long: each costs 60 ms."""
_LONG_S = 60.0
_SYSTEM_SILENCE_S = 3.0
_TICK_S = 0.1
_MOST_WAITING_RECORDS = 100

_Item = tuple[ChildProcess, Record | None]


@dataclass
class _Attempt:
    """A capture process, from its start to its first sound and then as long as it runs."""

    process: ChildProcess
    started_s: float = field(default_factory=time.monotonic)
    device: Device | None = None
    excuse: Trouble | None = None
    """Why this is not the wished device; None where it is."""
    rate: int = 0
    channels: int = 0

    @property
    def age_s(self) -> float:
        return time.monotonic() - self.started_s


class Supervisor:
    """Runs until it is stopped; see `app.audio.microphone.Microphone` for what it promises.

    At most two capture processes run: the one in use and the one that is to replace it. Each
    of them has a thread that reads its records into the inbox; all else happens on one thread.
    """

    def __init__(
        self,
        wish: DeviceName | None,
        on_block: Callable[[Block], None],
        on_status: Callable[[MicrophoneStatus], None],
    ) -> None:
        self._choice = DeviceChoice(wish)
        self._new_wishes: queue.SimpleQueue[DeviceName | None] = queue.SimpleQueue()
        self._listener = Listener(on_block, on_status)
        self._inbox: queue.SimpleQueue[_Item | None] = queue.SimpleQueue()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="microphone", daemon=True)
        self._in_use: _Attempt | None = None
        self._next: _Attempt | None = None
        self._next_attempt_s = 0.0
        self._last_sound_s = time.monotonic()
        self._is_stalled = False
        self._trouble: Trouble | None = None
        self._blocks = BlockMaker()

    def start(self) -> None:
        """Start the thread."""
        self._wake()
        self._thread.start()

    def stop(self, wait_s: float) -> None:
        """Stop the thread, and wait for that at most `wait_s`."""
        self._stopping.set()
        self._wake()
        if threading.current_thread() is not self._thread:
            self._thread.join(wait_s)

    def switch(self, wish: DeviceName | None) -> None:
        """Change the wish."""
        self._new_wishes.put(wish)
        self._wake()

    # --- the loop

    def _run(self) -> None:
        try:
            while not self._stopping.is_set():
                self._step()
        except Exception:
            _log.exception("The microphone's thread has failed.")
            self._trouble = Trouble("lost", advice.BROKEN)
            self._end_in_use()
            self._refresh_status()
        finally:
            for attempt in (self._in_use, self._next):
                if attempt is not None:
                    attempt.process.end()

    def _step(self) -> None:
        with contextlib.suppress(queue.Empty):
            if (item := self._inbox.get(timeout=_TICK_S)) is not None:
                self._take(*item)
        while not self._new_wishes.empty():
            self._take_wish(self._new_wishes.get())
        self._watch()
        self._refresh_status()

    def _wake(self) -> None:
        self._inbox.put(None)

    def _hand_on(self, process: ChildProcess, record: Record | None) -> None:
        # With a slow `on_block` the sound waits in the child's ring, which is bounded.
        while self._inbox.qsize() > _MOST_WAITING_RECORDS and not process.ended:
            time.sleep(_TICK_S)
        self._inbox.put((process, record))

    # --- what the processes say

    def _take(self, process: ChildProcess, record: Record | None) -> None:
        if self._in_use is not None and process is self._in_use.process:
            if record is not None and record.kind == SOUND:
                self._take_sound(record)
            else:
                self._lose(self._in_use)
        elif self._next is not None and process is self._next.process:
            self._take_from_next(self._next, record)

    def _lose(self, attempt: _Attempt) -> None:
        assert attempt.device is not None
        _log.warning("%s has ended by itself.", attempt.device.name)
        self._end_in_use()
        self._trouble = Trouble("lost", advice.lost(attempt.device.name))
        self._next_attempt_s = 0.0

    def _take_from_next(self, attempt: _Attempt, record: Record | None) -> None:
        if record is None:
            self._fail(Trouble("refused", advice.NO_PROCESS))
        elif record.kind == DEVICES:
            self._choose(attempt, read_devices(record))
        elif record.kind == OPENED:
            opened = record.content()
            attempt.rate, attempt.channels = opened["rate"], opened["channels"]
        elif record.kind == SOUND:
            self._put_in_use(attempt)
            self._take_sound(record)
        elif record.kind == FAILED:
            self._take_failure(attempt, record)
        elif record.kind == FINISHED:
            self._fail(Trouble("lost", advice.lost(self._name_of(attempt))))

    def _choose(self, attempt: _Attempt, devices: list[Device]) -> None:
        if not devices:
            self._fail(Trouble("absent", advice.NO_DEVICE))
            return
        in_use = self._healthy_device()
        device, excuse = self._choice.choose(devices, in_use)
        if device == in_use:
            assert self._in_use is not None
            self._in_use.excuse = self._trouble = excuse
            self._end_next()
            return
        if excuse is not None:
            self._trouble = excuse
        attempt.device, attempt.excuse = device, excuse
        attempt.process.send_json(OPEN, devices.index(device))

    def _take_failure(self, attempt: _Attempt, record: Record) -> None:
        failure = record.content()
        _log.warning("%s: %s", self._name_of(attempt), failure["detail"])
        if failure["reason"] == "library":
            self._fail(Trouble("absent", advice.LIBRARY_MISSING))
            return
        if attempt.device is not None:
            self._choice.note_refusal(attempt.device)
        name = self._name_of(attempt)
        self._fail(attempt.excuse or Trouble("refused", advice.refused(name)))

    def _healthy_device(self) -> Device | None:
        return None if self._in_use is None or self._is_stalled else self._in_use.device

    def _name_of(self, attempt: _Attempt) -> str:
        return wish_in_words(self._choice.wish) if attempt.device is None else attempt.device.name

    # --- sound

    def _put_in_use(self, attempt: _Attempt) -> None:
        assert attempt.device is not None
        self._end_in_use()
        _log.info("%s gives sound, at %d Hz.", attempt.device.name, attempt.rate)
        self._next = None
        self._in_use = attempt
        self._blocks.begin(attempt.rate, attempt.channels)
        self._is_stalled = False
        self._choice.forget_refusals()
        self._trouble = attempt.excuse
        self._next_attempt_s = time.monotonic() + _POLL_S

    def _take_sound(self, record: Record) -> None:
        if self._is_stalled:
            self._is_stalled = False
            self._blocks.mark_gap()
            self._end_next()
            assert self._in_use is not None
            self._trouble = self._in_use.excuse
        self._give(self._blocks.take(record))
        # After it has been taken: a slow `on_block` is no stall of the device.
        self._last_sound_s = time.monotonic()

    def _give(self, block: Block | None) -> None:
        if block is not None and not self._stopping.is_set():
            self._listener.give(block)

    def _end_in_use(self) -> None:
        if self._in_use is not None:
            self._in_use.process.end()
            self._in_use = None
            self._is_stalled = False
            self._give(self._blocks.finish())

    # --- attempts

    def _take_wish(self, wish: DeviceName | None) -> None:
        self._choice = DeviceChoice(wish)
        self._end_next()
        self._next_attempt_s = 0.0
        self._trouble = None
        if self._in_use is None:
            return
        device = self._in_use.device
        is_wished = device is not None and device.remembered_as == wish
        opening = Trouble("opening", advice.opening(wish_in_words(wish)))
        self._in_use.excuse = self._trouble = None if is_wished else opening

    def _watch(self) -> None:
        now = time.monotonic()
        in_use = self._in_use
        if in_use is not None and not self._is_stalled and now - self._last_sound_s > _STALL_S:
            assert in_use.device is not None
            _log.warning("%s gives no sound.", in_use.device.name)
            self._is_stalled = True
            self._trouble = Trouble("stalled", advice.stalled(in_use.device.name))
            self._next_attempt_s = 0.0
        if self._next is not None:
            self._watch_attempt(self._next)
        elif self._needs_attempt() and now >= self._next_attempt_s:
            self._begin_attempt()

    def _needs_attempt(self) -> bool:
        return self._in_use is None or self._is_stalled or self._in_use.excuse is not None

    def _begin_attempt(self) -> None:
        try:
            self._next = _Attempt(ChildProcess(CAPTURE_FLAG, self._hand_on))
        except OSError as error:
            _log.warning("The capture process did not start: %s", error)
            self._fail(Trouble("refused", advice.NO_PROCESS))

    def _watch_attempt(self, attempt: _Attempt) -> None:
        if attempt.age_s > _ANSWER_S:
            if attempt.device is None:
                self._trouble = Trouble("stalled", advice.NO_ANSWER)
            elif not self._is_stalled:
                self._trouble = Trouble("stalled", advice.stalled(attempt.device.name))
        if attempt.age_s > _GIVE_UP_S:
            self._end_next()

    def _fail(self, trouble: Trouble) -> None:
        # While a device in use is stalled, that is what there is to say.
        if not self._is_stalled:
            self._trouble = trouble
        self._end_next()

    def _end_next(self) -> None:
        if self._next is not None:
            self._next.process.end()
            self._next = None
        now = time.monotonic()
        is_urgent = self._healthy_device() is None and now - self._last_sound_s < _LONG_S
        self._next_attempt_s = now + (_RETRY_S if is_urgent else _POLL_S)

    # --- the status

    def _refresh_status(self) -> None:
        if self._stopping.is_set():
            return
        status = make_status(
            self._choice.wish,
            self._healthy_device(),
            self._trouble,
            is_silent=self._blocks.silent_s >= _SYSTEM_SILENCE_S,
            overflows=self._blocks.overflows,
        )
        self._listener.tell(status)
