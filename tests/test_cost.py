"""What a call, a page and an item cost, in counts that do not depend on the machine."""

from __future__ import annotations

import gc
import json
import sys
import tracemalloc
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import httpcore
import httpx

import journeybee
from journeybee import JourneyBee, TokenBucket
from journeybee_api.v1.models import LeadPage
from tests import fault_server
from tests.fault_server import FaultServer

PACKAGE = str(Path(journeybee.__file__).parent)
UNLIMITED = TokenBucket(10**6, burst=10**6)
LEAD = {
    "uuid": "8eae9663-d0f8-424e-96ae-99b2f7116e6b",
    "first_name": "Rosa",
    "last_name": "Ivanova",
    "email": "rosa.ivanova@bluedata.example",
    "company_name": "Blue Data",
    "phone_number": None,
    "status": "contacted",
    "source": "partnership",
    "partner_type": "reseller",
    "partner": {"uuid": "2963efd1-3e91-4c82-87d7-e191ab844508", "name": "Iron Energy 162"},
    "tags": [{"uuid": "7c7395f3-85bc-4288-be69-a14592b38af6", "label": "inbound"}],
    "assigned_users": [],
    "custom_fields": [],
    "created_at": "2024-06-11T14:59:21.602Z",
    "updated_at": "2025-03-03T04:27:34.075Z",
}


def body(number: int, size: int) -> bytes:
    rows = [{**LEAD, "uuid": f"{number}-{index}"} for index in range(size)]
    counts = {"page": number, "per_page": size, "total": 3 * size, "total_pages": 3}
    return json.dumps({"data": rows, "pagination": counts}).encode()


def answer(request: httpx.Request) -> httpx.Response:
    query = request.url.params
    content = body(int(query.get("page", 1)), int(query["per_page"]))
    return httpx.Response(200, content=content)


async def count_calls(work: Callable[[], Awaitable[object]], package: str) -> int:
    """How many functions of a package are called, once all of them are warm."""
    count = 0

    def note(frame: Any, event: str, _argument: object) -> None:
        nonlocal count
        if event == "call" and frame.f_code.co_filename.startswith(package):
            count += 1

    await work()
    await work()
    before = sys.getprofile()
    sys.setprofile(note)
    try:
        await work()
    finally:
        sys.setprofile(before)
    return count


def calls_of(work: Callable[[JourneyBee], Awaitable[object]]) -> int:
    """How many functions of the package are called.

    Those of httpx and anyio are left out, and those of the generated package, which depend on
    msgspec.
    """

    async def run() -> int:
        async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http_client:
            client = JourneyBee("key-of-the-test", http_client=http_client, limiter=UNLIMITED)
            return await count_calls(partial(work, client), PACKAGE)

    return anyio.run(run)


async def one(client: JourneyBee) -> None:
    await client.leads.list(per_page=20)


async def three_pages(client: JourneyBee) -> None:
    async for _ in client.leads.list(per_page=100):
        pass


def test_a_call_takes_few_steps() -> None:
    # A tenth above the present value, 152; before the own httpx client it was 262.
    assert calls_of(one) <= 167


def test_a_page_and_an_item_take_few_steps() -> None:
    # A tenth above the present value, 1,062: two for each item; it was 2,691.
    assert calls_of(three_pages) <= 1168


async def test_calls_at_once_cost_what_they_cost_one_by_one() -> None:
    package = str(Path(httpcore.__file__).parent)
    with FaultServer(fault_server.answer(200)) as server:
        async with JourneyBee("key", base_url=server.url, limiter=UNLIMITED) as client:

            async def call() -> None:
                await client.request("GET", "/x")

            async def at_once() -> None:
                async with anyio.create_task_group() as tasks:
                    for _ in range(20):
                        tasks.start_soon(call)

            alone = await count_calls(call, package)
            together = await count_calls(at_once, package)
    # In a pool of connections that all calls share, they were 7 times as many.
    assert together <= 20 * alone * 1.1


def test_a_lead_takes_little_memory() -> None:
    """The same rows as dicts take 1,967 bytes each."""
    content = body(1, 100)
    # The functions that read a model are compiled once it is warm.
    for _ in range(3):
        LeadPage.from_dict(json.loads(content))
    gc.collect()
    tracemalloc.start()
    try:
        page = LeadPage.from_dict(json.loads(content))
        gc.collect()
        taken = tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()
    assert page.data
    # A twentieth above the present value, 1,191. Each slot of a model takes 8.
    assert taken / 100 <= 1250
