"""A server on loopback that answers the operations of a surface with samples from its pages."""

from __future__ import annotations

import json
import re
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote, urlsplit

import journeybee_api

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SAMPLES = Path(__file__).parent / "samples"
KEY = "key_0123456789"
# No page shows these: the answer of a sibling, and any rows for the report.
SIBLINGS = {
    "list_deal_notes": "list_lead_notes",
    "create_deal_note": "create_lead_note",
    "update_tiers": "update_categories",
    "update_deal_stages": "update_partner_stages",
}
UNKNOWN: dict[str, Any] = {"status": 200, "body": {"message": "", "payload": [{"opened": 3}]}}


class Sent(NamedTuple):
    """A received request; the query is as on the wire."""

    method: str
    path: str
    query: str
    headers: dict[str, str]
    body: Any


Answer = tuple[int, Any]


class SampleServer:
    """Checks the key and hands each request to `answer`; keeps the requests."""

    def __init__(self, surface: str) -> None:
        package = Path(journeybee_api.__file__).parent / surface / "openapi.json"
        self.surface = surface
        self.document: dict[str, Any] = json.loads(package.read_text())
        self.requests: list[Sent] = []
        self.answer: Callable[[Sent], Answer] = self.sample
        self.url = ""

    def operation(self, sent: Sent) -> dict[str, Any]:
        """The operation of a request."""
        for path, methods in self.document["paths"].items():
            pattern = re.sub(r"\\{[^}]+\\}", "[^/]+", re.escape(path))
            if re.fullmatch(pattern, sent.path) and sent.method.lower() in methods:
                found: dict[str, Any] = methods[sent.method.lower()]
                return found
        raise LookupError(f"{sent.method} {sent.path}")

    def sample(self, sent: Sent) -> Answer:
        name = self.operation(sent)["operationId"]
        path = SAMPLES / self.surface / f"{SIBLINGS.get(name, name)}.json"
        if sent.method == "DELETE":
            return 204, None
        sample = json.loads(path.read_text()) if path.exists() else UNKNOWN
        return sample["status"], sample["body"]

    def handle(self, sent: Sent) -> Answer:
        self.requests.append(sent)
        keys = (f"Bearer {KEY}", None) if self.surface == "legacy" else (None, KEY)
        if (sent.headers.get("authorization"), sent.headers.get("x-api-key")) != keys:
            errors = json.loads((SAMPLES / self.surface / "errors.json").read_text())
            return 401, next(error["body"] for error in errors if error["status"] == 401)
        return self.answer(sent)


@contextmanager
def serving(surface: str) -> Iterator[SampleServer]:
    """A running server for a surface."""
    server = SampleServer(surface)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do(self) -> None:
            url = urlsplit(self.path)
            content = self.rfile.read(int(self.headers.get("content-length", 0)))
            headers = {name.lower(): value for name, value in self.headers.items()}
            body = json.loads(content) if content else None
            sent = Sent(self.command, unquote(url.path), url.query, headers, body)
            status, answer = server.handle(sent)
            data = b"" if status == 204 or answer is None else json.dumps(answer).encode()
            self.send_response(status)
            if status != 204:
                self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PATCH = do_DELETE = do  # noqa: N815 - named by http.server

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listener:
        listener.daemon_threads = True
        listener.block_on_close = False
        thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        server.url = f"http://127.0.0.1:{listener.server_address[1]}"
        try:
            yield server
        finally:
            listener.shutdown()
            thread.join()
