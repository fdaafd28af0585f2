"""Which lists below which rows are due: those of parents that changed first. All of it blocks."""

from __future__ import annotations

import attrs

from journeybee.mirror.database import Database
from journeybee.mirror.layout import quoted


@attrs.frozen
class Parent:
    """A row that has a list below it.

    Attributes:
        version: of the row, which its list is read for.
        mark: number of the mark that an event left, 0 for none.
    """

    key: str
    version: int
    mark: int


class Parents:
    """The rows that have lists below them, in the open file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def due(self, name: str, parents: str, limit: int) -> tuple[list[Parent], int]:
        """The first of the parents, and how many there are.

        A list that was cut off comes first, then those of rows that are new, changed or marked,
        then the others, the oldest pass first.
        """
        table = quoted(parents)
        order = (
            f"SELECT _key, _version, coalesce(mark.id, 0) FROM {table} AS parent"
            " LEFT JOIN _passes AS pass ON pass.list = ?1 AND pass.parent = _key"
            " LEFT JOIN _marks AS mark ON mark.list = ?1 AND mark.key = _key"
            " GROUP BY _key ORDER BY max(coalesce(pass.running, 0)) DESC,"
            " pass.parent_version IS _version AND mark.id IS NULL, pass.finished_at, _key LIMIT ?2"
        )
        with self._database.read() as db:
            known = "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = ?"
            if db.execute(known, [parents]).fetchone() is None:
                return [], 0
            found = [Parent(*row) for row in db.execute(order, [name, limit])]
            count = db.execute(f"SELECT count(DISTINCT _key) FROM {table}").fetchone()[0]
            return found, count

    def settle(self, name: str, scope: str, parent: Parent) -> None:
        """Record for which version of its parent a list was read, and forget the mark."""
        with self._database.write() as db:
            update = "UPDATE _passes SET parent_version = ? WHERE (list, scope) = (?, ?)"
            db.execute(update, [parent.version, name, scope])
            db.execute("DELETE FROM _marks WHERE id = ?", [parent.mark])

    def orphans(self, name: str, parents: str) -> list[str]:
        """The scopes of lists whose parents are deleted."""
        with self._database.read() as db:
            query = (
                "SELECT scope FROM _passes WHERE list = ? AND parent <> ''"
                f" AND parent NOT IN (SELECT _key FROM {quoted(parents)})"
            )
            return [scope for (scope,) in db.execute(query, [name])]

    def forget(self, number: int) -> None:
        """Forget a list whose rows were deleted."""
        with self._database.write() as db:
            for table, column in (("_passes", "id"), ("_seen", "pass"), ("_deleted", "pass")):
                db.execute(f"DELETE FROM {table} WHERE {column} = ?", [number])
