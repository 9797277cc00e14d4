"""A crash is written down, and told at the next start."""

import subprocess
import sys
from pathlib import Path

from small_disk import small_disk

from app import __version__
from app.crash import crash_file, report_of
from app.home import Home

_CODE = """
import faulthandler, sys
from pathlib import Path
from app import __version__
from app.crash import end_watch, watch_for_crashes
from app.home import Home
home = Home.in_folder(Path(sys.argv[1]))
report = watch_for_crashes(home)
print(report or "nothing")
if sys.argv[2] == "crash":
    faulthandler._sigsegv()
if sys.argv[2] == "end":
    end_watch(home)
"""


def _run(folder: Path, how: str) -> str:
    command = [sys.executable, "-c", _CODE, str(folder), how]
    ended = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "Traceback" not in ended.stderr
    return ended.stdout


def test_a_crash_is_told_at_the_next_start_and_once(tmp_path: Path) -> None:
    assert _run(tmp_path, "crash") == "nothing\n"
    told = _run(tmp_path, "end")
    assert f"Spoken Digits {__version__}, Python" in told
    assert "Segmentation fault" in told
    assert _run(tmp_path, "end") == "nothing\n"


def test_after_a_good_end_nothing_is_left(tmp_path: Path) -> None:
    _run(tmp_path, "end")
    assert not crash_file(Home.in_folder(tmp_path)).exists()


def test_one_that_was_merely_killed_has_not_crashed(tmp_path: Path) -> None:
    _run(tmp_path, "nothing")
    assert _run(tmp_path, "end") == "nothing\n"


def test_where_nothing_can_be_written_the_program_goes_on(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    assert _run(in_the_way, "end") == "nothing\n"


def test_on_a_full_disk_the_program_goes_on(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        home = disk.path / "home"
        home.mkdir()
        disk.fill()
        assert _run(home, "end") == "nothing\n"


def test_a_report_says_where_and_on_what() -> None:
    try:
        raise ValueError("so")
    except ValueError as error:
        report = report_of(error)
    assert report.startswith(f"Spoken Digits {__version__}, Python 3")
    assert report.endswith("ValueError: so")
