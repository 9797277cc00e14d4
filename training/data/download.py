"""Bring one file from the network, and go on where an interrupted download ended."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import requests
import urllib3

from training.errors import FetchError

OnProgress = Callable[[int, int | None], None]
"""Is told how many bytes are here, and of how many; None where the server does not say."""

_WAIT_S = 30
_BLOCK_BYTES = 1 << 16
_OK, _PARTIAL, _NOT_SATISFIABLE = 200, 206, 416
_GO_ON = "What has come is kept: the same command goes on from there, if the server can do that."


def download(url: str, path: Path, on_progress: OnProgress) -> None:
    """Bring a file here. What comes is written to ``<path>.part`` until it is whole.

    The rest of an interrupted download is asked for by a range request, on condition that the
    file has not changed since (RFC 9110, sections 13.1.5 and 14.2). Where the server cannot do
    that, or the file has changed, the download starts anew.

    Parameters
    ----------
    url : str
        Where the file is.
    path : Path
        Where it shall be. Where it is already, nothing is done.
    on_progress : callable

    Raises
    ------
    FetchError
        If it cannot be had, or not written. What has come stays for the next call.
    """
    if path.exists():
        return
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _download(url, path, on_progress)
    except (requests.RequestException, urllib3.exceptions.HTTPError) as error:
        raise FetchError(f"{url} could not be had: {_in_words(error)} {_GO_ON}") from error
    except OSError as error:
        raise FetchError(
            f"{path} could not be written: {error.strerror or error}. Make room, or see to the "
            f"rights there. {_GO_ON}"
        ) from error


def _download(url: str, path: Path, on_progress: OnProgress) -> None:
    part = path.with_name(f"{path.name}.part")
    version = _Version(path.with_name(f"{path.name}.version.json"), url)
    size = part.stat().st_size if part.exists() else 0
    headers = {"Accept-Encoding": "identity"}  # else the bytes that come are not those of the file
    validator = version.read()
    if size and validator:
        headers |= {"Range": f"bytes={size}-", "If-Range": validator}
    with (
        requests.Session() as session,
        session.get(url, headers=headers, stream=True, timeout=_WAIT_S) as response,
    ):
        start, total = _range_of(response)
        is_whole = response.status_code == _NOT_SATISFIABLE and total == size > 0
        if not is_whole:
            _check_status(response, part)
            if response.status_code == _OK:
                version.write(response)
            _receive(response, part, start, total, on_progress)
    part.replace(path)
    version.forget()


def _receive(
    response: requests.Response, part: Path, start: int, total: int | None, on_progress: OnProgress
) -> None:
    """Write what comes behind the first `start` bytes of the part."""
    size = start
    with part.open("ab" if start else "wb") as file:
        on_progress(size, total)
        for block in response.raw.stream(_BLOCK_BYTES, decode_content=False):
            file.write(block)
            size += len(block)
            on_progress(size, total)


def _range_of(response: requests.Response) -> tuple[int, int | None]:
    """Tell at which byte the answer starts, and how many the whole file has."""
    found = re.fullmatch(
        r"bytes (?:(\d+)-\d+|\*)/(\d+|\*)", response.headers.get("Content-Range", "")
    )
    if found:
        start, total = found.groups()
        return int(start or 0), None if total == "*" else int(total)
    length = response.headers.get("Content-Length", "")
    return 0, int(length) if length.isdecimal() else None


def _check_status(response: requests.Response, part: Path) -> None:
    """Raise an error for an answer that is not the file, or not the wanted part of it."""
    status = response.status_code
    if status == _NOT_SATISFIABLE or (
        status == _PARTIAL and _range_of(response)[0] != part.stat().st_size
    ):
        part.unlink(missing_ok=True)
        raise FetchError(
            f"{response.url} has changed, or its server muddles the parts of a file. What had "
            "come is of no use and was deleted: call the same command again to start anew."
        )
    if status not in (_OK, _PARTIAL):
        raise FetchError(
            f"{response.url} could not be had: the server answers {status} {response.reason}. "
            "Try it later; if it stays so, look at the data set's page whether it has moved."
        )


class _Version:
    """Remembers which version of a file a part is of, so that no other's rest is put behind it."""

    def __init__(self, path: Path, url: str) -> None:
        self._path, self._url = path, url

    def read(self) -> str | None:
        """Return what `If-Range` takes; None where nothing is known."""
        try:
            noted = json.loads(self._path.read_text(encoding="utf-8"))
            return str(noted["validator"]) if noted["url"] == self._url else None
        except (OSError, ValueError, LookupError, TypeError):
            return None

    def write(self, response: requests.Response) -> None:
        """Note the version that an answer is of."""
        tag = response.headers.get("ETag", "")
        # A weak tag does not promise the same bytes.
        validator = tag if tag.startswith('"') else response.headers.get("Last-Modified")
        if validator is None:
            self.forget()
        else:
            noted = {"url": self._url, "validator": validator}
            self._path.write_text(json.dumps(noted), encoding="utf-8")

    def forget(self) -> None:
        """Forget it."""
        self._path.unlink(missing_ok=True)


def _in_words(error: Exception) -> str:
    if isinstance(error, requests.Timeout | urllib3.exceptions.TimeoutError):
        return f"there was no answer for {_WAIT_S} s. Try it later."
    if isinstance(error, requests.exceptions.SSLError):
        return "the server does not show that it is the one meant. Is a proxy in between?"
    if isinstance(error, requests.TooManyRedirects):
        return "the server sends one round in circles. Try it later."
    if isinstance(error, urllib3.exceptions.HTTPError):
        return "the connection broke."
    if isinstance(error, requests.ConnectionError):
        return "there is no connection. Check the network."
    return f"{error}."
