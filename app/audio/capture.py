"""The capture program: a small child process that records, see `app.audio.sound_child`.

First it sends `DEVICES` (or `FAILED`). It then waits for `OPEN`, opens that device, says
`OPENED` and sends a `SOUND` record for each block, until the sound ends (`FINISHED`).
"""

import threading
import time
from queue import SimpleQueue
from typing import Any

from app.audio.sound_child import (
    DEVICES,
    FINISHED,
    HEADER,
    OPENED,
    SOUND,
    Record,
    list_devices,
    open_stream,
    run_child,
    send_json,
    write_all,
)

# Each block wakes three threads: blocks of 20 ms took 3.5 % of a core, of 30 ms 2.8 %.
_BLOCK_MS = 40
# Room that the system keeps beyond the block; it adds no delay, it forgives a busy machine.
_LATENCY_S = 0.06
_RING_SECONDS = 5


def main() -> None:
    """Be the capture program. Does not return."""
    positions: SimpleQueue[int] = SimpleQueue()

    def take(record: Record) -> None:
        positions.put(record.content())

    def serve(sounddevice: Any, records: int) -> None:
        devices = list_devices(sounddevice, "input")
        send_json(records, DEVICES, list(devices.values()))
        index = list(devices)[positions.get()]
        _Capture(sounddevice, index, devices[index], records).run()

    run_child(take, serve)


class _Capture:
    """One open stream: PortAudio's callback fills a ring of records, this thread sends them."""

    def __init__(self, sounddevice: Any, index: int, device: dict[str, Any], records: int) -> None:
        self._sounddevice = sounddevice
        self._records = records
        self._overflows = 0
        self._lost_blocks = 0
        self._written = 0
        self._sent = 0
        self._finished = False
        self._something_to_send = threading.Lock()
        self._stream = self._open(index, device)

    def run(self) -> None:
        """Send the sound until it ends."""
        opened = {"rate": round(self._stream.samplerate), "channels": self._stream.channels}
        send_json(self._records, OPENED, opened)
        self._stream.start()
        while not self._finished:
            self._something_to_send.acquire()
            self._send_new()
        header = HEADER.pack(FINISHED, 0, 0, self._overflows, self._lost_blocks)
        write_all(self._records, header)

    def _open(self, index: int, device: dict[str, Any]) -> Any:
        def make(rate: int, channels: int, settings: Any) -> Any:
            self._prepare_ring(rate, channels)
            return self._sounddevice.RawInputStream(
                device=index,
                samplerate=rate,
                channels=channels,
                dtype="float32",
                blocksize=rate * _BLOCK_MS // 1000,
                latency=_LATENCY_S,
                extra_settings=settings,
                callback=self._on_sound,
                finished_callback=self._on_finished,
            )

        return open_stream(self._sounddevice, device, make)

    def _prepare_ring(self, rate: int, channels: int) -> None:
        payload_bytes = rate * _BLOCK_MS // 1000 * channels * 4
        self._record_bytes = HEADER.size + payload_bytes
        self._record_count = _RING_SECONDS * 1000 // _BLOCK_MS
        self._ring = memoryview(bytearray(self._record_bytes * self._record_count))

    def _on_sound(self, sound: Any, _frames: int, _time: Any, flags: Any) -> None:
        """Write a record into the ring; called by PortAudio, so no lock, log or allocation."""
        if flags and flags.input_overflow:
            self._overflows += 1
        if self._written - self._sent >= self._record_count:
            self._lost_blocks += 1
            return
        start = self._written % self._record_count * self._record_bytes
        arrival_ns, lost = time.monotonic_ns(), self._lost_blocks
        HEADER.pack_into(self._ring, start, SOUND, len(sound), arrival_ns, self._overflows, lost)
        self._ring[start + HEADER.size : start + self._record_bytes] = sound
        self._written += 1
        self._wake_sender()

    def _on_finished(self) -> None:
        self._finished = True
        self._wake_sender()

    def _wake_sender(self) -> None:
        # The lock is a flag: taken while there is nothing to send. Neither call ever waits.
        if self._something_to_send.locked():
            self._something_to_send.release()

    def _send_new(self) -> None:
        while self._sent < self._written:
            first = self._sent % self._record_count
            count = min(self._written - self._sent, self._record_count - first)
            start = first * self._record_bytes
            write_all(self._records, self._ring[start : start + count * self._record_bytes])
            self._sent += count
