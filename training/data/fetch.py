"""Fetch a published data set: download, check, unpack; whole or not at all."""

import datetime
import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from training.data.download import OnProgress, download
from training.data.published import Published, PublishedFile
from training.data.unpack import unpack
from training.errors import FetchError
from training.files import replace_file

_ARCHIVE_ENDING = ".tar.gz"
_PARQUET_MARK = b"PAR1"


def fetch(
    published: Published,
    folder: Path,
    progress_of: Callable[[PublishedFile], OnProgress],
    on_downloaded: Callable[[], None],
) -> bool:
    """Bring a published data set into a folder.

    Beside the folder there are, for later calls, ``<folder>.fetched.json`` with the checksums of
    what was downloaded, and, until all is done, ``<folder>.fetching/`` with what has come so far.

    Parameters
    ----------
    published : Published
    folder : Path
        Where the data set shall be; it appears when all of it is there and checked.
    progress_of : callable
        Gives for each file what is told how far its download is.
    on_downloaded : callable
        Is called when all has come, before it is checked and unpacked, which can take minutes.

    Returns
    -------
    bool
        False where it was there already, and nothing was done.

    Raises
    ------
    FetchError
        If it cannot be had, is damaged, is not the one that was published or that was fetched
        here before, or cannot be written.
    """
    folder = folder.absolute()
    record = folder.with_name(f"{folder.name}.fetched.json")
    if _is_there(published, folder, record):
        return False
    work = folder.with_name(f"{folder.name}.fetching")
    for file in published.files:
        download(file.url, work / file.name, progress_of(file))
    on_downloaded()
    try:
        checksums = _check(published, work, record)
        made = _put_together(published, work)
        _write_record(record, published, checksums)
        made.rename(folder)
        shutil.rmtree(work, ignore_errors=True)
    except OSError as error:
        raise FetchError(
            f"{folder} could not be made: {error.strerror or error}. Make room, or see to the "
            "rights there; the same command goes on without downloading again."
        ) from error
    return True


def _is_there(published: Published, folder: Path, record: Path) -> bool:
    """Tell whether the data set is there; raise an error if something else is."""
    if folder.is_dir() and not any(folder.iterdir()):
        return False
    if folder.exists() and _read_record(record).get("name") != published.name:
        raise FetchError(
            f"{folder} holds something else than {published.name}. Give another folder with --to."
        )
    return folder.exists()


def _check(published: Published, work: Path, record: Path) -> dict[str, str]:
    """Return the checksums of the files by their addresses, if they are the right ones."""
    earlier = _read_record(record)
    known = earlier.get("sha256", {})
    checksums = {}
    for file in published.files:
        path = work / file.name
        with path.open("rb") as content:
            checksums[file.url] = hashlib.file_digest(content, "sha256").hexdigest()
        if file.sha256 not in (None, checksums[file.url]):
            path.unlink()
            raise FetchError(
                f"{file.url} is not what was published: its SHA-256 is {checksums[file.url]}, not "
                f"{file.sha256}. It was deleted. Call the same command again; if it stays so, look "
                f"at {published.page}."
            )
        if known.get(file.url) not in (None, checksums[file.url]):
            path.unlink()
            raise FetchError(
                f"{file.url} has changed since it was fetched on {earlier.get('date')}: its "
                f"SHA-256 is {checksums[file.url]}, not {known[file.url]}. It was deleted. See at "
                f"{published.page} why; if you want it as it is now, delete {record} and fetch "
                "again."
            )
    return checksums


def _put_together(published: Published, work: Path) -> Path:
    """Make the folder that the data set will be, beside what was downloaded."""
    made = work / "made"
    for leftover in work.glob("made*"):
        shutil.rmtree(leftover)
    if [file.name.endswith(_ARCHIVE_ENDING) for file in published.files] == [True]:
        unpack(work / published.files[0].name, made)
        return made
    made.mkdir()
    for file in published.files:
        _check_kind(work / file.name)
        # Not moved: what was downloaded is still there if the disk is full now.
        shutil.copyfile(work / file.name, made / file.name)
    return made


def _check_kind(path: Path) -> None:
    """See that what should be a Parquet file is not a page that asks to sign in, or the like."""
    if path.suffix != ".parquet":
        return
    with path.open("rb") as content:
        begins = content.read(len(_PARQUET_MARK))
        content.seek(max(path.stat().st_size - len(_PARQUET_MARK), 0))
        ends = content.read()
    if not begins == ends == _PARQUET_MARK:
        path.unlink()
        raise FetchError(
            f"{path.name} is no Parquet file, though the server gave it as one. It was deleted: "
            "call the same command again, or look whether the network asks to sign in."
        )


def _read_record(record: Path) -> dict[str, Any]:
    try:
        noted = json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return noted if isinstance(noted, dict) and isinstance(noted.get("sha256"), dict) else {}


def _write_record(record: Path, published: Published, checksums: dict[str, str]) -> None:
    noted = {
        "name": published.name,
        "date": datetime.date.today().isoformat(),
        "licence": published.licence,
        "page": published.page,
        "sha256": checksums,
    }
    replace_file(record, (json.dumps(noted, indent=2) + "\n").encode())
