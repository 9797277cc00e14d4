"""``--smoke-test``: whether the program, as it was packaged, has all that it needs."""

import argparse
import faulthandler
import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app import __version__
from app.home import HOME_VARIABLE, find_home
from app.recognition.network import load_network
from app.recognition.recordings import recognize_recording
from app.recognition.worker import Worker
from app.settings import Settings
from app.window.application import Application
from app.window.garbage import GarbageCollection
from app.window.live import Live
from app.window.program import Program
from app.window.settings_keeper import SettingsKeeper
from app.window.smoke_test_all import open_everything
from app.window.smoke_test_parts import try_parts
from app.window.smoke_test_troubles import SmokeTestError, Troubles, picture_of, wait_until
from app.window.trace import Trace
from assets import SAMPLE, SAMPLE_DIGITS

_LONGEST_S = 300
_DIGEST_LENGTH = 12


def run(options: argparse.Namespace) -> int:
    """Recognise the sample recording, open the window without a screen, and tell how it went.

    Nothing of the user's is read or written, and the microphone stays closed.

    Parameters
    ----------
    options : argparse.Namespace
        ``smoke_test``, "window" or "all", and ``model``.

    Returns
    -------
    int
        The exit status: 0, with a line of JSON on standard output; or 1, where anything went
        wrong, even a warning of Qt's, with what it was on standard error.
    """
    # Whatever hangs ends then, with status 1, and says where it was.
    faulthandler.dump_traceback_later(_LONGEST_S, exit=True)
    troubles = Troubles()
    with TemporaryDirectory(prefix="spoken-digits-", ignore_cleanup_errors=True) as folder:
        _prepare_environment(Path(folder))
        report: dict[str, Any] = {}
        with troubles.attempt("The smoke test"):
            report = _test(options, Path(folder), troubles)
    faulthandler.cancel_dump_traceback_later()
    if troubles.count:
        return 1
    sys.stdout.write(json.dumps(report, ensure_ascii=False) + "\n")
    return 0


def _prepare_environment(folder: Path) -> None:
    os.environ[HOME_VARIABLE] = str(folder / "home")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if sys.platform == "win32":
        # Without a screen Qt takes its fonts from a folder, and knows of none.
        os.environ.setdefault("QT_QPA_FONTDIR", str(Path(os.environ["SYSTEMROOT"]) / "Fonts"))


def _test(options: argparse.Namespace, folder: Path, troubles: Troubles) -> dict[str, Any]:
    is_all = options.smoke_test == "all"
    opened: list[str] = []
    began = time.perf_counter()
    network = load_network(options.model)
    milliseconds = {"model": _since_ms(began)}
    with closing(Worker(network)) as worker:
        began = time.perf_counter()
        digits = _recognize_sample(worker)
        milliseconds["recognize"] = _since_ms(began)
        if is_all:
            opened += try_parts(worker, folder, troubles)
    application = Application()
    GarbageCollection(application)
    began = time.perf_counter()
    with _open_program(options.model) as (program, keeper):
        milliseconds["painted"] = _since_ms(began)
        picture_of(program.window)
        if is_all:
            opened += open_everything(program, keeper, folder, troubles)
    card = network.card
    report = {
        "version": __version__,
        "model": f"{card.name} {card.digests.exported[:_DIGEST_LENGTH]}",
        "digits": digits,
        "milliseconds": milliseconds,
    }
    return report | {"opened": opened} if is_all else report


def _recognize_sample(worker: Worker) -> str:
    with as_file(files("assets") / SAMPLE) as path:
        result = recognize_recording(path, worker, Settings())
    if result.error is not None:
        raise SmokeTestError(result.error)
    if result.digits != SAMPLE_DIGITS:
        raise SmokeTestError(
            f'"{result.digits}" was heard in the sample recording, in which {SAMPLE_DIGITS} is said'
        )
    return result.digits


@contextmanager
def _open_program(model: Path | None) -> Iterator[tuple[Program, SettingsKeeper]]:
    """Open the window and wait until it is painted; close it at the end."""
    session = {} if model is None else {"model": str(model)}
    keeper = SettingsKeeper(find_home(), Settings(), session)
    live = Live(keeper.settings)
    live.load_network()
    program = Program(find_home(), keeper, live, Trace())
    painted: list[bool] = []
    program.window.painted.connect(lambda: painted.append(True))
    try:
        program.window.show()
        wait_until(lambda: bool(painted), "The window was not painted")
        wait_until(lambda: bool(live.labels), "The window has no model")
        yield program, keeper
    finally:
        program.window.close()
        program.end()


def _since_ms(began: float) -> float:
    return round((time.perf_counter() - began) * 1e3, 1)
