"""A server of files on this machine, which can be told to misbehave."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer


class _QuietServer(HTTPServer):
    def handle_error(self, *_: object) -> None:
        """Say nothing where somebody hangs up in the middle."""


class FileServer:
    """Serves what is in `files`, by path, from a thread.

    Attributes
    ----------
    files : dict of str to bytes
    takes_ranges, says_size, says_version : bool
        Whether it can send parts, says the size beforehand, and an ETag.
    cut_after : int or None
        After how many bytes of an answer it drops the connection.
    status : int or None
        What it answers instead of a file.
    redirects : dict of str to str
        Paths that it sends elsewhere.
    asked : list of (str, dict)
        The paths and headers of all requests.
    """

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.takes_ranges = self.says_size = self.says_version = True
        self.cut_after: int | None = None
        self.status: int | None = None
        self.redirects: dict[str, str] = {}
        self.asked: list[tuple[str, dict[str, str]]] = []
        self._server = _QuietServer(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))

    def __enter__(self) -> "FileServer":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def url(self, path: str) -> str:
        """Give the address of a path."""
        return f"http://127.0.0.1:{self._server.server_port}/{path}"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Answer a request."""
        path = request.path.lstrip("/")
        self.asked.append((path, dict(request.headers)))
        if path in self.redirects:
            request.send_response(302)
            request.send_header("Location", self.redirects[path])
            request.end_headers()
            return
        if self.status is not None or path not in self.files:
            request.send_error(self.status or 404)
            return
        content = self.files[path]
        tag = f'"{hash(content):x}"'
        wanted = request.headers.get("Range")
        start = 0
        if wanted and self.takes_ranges and request.headers.get("If-Range") == tag:
            start = int(wanted.removeprefix("bytes=").rstrip("-"))
        if start and start >= len(content):
            request.send_response(416)
            request.send_header("Content-Range", f"bytes */{len(content)}")
            request.end_headers()
            return
        request.send_response(206 if start else 200)
        if start:
            last = len(content) - 1
            request.send_header("Content-Range", f"bytes {start}-{last}/{len(content)}")
        if self.says_size:
            request.send_header("Content-Length", str(len(content) - start))
        if self.says_version:
            request.send_header("ETag", tag)
        request.end_headers()
        end = len(content) if self.cut_after is None else start + self.cut_after
        request.wfile.write(content[start:end])

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                server.answer(self)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        return Handler
