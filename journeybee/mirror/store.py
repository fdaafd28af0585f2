"""What a mirror keeps: the rows of lists, and how far their passes are. All of it blocks."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping, Sequence

import attrs

from journeybee.jsonvalue import is_object
from journeybee.mirror.database import Database
from journeybee.mirror.layout import quoted
from journeybee.mirror.marks import Marks
from journeybee.mirror.parents import Parents
from journeybee.mirror.rows import Kind
from journeybee.mirror.source import Source


@attrs.frozen
class Stored:
    """A row of the mirror.

    Attributes:
        version: how often it was written, over all its deletions.
        missing: the verified pass since which the list does not have it.
    """

    key: str
    text: str
    version: int
    missing: int | None


@attrs.frozen
class Known:
    """The rows of a page that the mirror has, and versions of rows that were deleted, by key."""

    rows: dict[str, Stored]
    deleted: dict[str, int]


@attrs.frozen
class PassState:
    """How far the pass over a list is.

    Attributes:
        id: of the list and its filters.
        number: how many passes began.
        token: where to continue; None at the beginning.
        total: how many rows the API reported last.
        problem: why the pass may have missed rows, or "".
    """

    id: int
    number: int
    token: str | None
    total: int | None
    problem: str


@attrs.frozen
class Found:
    """A change that is not acknowledged.

    Attributes:
        version: of the row, once this is acknowledged.
        text: the row; of a deletion as it was.
        before: what a row that changed was.
    """

    kind: Kind
    key: str
    version: int
    text: str
    before: str | None = None


@attrs.frozen
class PageRecord:
    """What was read of a list since the last page.

    Attributes:
        keys: of the rows that came.
        changes: what differs.
    """

    keys: Sequence[str]
    changes: Sequence[Found]
    token: str
    total: int | None
    problem: str


class Store:
    """The rows and passes in the open file."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._read, self._write = database.read, database.write
        self.marks, self.source = Marks(database), Source(database)
        self.parents = Parents(database)
        self.close = database.close

    def open(
        self, name: str, scope: str, columns: Mapping[str, str], parent: str = ""
    ) -> PassState:
        """The list as the last pass left it."""
        with self._write() as db:
            self._database.make_table(name, columns)
            key = [name, scope]
            db.execute("INSERT OR IGNORE INTO _passes (list, scope) VALUES (?, ?)", key)
            if parent:
                update = "UPDATE _passes SET parent = ? WHERE (list, scope) = (?, ?)"
                db.execute(update, [parent, *key])
            found = db.execute("SELECT id FROM _passes WHERE (list, scope) = (?, ?)", key)
            return self._state(db, found.fetchone()[0])

    def begin(
        self, name: str, scope: str, columns: Mapping[str, str], parent: str = ""
    ) -> PassState:
        """Begin a pass, or continue the one that did not come to its end."""
        with self._write() as db:
            state = self.open(name, scope, columns, parent)
            running = db.execute("SELECT running FROM _passes WHERE id = ?", [state.id])
            return state if running.fetchone()[0] else self.begin_afresh(state.id)

    def begin_afresh(self, which: int) -> PassState:
        """Begin at the first page, whatever there was."""
        with self._write() as db:
            db.execute("DELETE FROM _seen WHERE pass = ?", [which])
            db.execute(
                "UPDATE _passes SET running = 1, token = NULL, total = NULL, problem = '',"
                " number = number + 1 WHERE id = ?",
                [which],
            )
            return self._state(db, which)

    def find(self, name: str, state: PassState, keys: Sequence[str]) -> Known:
        """What the mirror has of these keys."""
        marks = ",".join("?" * len(keys))
        rows = (
            f"SELECT _key, _json, _version, _missing FROM {quoted(name)}"
            f" WHERE _pass = ? AND _key IN ({marks})"
        )
        deleted = f"SELECT key, version FROM _deleted WHERE pass = ? AND key IN ({marks})"
        with self._read() as db:
            stored = [Stored(*row) for row in db.execute(rows, [state.id, *keys])]
            versions = dict(db.execute(deleted, [state.id, *keys]).fetchall())
        return Known({row.key: row for row in stored}, versions)

    def record_page(self, state: PassState, page: PageRecord) -> None:
        """Record what a page holds, its changes, and where the next one begins, all or nothing."""
        with self._write() as db:
            seen = [(state.id, key) for key in page.keys]
            db.executemany("INSERT OR IGNORE INTO _seen VALUES (?, ?)", seen)
            self.record(state, page.changes)
            update = "UPDATE _passes SET token = ?, total = ?, problem = ? WHERE id = ?"
            db.execute(update, [page.token, page.total, page.problem, state.id])

    def record(self, state: PassState, changes: Sequence[Found]) -> None:
        """Record changes, to be handed out until they are acknowledged."""
        rows = [(state.id, c.kind, c.key, c.version, c.text, c.before) for c in changes]
        insert = "INSERT INTO _changes (pass, kind, key, version, json, before)"
        with self._write() as db:
            db.executemany(f"{insert} VALUES (?, ?, ?, ?, ?, ?)", rows)

    def settle(self, state: PassState, marks: Sequence[int], changes: Sequence[Found]) -> None:
        """Record what marked rows became, and forget the marks.

        The pass under way has seen what was fetched, and has not seen what is gone.
        """
        with self._write() as db:
            self.record(state, changes)
            for change in changes:
                gone = change.kind == "deleted"
                db.execute(
                    "DELETE FROM _seen WHERE (pass, key) = (?, ?)"
                    if gone
                    else "INSERT OR IGNORE INTO _seen VALUES (?, ?)",
                    [state.id, change.key],
                )
            db.executemany("DELETE FROM _marks WHERE id = ?", [[number] for number in marks])

    def recorded(self, state: PassState) -> list[tuple[int, Found]]:
        """The changes that are not acknowledged, in their order, each with its number."""
        query = (
            "SELECT id, kind, key, version, json, before FROM _changes WHERE pass = ? ORDER BY id"
        )
        with self._read() as db:
            return [(number, Found(*row)) for number, *row in db.execute(query, [state.id])]

    def acknowledge(
        self, name: str, state: PassState, changes: Sequence[tuple[int, Found]]
    ) -> list[Found]:
        """Write changes to the rows and forget them; returns those that were still recorded.

        Each gets the next number of the file, by which readers continue where they were.
        """
        done = list[Found]()
        with self._write() as db:
            for number, change in changes:
                key = [state.id, number]
                if db.execute("DELETE FROM _changes WHERE (pass, id) = (?, ?)", key).rowcount:
                    self._apply(db, name, state, change)
                    done.append(change)
        return done

    def counts(self, name: str, state: PassState) -> tuple[int, int, int]:
        """How many rows the mirror has, the pass has seen, and are missing from the pass."""
        with self._read() as db:
            known = db.execute(f"SELECT count(*) FROM {quoted(name)} WHERE _pass = ?", [state.id])
            seen = db.execute("SELECT count(*) FROM _seen WHERE pass = ?", [state.id])
            missing = db.execute(f"SELECT count(*) {_missing(name)}", [state.id, ""])
            return known.fetchone()[0], seen.fetchone()[0], missing.fetchone()[0]

    def missing(self, name: str, state: PassState, after: str, limit: int) -> list[Stored]:
        """Rows that the pass has not seen, by key."""
        query = f"SELECT _key, _json, _version, _missing {_missing(name)} ORDER BY _key LIMIT ?"
        with self._read() as db:
            return [Stored(*row) for row in db.execute(query, [state.id, after, limit])]

    def note_missing(self, name: str, state: PassState, key: str, number: int | None) -> None:
        """Record the pass since which a row is missing; None if it is not."""
        with self._write() as db:
            update = f"UPDATE {quoted(name)} SET _missing = ? WHERE (_pass, _key) = (?, ?)"
            db.execute(update, [number, state.id, key])

    def end(self, name: str, state: PassState, now: float, *, verified: bool) -> None:
        """End a pass."""
        with self._write() as db:
            if verified:
                # Rows that are there again.
                db.execute(
                    f"UPDATE {quoted(name)} SET _missing = NULL WHERE _pass = ?1"
                    " AND _missing NOTNULL AND _key IN (SELECT key FROM _seen WHERE pass = ?1)",
                    [state.id],
                )
            db.execute("DELETE FROM _seen WHERE pass = ?", [state.id])
            db.execute(
                "UPDATE _passes SET running = 0, token = NULL, finished_at = ?2,"
                " verified_at = iif(?3, ?2, verified_at) WHERE id = ?1",
                [state.id, now, verified],
            )

    def ended(self, scope: str) -> float | None:
        """When the last pass over a list ended; None if it did not."""
        with self._read() as db:
            query = "SELECT finished_at FROM _passes WHERE scope = ? AND NOT running"
            return next(db.execute(query, [scope]), [None])[0]

    def lists(self) -> list[tuple[str, str, int, float | None, float | None, bool]]:
        """Name, scope, number of rows, ends of the last and the last verified pass, running."""
        with self._read() as db:
            query = "SELECT list, scope, id, finished_at, verified_at, running FROM _passes"
            found = db.execute(query + " ORDER BY list, scope").fetchall()
            return [
                (
                    name,
                    scope,
                    self.counts(name, PassState(number, 0, None, None, ""))[0],
                    *times,
                    bool(on),
                )
                for name, scope, number, *times, on in found
            ]

    def _apply(self, db: sqlite3.Connection, name: str, state: PassState, change: Found) -> None:
        db.execute("UPDATE _source SET changes = changes + 1")
        values = [state.id, change.key, change.text, change.version]
        count = "(SELECT changes FROM _source)"
        if change.kind == "deleted":
            db.execute(f"DELETE FROM {quoted(name)} WHERE (_pass, _key) = (?, ?)", values[:2])
            columns, table = "(pass, key, json, version, changed)", "_deleted"
        else:
            row = json.loads(change.text)
            if is_object(row):
                self._database.add_columns(name, dict.fromkeys(row, ""))
            columns, table = "(_pass, _key, _json, _version, _changed)", quoted(name)
        db.execute(f"INSERT OR REPLACE INTO {table} {columns} VALUES (?, ?, ?, ?, {count})", values)

    def _state(self, db: sqlite3.Connection, which: int) -> PassState:
        query = "SELECT id, number, token, total, problem FROM _passes WHERE id = ?"
        return PassState(*db.execute(query, [which]).fetchone())


def _missing(name: str) -> str:
    return (
        f"FROM {quoted(name)} AS mirrored WHERE _pass = ?1 AND _key > ?2 AND NOT EXISTS"
        " (SELECT 1 FROM _seen WHERE _seen.pass = ?1 AND _seen.key = mirrored._key)"
    )
