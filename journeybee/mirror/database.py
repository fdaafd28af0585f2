"""The SQLite file of a mirror: its lock, its transactions, and the columns of its tables.

Everything here blocks.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from pathlib import Path

from journeybee.mirror import layout
from journeybee.mirror.errors import MirrorError
from journeybee.mirror.layout import quoted

_BUSY_SECONDS = 5.0
_MOST_COLUMNS = 200


class Database:
    """The open file; one at a time, in whatever process.

    Raises:
        MirrorError: it cannot be used, or another one is open.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._columns: dict[str, set[str]] = {}
        self._held: sqlite3.Connection | None = None
        with self._translated():
            self._db = _connected(path, _BUSY_SECONDS)
            try:
                # Before the lock, which would leave its file beside one that is refused.
                self._check()
                if os.access(path, os.W_OK):
                    self._held = _locked(path)
                self._prepare()
            except BaseException:
                self.close()
                raise

    def close(self) -> None:
        """Close it, and let another one open it."""
        with self._lock:
            self._db.close()
            if self._held is not None:
                self._held.close()

    def make_table(self, name: str, columns: Mapping[str, str]) -> None:
        layout.create_list(self._db, name)
        self.add_columns(name, columns)

    def add_columns(self, name: str, columns: Mapping[str, str]) -> None:
        """Add columns with these types for fields that have none yet."""
        if name not in self._columns:
            rows = self._db.execute(f"PRAGMA table_xinfo({quoted(name)})")
            self._columns[name] = {row[1].lower() for row in rows}
        known = self._columns[name]
        for field, kind in columns.items():
            # SQLite compares names without case; the path of a name with quotes cannot be written.
            unfit = field.startswith("_") or '"' in field or "\0" in field or not field
            if unfit or field.lower() in known or len(known) >= _MOST_COLUMNS:
                continue
            path = f'$."{field}"'.replace("'", "''")
            self._db.execute(
                f"ALTER TABLE {quoted(name)} ADD COLUMN {quoted(field)} {kind}"
                f" GENERATED ALWAYS AS (json_extract(_json, '{path}')) VIRTUAL"
            )
            known.add(field.lower())

    @contextmanager
    def read(self) -> Generator[sqlite3.Connection]:
        with self._lock, self._translated():
            yield self._db

    @contextmanager
    def write(self) -> Generator[sqlite3.Connection]:
        """A transaction, or the one under way in this thread."""
        with self._lock, self._translated():
            if self._is_writing():
                yield self._db
                return
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            except BaseException:
                self._columns.clear()
                if self._is_writing():
                    self._db.execute("ROLLBACK")
                raise

    @contextmanager
    def _translated(self) -> Generator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise MirrorError(f"{self.path}: {error}{_advice(str(error))}") from None
        except OSError as error:
            raise MirrorError(f"{self.path}: {error.strerror}") from None

    def _is_new(self) -> bool:
        tables = self._db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
        return not (self._pragma("application_id") or self._pragma("user_version") or tables)

    def _check(self) -> None:
        """Refuse a file that this package cannot use."""
        version = self._pragma("user_version")
        if self._is_new():
            return
        if self._pragma("application_id") != layout.APPLICATION:
            raise MirrorError(f"{self.path} is a database of another program: give another file")
        if version not in {1, layout.VERSION}:
            raise MirrorError(
                f"{self.path} is a mirror of version {version}, this package writes"
                f" {layout.VERSION}: give another file, and it is filled by the next pass"
            )

    def _prepare(self) -> None:
        if self._is_new():
            self._db.execute("PRAGMA journal_mode = WAL")
            with self.write() as db:
                layout.create(db)
        elif self._pragma("user_version") != layout.VERSION:
            with self.write() as db:
                layout.migrate(db)
        # A power cut may undo the last changes, which are then handed out again.
        self._db.execute("PRAGMA synchronous = NORMAL")

    def _is_writing(self) -> bool:
        return self._db.in_transaction

    def _pragma(self, name: str) -> int:
        value: int = self._db.execute(f"PRAGMA {name}").fetchone()[0]
        return value


def _connected(path: Path, busy_seconds: float) -> sqlite3.Connection:
    return sqlite3.connect(
        path, timeout=busy_seconds, isolation_level=None, check_same_thread=False
    )


def _locked(path: Path) -> sqlite3.Connection:
    """A lock that ends with this connection or with the process."""
    lock = _connected(path.with_name(path.name + ".lock"), 0)
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        lock.close()
        if "locked" not in str(error):
            raise
        raise MirrorError(
            f"{path} is open already, here or in another process: wait for its end, or read the"
            " file with any SQLite client"
        ) from None
    return lock


def _advice(problem: str) -> str:
    if "locked" in problem:
        return ": another program writes to it for long"
    if "not a database" in problem or "malformed" in problem:
        return ": give another file; a mirror that is damaged can be deleted and filled again"
    if "full" in problem:
        return ": free some space; the changes that were not acknowledged come again"
    return ""
