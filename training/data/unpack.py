"""Unpack an archive that a stranger made."""

import gzip
import tarfile
import zlib
from pathlib import Path, PurePosixPath

from training.errors import FetchError

_BLOCK_BYTES = 1 << 20


class _OutsideError(Exception):
    """An archive wants to write where it must not."""


def unpack(archive: Path, folder: Path) -> None:
    """Unpack a ``.tar.gz``; a single folder that holds all the rest is left out.

    Nothing is written outside `folder`, no device and no special file is made, nothing gets
    rights that a file of data does not need (the filter "data" of PEP 706).

    Parameters
    ----------
    archive : Path
    folder : Path
        Where the content shall be; must not exist.

    Raises
    ------
    FetchError
        If the archive is damaged, or wants to write outside: it is deleted then. Or if `folder`
        cannot be written.
    """
    inside = folder.with_name(f"{folder.name}.inside")
    try:
        with gzip.open(archive) as content, tarfile.open(fileobj=content) as tar:
            _extract(tar, inside)
            # The checksum stands behind the end of the archive, where tarfile does not look.
            while content.read(_BLOCK_BYTES):
                pass
        entries = list(inside.iterdir()) if inside.exists() else []
        if len(entries) == 1 and entries[0].is_dir():
            entries[0].rename(folder)
            inside.rmdir()
        elif entries:
            inside.rename(folder)
    except _OutsideError as error:
        archive.unlink()
        raise FetchError(
            f"{archive.name} was not unpacked, but deleted: it wants to write where it must not "
            f"({error}). Tell those who publish it."
        ) from error
    except (tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error) as error:
        archive.unlink()
        raise FetchError(
            f"{archive.name} is damaged ({error}). It was deleted: call the same command again "
            "to fetch it anew."
        ) from error
    except OSError as error:
        raise FetchError(
            f"{archive.name} could not be unpacked: {error.strerror or error}. Make room, or see "
            "to the rights there; the same command goes on without fetching it again."
        ) from error
    if not folder.exists():
        raise FetchError(f"{archive.name} is empty. Look at the data set's page what has happened.")


def _extract(tar: tarfile.TarFile, folder: Path) -> None:
    if not hasattr(tarfile, "data_filter"):  # Python 3.11.3 and older, as Debian 12 has
        _extract_files(tar, folder)
        return
    try:
        tar.extractall(folder, filter="data")
    except tarfile.FilterError as error:
        raise _OutsideError(str(error)) from error


def _extract_files(tar: tarfile.TarFile, folder: Path) -> None:
    """Extract files and folders with the usual rights, and nothing else."""
    for member in tar:
        place = PurePosixPath(member.name.replace("\\", "/"))
        if not (member.isfile() or member.isdir()) or place.is_absolute() or ".." in place.parts:
            raise _OutsideError(f"{member.name!r} is no file within it")
        tar.extract(member, folder, set_attrs=False)
