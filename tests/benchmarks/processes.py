"""Starting the program from a benchmark, and watching what it takes."""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

PROGRAM = [str(Path(sys.executable).with_name("spoken-digits"))]


def one_core() -> list[str]:
    """Give the command that keeps another one on a single core, where there is one."""
    return ["taskset", "-c", "0"] if sys.platform == "linux" else []


def environment() -> dict[str, str]:
    """Give an environment with a fresh home folder."""
    return os.environ | {"SPOKEN_DIGITS_HOME": tempfile.mkdtemp(prefix="home-")}


def run_and_watch(command: list[str]) -> tuple[float, float, bytes]:
    """Run a command to its end.

    Returns
    -------
    seconds : float
    peak_mb : float
        The most memory that it held, resident, with its child processes.
    output : bytes
        What it printed.
    """
    with tempfile.TemporaryFile() as output:
        began = time.monotonic()
        process = psutil.Popen(command, env=environment(), stdout=output)
        peak = 0.0
        while process.poll() is None:
            peak = max(peak, resident_mb(process))
            time.sleep(0.01)
        seconds = time.monotonic() - began
        if process.returncode:
            raise SystemExit(f"{' '.join(command)} ended with {process.returncode}")
        output.seek(0)
        return seconds, peak, output.read()


def family(process: psutil.Process) -> list[psutil.Process]:
    """Give a process and all its child processes."""
    try:
        return [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return []


def resident_mb(process: psutil.Process) -> float:
    """Tell the resident memory of a process and its children, in MB."""
    total = 0
    for each in family(process):
        try:
            total += each.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total / 1e6


def cpu_seconds(process: psutil.Process) -> float:
    """Tell the processor time of a process and its running children, in s."""
    times = [each.cpu_times() for each in family(process)]
    return sum(each.user + each.system for each in times)


@contextmanager
def listening() -> Iterator[psutil.Popen]:
    """Run ``spoken-digits listen --json``."""
    process = psutil.Popen(
        [*PROGRAM, "listen", "--json"],
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
