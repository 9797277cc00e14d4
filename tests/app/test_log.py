import logging
import sys
import threading
from pathlib import Path

import pytest
from small_disk import small_disk

from app.home import Home
from app.log import log_to

logger = logging.getLogger("app.test")


@pytest.fixture
def place(tmp_path: Path) -> Home:
    return Home.in_folder(tmp_path / "home")


def test_what_is_logged_stands_in_the_home_with_its_level_thread_and_place(place: Home) -> None:
    with log_to(place) as notices:
        logger.info("Listening to %s", "USB microphone")
        logger.debug("not wanted")
    assert notices == []
    (line,) = place.log.read_text().splitlines()
    assert line.endswith("INFO MainThread app.test: Listening to USB microphone")


def test_nothing_is_logged_any_more_afterwards(place: Home) -> None:
    before = (logging.getLogger().handlers[:], sys.excepthook, threading.excepthook)
    with log_to(place):
        pass
    assert before == (logging.getLogger().handlers, sys.excepthook, threading.excepthook)


def test_log_stays_small(place: Home) -> None:
    with log_to(place):
        for _ in range(300):
            logger.info("x" * 10_000)
    files = list(place.log.parent.iterdir())
    assert len(files) == 3
    assert sum(file.stat().st_size for file in files) < 3 * 512 * 1024


def test_exception_that_nobody_caught_in_a_thread_is_logged(
    place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed_on: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", passed_on.append)
    with log_to(place):
        thread = threading.Thread(target=lambda: 1 / 0, name="worker")
        thread.start()
        thread.join()
    assert "worker app.log: Nobody caught this" in place.log.read_text()
    assert len(passed_on) == 1


def test_exception_that_reaches_the_process_hook_is_logged(
    place: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    passed_on: list[type[BaseException]] = []
    monkeypatch.setattr(sys, "excepthook", lambda kind, error, trace: passed_on.append(kind))
    with log_to(place):
        for error in (ValueError("odd"), KeyboardInterrupt()):
            sys.excepthook(type(error), error, None)
    text = place.log.read_text()
    assert "ValueError: odd" in text
    assert "KeyboardInterrupt" not in text
    assert passed_on == [ValueError, KeyboardInterrupt]


def test_read_only_home_gives_one_notice_and_nothing_on_the_terminal(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with small_disk(tmp_path / "disk") as disk:
        disk.make_read_only()
        with log_to(Home.in_folder(disk.path / "home")) as notices:
            logger.warning("The microphone is away")
    (notice,) = notices
    assert "There is no log" in notice
    assert "Read-only file system" in notice
    assert capfd.readouterr() == ("", "")


def test_file_that_may_not_be_written_gives_one_notice(place: Home) -> None:
    place.log.mkdir(parents=True)
    with log_to(place) as notices:
        logger.warning("The microphone is away")
    (notice,) = notices
    assert "Is a directory" in notice


def test_disk_that_fills_up_disturbs_nobody(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with small_disk(tmp_path / "disk") as disk:
        place = Home.in_folder(disk.path)
        with log_to(place) as notices:
            logger.info("before")
            disk.fill()
            for _ in range(10):
                logger.info("x" * 10_000)
        assert notices == []
        assert "before" in place.log.read_text()
    assert capfd.readouterr() == ("", "")


def test_name_of_a_file_that_is_no_text_is_logged(place: Home) -> None:
    with log_to(place):
        logger.warning("%s cannot be read", "caf\udce9.wav")
    assert "caf\\udce9.wav cannot be read" in place.log.read_text()
