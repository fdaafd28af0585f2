"""Webhooks, really delivered to a receiver on loopback."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from typing import Any

import pytest

from journeybee import ConfigurationError
from journeybee.sandbox import Sandbox
from journeybee.sandbox.webhooks.deliveries import is_loopback
from tests.sandbox.driver import NOW, Api


class Receiver:
    def __init__(self) -> None:
        self.got: list[tuple[str, dict[str, str], Any]] = []
        self.status = 200
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["content-length"])))
                receiver.got.append((self.path, dict(self.headers), body))
                self.send_response(receiver.status)
                self.end_headers()

            def log_message(self, *_: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/hook?from=sandbox"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    receiver = Receiver()
    thread = threading.Thread(target=receiver.server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield receiver
    receiver.server.shutdown()
    thread.join()
    receiver.server.server_close()


def subscribe(api: Api, event: str, url: str) -> None:
    api.post("/webhooks/subscriptions", integration_id=1, event=event, url=url)


def test_creation_change_and_end_of_a_lead(api: Api, receiver: Receiver) -> None:
    for event in ("leads.create", "leads.update", "leads.delete", "leads.notes_create"):
        subscribe(api, event, receiver.url)
    made = api.post("/leads/", email="x@y.example", company_name="Oak")
    changed = api.patch(f"/leads/{made['uuid']}", company_name="Elm")
    note = api.post(f"/leads/{made['uuid']}/notes", content="Called.")
    api.delete(f"/leads/{made['uuid']}")
    deliveries = api.sandbox.deliveries()
    events = ["leads.create", "leads.update", "leads.notes_create", "leads.delete"]
    assert [(d.event, d.status, d.error) for d in deliveries] == [(e, 200, "") for e in events]
    paths, headers, bodies = zip(*receiver.got, strict=True)
    assert set(paths) == {"/hook?from=sandbox"}
    assert {h["content-type"] for h in headers} == {"application/json"}
    assert not any("authorization" in {name.lower() for name in h} for h in headers)
    assert [body["event"] for body in bodies] == events
    assert [body["data"] for body in bodies] == [made, changed, note, changed]
    assert bodies[0]["created_at"] == "2025-08-20T12:00:00.000Z"


def test_what_hangs_on_a_partner_goes_by_its_singular(api: Api, receiver: Receiver) -> None:
    subscribe(api, "partners.contact_create", receiver.url)
    partner = api.post("/partners", name="Cedar")
    api.post(f"/partners/{partner['uuid']}/contacts", email="a@cedar.example")
    assert [d.event for d in api.sandbox.deliveries()] == ["partners.contact_create"]


def test_what_was_refused_is_no_event(api: Api, receiver: Receiver) -> None:
    subscribe(api, "leads.create", receiver.url)
    assert api.send("POST", "/leads/", body={"email": 5}).status == 422
    api.sandbox.faults.add(status=500, times=1)
    assert api.send("POST", "/leads/", body={"email": "a@b.example"}).status == 500
    assert api.sandbox.deliveries() == []


def test_nothing_goes_to_another_machine(tiny: Api) -> None:
    tiny.post("/leads/", email="a@b.example")
    (delivery,) = tiny.sandbox.deliveries()
    assert delivery.url == "https://hooks.example/journeybee"
    assert (delivery.status, "not a loopback" in delivery.error) == (None, True)


@pytest.mark.parametrize(
    ("url", "local"),
    [
        ("http://127.0.0.1:80/x", True),
        ("http://[::1]/", True),
        ("http://localhost:9", True),
        ("https://127.0.0.1/", False),
        ("http://127.0.0.1.example/", False),
        ("http://10.0.0.1/", False),
        ("http://localhost@10.0.0.1/", False),
        ("file:///etc/passwd", False),
        ("http://[::1", False),
        ("", False),
    ],
)
def test_which_urls_are_of_this_machine(url: str, local: bool) -> None:
    assert is_loopback(url) is local


def test_a_receiver_that_fails_or_is_gone(api: Api, receiver: Receiver) -> None:
    receiver.status = 500
    subscribe(api, "partners.create", receiver.url)
    subscribe(api, "partners.create", "http://127.0.0.1:9/gone")
    api.post("/partners", name="x")
    failed, gone = api.sandbox.deliveries()
    assert (failed.status, failed.error) == (500, "")
    assert (gone.status, "refused" in gone.error) == (None, True)


def test_waiting_has_an_end(api: Api) -> None:
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as silent:
        subscribe(api, "partners.create", f"http://127.0.0.1:{silent.server_port}/")
        api.post("/partners", name="x")
        with pytest.raises(TimeoutError, match="still waiting"):
            api.sandbox.deliveries(0.05)


def test_a_reset_forgets_what_was_sent(api: Api) -> None:
    subscribe(api, "partners.create", "http://example.com/")
    api.post("/partners", name="x")
    assert len(api.sandbox.deliveries()) == 1
    api.sandbox.reset()
    assert api.sandbox.deliveries() == []


def test_the_world_has_a_subscription_that_leads_nowhere() -> None:
    sandbox = Sandbox(world="tiny", now=NOW)
    assert not any(is_loopback(s["url"]) for s in sandbox.store.items("webhooks/subscriptions"))


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:99999/",
        "http://127.0.0.1:x/",
        "http://localhost/\u20ac",
        "http://localhost/a b",
        "http://127.0.0.1:0/",
    ],
)
def test_a_url_that_cannot_be_dialled_ends_no_deliveries(
    api: Api, receiver: Receiver, url: str
) -> None:
    subscribe(api, "partners.create", url)
    subscribe(api, "partners.create", receiver.url)
    for name in ("x", "y"):
        api.post("/partners", name=name)
    deliveries = api.sandbox.deliveries()
    assert [(d.status, bool(d.error)) for d in deliveries] == [(None, True), (200, False)] * 2


def test_a_receiver_that_answers_byte_by_byte_is_given_up(
    api: Api, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("journeybee.sandbox.webhooks.deliveries.SECONDS", 0.2)
    ended = threading.Event()

    class Slow(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            with suppress(OSError):
                while not ended.wait(0.05):
                    self.wfile.write(b"H")

    with ThreadingHTTPServer(("127.0.0.1", 0), Slow) as slow:
        threading.Thread(target=slow.serve_forever, kwargs={"poll_interval": 0.01}).start()
        subscribe(api, "partners.create", f"http://127.0.0.1:{slow.server_port}/")
        subscribe(api, "partners.create", receiver.url)
        api.post("/partners", name="x")
        late, answered = api.sandbox.deliveries()
        ended.set()
        slow.shutdown()
    assert (late.status, late.error) == (None, "no answer within 0.2 seconds")
    assert answered.status == 200


def test_only_so_many_wait_for_a_receiver_that_never_answers(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("journeybee.sandbox.webhooks.deliveries.MAX_WAITING", 3)
    monkeypatch.setattr("journeybee.sandbox.webhooks.deliveries.SECONDS", 0.05)
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as silent:
        subscribe(api, "partners.create", f"http://127.0.0.1:{silent.server_port}/")
        for _ in range(10):
            api.post("/partners", name="x")
        errors = [delivery.error for delivery in api.sandbox.deliveries()]
    assert len(errors) == 10
    assert sum("3 others were waiting" in error for error in errors) >= 6
    assert sum("no answer within" in error or "timed out" in error for error in errors) >= 3


def test_what_is_under_way_at_a_reset_is_forgotten_too(api: Api) -> None:
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as silent:
        subscribe(api, "partners.create", f"http://127.0.0.1:{silent.server_port}/")
        api.post("/partners", name="x")
        api.sandbox.reset()
    assert api.sandbox.deliveries(10) == []


def test_a_secret_that_cannot_be_one_is_refused_at_once(api: Api) -> None:
    with pytest.raises(ConfigurationError, match="secret"):
        api.sandbox.subscribe_legacy("http://127.0.0.1:1/", "")
