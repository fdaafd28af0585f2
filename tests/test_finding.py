"""Finding items of a list by their fields, and the requests that it takes."""

from __future__ import annotations

import datetime
import inspect
from collections.abc import AsyncIterator
from typing import Any

import attrs
import httpx
import pytest

from journeybee import JourneyBee, Pager, UsageError, introspection
from journeybee.legacy import LegacyJourneyBee
from journeybee.operations import Paged
from journeybee.sandbox import Sandbox
from journeybee_api.v1.models import Lead


class Leads:
    """Answers the list of 41 leads, two of each address, and counts the requests."""

    def __init__(self) -> None:
        self.requests = 0
        self.statuses: set[str | None] = set()
        self.rows = [{"uuid": f"row-{n}", "email": f"{n // 2}@x"} for n in range(41)]

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests += 1
        self.statuses.add(request.url.params.get("status"))
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


async def test_fields_that_the_list_has_parameters_for_are_sent() -> None:
    sandbox = Sandbox(world="tiny")
    async with sandbox.client() as client:
        pager = client.leads.list(per_page=2)
        lead = await pager.find(status="qualified", email="absent@example.com")
        assert lead is None
        assert {dict(r.query)["status"] for r in sandbox.requests} == {"qualified"}
        assert pager.stats.requests == len(sandbox.requests)
        before = len(sandbox.requests)
        # A parameter of the call stays; what the list has no parameter for is not sent.
        assert await client.leads.list(status="new").find(status="lost", email="x") is None
        assert await client.tags.list().find(label="hot", association="lead") is not None
        queries = [dict(r.query) for r in sandbox.requests[before:]]
        assert queries[-1] == {"association": "lead"}
        assert {query["status"] for query in queries[:-1]} == {"new"}


async def test_a_list_that_is_resumed_is_not_narrowed(pager: Pager[Lead], server: Leads) -> None:
    rest = pager.from_cursor(pager.cursor)
    assert await rest.find(status="new") is None
    assert server.statuses == {None}
    assert await pager.find(status="new") is None
    assert server.statuses == {None, "new"}


@pytest.mark.parametrize("client", [JourneyBee, LegacyJourneyBee])
def test_a_field_and_the_parameter_of_its_name_have_one_name_in_json(client: Any) -> None:
    for path, bound in introspection.bound_operations(client):
        model = introspection.item_model(bound)
        if not isinstance(bound, Paged) or model is None:
            continue
        parameters = inspect.signature(bound.builder).parameters.values()
        needed = {
            p.name: "x" if "str" in str(p.annotation) else 1
            for p in parameters
            if p.default is p.empty
        }
        for name in {p.name for p in parameters} & {field.name for field in attrs.fields(model)}:
            if name not in needed and "list[" not in str(inspect.signature(bound.builder)):
                query = dict(bound.builder(**needed, **{name: "x"}).query)
                assert query[model.wire_names.get(name, name)] == "x", (path, name)


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"uuid": 5}, "no item has uuid=5, which is not a str"),
        ({"status": True}, "no item has status=True, which is not a str"),
        ({"created_at": 5}, "no item has created_at=5, which is not a datetime"),
        ({"created_at": datetime.datetime(2025, 1, 1)}, "has no time zone"),  # noqa: DTZ001
    ],
)
async def test_a_value_that_no_item_has_is_refused(
    pager: Pager[Lead], server: Leads, values: dict[str, Any], message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        await pager.find(**values)
    assert server.requests == 0


@pytest.mark.parametrize(
    "value",
    [
        "2025-08-20",
        "2025-08-20T12:00:00.000Z",
        "2025-08-20T14:00:00+02:00",
        datetime.date(2025, 8, 20),
        datetime.datetime(2025, 8, 20, 12, tzinfo=datetime.UTC),
    ],
)
async def test_times_are_found_by_their_text_too(
    pager: Pager[Lead], server: Leads, value: Any
) -> None:
    server.rows[3]["created_at"] = "2025-08-20T12:00:00.000Z"
    found = await pager.find(created_at=value)
    assert found is not None
    assert found.uuid == "row-3"
    assert await pager.find(created_at="2025-08-21") is None
    assert await pager.find(created_at="soon") is None


async def test_find_by_fields_of_the_model() -> None:
    sandbox = Sandbox(world="tiny")
    async with sandbox.client() as client:
        lead = await client.leads.list(status="new").find(partner_type="referral")
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
    with Sandbox(world="tiny").blocking_client() as client:
        tag = client.tags.list().first()
        assert tag is not None
        assert client.tags.list().find(uuid=tag.uuid) == tag
        assert client.tags.list().find_only(uuid=tag.uuid) == tag
