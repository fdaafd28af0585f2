"""Writes are tested on new rows, which are deleted."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import httpx
import pytest

from journeybee import APIConnectionError, ConfigurationError, RetryPolicy
from journeybee.sandbox import Sandbox
from journeybee.verify import verify
from tests.verify.servers import client_of

SIMPLE = ("tags", "tiers", "categories", "tasks", "products", "rooms", "leads", "deals", "partners")


async def test_a_row_is_created_changed_and_removed() -> None:
    sandbox = Sandbox(world="tiny", rate_limit=None)
    report = await verify(sandbox.client(), writes=SIMPLE, max_requests=300)
    assert report.differences == []
    done = {r.operation for r in report.results if r.operation.startswith(("create", "update"))}
    assert {f"create_{name}" for name in ("tag", "task", "lead", "deal", "partner")} <= done
    assert {f"update_{name}" for name in ("tag", "task", "lead", "deal", "partner")} <= done
    for request in sandbox.requests:
        if request.method != "GET":
            assert request.status < 300, request
    counts = [sum(r.method == m for r in sandbox.requests) for m in ("POST", "DELETE")]
    assert counts == [len(SIMPLE), len(SIMPLE)]


@pytest.mark.parametrize("fault", [{"status": 500}, {"drop": "before"}])
async def test_the_row_is_removed_whatever_goes_wrong_between(fault: Any) -> None:
    sandbox = Sandbox(world="tiny", rate_limit=None)
    sandbox.faults.add(operation="update_tag", **fault)
    client = sandbox.client(retry=RetryPolicy(max_retries=0))
    with suppress(APIConnectionError):
        report = await verify(client, writes=["tags"], max_requests=300)
        assert ("update_tag", "500") in {(d.where, d.seen) for d in report.differences}
    assert [(r.method, r.status) for r in sandbox.requests if r.method in ("POST", "DELETE")] == [
        ("POST", 201),
        ("DELETE", 204),
    ]


async def test_nothing_is_written_that_was_not_asked_for() -> None:
    sandbox = Sandbox(world="tiny", rate_limit=None)
    await verify(sandbox.client(), max_requests=60, writes=["tags"])
    # Reads come first; then too few requests are left to clean up after a write.
    assert {request.method for request in sandbox.requests} == {"GET"}


@pytest.mark.parametrize("name", ["nothing", "currencies", "analytics"])
async def test_resources_that_cannot_be_cleaned_up_are_refused(name: str) -> None:
    with pytest.raises(ConfigurationError, match=f"cannot try writes of {name}"):
        await verify(Sandbox(world="tiny").client(), writes=[name])


async def test_a_row_that_was_not_made_here_is_never_touched() -> None:
    seen: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        seen.append(request.method)
        body: Any = [] if request.url.path.endswith("s/") else {"uuid": "theirs", "label": "Gold"}
        return httpx.Response(201 if request.method == "POST" else 200, json=body)

    def creating(request: httpx.Request) -> httpx.Response:
        if request.method == "POST":
            seen.append("POST")
            return httpx.Response(201, json={"uuid": "theirs", "label": "Gold"})
        return handler(request)

    report = await verify(client_of(creating), writes=["tags"], max_requests=500)
    assert "POST" in seen
    assert not {"PATCH", "DELETE"} & set(seen)
    assert "is left as it is" in report.skipped["delete_tag"]
