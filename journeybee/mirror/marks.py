"""Rows that an event reported, to be fetched before the next page is. All of it blocks."""

from __future__ import annotations

from journeybee.mirror.database import Database


class Marks:
    """The marked rows in the open file; several events of one row are one mark."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, name: str, key: str) -> bool:
        """Mark a row; returns whether the mirror has its list."""
        with self._database.write() as db:
            known = db.execute("SELECT 1 FROM _passes WHERE list = ? LIMIT 1", [name]).fetchone()
            if known:
                # Another number: a mark that comes while its row is fetched outlives that.
                db.execute("INSERT OR REPLACE INTO _marks (list, key) VALUES (?, ?)", [name, key])
            return known is not None

    def of(self, name: str, limit: int) -> list[tuple[int, str]]:
        """Number and key of marked rows, in their order."""
        with self._database.read() as db:
            query = "SELECT id, key FROM _marks WHERE list = ? ORDER BY id LIMIT ?"
            return db.execute(query, [name, limit]).fetchall()
