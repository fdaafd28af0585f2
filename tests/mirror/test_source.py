"""Whose rows a file has, and files of older versions."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from journeybee.mirror import Mirror, MirrorError
from tests.mirror.lead_server import LeadServer, drained, leads, mirrored

# The tables of version 1, with one row.
VERSION_1 = """
CREATE TABLE _passes (id INTEGER PRIMARY KEY, list TEXT NOT NULL, scope TEXT NOT NULL,
    number INTEGER NOT NULL DEFAULT 0, running INTEGER NOT NULL DEFAULT 0, token TEXT,
    total INTEGER, problem TEXT NOT NULL DEFAULT '', verified_at REAL, finished_at REAL,
    UNIQUE (list, scope));
CREATE TABLE _seen (pass INTEGER NOT NULL, key TEXT NOT NULL, PRIMARY KEY (pass, key))
    WITHOUT ROWID;
CREATE TABLE _changes (id INTEGER PRIMARY KEY, pass INTEGER NOT NULL, kind TEXT NOT NULL,
    key TEXT NOT NULL, version INTEGER NOT NULL, json TEXT NOT NULL, before TEXT);
CREATE TABLE _deleted (pass INTEGER NOT NULL, key TEXT NOT NULL, version INTEGER NOT NULL,
    PRIMARY KEY (pass, key)) WITHOUT ROWID;
CREATE TABLE leads (_pass INTEGER NOT NULL, _key TEXT NOT NULL, _json TEXT NOT NULL,
    _version INTEGER NOT NULL, _missing INTEGER, PRIMARY KEY (_pass, _key)) WITHOUT ROWID;
ALTER TABLE leads ADD COLUMN n GENERATED ALWAYS AS (json_extract(_json, '$."n"')) VIRTUAL;
INSERT INTO _passes (id, list, scope, number) VALUES (1, 'leads', '/rows', 1);
INSERT INTO leads (_pass, _key, _json, _version)
    VALUES (1, 'lead-000', '{"uuid":"lead-000","n":0}', 1);
INSERT INTO _deleted VALUES (1, 'lead-009', 2);
PRAGMA application_id = 1245867369;
PRAGMA user_version = 1;
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "crm.db"


async def test_another_server_is_refused_by_name_unless_it_is_accepted(path: Path) -> None:
    server = LeadServer(leads(3))
    async with Mirror(path) as mirror:
        await drained(server.changes(mirror))
    other = LeadServer(leads(2), server="https://other.example.test/v1")
    async with Mirror(path) as mirror:
        with pytest.raises(MirrorError) as info:
            await drained(other.changes(mirror))
        assert "https://api.example.test/v1 (no account named), not https://other.exam" in str(
            info.value
        )
        assert not other.asked
    assert mirrored(path) == server.rows
    async with Mirror(path, accept_source=True) as mirror:
        assert len(await drained(other.changes(mirror))) == 1
    async with Mirror(path) as mirror:
        assert await drained(other.changes(mirror)) == []


async def test_another_account_is_refused_by_name(path: Path) -> None:
    server = LeadServer(leads(3))
    for account in ("", "acme", "acme"):
        async with Mirror(path, account=account) as mirror:
            await drained(server.changes(mirror))
    for account in ("", "other"):
        async with Mirror(path, account=account) as mirror:
            with pytest.raises(MirrorError, match=r"\(account acme\), not https://api.*accept_so"):
                await drained(server.changes(mirror))


async def test_a_file_of_version_1_is_migrated(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.executescript(VERSION_1)
    database.close()
    server = LeadServer(leads(3))
    async with Mirror(path) as mirror:
        found = await drained(server.changes(mirror))
        assert [(change.kind, change.key) for change in found] == [
            ("added", "lead-001"),
            ("added", "lead-002"),
        ]
        server.rows = [{"uuid": "lead-009", "n": 1}, *server.rows[:2]]
        found = await drained(server.changes(mirror))
        assert [change.kind for change in found] == ["added", "deleted"]
        assert " 3 " in found[0].id
    assert len(mirrored(path)) == 3


async def test_a_migration_that_fails_leaves_the_file_as_it_was(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.executescript(f"{VERSION_1} DROP TABLE leads;")
    database.close()
    with pytest.raises(MirrorError, match="no such table: leads"):
        async with Mirror(path):
            pass
    with sqlite3.connect(path) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (1,)
        assert not database.execute("SELECT 1 FROM sqlite_master WHERE name = '_source'").fetchall()
    database.close()
