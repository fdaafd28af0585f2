"""The legacy client: requests, acting users, and lists."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, unquote

import httpx
import pytest

from journeybee import ConfigurationError, ConflictError, JourneyBee, NotFoundError, TokenBucket
from journeybee.legacy import LegacyJourneyBee
from journeybee.operations.binding import caller_of
from journeybee_api.legacy.models import (
    CategoriesUpdate,
    CustomFieldContent,
    CustomFieldFilter,
    LabelChange,
    LeadSort,
    PartnershipSort,
)
from tests.sample_server import KEY, Answer, SampleServer, Sent, serving

FILTER = [CustomFieldFilter(id=123, value=CustomFieldContent(text="search"))]


@asynccontextmanager
async def connected(server: SampleServer, **options: Any) -> AsyncIterator[LegacyJourneyBee]:
    options.setdefault("user_id", 42)
    limiter = TokenBucket(limit=100_000, period=1.0, burst=100_000)
    async with LegacyJourneyBee(KEY, base_url=server.url, limiter=limiter, **options) as client:
        yield client


async def test_filters_reach_the_wire_as_the_pages_show_them() -> None:
    with serving("legacy") as server:
        async with connected(server) as client:
            await client.leads.list(
                status=["new", "contacted"],
                tags=[1, 2],
                users=[3],
                assigned=1,
                custom_fields=FILTER,
                sort=[LeadSort(type="status", asc=True)],
            )
            await client.partnerships.list(sort=[PartnershipSort(type="stage", asc=True)])
    leads, partnerships = server.requests
    assert unquote(leads.query).split("&") == [
        "userId=42",
        "assigned=1",
        "status=new,contacted",
        "tags=1,2",
        "users=3",
        'customFields=[{"id": 123, "value": {"text": "search"}}]',
        'sort=[{"type": "status", "asc": true}]',
    ]
    assert leads.query.endswith(
        "&customFields=%5B%7B%22id%22%3A%20123,%20%22value%22%3A%20%7B%22text%22%3A%20%22search"
        "%22%7D%7D%5D&sort=%5B%7B%22type%22%3A%20%22status%22,%20%22asc%22%3A%20true%7D%5D"
    )
    assert unquote(partnerships.query) == 'userId=42&sort=[{"type": "stage", "asc": true}]'


async def test_plain_dicts_do_as_well() -> None:
    with serving("legacy") as server:
        async with connected(server) as client:
            custom: Any = [{"id": 123, "value": {"text": "search"}}]
            await client.deals.list(custom_fields=custom)
    assert unquote(server.requests[0].query) == (
        'customFields=[{"id": 123, "value": {"text": "search"}}]'
    )


async def test_the_user_is_filled_in_only_where_one_is_wanted() -> None:
    with serving("legacy") as server:
        async with connected(server) as client:
            await client.leads.list()
            await client.leads.list(user_id=7)
            await client.with_options(timeout=5).partnerships.list()
            await client.deals.list()
            await client.tags.list()
    users = [parse_qs(sent.query).get("userId") for sent in server.requests]
    assert users == [["42"], ["7"], ["42"], None, None]


async def test_a_missing_user_is_reported_before_anything_is_sent() -> None:
    with serving("legacy") as server:
        async with connected(server, user_id=None) as client:
            with pytest.raises(ConfigurationError, match="user_id is missing: pass user_id="):
                client.leads.list()
            await client.tags.list()
            await client.leads.list(user_id=7)
    assert [sent.path for sent in server.requests] == ["/tags", "/leads"]


def test_the_environment_has_names_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOURNEYBEE_API_KEY", "another_key_123")
    with pytest.raises(ConfigurationError, match="set JOURNEYBEE_LEGACY_API_KEY"):
        LegacyJourneyBee()
    monkeypatch.setenv("JOURNEYBEE_LEGACY_API_KEY", KEY)
    assert repr(LegacyJourneyBee()) == "<LegacyJourneyBee https://app.journeybee.io/api/v1>"
    assert repr(JourneyBee()) == "<JourneyBee https://api.journeybee.io/v1>"
    assert caller_of(LegacyJourneyBee()).pipeline.settings.requests_per_minute == 100


# lists

START = datetime(2024, 5, 20, tzinfo=UTC)
PAGE = 40


def many_leads(count: int) -> list[dict[str, Any]]:
    """Newest first; blocks of one to 33 of them were created in the same instant."""
    leads = list[dict[str, Any]]()
    block = 0
    while len(leads) < count:
        block += 1
        moment = (START - timedelta(minutes=block)).isoformat().replace("+00:00", "Z")
        leads += [{"created_at": moment} for _ in range(1 + block * 7 % 33)]
    del leads[count:]
    return [
        {**lead, "id": i, "uuid": f"u{i}", "updated_at": lead["created_at"], "total": count}
        for i, lead in enumerate(leads)
    ]


@pytest.mark.parametrize("inclusive", [True, False])
async def test_a_thousand_leads_are_drained_exactly(inclusive: bool) -> None:
    leads = many_leads(1000)
    borders = [
        leads[i]["created_at"] == leads[i - 1]["created_at"] for i in range(PAGE, 1000, PAGE)
    ]
    assert sum(borders) > len(borders) // 2

    def slice_of(sent: Sent) -> Answer:
        cursor = parse_qs(sent.query).get("cursor", ["9"])[0]
        after = (
            lead
            for lead in leads
            if lead["created_at"] < cursor or (inclusive and lead["created_at"] == cursor)
        )
        return 200, [lead for lead, _ in zip(after, range(PAGE), strict=False)]

    with serving("legacy") as server:
        server.answer = slice_of
        async with connected(server) as client:
            drained = [lead async for lead in client.leads.list()]
    assert [lead.id for lead in drained] == list(range(1000))
    assert drained[0].total == 1000
    assert 1000 / PAGE < len(server.requests) < 3 * 1000 / PAGE


async def test_partnerships_go_on_from_the_time_of_the_partnership_in_them() -> None:
    rows = [
        {"total": 5, "id": i, "partnership": {"id": i, "created_at": f"2024-05-2{9 - i}T00:00:00Z"}}
        for i in range(5)
    ]

    def slice_of(sent: Sent) -> Answer:
        cursor = parse_qs(sent.query).get("cursor", ["9"])[0]
        return 200, [row for row in rows if row["partnership"]["created_at"] < cursor][:2]  # type: ignore[index]

    with serving("legacy") as server:
        server.answer = slice_of
        async with connected(server) as client:
            found = await client.partnerships.list().collect()
    assert [row.id for row in found] == [0, 1, 2, 3, 4]


def users(first: int, last: int) -> list[dict[str, Any]]:
    return [{"id": number} for number in range(first, last + 1)]


async def test_users_that_come_as_an_array_are_all_of_them() -> None:
    with serving("legacy") as server:
        server.answer = lambda sent: (200, users(1, 50))
        async with connected(server) as client:
            assert len(await client.users.list().collect()) == 50
    assert [sent.query for sent in server.requests] == [""]


async def test_users_that_come_in_pages_are_turned() -> None:
    def page(sent: Sent) -> Answer:
        query = parse_qs(sent.query)
        number, size = int(query.get("page", ["1"])[0]), int(query.get("pageSize", ["10"])[0])
        first = (number - 1) * size + 1
        meta = {"record-count": 25, "page-count": -(-25 // size)}
        return 200, {"data": users(first, min(25, first + size - 1)), "meta": meta}

    with serving("legacy") as server:
        server.answer = page
        async with connected(server) as client:
            listed = client.users.list()
            assert (await listed).total == 25
            assert [user.id async for user in listed] == list(range(1, 26))
            assert len(await client.users.list(page_size=20).collect()) == 25
    queries = [sent.query for sent in server.requests]
    large, small = "page=1&pageSize=50", "page=1&pageSize=20"
    assert queries == ["", large, small, small.replace("page=1", "page=2")]


async def test_arrays_in_pages_that_were_asked_for_are_turned() -> None:
    with serving("legacy") as server:
        pages = {"page=2": users(11, 12), "page=3": []}
        server.answer = lambda sent: (200, pages.get(sent.query[-6:], users(1, 10)))
        async with connected(server) as client:
            assert len(await client.users.list(page_size=10).collect()) == 12
            server.answer = lambda sent: (200, users(1, 33))
            assert len(await client.users.list(page_size=10).collect()) == 33
            assert await client.users.list().count() == 33
            with pytest.raises(ValueError, match="pageSize=51 is out of range"):
                client.users.list(page_size=51)


# bodies and errors


async def test_bulk_updates_go_wrapped_or_bare() -> None:
    changes = [LabelChange(id=1, label="Gold")]
    with serving("legacy") as server:
        async with connected(server) as client:
            wrapped = await client.categories.update(body=CategoriesUpdate(categories=changes))
            await client.categories.update(body=changes)
    assert wrapped.updated
    assert [sent.body for sent in server.requests] == [
        {"categories": [{"id": 1, "label": "Gold"}]},
        [{"id": 1, "label": "Gold"}],
    ]


async def test_a_partnership_may_be_created_without_a_word() -> None:
    with serving("legacy") as server:
        async with connected(server) as client:
            create = client.partnerships.create
            said = await create(name="Acme", emails=[], partner_type="referral")
            server.answer = lambda sent: (201, None)
            nothing = await create(name="Acme", emails=[], partner_type="referral")
    assert said is not None
    assert said.status == "created"
    assert nothing is None


@pytest.mark.parametrize(("status", "kind"), [(404, NotFoundError), (409, ConflictError)])
async def test_both_forms_of_error(status: int, kind: type[NotFoundError]) -> None:
    with serving("legacy") as server:
        async with connected(server) as client:
            server.answer = lambda sent: (status, {"error": "Lead not found or not accessible"})
            with pytest.raises(kind) as refused:
                await client.leads.update(7, first_name="Ada")
            assert (refused.value.code, refused.value.message) == (
                None,
                "Lead not found or not accessible",
            )
            server.answer = lambda sent: (status, {"error": {"code": "x", "message": "No"}})
            with pytest.raises(kind) as refused:
                await client.leads.delete(7)
            assert (refused.value.code, refused.value.message) == ("x", "No")


async def test_a_partnership_is_deleted() -> None:
    with serving("legacy") as server:
        server.answer = lambda sent: (204, None)
        async with connected(server) as client:
            await client.partnerships.delete(789)
        [sent] = server.requests
    assert (sent.method, sent.path) == ("DELETE", "/partnerships/789")


async def test_requests_by_hand_use_the_same_key() -> None:
    with serving("legacy") as server:
        server.answer = lambda sent: (200, {"ok": httpx.URL(server.url).host})
        async with connected(server) as client:
            assert await client.request("GET", "/other") == {"ok": "127.0.0.1"}
