"""Common inputs: accepted, or refused at once with their name."""

from __future__ import annotations

from typing import Any

import anyio
import httpx
import pytest

from journeybee import (
    APITimeoutError,
    BulkResult,
    ConfigurationError,
    JourneyBee,
    RetryPolicy,
)
from journeybee.sandbox import Sandbox
from journeybee.sandbox.http.client import SandboxClient


def sandbox_client(**options: Any) -> SandboxClient:
    sandbox = Sandbox(world="tiny", rate_limit=None)
    return sandbox.client(retry=RetryPolicy(max_retries=0), **options)


@pytest.mark.parametrize(
    ("headers", "problem"),
    [
        ({"x-tenant": "acme "}, "the value of header x-tenant begins or ends with a blank"),
        ({"x-tenant": " acme"}, "the value of header x-tenant begins or ends with a blank"),
        ({"x-tenant": 7}, "the value of header x-tenant must be a str, not int"),
        ({"x-tenant": b"acme"}, "the value of header x-tenant must be a str, not bytes"),
        ({"x-tenant": None}, "the value of header x-tenant must be a str, not NoneType"),
        ({7: "x"}, "not a header name: 7"),
        ({b"x": "x"}, "not a header name: b'x'"),
        ([("x", "y")], "headers must be a mapping, not list"),
        ("x", "headers must be a mapping, not str"),
    ],
)
def test_headers_that_cannot_be_sent(headers: Any, problem: str) -> None:
    with pytest.raises(ConfigurationError, match=problem) as caught:
        JourneyBee("key", headers=headers)
    assert "acme" not in str(caught.value)
    with pytest.raises(ConfigurationError, match=problem):
        JourneyBee("key").with_options(headers=headers)


def test_a_wait_that_is_no_number() -> None:
    with pytest.raises(ConfigurationError, match="max_wait must be a number"):
        JourneyBee("key").with_options(max_wait="5")  # type: ignore[arg-type]


async def test_closing_a_view_closes_neither_the_client_nor_other_views() -> None:
    def answer(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, json=[])

    transport = httpx.MockTransport(answer)
    client = JourneyBee("key", http_client=httpx.AsyncClient(transport=transport))
    view = client.with_options(timeout=3)
    async with view, view.with_options(max_wait=1):
        pass
    await view.aclose()
    assert await view.request("GET", "/x") == []
    assert await client.request("GET", "/x") == []
    await client.aclose()
    with pytest.raises(RuntimeError, match="closed"):
        await view.request("GET", "/x")


async def test_an_async_on_result_is_awaited_before_its_worker_goes_on() -> None:
    events: list[str] = []

    async def note(result: BulkResult[Any]) -> None:
        await anyio.lowlevel.checkpoint()
        events.append(f"noted {result.index}")

    client = sandbox_client()
    made = [{"label": str(n), "association": "lead"} for n in range(3)]
    await client.tags.create.many(made, concurrency=1, on_result=note)
    assert events == ["noted 0", "noted 1", "noted 2"]


async def test_what_an_async_on_result_raises_the_call_raises() -> None:
    async def refuse(result: BulkResult[Any]) -> None:
        await anyio.lowlevel.checkpoint()
        raise RuntimeError(f"row {result.index}")

    made = [{"label": str(n), "association": "lead"} for n in range(3)]
    with pytest.raises(RuntimeError, match="row 0"):
        await sandbox_client().tags.create.many(made, concurrency=1, on_result=refuse)


async def test_an_async_progress_is_awaited() -> None:
    noted: list[tuple[int, int | None]] = []

    async def note(done: int, total: int | None) -> None:
        await anyio.lowlevel.checkpoint()
        noted.append((done, total))

    pager = sandbox_client().leads.list(per_page=2).with_options(progress=note)
    found = await pager.collect()
    assert noted[-1] == (len(found), len(found))
    async with pager.prefetch(2) as items:
        assert [item async for item in items] == found


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
async def test_a_number_that_json_cannot_hold_is_named(number: float) -> None:
    client = sandbox_client()
    good = {"name": "x", "sku": "y", "price": 1.0}
    with pytest.raises(ValueError, match=rf"row 1: body.price is {number!r}, which JSON cannot"):
        await client.products.create.many([good, {**good, "price": number}])
    with pytest.raises(ValueError, match=r"json.a\[0\].b is "):
        await client.request("POST", "/leads", json={"a": [{"b": number}]})
    assert client.sandbox.requests == []


async def test_a_lone_surrogate_is_sent_as_json_has_it_and_named_where_utf_8_is_needed() -> None:
    sent: list[bytes] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(request.content)
        return httpx.Response(201, content=rb'{"uuid": "u", "label": "x \ud83d"}')

    http_client = httpx.AsyncClient(transport=httpx.MockTransport(answer))
    client = JourneyBee("key", http_client=http_client)
    made = await client.tags.create(label="x \ud83d", association="lead")
    assert made.label == "x \ud83d"
    await client.tags.create(label=made.label, association="lead")
    assert sent == [rb'{"label":"x \ud83d","association":"lead"}'] * 2
    with pytest.raises(ValueError, match=r"search='\\ud83d' holds a lone surrogate"):
        client.leads.list(search="\ud83d")
    with pytest.raises(ValueError, match="lone surrogate"):
        await client.leads.get("\ud83d")


async def test_the_sandbox_in_process_obeys_the_timeout() -> None:
    client = sandbox_client()
    client.sandbox.faults.add(latency=30)
    with pytest.raises(APITimeoutError):
        await client.with_options(timeout=0.05).leads.list()
    client.sandbox.faults.clear()
    assert (await client.leads.list()).number == 1
