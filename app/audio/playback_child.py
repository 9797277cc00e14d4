"""The playback program: a small child process that plays, see `app.audio.sound_child`.

First it sends `DEVICES` (or `FAILED`), then it waits for `OPEN`, opens the default loudspeaker
and says `OPENED`. It plays the `SOUND` that comes, says often how much was `PLAYED`, and that
it has `FINISHED` when what came before `END` has been heard. It plays one sound in its life.
"""

import threading
import time
from collections import deque
from typing import Any

from app.audio.sound_child import (
    DEVICES,
    END,
    FAILED,
    FINISHED,
    OPEN,
    OPENED,
    PLAYED,
    SOUND,
    Record,
    list_devices,
    open_stream,
    run_child,
    send,
    send_json,
)

_BLOCK_MS = 10
# What the system holds ahead: it is heard so much later, and a machine may be busy so long.
_LATENCY_S = 0.04
_REPORT_S = 0.02
# The system's word on what has been heard is not exact, and the end of a word must not be cut.
_AFTERWARDS_NS = 100_000_000
_LONGEST_DELAY_S = 1.0


def main() -> None:
    """Be the playback program. Does not return."""
    sound = Sound()
    wanted = threading.Event()

    def take(record: Record) -> None:
        if record.kind == OPEN:
            wanted.set()
        elif record.kind == SOUND:
            sound.add(record.payload)
        elif record.kind == END:
            sound.end()

    def serve(sounddevice: Any, records: int) -> None:
        devices = list_devices(sounddevice, "output")
        send_json(records, DEVICES, list(devices.values()))
        wanted.wait()
        if not devices:
            send_json(records, FAILED, {"reason": "absent", "detail": "no output device"})
            return
        defaults = (index for index, device in devices.items() if device["is_default"])
        index = next(defaults, next(iter(devices)))
        _Playing(sounddevice, index, devices[index], sound, records).run()

    run_child(take, serve)


class Sound:
    """What is to be played, as it comes; taken out by PortAudio's callback.

    Attributes
    ----------
    played_bytes : int
        How much has been taken out.
    is_over : bool
        Whether nothing is left and nothing will come.
    """

    def __init__(self) -> None:
        self._chunks: deque[bytes] = deque()
        self._place = 0
        self._has_ended = False
        self._begun = threading.Event()
        self.played_bytes = 0
        self.is_over = False

    def add(self, frames: bytes) -> None:
        """Take the next frames to be played."""
        self._chunks.append(frames)
        self._begun.set()

    def end(self) -> None:
        """Know that nothing comes after."""
        self._has_ended = True
        self._begun.set()

    def wait(self) -> None:
        """Wait for the first frames, or the end."""
        self._begun.wait()

    def fill(self, room: memoryview) -> None:
        """Fill a block with the next frames, and with silence where there are none."""
        # Read before the chunks: all of them were added before the end was.
        has_ended = self._has_ended
        filled = 0
        while filled < len(room) and self._chunks:
            chunk = self._chunks[0]
            count = min(len(room) - filled, len(chunk) - self._place)
            room[filled : filled + count] = chunk[self._place : self._place + count]
            filled += count
            self._place += count
            if self._place == len(chunk):
                self._chunks.popleft()
                self._place = 0
        room[filled:] = bytes(len(room) - filled)
        self.played_bytes += filled
        self.is_over = has_ended and not self._chunks


class _Playing:
    """One open stream: PortAudio's callback takes the sound, this thread tells how far it is."""

    def __init__(
        self, sounddevice: Any, index: int, device: dict[str, Any], sound: Sound, records: int
    ) -> None:
        self._sound = sound
        self._records = records
        self._played = {"frames": 0, "heard_ns": 0}
        self._is_gone = threading.Event()

        def make(rate: int, channels: int, settings: Any) -> Any:
            return sounddevice.RawOutputStream(
                device=index,
                samplerate=rate,
                channels=channels,
                dtype="float32",
                blocksize=rate * _BLOCK_MS // 1000,
                latency=_LATENCY_S,
                extra_settings=settings,
                callback=self._on_room,
                finished_callback=self._is_gone.set,
            )

        self._stream = open_stream(sounddevice, device, make)
        self._frame_bytes = self._stream.channels * 4

    def run(self) -> None:
        """Play until all has been heard, or the loudspeaker is gone."""
        opened = {"rate": round(self._stream.samplerate), "channels": self._stream.channels}
        send_json(self._records, OPENED, opened)
        self._sound.wait()
        self._stream.start()
        while not self._is_gone.wait(_REPORT_S):
            send_json(self._records, PLAYED, self._played)
            heard_ns = self._played["heard_ns"]
            if self._sound.is_over and time.monotonic_ns() > heard_ns + _AFTERWARDS_NS:
                send(self._records, FINISHED)
                return
        send_json(self._records, FAILED, {"reason": "lost", "detail": "the stream has ended"})

    def _on_room(self, room: Any, frames: int, times: Any, _flags: Any) -> None:
        """Fill the loudspeaker's next block; called by PortAudio."""
        was_over = self._sound.is_over
        self._sound.fill(memoryview(room).cast("B"))
        if was_over:
            return
        # Not every system tells the delay, and not at once.
        delay_s = min(max(times.outputBufferDacTime - times.currentTime, 0.0), _LONGEST_DELAY_S)
        block_s = frames / self._stream.samplerate
        self._played = {
            "frames": self._sound.played_bytes // self._frame_bytes,
            "heard_ns": time.monotonic_ns() + round((delay_s + block_s) * 1e9),
        }
