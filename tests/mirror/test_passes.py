"""Passes of a mirror over a list: added, changed and deleted rows, and what proves them."""

from __future__ import annotations

import sqlite3
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from journeybee import UsageError
from journeybee.mirror import Added, Changed, Deleted, MassDeletionError, Mirror
from journeybee.pagination import WholeList
from journeybee.sandbox import Sandbox
from journeybee.sandbox.surfaces.dialects import DialectName
from tests.list_server import at_request, delete_first_insert_last
from tests.mirror.lead_server import PAGES, LeadServer, drained, leads, mirrored


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "crm.db"


async def test_the_first_pass_adds_all_and_the_next_finds_only_what_differs(path: Path) -> None:
    server = LeadServer(leads(250))
    async with Mirror(path) as mirror:
        first = await drained(server.changes(mirror))
        assert all(isinstance(change, Added) for change in first)
        assert mirrored(path) == server.rows
        assert await drained(server.changes(mirror)) == []
        server.rows[7] = {**server.rows[7], "n": -1, "new": True}
        gone = server.rows.pop(200)
        changes = server.changes(mirror)
        changed, deleted = await drained(changes)
        assert isinstance(changed, Changed)
        assert (changed.key, changed.fields) == ("lead-007", ("n", "new"))
        assert changed.before.to_dict()["n"] == 7
        assert isinstance(deleted, Deleted)
        assert deleted.to_dict()["row"] == gone
        assert changes.report.verified
        assert (changes.report.rows, changes.report.changed, changes.report.deleted) == (249, 1, 1)
    assert mirrored(path) == server.rows
    assert server.gets == 1


async def test_a_change_that_was_not_acknowledged_comes_again(path: Path) -> None:
    server = LeadServer(leads(5))
    async with Mirror(path) as mirror:
        seen = []
        async for change in server.changes(mirror):
            seen.append(change.id)
            if len(seen) == 3:
                break
        assert [row["uuid"] for row in mirrored(path)] == ["lead-000", "lead-001"]
        again = await drained(server.changes(mirror))
        assert again[0].id == seen[2]
        assert len(again) == 3
    assert mirrored(path) == server.rows


async def test_acknowledging_writes_at_once_and_once(path: Path) -> None:
    server = LeadServer(leads(1))
    async with Mirror(path) as mirror:
        changes = server.changes(mirror)
        change = await anext(changes)
        assert mirrored(path) == []
        await change.ack()
        await change.ack()
        assert mirrored(path) == server.rows
        assert await drained(changes) == []
        assert changes.report.added == 1


async def test_a_consumer_that_raises_loses_nothing(path: Path) -> None:
    server, handled = LeadServer(leads(30)), list[str]()

    def handle(identity: str) -> None:
        first_time = identity not in handled
        handled.append(identity)
        if first_time and len(handled) % 3 == 0:
            raise RuntimeError("the consumer failed")

    for _ in range(20):
        async with Mirror(path) as mirror:
            with suppress(RuntimeError):
                async for change in server.changes(mirror):
                    handle(change.id)
    assert mirrored(path) == server.rows
    assert len(set(handled)) == 30


async def test_a_pass_continues_where_it_was(path: Path) -> None:
    server = LeadServer(leads(300))
    async with Mirror(path) as mirror:
        changes = server.changes(mirror)
        for _ in range(250):
            await anext(changes)
    asked = len(server.asked)
    async with Mirror(path) as mirror:
        changes = server.changes(mirror)
        rest = await drained(changes)
        assert [change.key for change in rest] == [f"lead-{n:03}" for n in range(249, 300)]
        assert changes.report.verified
        assert changes.report.rows == 300
    # The page under way, which the requests overlap, and the one after it.
    assert len(server.asked) - asked <= 2


async def test_many_missing_rows_stop_the_pass_before_anything_is_deleted(path: Path) -> None:
    server = LeadServer(leads(100))
    async with Mirror(path) as mirror:
        await drained(server.changes(mirror))
        everything, server.rows = server.rows, []
        with pytest.raises(MassDeletionError, match="100 of 100 rows of leads are missing") as info:
            await drained(server.changes(mirror))
        assert (info.value.missing, info.value.known) == (100, 100)
        assert mirrored(path) == everything
        server.rows = everything[:79]
        with pytest.raises(MassDeletionError, match="21 of 100"):
            await drained(server.changes(mirror))
        server.rows = everything[:80]
        assert len(await drained(server.changes(mirror))) == 20
        server.rows = []
        assert len(await drained(server.changes(mirror, accept_deletions=True))) == 50
        assert len(await drained(server.changes(mirror, accept_deletions=True))) == 30


async def test_few_rows_are_deleted_when_each_is_confirmed_and_not_by_an_empty_list(
    path: Path,
) -> None:
    server = LeadServer(leads(2))
    async with Mirror(path) as mirror:
        await drained(server.changes(mirror))
        everything, server.rows = server.rows, []
        with pytest.raises(MassDeletionError):
            await drained(server.changes(mirror, get=False))
        assert mirrored(path) == everything
        assert len(await drained(server.changes(mirror))) == 2


async def test_without_confirmations_a_row_is_deleted_by_the_second_pass_that_misses_it(
    path: Path,
) -> None:
    server = LeadServer(leads(50))
    async with Mirror(path) as mirror:
        await drained(server.changes(mirror))
        gone, back = server.rows.pop(3), server.rows.pop(3)
        changes = server.changes(mirror, get=False)
        assert await drained(changes) == []
        assert (changes.report.verified, changes.report.unconfirmed) == (True, 2)
        server.rows.append(back)
        changes = server.changes(mirror, confirmations=0)
        assert [change.key for change in await drained(changes)] == [gone["uuid"]]
        server.rows.remove(back)
        # It was there in between.
        assert await drained(server.changes(mirror, get=False)) == []


async def test_a_row_that_can_still_be_read_stays(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    server, hidden = LeadServer(leads(20)), LeadServer(leads(19))
    async with Mirror(path) as mirror:
        await drained(server.changes(mirror))
        for _ in range(3):
            changes = mirror.changes(hidden.pager(WholeList(rows_path="data")), get=server.get)
            assert await drained(changes) == []
    assert mirrored(path) == server.rows
    assert "row lead-019 is not in the list, but can be read" in caplog.text


async def test_nothing_is_deleted_by_a_pass_that_may_have_missed_rows(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    server = LeadServer(leads(100))
    async with Mirror(path) as mirror:
        await drained(server.changes(mirror))
        server.rows = server.rows[:95]
        answer = server.answer

        def boasting(style: Any, given: dict[str, Any]) -> Any:
            body = answer(style, given)
            body["pagination"]["total"] += 2
            return body

        server.answer = boasting  # type: ignore[method-assign]
        changes = server.changes(mirror)
        assert await drained(changes) == []
        assert changes.report.verified is False
        assert "of 97 rows" in changes.report.problem or "97" in changes.report.problem
    assert "nothing is deleted" in caplog.text
    assert len(mirrored(path)) == 100


async def test_rows_that_move_while_they_are_read_are_neither_lost_nor_deleted(path: Path) -> None:
    server = LeadServer(leads(200))
    async with Mirror(path) as mirror:
        await drained(server.changes(mirror))
        moving = LeadServer(server.rows, at_request(2, delete_first_insert_last))
        await drained(moving.changes(mirror))
    stayed = {row["uuid"] for row in leads(200)[1:]}
    assert stayed <= {row["uuid"] for row in mirrored(path)}


async def test_filters_are_lists_of_their_own(path: Path) -> None:
    server = LeadServer(leads(20))
    async with Mirror(path) as mirror:
        await drained(server.changes(mirror))
        some = LeadServer(server.rows[:4])
        filtered = mirror.changes(some.pager(WholeList(rows_path="data"), status="new"))
        assert filtered.scope == "/rows?status=new"
        assert len(await drained(filtered)) == 4
        found = [(status.scope, status.rows) for status in await mirror.status()]
    assert found == [("/rows", 20), ("/rows?status=new", 4)]


async def test_a_pass_must_begin_at_the_first_row(path: Path) -> None:
    server = LeadServer(leads(300))
    async with Mirror(path) as mirror:
        pager = server.pager(WholeList(rows_path="data"))
        with pytest.raises(ValueError, match="does not begin at its first row"):
            mirror.changes(server.pager(PAGES, page=2))
        with pytest.raises(ValueError, match="does not begin at its first row"):
            mirror.changes(pager.from_cursor(pager.cursor))
        with pytest.raises(ValueError, match="confirmations=-1 is negative"):
            mirror.changes(pager, confirmations=-1)


async def test_a_pass_ends_where_another_one_over_the_same_list_begins(path: Path) -> None:
    server = LeadServer(leads(3))
    async with Mirror(path) as mirror:
        older = server.changes(mirror)
        change = await anext(older)
        assert len(await drained(server.changes(mirror))) == 3
        with pytest.raises(UsageError, match="another pass over /rows began"):
            await anext(older)
        with pytest.raises(UsageError, match="another pass over /rows began"):
            await change.ack()


async def test_fields_are_columns_and_times_compare_as_text(path: Path) -> None:
    server = LeadServer(
        [{"uuid": "a", "created_at": "2024-05-01T00:00:00.000Z", "tags": [{"x": 1}]}]
    )
    async with Mirror(path) as mirror:
        await drained(server.changes(mirror))
    with sqlite3.connect(path) as database:
        query = "SELECT uuid, created_at, json_extract(tags, '$[0].x'), phone_number FROM leads"
        assert database.execute(query).fetchall() == [("a", "2024-05-01T00:00:00.000Z", 1, None)]
    database.close()


async def test_a_pass_that_cannot_be_continued_begins_again(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    server = LeadServer(leads(300))
    async with Mirror(path) as mirror:
        changes = server.changes(mirror)
        for _ in range(150):
            await anext(changes)
        # All that was read is gone, and so is what would be read next.
        server.rows = [{"uuid": f"new-{n}", "n": n} for n in range(300)]
        changes = server.changes(mirror, accept_deletions=True, confirmations=10**6)
        await drained(changes)
        assert changes.report.verified
    assert mirrored(path) == sorted(server.rows, key=lambda row: row["uuid"])
    assert "the pass begins again: list_leads: the rows that were handed out last" in caplog.text


@pytest.mark.parametrize("dialect", ["strict-query", "capped", "bare", "introduction"])
async def test_servers_of_each_kind_can_be_mirrored(path: Path, dialect: DialectName) -> None:
    sandbox = Sandbox(world="tiny", rate_limit=None, dialect=dialect)
    async with sandbox.client() as client, Mirror(path) as mirror:
        first = await drained(mirror.changes(client.leads.list(), get=client.leads.get))
        gone = first[3].row
        await client.leads.delete(gone.uuid)
        changes = mirror.changes(client.leads.list(), get=client.leads.get)
        assert [(change.kind, change.key) for change in await drained(changes)] == [
            ("deleted", gone.uuid)
        ]
        assert changes.report.verified


async def test_a_short_list_of_a_bare_server_is_continued(path: Path) -> None:
    sandbox = Sandbox(world="empty", rate_limit=None, dialect="bare")
    async with sandbox.client() as client, Mirror(path) as mirror:
        await client.leads.create(email="a@example.com")
        for _ in range(2):
            changes = mirror.changes(client.leads.list(), get=client.leads.get)
            await anext(changes)
        # A client that learned nothing of the server.
        async with sandbox.client() as other:
            changes = mirror.changes(other.leads.list(), get=other.leads.get)
            assert len(await drained(changes)) == 1
            assert changes.report.verified
