"""The built documentation on a server, and a browser that opens and searches it."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from scripts.tools.check_site import SITE
from tests.browser.chromium import Page

COMPRESSED = {".html", ".css", ".js", ".json", ".svg"}
TYPED = """(query => {{
    query.focus();
    query.value = {text};
    query.dispatchEvent(new KeyboardEvent("keyup", {{ bubbles: true }}));
}})(document.querySelector("[data-md-component=search-query]"))"""


class Static(SimpleHTTPRequestHandler):
    """Serves the site as static hosts do, texts compressed by gzip."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args, directory=str(SITE))

    def do_GET(self) -> None:
        path = Path(self.translate_path(self.path))
        if not path.is_file() or path.suffix not in COMPRESSED:
            return super().do_GET()
        content = gzip.compress(path.read_bytes(), 6)
        self.send_response(200)
        self.send_header("content-type", self.guess_type(str(path)))
        self.send_header("content-encoding", "gzip")
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        return None

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def served() -> Iterator[str]:
    """The URL of the site on a server of its own."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Static) as server:
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def opened(page: Page, url: str, width: int = 1200, height: int = 840) -> None:
    """Open a page in a window of a size; narrow ones are those of phones."""
    page.call(
        "Emulation.setDeviceMetricsOverride",
        width=width,
        height=height,
        deviceScaleFactor=1,
        mobile=width < 600,
    )
    # The same page with another fragment would not load again.
    page.call("Page.navigate", url="about:blank")
    page.events.clear()
    page.call("Page.navigate", url=url)
    page.until("document.readyState === 'complete' && !document.querySelector('html.no-js')")


def search(page: Page, text: str) -> None:
    """Type into the search."""
    page.value(TYPED.format(text=json.dumps(text)))
