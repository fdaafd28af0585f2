"""The items of a sandbox, kept in a SQLite file between runs."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

from journeybee.sandbox.store.items import Record, State, Store

# Identifies a sandbox's file ("JBsb"), and the version of its tables.
APPLICATION, LAYOUT = 0x4A427362, 1
TABLES = """
create table records (
    position integer primary key autoincrement,
    surface text not null, kind text not null, key text not null, parent text,
    item text not null, unique (surface, key)
);
create table singletons (
    surface text not null, kind text not null, parent text not null, item text not null,
    primary key (surface, kind, parent)
);
"""


class Database:
    """One file. Callers must ensure that one thread at a time uses it."""

    def __init__(self, path: Path) -> None:
        """Open the file, or make it. Raises ValueError when it is something else."""
        try:
            self._connection = sqlite3.connect(path, check_same_thread=False)
        except sqlite3.Error as error:
            raise ValueError(f"{path} cannot be used: {error}") from error
        try:
            self._prepare(path)
        except sqlite3.DatabaseError as error:
            self.close()
            raise ValueError(f"{path} cannot be used: {error}") from error
        except ValueError:
            self.close()
            raise

    def _prepare(self, path: Path) -> None:
        found = tuple(
            self._connection.execute(f"pragma {name}").fetchone()[0]
            for name in ("application_id", "user_version")
        )
        if found == (APPLICATION, LAYOUT):
            return
        if found != (0, 0) or self._connection.execute("select * from sqlite_master").fetchone():
            raise ValueError(f"{path} is not the database of a sandbox, or of another version")
        self._connection.executescript(
            f"{TABLES} pragma application_id={APPLICATION}; pragma user_version={LAYOUT};"
        )

    def last(self) -> int:
        """How many items were ever added; 0 for a new file."""
        query = "select seq from sqlite_sequence where name = 'records'"
        row = self._connection.execute(query).fetchone()
        return int(row[0]) if row else 0

    def load(self, surface: str) -> State:
        """All that was kept for a surface, in the order it was added."""
        records = self._connection.execute(
            "select kind, key, parent, item from records where surface = ? order by position",
            (surface,),
        )
        singletons = self._connection.execute(
            "select kind, parent, item from singletons where surface = ?", (surface,)
        )
        return State(
            [Record(kind, key, parent, json.loads(item)) for kind, key, parent, item in records],
            {(kind, parent): json.loads(item) for kind, parent, item in singletons},
        )

    def save(self, surface: str, store: Store) -> None:
        """Keep what changed in the store since it was last kept."""
        if not store.changed and not store.changed_singletons:
            return
        with self._connection as connection:
            gone = [(surface, key) for key in store.changed if key not in store.records]
            connection.executemany("delete from records where surface = ? and key = ?", gone)
            connection.executemany(
                "insert into records (surface, kind, key, parent, item) values (?, ?, ?, ?, ?)"
                " on conflict (surface, key) do update set item = excluded.item",
                [
                    (surface, record.kind, record.key, record.parent, json.dumps(record.item))
                    # In the order of the store, which is that of a later `load`.
                    for record in _changed(store)
                ],
            )
            for place in store.changed_singletons:
                connection.execute(
                    "delete from singletons where surface = ? and kind = ? and parent = ?",
                    (surface, *place),
                )
                if place in store.singletons:
                    values: tuple[Any, ...] = (surface, *place, json.dumps(store.singletons[place]))
                    connection.execute("insert into singletons values (?, ?, ?, ?)", values)
        store.unchanged()

    def clear(self) -> None:
        """Forget everything."""
        with self._connection as connection:
            connection.execute("delete from records")
            connection.execute("delete from singletons")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def _changed(store: Store) -> list[Record]:
    if len(store.changed) < 100:
        found = [store.records[key] for key in store.changed if key in store.records]
        return sorted(found, key=lambda record: record.number)
    return [record for record in store.records.values() if record.key in store.changed]
