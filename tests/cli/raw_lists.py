"""A server whose rows are bytes, so that it can send more than Python's JSON encoder writes."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator


class RawLists:
    """Answers every list with the same rows, page by page.

    Attributes:
        rows: each row as JSON.
        asked: the paths and queries of requests.
        refuse_from: the first page that is answered by 400, None for none.
        bodies: the bodies of requests.
        headers: headers of each answer, besides those of its body.
    """

    def __init__(self, rows: list[bytes]) -> None:
        self.rows = rows
        self.asked: list[str] = []
        self.bodies: list[bytes] = []
        self.refuse_from: int | None = None
        self.headers: dict[str, str] = {}

    def answer(self, target: str) -> tuple[int, bytes]:
        """Status and body of the answer to a request."""
        self.asked.append(target)
        query = parse_qs(urlsplit(target).query)
        page = int(query.get("page", ["1"])[0])
        size = int(query.get("per_page", ["100"])[0])
        if self.refuse_from is not None and page >= self.refuse_from:
            return 400, b'{"message": "not now"}'
        rows, total = self.rows[(page - 1) * size : page * size], len(self.rows)
        numbers = page, size, total, -(-total // size)
        counts = b'"page": %d, "per_page": %d, "total": %d, "total_pages": %d' % numbers
        return 200, b'{"data": [%s], "pagination": {%s}}' % (b", ".join(rows), counts)


@contextmanager
def serve(lists: RawLists) -> Iterator[str]:
    """Serve on loopback; yields the URL."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self._send(*lists.answer(self.path))

        def do_PATCH(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            lists.asked.append(self.path)
            lists.bodies.append(body)
            self._send(200, body or b"{}")

        def _send(self, status: int, content: bytes) -> None:
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(content)))
            for name, value in lists.headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/v1"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
