"""Lists below rows: which are read first, within a budget, and what becomes of deleted parents."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from journeybee import JourneyBee, UsageError
from journeybee.mirror import Mirror, NestedChanges
from journeybee.sandbox import Sandbox
from tests.mirror.lead_server import drained


@pytest.fixture
def sandbox() -> Sandbox:
    return Sandbox(world="empty", rate_limit=None)


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[JourneyBee]:
    async with sandbox.client() as client:
        yield client


@pytest.fixture
async def mirror(tmp_path: Path) -> AsyncIterator[Mirror]:
    async with Mirror(tmp_path / "crm.db") as mirror:
        yield mirror


async def leads_with_notes(client: JourneyBee, mirror: Mirror, count: int) -> list[str]:
    """Leads, each with two notes, that the mirror has; by their keys."""
    for number in range(count):
        lead = await client.leads.create(email=f"{number}@example.com")
        for text in ("first", "second"):
            await client.leads.notes.create(lead.uuid, content=text)
    await passed(client, mirror)
    return sorted([lead.uuid async for lead in client.leads.list()])


async def passed(client: JourneyBee, mirror: Mirror) -> None:
    await drained(mirror.changes(client.leads.list(), get=client.leads.get))


def notes(client: JourneyBee, mirror: Mirror, requests: int = 100) -> NestedChanges[Any]:
    return mirror.nested(
        client.leads.notes.list, parents="leads", get=client.leads.notes.get, requests=requests
    )


def read_lists(sandbox: Sandbox) -> list[str]:
    """The leads whose notes were requested, in their order."""
    paths = [request.path.split("/") for request in sandbox.requests if request.method == "GET"]
    return [parts[-2] for parts in paths if parts[-1] == "notes"]


def mirrored_notes(path: Path) -> set[str]:
    with sqlite3.connect(path) as database:
        texts = database.execute("SELECT _json FROM lead_notes").fetchall()
    database.close()
    return {json.loads(text)["uuid"] for (text,) in texts}


async def test_a_budget_divides_the_lists_among_calls(
    sandbox: Sandbox, client: JourneyBee, mirror: Mirror
) -> None:
    keys = await leads_with_notes(client, mirror, 5)
    first = notes(client, mirror, requests=2)
    found = [change async for change in first]
    assert (first.report.parents, first.report.left, first.report.requests) == (2, 3, 2)
    assert len(found) == 4
    assert len([change async for change in notes(client, mirror, requests=2)]) == 4
    assert len([change async for change in notes(client, mirror)]) == 2
    # The third call went on with those whose pass was the oldest.
    assert read_lists(sandbox) == [*keys, *keys[:4]]


async def test_lists_of_changed_and_reported_rows_come_first(
    sandbox: Sandbox, client: JourneyBee, mirror: Mirror
) -> None:
    keys = await leads_with_notes(client, mirror, 5)
    [change async for change in notes(client, mirror)]
    await client.leads.update(keys[3], first_name="Changed")
    await passed(client, mirror)
    assert await mirror.mark("lead_notes", keys[4])
    before = len(read_lists(sandbox))
    changes = notes(client, mirror, requests=3)
    assert [change async for change in changes] == []
    assert read_lists(sandbox)[before:] == [keys[3], keys[4], keys[0]]
    [change async for change in notes(client, mirror, requests=1)]
    assert read_lists(sandbox)[-1] == keys[1]


async def test_a_list_that_was_cut_off_comes_first_and_loses_nothing(
    client: JourneyBee, mirror: Mirror, tmp_path: Path
) -> None:
    await leads_with_notes(client, mirror, 3)
    seen = list[str]()
    for stop in (1, 4, 100):
        async for change in notes(client, mirror):
            seen.append(change.id)
            if len(seen) == stop:
                break
    # One and four were not acknowledged.
    assert (len(seen), len(set(seen))) == (8, 6)
    assert len(mirrored_notes(tmp_path / "crm.db")) == 6


async def test_rows_below_deleted_ones_are_deleted_without_a_request(
    sandbox: Sandbox, client: JourneyBee, mirror: Mirror, tmp_path: Path
) -> None:
    keys = await leads_with_notes(client, mirror, 3)
    [change async for change in notes(client, mirror)]
    await client.leads.delete(keys[1])
    gone = await client.leads.notes.list(keys[0]).collect()
    await client.leads.notes.delete(keys[0], gone[0].uuid)
    # Its parent is still in the mirror.
    changes = notes(client, mirror)
    assert [(change.kind, change.key) async for change in changes] == [("deleted", gone[0].uuid)]
    assert changes.report.requests == 4
    await passed(client, mirror)
    deleted = [change async for change in notes(client, mirror, requests=1)]
    assert [change.kind for change in deleted] == ["deleted", "deleted"]
    assert type(deleted[0].row).__name__ == "LeadNote"
    assert len(mirrored_notes(tmp_path / "crm.db")) == 3
    assert [change async for change in notes(client, mirror)] == []


async def test_an_empty_list_by_mistake_stops_only_itself(
    client: JourneyBee, mirror: Mirror, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    keys = await leads_with_notes(client, mirror, 2)
    [change async for change in notes(client, mirror)]
    for note in await client.leads.notes.list(keys[0]).collect():
        await client.leads.notes.delete(keys[0], note.uuid)
    await client.leads.notes.create(keys[1], content="third")
    changes = mirror.nested(client.leads.notes.list, parents="leads")
    assert [change.kind async for change in changes] == ["added"]
    assert (changes.report.refused, changes.report.parents) == (1, 2)
    assert "2 of 2 rows of lead_notes are missing" in caplog.text
    assert len(mirrored_notes(tmp_path / "crm.db")) == 5


async def test_what_cannot_be_read_is_refused(client: JourneyBee, mirror: Mirror) -> None:
    with pytest.raises(UsageError, match="the mirror has no rows of leads: make a pass over it"):
        await anext(notes(client, mirror))
    with pytest.raises(ValueError, match="requests=0 is out of range"):
        notes(client, mirror, requests=0)


def test_lists_below_rows_without_await(tmp_path: Path) -> None:
    from journeybee.blocking import Mirror as BlockingMirror

    sandbox = Sandbox(world="empty", rate_limit=None)
    with sandbox.blocking_client() as client, BlockingMirror(tmp_path / "crm.db") as mirror:
        lead = client.leads.create(email="a@example.com")
        client.leads.notes.create(lead.uuid, content="called")
        for _ in mirror.changes(client.leads.list()):
            pass
        table = client.leads.notes
        (change,) = mirror.nested(table.list, parents="leads", get=table.get)
        assert change.row.content == "called"
        client.leads.notes.delete(lead.uuid, change.row.uuid)
        (change,) = mirror.nested(table.list, parents="leads", get=table.get)
        assert change.kind == "deleted"
