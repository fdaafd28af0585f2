"""Rows that events report: fetched first, once, and between the pages of a pass."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import anyio
import pytest

from journeybee import ServerError, UsageError, Webhook
from journeybee.mirror import Changed, Mirror
from tests.list_server import RESPONSE
from tests.mirror.lead_server import PAGES, LeadServer, drained, leads, mirrored
from tests.webhook_deliveries import SAMPLES, webhook


class Subject:
    def __init__(self, name: str, key: str) -> None:
        self.subject = (name, key)


def lead_event(key: str) -> Subject:
    return Subject("leads", key)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "crm.db"


async def test_marked_rows_are_fetched_first_and_once(path: Path) -> None:
    server = LeadServer(leads(250))
    async with Mirror(path) as mirror:
        assert await mirror.apply(lead_event("lead-007")) is False
        await drained(server.changes(mirror))
        server.rows[200] = {**server.rows[200], "n": -1}
        gone = server.rows.pop(7)
        server.rows.append({"uuid": "new", "n": 0})
        server.asked.clear()
        for key in ("lead-200", "lead-007", "new", "none", "lead-200", "lead-200"):
            assert await mirror.apply(lead_event(key))
        changes = server.changes(mirror)
        found = [await anext(changes) for _ in range(3)]
        assert [(change.kind, change.key) for change in found] == [
            ("deleted", "lead-007"),
            ("added", "new"),
            ("changed", "lead-200"),
        ]
        assert not server.asked
        assert server.gets == 4
        assert await drained(changes) == []
        assert changes.report.verified
        assert server.gets == 4
    assert gone["uuid"] not in {row["uuid"] for row in mirrored(path)}
    assert len(mirrored(path)) == 250


async def test_an_event_during_a_pass_is_handed_out_before_the_next_page(path: Path) -> None:
    server = LeadServer(leads(400))
    async with Mirror(path) as mirror:
        await drained(server.changes(mirror))
        server.rows[0] = {**server.rows[0], "n": -1}
        changes = server.changes(mirror)
        first = await anext(changes)
        assert first.key == "lead-000"
        server.rows[399] = {**server.rows[399], "n": -1}
        asked = len(server.asked)
        await mirror.mark("leads", "lead-399")
        assert (await anext(changes)).key == "lead-399"
        assert len(server.asked) == asked
        assert await drained(changes) == []
        assert changes.report.verified


async def test_a_mark_during_its_own_request_is_not_lost(path: Path) -> None:
    server, get = LeadServer(leads(3)), LeadServer.get
    async with Mirror(path) as mirror:
        await drained(server.changes(mirror))

        async def changing(uuid: str) -> Any:
            row = await get(server, uuid)
            if row["n"] < 3:
                server.rows[0] = {**row, "n": row["n"] + 1}
                await mirror.mark("leads", uuid)
            return row

        server.get = changing  # type: ignore[method-assign]
        await mirror.mark("leads", "lead-000")
        changes = server.changes(mirror)
        found = [await anext(changes) for _ in range(3)]
        assert [change.row.to_dict()["n"] for change in found] == [1, 2, 3]


async def test_a_row_that_cannot_be_fetched_waits_for_the_next_pass(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    server = LeadServer(leads(3))
    async with Mirror(path) as mirror:
        await drained(server.changes(mirror))
        server.rows[1] = {**server.rows[1], "n": -1}

        async def failing(uuid: str) -> dict[str, Any]:
            raise ServerError("down", response=RESPONSE)

        server.get = failing  # type: ignore[method-assign]
        await mirror.mark("leads", "lead-001")
        assert [change.key for change in await drained(server.changes(mirror))] == ["lead-001"]
    assert "row lead-001 waits for the next pass" in caplog.text


async def test_a_row_got_by_itself_may_have_more_members_than_in_its_list(path: Path) -> None:
    server = LeadServer(leads(3))
    async with Mirror(path) as mirror:
        await drained(server.changes(mirror))

        async def detailed(uuid: str) -> Any:
            return {"uuid": uuid, "n": 9, "detail": [1]}

        server.get = detailed  # type: ignore[method-assign]
        await mirror.mark("leads", "lead-001")
        change = await anext(server.changes(mirror))
        assert isinstance(change, Changed)
        assert change.fields == ("n",)


async def test_following_a_list_makes_passes_when_due_and_fetches_at_once(path: Path) -> None:
    server, now = LeadServer(leads(3)), [0.0]
    async with Mirror(path, _clock=lambda: now[0]) as mirror:

        async def first(count: int) -> list[tuple[str, str]]:
            found = list[tuple[str, str]]()
            with anyio.fail_after(60):
                followed = mirror.follow(server.pager(PAGES), get=server.get, every=1000)
                async for change in followed:
                    found.append((change.kind, change.key))
                    if len(found) == count:
                        await change.ack()
                        break
            return found

        # The pass was cut off after the last row, so it is due.
        assert len(await first(3)) == 3
        await drained(server.changes(mirror))
        server.rows[1] = {**server.rows[1], "n": -1}
        await mirror.mark("leads", "lead-001")
        asked = len(server.asked)
        assert await first(1) == [("changed", "lead-001")]
        assert len(server.asked) == asked
        server.rows.append({"uuid": "new", "n": 0})
        now[0] += 1001
        assert await first(1) == [("added", "new")]
        await drained(server.changes(mirror))
        # A clock that was stepped back.
        server.rows.append({"uuid": "newer", "n": 0})
        now[0] -= 5000
        assert await first(1) == [("added", "newer")]


async def test_a_mark_wakes_what_waits_for_one(path: Path) -> None:
    server = LeadServer(leads(3))
    async with Mirror(path) as mirror:
        await drained(server.changes(mirror))
        found = list[str]()
        with anyio.fail_after(30):
            async with anyio.create_task_group() as tasks:

                async def consume() -> None:
                    async for change in mirror.follow(
                        server.pager(PAGES), get=server.get, every=10**6
                    ):
                        found.append(change.key)
                        tasks.cancel_scope.cancel()

                tasks.start_soon(consume)
                await anyio.wait_all_tasks_blocked()
                server.rows[2] = {**server.rows[2], "n": -1}
                await mirror.mark("leads", "lead-002")
    assert found == ["lead-002"]


async def test_batches_are_acknowledged_as_a_whole(path: Path) -> None:
    server = LeadServer(leads(250))
    async with Mirror(path) as mirror:
        batches = server.changes(mirror).batches(70)
        first, second = await anext(batches), await anext(batches)
        assert [len(first), len(second)] == [70, 30]
        assert len(mirrored(path)) == 70
        changes = server.changes(mirror)
        found = [batch async for batch in changes.batches(1000)]
        assert [change.id for change in found[0]] == [change.id for change in second]
        assert sum(map(len, found)) == changes.report.added == 180
        with pytest.raises(ValueError, match="size=0 is out of range"):
            server.changes(mirror).batches(0)
    assert mirrored(path) == server.rows


@pytest.mark.parametrize(
    ("event", "subject"),
    [
        ("lead_created", ("leads", "0f8b2f1e-4d3c-4b6a-9a57-000000000001")),
        ("deal_created", ("deals", "0f8b2f1e-4d3c-4b6a-9a57-000000000002")),
        ("partner_created", ("partners", "0f8b2f1e-4d3c-4b6a-9a57-000000000003")),
        ("lead_note_created", ("lead_notes", "0f8b2f1e-4d3c-4b6a-9a57-000000000001")),
        ("deal_note_created", None),
        ("message_created", None),
    ],
)
def test_an_event_names_its_row(event: str, subject: tuple[str, str] | None) -> None:
    hook: Webhook = webhook()
    assert hook.unwrap(SAMPLES[event], hook.sign(event)).subject == subject


def test_the_row_of_an_event_is_fetched_with_either_client() -> None:
    import json

    from journeybee.sandbox import Sandbox

    sandbox, hook = Sandbox(world="empty"), webhook()
    with sandbox.blocking_client() as client:
        lead = client.leads.create(email="a@example.com")
        note = client.leads.notes.create(lead.uuid, content="called")

        def event(name: str, body: Any) -> Any:
            return hook.unwrap(json.dumps(body), hook.sign(name))

        found = event("lead_updated", {"lead": {"uuid": lead.uuid}})
        assert found.fetch(client).to_dict() == lead.to_dict()
        body = {"note": {"uuid": note.uuid, "lead_uuid": lead.uuid}}
        assert event("lead_note_updated", body).fetch(client).uuid == note.uuid

        async def fetch() -> Any:
            async with sandbox.client() as awaited:
                return await found.fetch(awaited)

        assert anyio.run(fetch).uuid == lead.uuid
        for name, empty in (("message_created", {"message": {"uuid": "u"}}), ("other", {})):
            with pytest.raises(ValueError, match=f"API v1 cannot get the row of {name}"):
                event(name, empty).fetch(client)


async def test_an_iteration_that_another_one_replaced_says_so(path: Path) -> None:
    server = LeadServer(leads(3))
    async with Mirror(path) as mirror:
        batches = server.changes(mirror).batches()
        await anext(batches)
        await drained(server.changes(mirror))
        with pytest.raises(UsageError, match="another pass over /rows began"):
            await anext(batches)
