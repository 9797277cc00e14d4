"""Files that the training writes, whole or not at all."""

from pathlib import Path

import pytest
from small_disk import small_disk

from training.errors import DataError
from training.files import check_writable, write_whole


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    for content in (b"first", b"second"):
        write_whole(path, content)
    assert path.read_bytes() == b"second"
    assert list(tmp_path.iterdir()) == [path]


def test_what_was_there_stays_where_nothing_can_be_written(tmp_path: Path) -> None:
    (tmp_path / "report.json").mkdir()
    (tmp_path / "report.json" / "kept").touch()
    with pytest.raises(DataError, match=r"report\.json cannot be written"):
        write_whole(tmp_path / "report.json", b"new")
    assert [path.name for path in tmp_path.rglob("*")] == ["report.json", "kept"]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        (".", "is a folder"),
        ("nowhere/report.json", "There is no folder"),
        (f"{300 * 'x'}.json", "cannot be written"),
    ],
)
def test_a_place_that_is_none_is_said_before_the_work(
    tmp_path: Path, name: str, message: str
) -> None:
    with pytest.raises(DataError, match=message):
        check_writable(tmp_path / name)


def test_a_disk_that_cannot_be_written_to_is_said_before_the_work(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        disk.make_read_only()
        with pytest.raises(DataError, match="Read-only file system"):
            check_writable(disk.path / "report.json")


def test_a_full_disk_keeps_the_old_file_and_nothing_beside_it(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk") as disk:
        write_whole(disk.path / "report.json", b"old")
        disk.fill()
        with pytest.raises(DataError, match="No space left on device"):
            write_whole(disk.path / "report.json", b"new" * 10_000)
        assert {path.name for path in disk.path.iterdir()} == {"report.json", "filler"}
        assert (disk.path / "report.json").read_bytes() == b"old"


def test_a_place_for_a_file_is_accepted(tmp_path: Path) -> None:
    check_writable(tmp_path / "report.json")
    assert not list(tmp_path.iterdir())
