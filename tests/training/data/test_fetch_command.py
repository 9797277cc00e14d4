"""``python -m training fetch`` as its user sees it."""

import io
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from file_server import FileServer

pytest.importorskip("requests", reason="the extra train is not installed")

from training import __main__ as command_line
from training.commands import fetch as command
from training.commands.transfer import TransferLine
from training.data.published import Published, PublishedFile


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FileServer]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.chdir(tmp_path)
    with FileServer() as running:
        file = PublishedFile(running.url("set.tar.gz"), "set.tar.gz")
        published = Published("set", "A set", "CC0", "https://example.org/set", (file,))
        monkeypatch.setattr(command, "PUBLISHED", (published,))
        content = io.BytesIO()
        with tarfile.open(fileobj=content, mode="w:gz") as tar:
            member = tarfile.TarInfo("a")
            tar.addfile(member, io.BytesIO())
        running.files["set.tar.gz"] = content.getvalue()
        yield running


def _run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["training", "fetch", *arguments])
    return command_line.main()


def test_it_comes_into_the_folder_data_and_the_second_time_is_there(
    server: FileServer,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
) -> None:
    assert _run(monkeypatch, "set") == 0
    said = capsys.readouterr()
    assert "Licence: CC0" in said.out
    assert f"It is in {Path('data/set')}." in said.out
    assert "(100 %)" in said.err
    assert "checked and unpacked" in said.err
    assert (tmp_path / "data" / "set" / "a").exists()
    assert _run(monkeypatch, "set") == 0
    assert "already" in capsys.readouterr().out


def test_without_a_name_or_with_an_unknown_one_it_lists_what_there_is(
    server: FileServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _run(monkeypatch) == 0
    assert "https://example.org/set" in capsys.readouterr().out
    assert _run(monkeypatch, "sett") == 2
    said = capsys.readouterr().err
    assert 'There is no "sett"' in said
    assert "A set" in said


def test_a_refusal_is_one_sentence_and_leaves_the_status_1(
    server: FileServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    server.status = 404
    assert _run(monkeypatch, "set", "--to", "there") == 1
    assert "404" in capsys.readouterr().err


def test_an_interruption_says_that_it_can_go_on(
    server: FileServer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("training.data.fetch.fetch", interrupt)
    assert _run(monkeypatch, "set") == 130
    assert "goes on from there" in capsys.readouterr().err


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def _told(stream: io.StringIO) -> str:
    now = iter((0.0, 1.0, 2.0, 11.0, 40.0)).__next__
    line = TransferLine("set.tar.gz", stream, now)
    for million in (100, 110, 120, 200, 500):
        line(million * 1_000_000, 500_000_000)
    line.end()
    return stream.getvalue()


def test_a_terminal_has_one_line_that_is_written_over() -> None:
    said = _told(_Terminal())
    assert said.count("\n") == 1
    assert "100.0 MB of 500.0 MB (20 %)" in said
    assert "120.0 MB of 500.0 MB (24 %), 10.0 MB/s, 38 s left" in said


def test_elsewhere_there_is_a_line_now_and_then() -> None:
    lines = _told(io.StringIO()).splitlines()
    assert lines[0] == "set.tar.gz: goes on after 100.0 MB of 500.0 MB (20 %)"
    assert lines[1] == "set.tar.gz: 200.0 MB of 500.0 MB (40 %), 9.1 MB/s, 33 s left"
    assert lines[2] == "set.tar.gz: 500.0 MB of 500.0 MB (100 %), 10.0 MB/s"
    assert len(lines) == 3
