"""A server of one list of leads, and passes of a mirror over it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

from journeybee import NotFoundError
from journeybee.mirror import Changed, Changes, Mirror
from journeybee.mirror.changes import Change
from journeybee.pagination import PageNumbers, Style
from tests.list_server import RESPONSE, ListServer, Row

PAGES = PageNumbers()


class LeadServer(ListServer):
    """Also counts the requests of single rows."""

    builder = ("journeybee_api.v1.operations.leads", "list_leads")

    def __init__(
        self,
        rows: list[Row],
        change: Callable[[ListServer], object] | None = None,
        server: str = ListServer.server,
    ) -> None:
        super().__init__(rows, change)
        self.server = server
        self.gets = 0

    async def get(self, uuid: str) -> Row:
        self.gets += 1
        for row in self.rows:
            if row["uuid"] == uuid:
                return row
        raise NotFoundError("no lead", response=RESPONSE)

    def changes(
        self, mirror: Mirror, style: Style = PAGES, *, get: bool = True, **options: Any
    ) -> Changes[Any]:
        return mirror.changes(self.pager(style), get=self.get if get else None, **options)


def leads(count: int) -> list[Row]:
    return [{"uuid": f"lead-{n:03}", "n": n} for n in range(count)]


async def drained(changes: Changes[Any]) -> list[Change[Any]]:
    return [change async for change in changes]


def mirrored(path: Path) -> list[Row]:
    """The rows in the file, read by another connection."""
    import json

    with sqlite3.connect(path) as database:
        found = [json.loads(text) for (text,) in database.execute("SELECT _json FROM leads")]
    database.close()
    return sorted(found, key=lambda row: str(row.get("uuid")))


class Replay:
    """A table that only the feed fills; a change that comes again has the same id."""

    def __init__(self) -> None:
        self.rows: dict[str, Any] = {}
        self.last: dict[str, str] = {}

    def apply(self, change: Change[Any]) -> None:
        data = change.to_dict()
        if data["change"] == "deleted":
            self.rows.pop(change.key, None)
        else:
            if isinstance(change, Changed):
                assert change.fields
                assert data["before"] != data["row"]
            self.rows[change.key] = data["row"]

    def sorted(self) -> list[Row]:
        return sorted(self.rows.values(), key=lambda row: str(row.get("uuid")))
