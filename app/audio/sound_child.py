"""What the small child processes that own PortAudio have in common, and how they are started.

Processes of their own, because a hung sound server hangs every call of PortAudio, its exit
included; because its callback then never waits for the program's interpreter lock; and because
PortAudio lists devices once a process. They import the standard library and sounddevice only,
which keeps them small and quick to start.

They speak records with the program, on standard input and output: a header (`HEADER`), then a
payload. A child ends when its standard input does, by which it never outlives the program.
"""

import json
import os
import signal
import struct
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

if sys.platform == "win32":
    import msvcrt

HEADER = struct.Struct("<IIqII")
"""Kind, bytes of payload, arrival in monotonic nanoseconds, overflows, lost blocks (so far).

The last three are of `SOUND` from a microphone, and 0 elsewhere. The arrival is that of the
payload's last frame, taken in PortAudio's callback. Both counts are from the opening on:
overflows are those that PortAudio reported, lost blocks those that the child dropped because
nobody read them for seconds.
"""

DEVICES = 1
"""JSON: a list of objects with name, host_api, channels, rate (Hz), is_default."""
OPENED = 2
"""JSON: an object with rate (Hz) and channels."""
SOUND = 3
"""Frames of float32, channels interleaved, in the machine's byte order."""
FINISHED = 4
"""No payload: the stream has ended by itself."""
FAILED = 5
"""JSON: an object with reason ("library", "absent" or "refused") and detail (for the log)."""
OPEN = 6
"""To the child. JSON: the device's position (from 0) in its list; null for the default one."""
END = 7
"""To the child: no payload. No sound comes after that which was sent."""
PLAYED = 8
"""JSON: an object with frames, and heard_ns: the monotonic time at which the last is heard."""

CAPTURE_FLAG = "--capture-child"
"""The first argument by which a frozen program is told to be the capture program."""
PLAYBACK_FLAG = "--playback-child"
"""The first argument by which a frozen program is told to be the playback program."""

_MODULES = {CAPTURE_FLAG: "app.audio.capture", PLAYBACK_FLAG: "app.audio.playback_child"}
_ROOT = Path(__file__).resolve().parents[2]

_BEGINNING_S = 2.0
_MOST_CHANNELS = 2
# A device with more is a sound server's, which mixes better than one of its channels would do.
_MOST_CHANNELS_OF_HARDWARE = 8
_COMMON_RATES = (48_000, 44_100, 16_000)
_WASAPI = "Windows WASAPI"


class Record(NamedTuple):
    """One message; the constants of this module say what each field and kind means."""

    kind: int
    payload: bytes
    arrived_ns: int = 0
    overflows: int = 0
    lost_blocks: int = 0

    def content(self) -> Any:
        """Decode the payload of a JSON record."""
        return json.loads(self.payload)


def child_command(flag: str) -> list[str]:
    """Give the command line that starts the program of a flag.

    With -P it finds no file of the folder that the user happens to be in.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, flag]
    module = _MODULES[flag]
    code = f"import sys; sys.path.insert(0, {str(_ROOT)!r}); import {module} as it; it.main()"
    return [sys.executable, "-P", "-c", code]


def run_child(take: Callable[[Record], None], serve: Callable[[Any, int], None]) -> None:
    """Be a child process. Does not return.

    Parameters
    ----------
    take : callable of Record
        Called on a thread of its own with each record that the program sends.
    serve : callable of (sounddevice, descriptor)
        Does the child's work and writes its records to the descriptor. A PortAudioError that
        it raises is sent as a refusal.
    """
    # Ctrl+C reaches all processes of a terminal; this one ends when the program closes its pipe.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ.setdefault("JACK_NO_START_SERVER", "1")
    records = _take_standard_output()
    begun = threading.Event()
    threading.Thread(target=_read_standard_input, args=(take, begun), daemon=True).start()
    try:
        _serve(serve, records, begun)
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


def _read_standard_input(take: Callable[[Record], None], begun: threading.Event) -> None:
    try:
        with open(0, "rb", closefd=False) as pipe:
            for record in read_records(pipe):
                take(record)
    finally:
        # While PortAudio begins, JACK's library holds for a moment a lock that all programs
        # share and that outlives its holder. A sound server that hangs is not waited for.
        begun.wait(_BEGINNING_S)
        os._exit(0)


def _serve(serve: Callable[[Any, int], None], records: int, begun: threading.Event) -> None:
    try:
        import sounddevice  # noqa: PLC0415 (takes long, and may be missing)
    except OSError as error:
        send_json(records, FAILED, {"reason": "library", "detail": str(error)})
        return
    finally:
        begun.set()
    try:
        serve(sounddevice, records)
    except sounddevice.PortAudioError as error:
        send_json(records, FAILED, {"reason": "refused", "detail": str(error)})


# --- devices


def list_devices(sounddevice: Any, direction: str) -> dict[int, dict[str, Any]]:
    """Give each "input" or "output" device under PortAudio's index.

    The indices hold in this process alone.
    """
    host_apis = sounddevice.query_hostapis()
    default = _default_index(sounddevice, host_apis, direction)
    return {
        each["index"]: {
            "name": each["name"],
            "host_api": host_apis[each["hostapi"]]["name"],
            "channels": each[f"max_{direction}_channels"],
            "rate": round(each["default_samplerate"]),
            "is_default": each["index"] == default,
        }
        for each in sounddevice.query_devices()
        if each[f"max_{direction}_channels"] > 0
    }


def _default_index(sounddevice: Any, host_apis: Any, direction: str) -> int:
    # PortAudio's own choice on Windows is MME, the oldest and slowest of its interfaces.
    for each in host_apis:
        if each["name"] == _WASAPI and each[f"default_{direction}_device"] >= 0:
            return int(each[f"default_{direction}_device"])
    try:
        return int(sounddevice.query_devices(kind=direction)["index"])
    except sounddevice.PortAudioError:  # there is none
        return -1


def open_stream(
    sounddevice: Any, device: dict[str, Any], make: Callable[[int, int, Any], Any]
) -> Any:
    """Open a device at its own rate, or else in the next best way that it takes.

    Parameters
    ----------
    sounddevice : module
    device : dict
        As `list_devices` gives it.
    make : callable of (rate, channels, settings of the host API)
        Gives the stream, or raises PortAudioError.

    Raises
    ------
    PortAudioError
        The first one, if the device refuses in every way.
    """
    first_error = None
    for rate, channels, settings in _ways_to_open(sounddevice, device):
        try:
            return make(rate, channels, settings)
        except sounddevice.PortAudioError as error:
            first_error = first_error or error
    assert first_error is not None
    raise first_error


def _ways_to_open(sounddevice: Any, device: dict[str, Any]) -> Iterator[tuple[int, int, Any]]:
    most, rate = device["channels"], device["rate"]
    channels = 1 if most > _MOST_CHANNELS_OF_HARDWARE else min(most, _MOST_CHANNELS)
    yield rate, channels, None
    if device["host_api"] == _WASAPI:
        # A shared device takes its own format alone, unless Windows converts.
        convert = sounddevice.WasapiSettings(auto_convert=True)
        yield rate, channels, convert
    for other_channels in (1, _MOST_CHANNELS, most):
        if other_channels <= most and other_channels != channels:
            yield rate, other_channels, None
    for other_rate in _COMMON_RATES:
        yield other_rate, channels, None


# --- records


def read_records(pipe: IO[bytes]) -> Iterator[Record]:
    """Give the records that come through a pipe, until it ends."""
    while len(header := pipe.read(HEADER.size)) == HEADER.size:
        kind, length, arrived_ns, overflows, lost_blocks = HEADER.unpack(header)
        payload = pipe.read(length)
        if len(payload) < length:
            return
        yield Record(kind, payload, arrived_ns, overflows, lost_blocks)


def send_json(descriptor: int, kind: int, content: object) -> None:
    """Send a record with a JSON payload."""
    send(descriptor, kind, json.dumps(content).encode())


def send(descriptor: int, kind: int, payload: bytes = b"") -> None:
    """Send a record."""
    write_all(descriptor, HEADER.pack(kind, len(payload), 0, 0, 0) + payload)


def write_all(descriptor: int, data: bytes | memoryview) -> None:
    """Write to the end, however little the pipe takes at a time."""
    while data:
        data = data[os.write(descriptor, data) :]
