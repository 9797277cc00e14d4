"""Fetching published data sets, from a server on this machine."""

import errno
import hashlib
import io
import json
import shutil
import tarfile
from pathlib import Path

import numpy as np
import pytest
import soundfile
from file_server import FileServer

pytest.importorskip("requests", reason="the extra train is not installed")

from training.data.fetch import fetch
from training.data.open import open_data
from training.data.published import PUBLISHED, Published, PublishedFile
from training.errors import FetchError

CONTENT = np.random.default_rng(1).bytes(1_000_000)


@pytest.fixture(params=["with filters", "without filters"])
def any_python(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Be Python 3.11.4 and newer, whose archives have filters, or an older one."""
    if request.param == "without filters":
        monkeypatch.delattr(tarfile, "data_filter", raising=False)
    elif not hasattr(tarfile, "data_filter"):
        pytest.skip("this Python has no filters")


def _archive(members: dict[str, bytes]) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as tar:
        for name, body in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(body)
            tar.addfile(member, io.BytesIO(body))
    return content.getvalue()


def _published(server: FileServer, sha256: str | None = None) -> Published:
    file = PublishedFile(server.url("set.tar.gz"), "set.tar.gz", sha256=sha256)
    return Published("set", "A set", "CC0", "https://example.org/set", (file,))


def _ignore(size: int, total: int | None) -> None:
    pass


def _fetch(published: Published, folder: Path) -> bool:
    return fetch(published, folder, lambda file: _ignore, lambda: None)


def test_a_data_set_is_there_whole_without_its_outer_folder(
    server: FileServer, tmp_path: Path
) -> None:
    server.files["set.tar.gz"] = _archive({"set-1.0/recordings/a.wav": b"a", "set-1.0/b": b"b"})
    folder = tmp_path / "new" / "set"
    assert _fetch(_published(server), folder)
    assert (folder / "recordings" / "a.wav").read_bytes() == b"a"
    record = folder.parent / "set.fetched.json"
    assert {path.name for path in folder.parent.iterdir()} == {"set", record.name}
    noted = json.loads(record.read_text())
    assert noted["licence"] == "CC0"
    expected = hashlib.sha256(server.files["set.tar.gz"]).hexdigest()
    assert noted["sha256"] == {server.url("set.tar.gz"): expected}


def test_what_is_there_is_not_fetched_again(server: FileServer, tmp_path: Path) -> None:
    server.files["set.tar.gz"] = _archive({"a": b"a"})
    assert _fetch(_published(server), tmp_path / "set")
    assert not _fetch(_published(server), tmp_path / "set")
    assert len(server.asked) == 1


def test_a_folder_with_something_else_is_left_alone(server: FileServer, tmp_path: Path) -> None:
    (tmp_path / "set").mkdir()
    (tmp_path / "set" / "mine").write_text("mine")
    with pytest.raises(FetchError, match="holds something else"):
        _fetch(_published(server), tmp_path / "set")
    assert (tmp_path / "set" / "mine").read_text() == "mine"
    assert not server.asked


def test_an_empty_folder_is_taken(server: FileServer, tmp_path: Path) -> None:
    server.files["set.tar.gz"] = _archive({"a": b"a"})
    (tmp_path / "set").mkdir()
    assert _fetch(_published(server), tmp_path / "set")
    assert (tmp_path / "set" / "a").read_bytes() == b"a"


def test_another_checksum_than_the_published_one_is_refused(
    server: FileServer, tmp_path: Path
) -> None:
    server.files["set.tar.gz"] = _archive({"a": b"a"})
    with pytest.raises(FetchError, match=r"not what was published.*deleted"):
        _fetch(_published(server, sha256="0" * 64), tmp_path / "set")
    assert not (tmp_path / "set").exists()
    right = hashlib.sha256(server.files["set.tar.gz"]).hexdigest()
    assert _fetch(_published(server, sha256=right), tmp_path / "set")


def test_what_has_changed_since_the_first_time_is_refused(
    server: FileServer, tmp_path: Path
) -> None:
    server.files["set.tar.gz"] = _archive({"a": b"a"})
    _fetch(_published(server), tmp_path / "set")
    shutil.rmtree(tmp_path / "set")
    server.files["set.tar.gz"] = _archive({"a": b"other"})
    with pytest.raises(FetchError, match=r"has changed since it was fetched on 20"):
        _fetch(_published(server), tmp_path / "set")
    assert not (tmp_path / "set").exists()
    (tmp_path / "set.fetched.json").unlink()
    assert _fetch(_published(server), tmp_path / "set")


@pytest.mark.usefixtures("any_python")
@pytest.mark.parametrize("name", ["../outside", "set/../../outside", "/../outside"])
def test_an_archive_that_wants_out_is_refused(
    server: FileServer, tmp_path: Path, name: str
) -> None:
    server.files["set.tar.gz"] = _archive({"good": b"good", name: b"bad"})
    with pytest.raises(FetchError, match="wants to write where it must not"):
        _fetch(_published(server), tmp_path / "in" / "set")
    assert not (tmp_path / "in" / "set").exists()
    assert not list(tmp_path.rglob("outside"))


@pytest.mark.usefixtures("any_python")
def test_a_link_to_the_outside_is_refused(server: FileServer, tmp_path: Path) -> None:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w:gz") as tar:
        link = tarfile.TarInfo("link")
        link.type, link.linkname = tarfile.SYMTYPE, "../../../outside"
        tar.addfile(link)
    server.files["set.tar.gz"] = content.getvalue()
    with pytest.raises(FetchError, match="wants to write where it must not"):
        _fetch(_published(server), tmp_path / "set")


@pytest.mark.usefixtures("any_python")
@pytest.mark.parametrize("damage", ["cut", "flipped", "no archive", "empty"])
def test_a_damaged_archive_is_said_and_fetched_anew(
    server: FileServer, tmp_path: Path, damage: str
) -> None:
    good = _archive({"a": CONTENT, "b": b"b"})
    middle = len(good) // 2
    flipped = bytes([good[middle] ^ 255])
    server.files["set.tar.gz"] = {
        "cut": good[:middle],
        "flipped": good[:middle] + flipped + good[middle + 1 :],
        "no archive": b"<html>Sign in</html>",
        "empty": b"",
    }[damage]
    with pytest.raises(FetchError, match="damaged"):
        _fetch(_published(server), tmp_path / "set")
    assert not (tmp_path / "set").exists()
    server.files["set.tar.gz"] = good
    assert _fetch(_published(server), tmp_path / "set")
    assert (tmp_path / "set" / "a").read_bytes() == CONTENT


def test_a_disk_that_is_full_while_unpacking_costs_no_second_download(
    server: FileServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.files["set.tar.gz"] = _archive({"a": b"a"})

    def fail(*_: object, **__: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as full:
        full.setattr(tarfile.TarFile, "extractall", fail)
        with pytest.raises(FetchError, match="could not be unpacked: No space left on device"):
            _fetch(_published(server), tmp_path / "set")
    assert not (tmp_path / "set").exists()
    assert _fetch(_published(server), tmp_path / "set")
    assert len(server.asked) == 1


def test_a_record_that_cannot_be_written_leaves_nothing_beside_the_folder(
    server: FileServer, tmp_path: Path
) -> None:
    server.files["set.tar.gz"] = _archive({"a": b"a"})
    (tmp_path / "set.fetched.json").mkdir()
    with pytest.raises(FetchError, match="could not be made"):
        _fetch(_published(server), tmp_path / "set")
    assert {path.name for path in tmp_path.iterdir()} == {"set.fetched.json", "set.fetching"}


def test_several_files_stand_beside_each_other(server: FileServer, tmp_path: Path) -> None:
    names = ("train.parquet", "test.parquet")
    server.files = {name: b"PAR1" + name.encode() + b"PAR1" for name in names}
    files = tuple(PublishedFile(server.url(name), name) for name in names)
    assert _fetch(Published("set", "", "CC0", "", files), tmp_path / "set")
    assert {path.name for path in (tmp_path / "set").iterdir()} == set(names)


def test_a_page_in_place_of_a_file_is_said_and_not_kept(server: FileServer, tmp_path: Path) -> None:
    name = "train.parquet"
    published = Published("set", "", "CC0", "", (PublishedFile(server.url(name), name),))
    server.files = {name: b"<html>Sign in</html>"}
    with pytest.raises(FetchError, match=r"train\.parquet is no Parquet file"):
        _fetch(published, tmp_path / "set")
    assert not (tmp_path / "set").exists()
    server.files = {name: b"PAR1, and more, PAR1"}
    assert _fetch(published, tmp_path / "set")


def test_the_table_names_each_set_once_and_says_where_it_is_from() -> None:
    assert len({each.name for each in PUBLISHED}) == len(PUBLISHED)
    for each in PUBLISHED:
        assert each.licence
        assert each.page.startswith("https://")
        assert all(file.url.startswith("https://") for file in each.files)
        assert all(file.sha256 is None or len(file.sha256) == 64 for file in each.files)


def test_a_fetched_free_spoken_digit_dataset_can_be_opened(
    server: FileServer, tmp_path: Path
) -> None:
    members = {}
    for digit in range(2):
        for take in (0, 7, 20):
            wave = io.BytesIO()
            soundfile.write(wave, np.zeros(4_000), 8_000, format="WAV")
            members[f"fsdd-1.0.10/recordings/{digit}_ann_{take}.wav"] = wave.getvalue()
    server.files["set.tar.gz"] = _archive(members)
    _fetch(_published(server), tmp_path / "fsdd")
    data = open_data(tmp_path / "fsdd")
    assert {recording.label for recording in data.recordings} == {"0", "1"}
    assert len(data.recordings) == 6
    assert data.recordings[0].load().shape == (8_000,)
