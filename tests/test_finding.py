"""Finding items of a list by their fields, and the requests that it takes."""

from __future__ import annotations

from collections.abc import AsyncIterator

import httpx
import pytest

from journeybee import JourneyBee, Pager, UsageError
from journeybee.sandbox import Sandbox
from journeybee_api.v1.models import Lead


class Leads:
    """Answers the list of 41 leads, two of each address, and counts the requests."""

    def __init__(self) -> None:
        self.requests = 0
        self.rows = [{"uuid": f"row-{n}", "email": f"{n // 2}@x"} for n in range(41)]

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests += 1
        page, size = (int(request.url.params.get(name, 1)) for name in ("page", "per_page"))
        total = {"total": len(self.rows), "page": page, "per_page": size}
        rows = self.rows[(page - 1) * size : page * size]
        return httpx.Response(200, json={"data": rows, "pagination": total})


@pytest.fixture
async def server() -> Leads:
    return Leads()


@pytest.fixture
async def pager(server: Leads) -> AsyncIterator[Pager[Lead]]:
    transport = httpx.MockTransport(server)
    async with (
        httpx.AsyncClient(transport=transport) as http_client,
        JourneyBee("key", http_client=http_client) as client,
    ):
        yield client.leads.list(per_page=10)


async def test_find_stops_at_the_first_match(pager: Pager[Lead], server: Leads) -> None:
    found = await pager.find(uuid="row-15")
    assert found is not None
    assert (found.email, server.requests) == ("7@x", 2)
    assert await pager.find(uuid="row-15", email="8@x") is None
    assert server.requests == 7


async def test_find_only_reads_the_whole_list(pager: Pager[Lead], server: Leads) -> None:
    found = await pager.find_only(email="20@x")
    assert found is not None
    assert (found.uuid, server.requests) == ("row-40", 5)
    assert await pager.find_only(email="21@x") is None
    with pytest.raises(UsageError, match=r"^2 items have email='3@x': row-6, row-7$"):
        await pager.find_only(email="3@x")


async def test_find_by_fields_of_the_model() -> None:
    sandbox = Sandbox(world="demo")
    async with sandbox.client() as client:
        lead = await client.leads.list(status="new").find(partner_type="reseller")
        assert lead is not None
        lead.company_name = "Found"
        assert (await client.leads.update(lead)).company_name == "Found"
        before = len(sandbox.requests)
        with pytest.raises(UsageError, match="no field emial: did you mean email"):
            await client.leads.list().find(emial="a@example.com")
        with pytest.raises(UsageError, match="name the fields"):
            await client.leads.list().find_only()
        assert len(sandbox.requests) == before


def test_find_without_await() -> None:
    with Sandbox(world="demo").blocking_client() as client:
        tag = client.tags.list().first()
        assert tag is not None
        assert client.tags.list().find(uuid=tag.uuid) == tag
        assert client.tags.list().find_only(uuid=tag.uuid) == tag
