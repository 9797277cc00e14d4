"""A private PulseAudio server with two virtual microphones and a loudspeaker of its own.

Its programs are Debian's pulseaudio, pulseaudio-utils and libasound2-plugins; PortAudio finds
the microphones through an ALSA configuration that names them "Virtual mic A" (48 kHz) and
"Virtual mic B" (44.1 kHz), and the first that is there as "default".
"""

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Literal, Self

import numpy as np
from numpy.typing import NDArray

MicrophoneLetter = Literal["a", "b"]

MICROPHONES: dict[MicrophoneLetter, str] = {"a": "Virtual mic A", "b": "Virtual mic B"}
"""What PortAudio calls each microphone."""

LOUDSPEAKER_RATE = 48_000
"""Frames a second of the loudspeaker, in Hz."""

_RATES: dict[MicrophoneLetter, int] = {"a": 48_000, "b": 44_100}
_PROGRAMS = ("pulseaudio", "pactl", "paplay", "pacat", "parec", "setpriv")
_WAIT_S = 30.0
_BACKGROUND_SECONDS = 20

# norewinds: without it some streams stall and what is played comes through damaged.
_MICROPHONE_MODULES = (
    "module-null-sink sink_name=mic_{letter} rate={rate} channels=1 norewinds=1",
    "module-remap-source source_name=mic_{letter}_source master=mic_{letter}.monitor",
)

running_pids: set[int] = set()
"""Every process that a VirtualSound of this program has running now."""


def missing_programs() -> list[str]:
    """Name the programs of PulseAudio that this machine lacks."""
    return [name for name in _PROGRAMS if shutil.which(name) is None]


def wait_until(condition: Callable[[], object], what: str, timeout_s: float = _WAIT_S) -> None:
    """Wait for a state, or fail with `what` was waited for."""
    end = time.monotonic() + timeout_s
    while not condition():
        if time.monotonic() > end:
            raise AssertionError(f"Waited {timeout_s:g} s in vain: {what}")
        time.sleep(0.005)


class VirtualSound:
    """The server, as a context manager; all its processes end with it.

    Attributes
    ----------
    env : dict of str to str
        What a program needs in its environment to use this server and no other.
    folder : Path
        Where its socket lies, for this user alone.
    """

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="sound-"))
        self._server: subprocess.Popen[bytes] | None = None
        self._players: list[subprocess.Popen[bytes]] = []
        self._modules: dict[str, list[str]] = {}
        self._listed: set[MicrophoneLetter] = set()
        self.env = {
            "PULSE_SERVER": f"unix:{self.folder}/pulse/native",
            "PULSE_COOKIE": str(self.folder / "cookie"),
            "ALSA_CONFIG_PATH": str(self.folder / "alsa.conf"),
        }

    def __enter__(self) -> Self:
        try:
            self._write_configuration()
            self.start_server()
        except BaseException:
            self.__exit__()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        for player in self._players:
            self._end(player, group=True)
        self._players.clear()
        self.kill_server()
        shutil.rmtree(self.folder, ignore_errors=True)

    # --- the server

    def start_server(self) -> None:
        """Start the server, with its microphones, and wait until it answers."""
        log = self.folder / "server.log"
        runtime = {
            "XDG_RUNTIME_DIR": str(self.folder),
            "PULSE_RUNTIME_PATH": str(self.folder / "pulse"),
            "PULSE_STATE_PATH": str(self.folder / "state"),
            "PULSE_CONFIG": str(self.folder / "daemon.conf"),
        }
        without_client = {k: v for k, v in os.environ.items() if not k.startswith("PULSE_")}
        with log.open("wb") as output:
            self._server = subprocess.Popen(
                [
                    # It does not outlive a test run that is killed.
                    *("setpriv", "--pdeathsig", "KILL"),
                    *("pulseaudio", "-n", "-F", str(self.folder / "default.pa")),
                    *("--daemonize=no", "--exit-idle-time=-1", "--log-target=stderr"),
                ],
                env=without_client | runtime,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        running_pids.add(self._server.pid)
        server = self._server

        def answers() -> bool:
            if server.poll() is not None:
                raise AssertionError(f"pulseaudio did not start:\n{log.read_text()}")
            return self._run(["pactl", "info"], check=False).returncode == 0

        wait_until(answers, "pulseaudio answers")
        for letter in MICROPHONES:
            self.give_back(letter)

    def kill_server(self) -> None:
        """End the server at once, as a crash would."""
        if self._server is not None:
            self._end(self._server)
            self._server = None
        self._modules.clear()

    def freeze(self) -> None:
        """Let the server stand still: its clients wait for answers that do not come."""
        self._signal_server(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let a frozen server go on."""
        self._signal_server(signal.SIGCONT)

    # --- the microphones

    def take_away(self, letter: MicrophoneLetter, stays_listed: bool = False) -> None:
        """Unplug a microphone; where it stays listed, it is there but refuses to be opened."""
        for module in reversed(self._modules.pop(letter)):
            self._run(["pactl", "unload-module", module])
        if not stays_listed:
            self._listed.remove(letter)
            self._write_device_list()

    def give_back(self, letter: MicrophoneLetter) -> None:
        """Plug a microphone in (again)."""
        self._modules[letter] = [
            self._load(module.format(letter=letter, rate=_RATES[letter]))
            for module in _MICROPHONE_MODULES
        ]
        self._listed.add(letter)
        self._write_device_list()

    def suspend(self, letter: MicrophoneLetter) -> None:
        """Let a microphone give no more sound, without taking it away."""
        self._run(["pactl", "suspend-source", f"mic_{letter}_source", "1"])

    def resume(self, letter: MicrophoneLetter) -> None:
        """Let a suspended microphone give sound again."""
        self._run(["pactl", "suspend-source", f"mic_{letter}_source", "0"])

    def listeners(self, letter: MicrophoneLetter) -> int:
        """Count the streams that record from a microphone now."""
        sources = self._run(["pactl", "list", "short", "sources"]).stdout.decode().splitlines()
        number = {line.split("\t")[1]: line.split("\t")[0] for line in sources}
        wanted = number.get(f"mic_{letter}_source")
        streams = self._run(["pactl", "list", "short", "source-outputs"]).stdout.decode()
        return sum(line.split("\t")[1] == wanted for line in streams.splitlines())

    # --- what they hear

    def play(
        self,
        sound: Path | tuple[NDArray[np.float32], int],
        letter: MicrophoneLetter = "a",
        wait: bool = True,
    ) -> "subprocess.Popen[bytes]":
        """Play into a microphone.

        Parameters
        ----------
        sound : Path or (ndarray of float32, int)
            A recording, or samples (mono, full scale at ±1) and their rate in Hz.
        letter : {"a", "b"}
            Which microphone hears it.
        wait : bool
            Whether to return only when it has been played to its end.

        Returns
        -------
        Popen
            The player.
        """
        if isinstance(sound, Path):
            command = ["paplay", f"--device=mic_{letter}", str(sound)]
        else:
            samples, rate = sound
            raw = self._write_raw(samples)
            command = ["paplay", f"--device=mic_{letter}", *_raw_format(rate), str(raw)]
        player = self._start_player(command)
        if wait:
            status = player.wait(timeout=600)
            self._forget(player)
            if status:
                raise AssertionError(f"paplay ended with status {status}: {sound}")
        return player

    @contextlib.contextmanager
    def room_noise(self, level_db: float = -60.0, letter: MicrophoneLetter = "a") -> Iterator[None]:
        """Give a microphone a quiet room: white noise of `level_db` dBFS (RMS), endlessly."""
        rate = _RATES[letter]
        generator = np.random.default_rng(1)
        noise = generator.normal(0.0, 10 ** (level_db / 20), rate * _BACKGROUND_SECONDS)
        raw = self._write_raw(noise.astype(np.float32))
        pacat = " ".join(["pacat", f"--device=mic_{letter}", *_raw_format(rate)])
        player = self._start_player(["sh", "-c", f"while cat {raw}; do :; done | {pacat}"])
        try:
            yield
        finally:
            self._end(player, group=True)
            self._forget(player)

    # --- the loudspeaker

    @contextlib.contextmanager
    def record_loudspeaker(self) -> Iterator[Callable[[], NDArray[np.float32]]]:
        """Record what is played from now on.

        Yields
        ------
        callable
            Gives all that has been heard so far: mono float32 at `LOUDSPEAKER_RATE`.
        """
        path = self.folder / "loudspeaker.raw"
        parec = " ".join(["parec", "--device=speaker.monitor", "--latency-msec=10"])
        formatted = " ".join(_raw_format(LOUDSPEAKER_RATE))
        recorder = self._start_player(["sh", "-c", f"exec {parec} {formatted} > {path}"])
        wait_until(lambda: path.exists() and path.stat().st_size, "the recorder runs")
        try:
            yield lambda: np.fromfile(path, "<f4")
        finally:
            self._end(recorder, group=True)
            self._forget(recorder)

    def take_loudspeaker_away(self) -> None:
        """Unplug the loudspeaker; it is back when the server is started anew."""
        modules = self._run(["pactl", "list", "short", "modules"]).stdout.decode().splitlines()
        number = next(line.split("\t")[0] for line in modules if "sink_name=speaker" in line)
        self._run(["pactl", "unload-module", number])

    def suspend_loudspeaker(self) -> None:
        """Let the loudspeaker take no more sound, without taking it away."""
        self._run(["pactl", "suspend-sink", "speaker", "1"])

    # --- inner workings

    def _write_configuration(self) -> None:
        (self.folder / "default.pa").write_text(
            "load-module module-native-protocol-unix auth-anonymous=1\n"
            "load-module module-null-sink sink_name=speaker "
            f"rate={LOUDSPEAKER_RATE} channels=2 norewinds=1\n"
            "set-default-sink speaker\n"
            "set-default-source speaker.monitor\n"
        )
        # As with a real device, the stream of a microphone that goes ends: the server would
        # move it to another, and always does so from its default source, so that is neither.
        (self.folder / "daemon.conf").write_text("rescue-streams = no\n")

    def _write_device_list(self) -> None:
        default = min(self._listed, default="a")
        speaker = '{ type pulse device "speaker" }'
        lines = [
            f'pcm."{MICROPHONES[letter]}" {{ type asym capture.pcm {_pulse_source(letter)}'
            f' hint {{ show on description "{MICROPHONES[letter]}" }} }}'
            for letter in sorted(self._listed)
        ]
        # Without a device of that name PortAudio aborts.
        lines.append(
            f'pcm."default" {{ type asym capture.pcm {_pulse_source(default)}'
            f' playback.pcm {speaker} hint {{ show on description "default" }} }}'
        )
        (self.folder / "alsa.conf").write_text("\n".join(lines) + "\n")

    def _write_raw(self, samples: NDArray[np.float32]) -> Path:
        handle, name = tempfile.mkstemp(suffix=".raw", dir=self.folder)
        os.close(handle)
        path = Path(name)
        path.write_bytes(np.ascontiguousarray(samples, "<f4").tobytes())
        return path

    def _load(self, module: str) -> str:
        loaded = self._run(["pactl", "load-module", *module.split()])
        return loaded.stdout.decode().strip()

    def _start_player(self, command: list[str]) -> "subprocess.Popen[bytes]":
        player = subprocess.Popen(
            command,
            env=os.environ | self.env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._players.append(player)
        running_pids.add(player.pid)
        return player

    def _run(self, command: list[str], check: bool = True) -> "subprocess.CompletedProcess[bytes]":
        return subprocess.run(
            command,
            env=os.environ | self.env,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=check,
            timeout=_WAIT_S,
        )

    def _signal_server(self, number: int) -> None:
        if self._server is None:
            raise AssertionError("The sound server does not run.")
        os.kill(self._server.pid, number)

    def _forget(self, player: "subprocess.Popen[bytes]") -> None:
        self._players.remove(player)
        running_pids.discard(player.pid)

    @staticmethod
    def _end(process: "subprocess.Popen[bytes]", group: bool = False) -> None:
        if process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                (os.killpg if group else os.kill)(process.pid, signal.SIGKILL)
        process.wait(timeout=_WAIT_S)
        running_pids.discard(process.pid)


def _pulse_source(letter: MicrophoneLetter) -> str:
    return f'{{ type pulse device "mic_{letter}_source" }}'


def _raw_format(rate: int) -> list[str]:
    return ["--raw", "--format=float32le", "--channels=1", f"--rate={rate}"]
