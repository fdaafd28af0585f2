"""The rate limit, what is recorded of requests, and starting afresh."""

from __future__ import annotations

import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from journeybee.sandbox import Sandbox
from tests.sandbox.driver import NOW, UNKNOWN, Api


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


def limited(limit: int | None, period: float = 60.0) -> tuple[Api, Clock]:
    clock = Clock()
    sandbox = Sandbox(world="empty", now=NOW, rate_limit=limit, period=period, clock=clock)
    return Api(sandbox), clock


def test_the_limit_holds_in_a_sliding_window() -> None:
    api, clock = limited(3)
    for second in (0, 10, 20):
        clock.now = 1000.0 + second
        api.get("/leads/")
    clock.now = 1020.5
    refused = api.send("GET", "/leads/")
    assert refused.error[:2] == (429, "rate_limit_exceeded")
    assert refused.headers["retry-after"] == "40"
    clock.now = 1059.9
    assert api.send("GET", "/leads/").headers["retry-after"] == "1"
    clock.now = 1060.0
    api.get("/leads/")
    assert api.send("GET", "/leads/").headers["retry-after"] == "10"


def test_refused_requests_do_not_count() -> None:
    api, clock = limited(1)
    api.get("/leads/")
    for _ in range(5):
        assert api.send("GET", "/leads/").status == 429
    clock.now += 60
    api.get("/leads/")


def test_the_default_is_100_a_minute() -> None:
    clock = Clock()
    api = Api(Sandbox(world="empty", now=NOW, clock=clock))
    assert [api.send("GET", "/leads/").status for _ in range(101)] == [200] * 100 + [429]


def test_each_key_has_a_limit_of_its_own() -> None:
    api, _ = limited(1)
    api.get("/leads/")
    headers = {"authorization": f"Bearer {api.sandbox.read_only_key}"}
    assert api.send("GET", "/leads/", headers=headers).status == 200
    assert api.send("GET", "/leads/", headers=headers).status == 429


def test_requests_without_a_known_key_do_not_count() -> None:
    api, _ = limited(1)
    for _ in range(3):
        assert api.send("GET", "/leads/", headers={}).status == 401
    api.get("/leads/")


def test_failed_requests_of_a_known_key_count() -> None:
    api, _ = limited(1)
    assert api.send("GET", f"/leads/{UNKNOWN}").status == 404
    assert api.send("GET", "/leads/").status == 429


def test_period_and_no_limit() -> None:
    api, clock = limited(1, period=0.5)
    api.get("/leads/")
    assert api.send("GET", "/leads/").headers["retry-after"] == "1"
    clock.now += 0.5
    api.get("/leads/")
    free, _ = limited(None)
    assert {free.send("GET", "/leads/").status for _ in range(200)} == {200}


@pytest.mark.parametrize(
    "options",
    [{"rate_limit": 0}, {"period": 0}, {"world": "real"}, {"now": NOW.replace(tzinfo=None)}],
)
def test_impossible_options_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="must"):
        Sandbox(**{"world": "empty", **options})


def test_requests_are_recorded_without_headers(api: Api) -> None:
    api.send("GET", "/leads/", {"search": "a b", "page": "2"})
    api.send("POST", "/partners", body={})
    api.send("GET", "/nothing")
    first, second, third = api.sandbox.requests
    assert (first.method, first.path, first.status) == ("GET", "/v1/leads/", 200)
    assert first.query == [("search", "a b"), ("page", "2")]
    assert [r.operation_id for r in (first, second, third)] == [
        "list_leads",
        "create_partner",
        None,
    ]
    assert [r.status for r in (second, third)] == [422, 404]
    assert api.sandbox.api_key not in repr(api.sandbox.requests)
    assert api.sandbox.api_key not in repr(api.sandbox)


@pytest.mark.thorough
def test_recorded_requests_are_bounded(api: Api) -> None:
    for _ in range(10_001):
        api.send("GET", "/nothing")
    assert len(api.sandbox.requests) == 10_000
    assert api.sandbox.requests[0].request_id == "sandbox-000002"


def test_every_answer_has_a_request_id_of_its_own(api: Api) -> None:
    answers = [api.send("GET", "/leads/"), api.send("GET", "/x"), api.send("GET", "/x", headers={})]
    ids = [answer.headers["x-request-id"] for answer in answers]
    assert len(set(ids)) == 3
    assert ids == [request.request_id for request in api.sandbox.requests]


def test_reset_goes_back_to_the_first_moment() -> None:
    api, _ = limited(2)
    made = api.post("/partners", name="Cedar Labs")
    api.get("/leads/")
    assert api.send("GET", "/leads/").status == 429
    api.sandbox.reset()
    assert api.sandbox.requests == []
    assert api.get("/partners")["data"] == []
    assert api.post("/partners", name="Cedar Labs") == made


@pytest.fixture
def frequent_thread_switches() -> Iterator[None]:
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(interval)


@pytest.mark.usefixtures("frequent_thread_switches")
def test_concurrent_requests_are_counted_exactly() -> None:
    api, _ = limited(50)
    statuses: list[int] = []

    def send() -> None:
        statuses.extend(api.send("POST", "/partners", body={"name": "x"}).status for _ in range(20))

    threads = [threading.Thread(target=send) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(statuses) == [201] * 50 + [429] * 50
    assert len(api.sandbox.store.items("partners")) == 50
    assert len({request.request_id for request in api.sandbox.requests}) == 100
