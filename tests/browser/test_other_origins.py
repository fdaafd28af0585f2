"""Pages of other origins in a real browser can neither read nor change a sandbox."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from journeybee.sandbox import Sandbox
from tests.browser.chromium import Page, open_page


class Elsewhere(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("content-type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>elsewhere</title><body>")

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Elsewhere) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server.server_port
        server.shutdown()
        thread.join()


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    # Local network access is a defence of one browser: the sandbox must not depend on it.
    with open_page(
        "--host-resolver-rules=MAP *.example 127.0.0.1",
        "--disable-features=LocalNetworkAccessChecks,PrivateNetworkAccessChecks,HttpsUpgrades",
    ) as page:
        yield page


ATTEMPTS = """(async (root, key) => {
  const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
  const found = {};
  const attempt = async (name, send) => {
    try { const answer = await send(); found[name] = `${answer.type} ${answer.status}`; }
    catch (error) { found[name] = error.name; }
  };
  const body = JSON.stringify({ name: "planted" });
  await attempt("figures", () => fetch(`${root}/_sandbox`));
  await attempt("about", () => fetch(`${root}/_sandbox/about`));
  await attempt("items", () => fetch(`${root}/_sandbox/items/v1/partners`, { headers }));
  const reset = { method: "POST", headers, body: "{}" };
  await attempt("reset", () => fetch(`${root}/_sandbox/reset`, reset));
  await attempt("list", () => fetch(`${root}/v1/partners`, { headers }));
  await attempt("create", () => fetch(`${root}/v1/partners`, { method: "POST", headers, body }));
  const blind = { mode: "no-cors" };
  await attempt("blind read", () => fetch(`${root}/v1/partners`, blind));
  await attempt("blind create", () =>
    fetch(`${root}/v1/partners`, { method: "POST", body, ...blind }));
  const element = (tag, name) => new Promise((resolve) => {
    const made = document.createElement(tag);
    made.onload = () => { found[name] = "loaded"; resolve(); };
    made.onerror = () => { found[name] = "error"; resolve(); };
    made.src = `${root}/_sandbox`;
    document.body.append(made);
  });
  await element("img", "image");
  await element("script", "script");
  const frame = document.createElement("iframe");
  frame.name = "target";
  document.body.append(frame);
  const form = document.createElement("form");
  Object.assign(form, { action: `${root}/v1/partners`, method: "post", target: "target" });
  form.enctype = "text/plain";
  await new Promise((resolve) => {
    frame.onload = resolve;
    document.body.append(form);
    form.submit();
  });
  return found;
})"""
NOTHING_READ = {
    "figures": "TypeError",
    "about": "TypeError",
    "items": "TypeError",
    "reset": "TypeError",
    "list": "TypeError",
    "create": "TypeError",
    # These requests cannot read the answer: the test checks that the sandbox accepted neither.
    "blind read": "opaque 0",
    "blind create": "opaque 0",
    "image": "error",
    "script": "error",
}


PLAIN = ("figures", "about", "items", "reset", "list", "create")


@pytest.mark.parametrize("name", ["evil.example", "127.0.0.1", "localhost"])
def test_a_page_of_another_origin(page: Page, port: int, name: str) -> None:
    sandbox = Sandbox(world="empty")
    with sandbox.serve() as server:
        page.call("Page.navigate", url=f"http://{name}:{port}/")
        page.until("document.title === 'elsewhere'")
        assert page.value("location.hostname") == name
        assert page.value(f"{ATTEMPTS}('{server.root}', '{server.api_key}')") == NOTHING_READ
    assert sandbox.requests == []
    assert sandbox.store.items("partners") == []


def test_a_page_by_a_name_that_was_rebound_to_this_machine(page: Page) -> None:
    sandbox = Sandbox(world="empty")
    with sandbox.serve() as server:
        # The origin of a rebound page: its own name, and the sandbox's port.
        page.call("Page.navigate", url=f"{server.root.replace('127.0.0.1', 'evil.example')}/")
        page.until("document.readyState === 'complete' && location.hostname === 'evil.example'")
        found = page.value(f"{ATTEMPTS}('', '{server.api_key}')")
        text = page.value("fetch('/_sandbox').then((answer) => answer.text())")
    assert {name: found[name] for name in PLAIN} == dict.fromkeys(PLAIN, "basic 421")
    assert "misdirected_request" in text
    assert sandbox.requests == []
    assert sandbox.store.items("partners") == []
