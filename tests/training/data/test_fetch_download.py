"""One file from a server on this machine: whole, interrupted, refused."""

import socket
from pathlib import Path

import numpy as np
import pytest
from file_server import FileServer
from small_disk import small_disk

pytest.importorskip("requests", reason="the extra train is not installed")

from training.data import download as download_module
from training.data.download import download
from training.errors import FetchError

CONTENT = np.random.default_rng(1).bytes(1_000_000)


def _ignore(size: int, total: int | None) -> None:
    pass


def test_a_file_comes_whole_and_its_progress_is_told(server: FileServer, tmp_path: Path) -> None:
    server.files["file"] = CONTENT
    told: list[tuple[int, int | None]] = []
    download(server.url("file"), tmp_path / "file", lambda *now: told.append(now))
    assert (tmp_path / "file").read_bytes() == CONTENT
    assert told[0] == (0, len(CONTENT))
    assert told[-1] == (len(CONTENT), len(CONTENT))
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_broken_download_goes_on_where_it_ended(server: FileServer, tmp_path: Path) -> None:
    server.files["file"] = CONTENT
    server.cut_after = 400_000
    with pytest.raises(FetchError, match=r"connection broke.*What has come is kept"):
        download(server.url("file"), tmp_path / "file", _ignore)
    kept = (tmp_path / "file.part").stat().st_size
    assert 300_000 < kept <= 400_000
    server.cut_after = None
    told: list[tuple[int, int | None]] = []
    download(server.url("file"), tmp_path / "file", lambda *now: told.append(now))
    assert told[0] == (kept, len(CONTENT))
    assert server.asked[-1][1]["Range"] == f"bytes={kept}-"
    assert (tmp_path / "file").read_bytes() == CONTENT


def test_a_part_that_is_the_whole_needs_no_download(server: FileServer, tmp_path: Path) -> None:
    server.files["file"] = CONTENT
    server.cut_after = 400_000
    with pytest.raises(FetchError):
        download(server.url("file"), tmp_path / "file", _ignore)
    (tmp_path / "file.part").write_bytes(CONTENT)
    download(server.url("file"), tmp_path / "file", _ignore)
    assert (tmp_path / "file").read_bytes() == CONTENT


@pytest.mark.parametrize("missing", ["takes_ranges", "says_version"])
def test_a_server_that_cannot_go_on_begins_anew(
    server: FileServer, tmp_path: Path, missing: str
) -> None:
    server.files["file"] = CONTENT
    setattr(server, missing, False)
    server.cut_after = 400_000
    with pytest.raises(FetchError):
        download(server.url("file"), tmp_path / "file", _ignore)
    server.cut_after = None
    download(server.url("file"), tmp_path / "file", _ignore)
    assert (tmp_path / "file").read_bytes() == CONTENT


def test_the_rest_of_another_version_is_not_put_behind_a_part(
    server: FileServer, tmp_path: Path
) -> None:
    server.files["file"] = CONTENT
    server.cut_after = 400_000
    with pytest.raises(FetchError):
        download(server.url("file"), tmp_path / "file", _ignore)
    server.cut_after = None
    server.files["file"] = CONTENT[::-1]
    download(server.url("file"), tmp_path / "file", _ignore)
    assert (tmp_path / "file").read_bytes() == CONTENT[::-1]


def test_a_size_that_is_not_said_and_a_redirect_do_no_harm(
    server: FileServer, tmp_path: Path
) -> None:
    server.files["file"] = CONTENT
    server.says_size = False
    server.redirects["moved"] = "/file"
    told: list[tuple[int, int | None]] = []
    download(server.url("moved"), tmp_path / "file", lambda *now: told.append(now))
    assert told[-1] == (len(CONTENT), None)
    assert (tmp_path / "file").read_bytes() == CONTENT


@pytest.mark.parametrize("status", [404, 500, 503])
def test_what_the_server_refuses_is_said(server: FileServer, tmp_path: Path, status: int) -> None:
    server.status = status
    with pytest.raises(FetchError, match=f"the server answers {status}"):
        download(server.url("file"), tmp_path / "file", _ignore)


def test_redirects_in_circles_are_said(server: FileServer, tmp_path: Path) -> None:
    server.redirects["file"] = "/file"
    with pytest.raises(FetchError, match="in circles"):
        download(server.url("file"), tmp_path / "file", _ignore)


def test_no_connection_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with FileServer() as gone:
        url = gone.url("file")
    with pytest.raises(FetchError, match="there is no connection"):
        download(url, tmp_path / "file", _ignore)


def test_a_server_that_falls_silent_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    monkeypatch.setattr(download_module, "_WAIT_S", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/file"
        with pytest.raises(FetchError, match=r"no answer for"):
            download(url, tmp_path / "file", _ignore)


def test_a_full_disk_is_said_and_the_part_is_kept(server: FileServer, tmp_path: Path) -> None:
    server.files["file"] = CONTENT
    with small_disk(tmp_path / "disk", kilobytes=2_000) as disk:
        (disk.path / "filler").write_bytes(bytes(1_500_000))
        with pytest.raises(FetchError, match=r"No space left on device. Make room.*is kept"):
            download(server.url("file"), disk.path / "file", _ignore)
        kept = (disk.path / "file.part").stat().st_size
        assert 100_000 < kept < 600_000
        (disk.path / "filler").unlink()
        download(server.url("file"), disk.path / "file", _ignore)
        assert server.asked[-1][1]["Range"] == f"bytes={kept}-"
        assert (disk.path / "file").read_bytes() == CONTENT
