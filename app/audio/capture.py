"""The capture program: a small child process that owns PortAudio, and how to start it.

A process of its own, because a hung sound server hangs every call of PortAudio, its exit
included; because its callback then never waits for the program's interpreter lock; and because
PortAudio lists devices once a process. It imports the standard library and sounddevice only,
which keeps it small and quick to start.

It speaks records: a header (`HEADER`), then a payload. First comes `DEVICES` (or `FAILED`).
It then waits for a line on its standard input with a device's position in that list (from 0),
opens that device, says `OPENED` and sends a `SOUND` record for each block, until the sound ends
(`FINISHED`) or its standard input does, by which it never outlives the program.
"""

import json
import os
import signal
import struct
import sys
import threading
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from queue import SimpleQueue
from typing import Any

if sys.platform == "win32":
    import msvcrt

HEADER = struct.Struct("<IIqII")
"""Kind, bytes of payload, arrival in monotonic nanoseconds, overflows, lost blocks (so far).

The arrival is that of the payload's last frame, taken in PortAudio's callback. Both counts are
from the opening on: overflows are those that PortAudio reported, lost blocks those that this
program dropped because nobody read them for seconds.
"""

DEVICES = 1
"""JSON: a list of objects with name, host_api, channels, rate (Hz), is_default."""
OPENED = 2
"""JSON: an object with rate (Hz) and channels."""
SOUND = 3
"""Frames of float32, channels interleaved, in the machine's byte order."""
FINISHED = 4
"""No payload: the stream has ended by itself, the device is gone."""
FAILED = 5
"""JSON: an object with reason ("library" or "refused") and detail (for the log)."""

CHILD_FLAG = "--capture-child"
"""The first argument by which a frozen program is told to be this one."""

# Each block wakes three threads: blocks of 20 ms took 3.5 % of a core, of 30 ms 2.8 %.
_BLOCK_MS = 40
# Room that the system keeps beyond the block; it adds no delay, it forgives a busy machine.
_LATENCY_S = 0.06
_RING_SECONDS = 5
_MOST_CHANNELS = 2
# A device with more is a sound server's, which mixes better than one of its channels would do.
_MOST_CHANNELS_OF_HARDWARE = 8
_COMMON_RATES = (48_000, 44_100, 16_000)
_WASAPI = "Windows WASAPI"


def child_command() -> list[str]:
    """Give the command line that starts the capture program.

    As a script and with -P, it finds no file of the folder that the user happens to be in.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD_FLAG]
    return [sys.executable, "-P", str(Path(__file__).resolve())]


def main() -> None:
    """Be the capture program. Does not return."""
    # Ctrl+C reaches all processes of a terminal; this one ends when the program closes its pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.setdefault("JACK_NO_START_SERVER", "1")
    records = _take_standard_output()
    positions: SimpleQueue[int] = SimpleQueue()
    threading.Thread(target=_read_positions, args=(positions,), daemon=True).start()
    try:
        _serve(records, positions)
    except BrokenPipeError:
        pass  # The program is gone.
    except Exception:  # Whatever it is: there is no exit but the one below.
        traceback.print_exc()
    finally:
        # The normal exit would end PortAudio first, and that hangs with its server.
        os._exit(0)


def _take_standard_output() -> int:
    """Keep standard output for the records alone: what libraries print goes to standard error."""
    if sys.platform == "win32":
        msvcrt.setmode(1, os.O_BINARY)
    records = os.dup(1)
    os.dup2(2, 1)
    return records


def _read_positions(positions: SimpleQueue[int]) -> None:
    while line := os.read(0, 64):
        positions.put(int(line))
    os._exit(0)


def _serve(records: int, positions: SimpleQueue[int]) -> None:
    try:
        import sounddevice  # noqa: PLC0415 (takes long, and may be missing)
    except OSError as error:
        _send_json(records, FAILED, {"reason": "library", "detail": str(error)})
        return
    devices = _list_devices(sounddevice)
    _send_json(records, DEVICES, list(devices.values()))
    index = list(devices)[positions.get()]
    try:
        _Capture(sounddevice, index, devices[index], records).run()
    except sounddevice.PortAudioError as error:
        _send_json(records, FAILED, {"reason": "refused", "detail": str(error)})


def _list_devices(sounddevice: Any) -> dict[int, dict[str, Any]]:
    """Give each input device under PortAudio's index, which holds in this process alone."""
    host_apis = sounddevice.query_hostapis()
    default = _default_index(sounddevice, host_apis)
    return {
        each["index"]: {
            "name": each["name"],
            "host_api": host_apis[each["hostapi"]]["name"],
            "channels": each["max_input_channels"],
            "rate": round(each["default_samplerate"]),
            "is_default": each["index"] == default,
        }
        for each in sounddevice.query_devices()
        if each["max_input_channels"] > 0
    }


def _default_index(sounddevice: Any, host_apis: Any) -> int:
    # PortAudio's own choice on Windows is MME, the oldest and slowest of its interfaces.
    for each in host_apis:
        if each["name"] == _WASAPI and each["default_input_device"] >= 0:
            return int(each["default_input_device"])
    try:
        return int(sounddevice.query_devices(kind="input")["index"])
    except sounddevice.PortAudioError:  # there is none
        return -1


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
        _send_json(self._records, OPENED, opened)
        self._stream.start()
        while not self._finished:
            self._something_to_send.acquire()
            self._send_new()
        _send(self._records, HEADER.pack(FINISHED, 0, 0, self._overflows, self._lost_blocks))

    def _open(self, index: int, device: dict[str, Any]) -> Any:
        """Open the device at its own rate, or else at the next best that it takes."""
        first_error = None
        for rate, channels, settings in self._ways_to_open(device):
            self._prepare_ring(rate, channels)
            try:
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
            except self._sounddevice.PortAudioError as error:
                first_error = first_error or error
        assert first_error is not None
        raise first_error

    def _ways_to_open(self, device: dict[str, Any]) -> Iterator[tuple[int, int, Any]]:
        most, rate = device["channels"], device["rate"]
        channels = 1 if most > _MOST_CHANNELS_OF_HARDWARE else min(most, _MOST_CHANNELS)
        yield rate, channels, None
        if device["host_api"] == _WASAPI:
            # A shared device takes its own format alone, unless Windows converts.
            convert = self._sounddevice.WasapiSettings(auto_convert=True)
            yield rate, channels, convert
        for other_channels in (1, _MOST_CHANNELS, most):
            if other_channels <= most and other_channels != channels:
                yield rate, other_channels, None
        for other_rate in _COMMON_RATES:
            yield other_rate, channels, None

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
            _send(self._records, self._ring[start : start + count * self._record_bytes])
            self._sent += count


def _send_json(records: int, kind: int, content: object) -> None:
    payload = json.dumps(content).encode()
    _send(records, HEADER.pack(kind, len(payload), 0, 0, 0) + payload)


def _send(records: int, data: bytes | memoryview) -> None:
    while data:
        data = data[os.write(records, data) :]


if __name__ == "__main__":
    main()
