"""The layout of a mirror's file: its tables, its version, and the ways from older versions.

The columns of a list are computed from the JSON text, so a field that is new or of another type
needs no migration.
"""

from __future__ import annotations

import sqlite3

# "JBmi"; SQLite keeps both numbers in the head of the file.
APPLICATION = 0x4A426D69
VERSION = 2
_SOURCE = """
CREATE TABLE _source (
    id TEXT NOT NULL,
    server TEXT NOT NULL DEFAULT '',
    account TEXT NOT NULL DEFAULT '',
    changes INTEGER NOT NULL DEFAULT 0
);
INSERT INTO _source (id) VALUES (lower(hex(randomblob(8))));
CREATE TABLE _marks (
    id INTEGER PRIMARY KEY AUTOINCREMENT, list TEXT NOT NULL, key TEXT NOT NULL, UNIQUE (list, key)
);
"""
_TABLES = (
    """
CREATE TABLE _passes (
    id INTEGER PRIMARY KEY,
    list TEXT NOT NULL,
    scope TEXT NOT NULL,
    number INTEGER NOT NULL DEFAULT 0,
    running INTEGER NOT NULL DEFAULT 0,
    token TEXT,
    total INTEGER,
    problem TEXT NOT NULL DEFAULT '',
    verified_at REAL,
    finished_at REAL,
    parent TEXT NOT NULL DEFAULT '',
    parent_version INTEGER NOT NULL DEFAULT 0,
    UNIQUE (list, scope)
);
CREATE TABLE _seen (
    pass INTEGER NOT NULL, key TEXT NOT NULL, PRIMARY KEY (pass, key)
) WITHOUT ROWID;
CREATE TABLE _changes (
    id INTEGER PRIMARY KEY,
    pass INTEGER NOT NULL,
    kind TEXT NOT NULL,
    key TEXT NOT NULL,
    version INTEGER NOT NULL,
    json TEXT NOT NULL,
    before TEXT
);
CREATE TABLE _deleted (
    pass INTEGER NOT NULL,
    key TEXT NOT NULL,
    version INTEGER NOT NULL,
    changed INTEGER NOT NULL DEFAULT 0,
    json TEXT NOT NULL DEFAULT '{}',
    PRIMARY KEY (pass, key)
) WITHOUT ROWID;
"""
    + _SOURCE
)
_ROWS = """
CREATE TABLE IF NOT EXISTS {} (
    _pass INTEGER NOT NULL,
    _key TEXT NOT NULL,
    _json TEXT NOT NULL,
    _version INTEGER NOT NULL,
    _missing INTEGER,
    _changed INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (_pass, _key)
) WITHOUT ROWID
"""


def create(db: sqlite3.Connection) -> None:
    """Make the tables of an empty file."""
    _run(db, _TABLES)
    db.execute(f"PRAGMA application_id = {APPLICATION}")
    db.execute(f"PRAGMA user_version = {VERSION}")


def create_list(db: sqlite3.Connection, name: str) -> None:
    """Make the table of a list, unless it is there."""
    db.execute(_ROWS.format(quoted(name)))


def migrate(db: sqlite3.Connection) -> None:
    """Bring a file of version 1 to this one."""
    _run(db, _SOURCE)
    for column in ("parent TEXT NOT NULL DEFAULT ''", "parent_version INTEGER NOT NULL DEFAULT 0"):
        db.execute(f"ALTER TABLE _passes ADD COLUMN {column}")
    for column in ("changed INTEGER NOT NULL DEFAULT 0", "json TEXT NOT NULL DEFAULT '{}'"):
        db.execute(f"ALTER TABLE _deleted ADD COLUMN {column}")
    for (name,) in db.execute("SELECT DISTINCT list FROM _passes").fetchall():
        db.execute(f"ALTER TABLE {quoted(name)} ADD COLUMN _changed INTEGER NOT NULL DEFAULT 0")
    db.execute(f"PRAGMA user_version = {VERSION}")


def quoted(name: str) -> str:
    """A name as SQL."""
    return '"' + name.replace('"', '""') + '"'


def _run(db: sqlite3.Connection, statements: str) -> None:
    for statement in statements.strip().split(";\n"):
        db.execute(statement)
