"""The file of a mirror: what it refuses, and rows of any form."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import pytest

from journeybee import ConfigurationError, UsageError
from journeybee.mirror import Mirror, MirrorError
from tests.mirror.lead_server import LeadServer, drained, leads, mirrored


async def opened(path: Path) -> None:
    async with Mirror(path):
        pass


async def test_one_mirror_at_a_time_has_the_file_open(tmp_path: Path) -> None:
    path = tmp_path / "crm.db"
    async with Mirror(path):
        with pytest.raises(MirrorError, match="is open already, here or in another process"):
            await opened(path)
    await opened(path)


def another_program(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE leads (x)")
    database.close()


def damaged(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\0" + b"\1" * 3000)


def text(path: Path) -> None:
    path.write_text("not a database, " * 100)


def newer(path: Path) -> None:
    with sqlite3.connect(path) as database:
        database.execute(f"PRAGMA application_id = {0x4A426D69}")
        database.execute("PRAGMA user_version = 99")
        database.execute("CREATE TABLE x (y)")
    database.close()


@pytest.mark.parametrize(
    ("spoil", "problem"),
    [
        (another_program, "is a database of another program: give another file"),
        (damaged, "a mirror that is damaged can be deleted and filled again"),
        (text, "is not a database: give another file"),
        (newer, "is a mirror of version 99, this package writes 2: give another file"),
        (Path.mkdir, "unable to open database file"),
    ],
)
async def test_a_file_that_cannot_be_a_mirror_is_refused_by_name(
    tmp_path: Path, spoil: Any, problem: str
) -> None:
    path = tmp_path / "crm.db"
    spoil(path)
    with pytest.raises(MirrorError, match=problem) as info:
        await opened(path)
    assert str(path) in str(info.value)
    assert not path.with_name(f"{path.name}.lock").exists()


async def test_a_file_that_may_only_be_read_has_no_lock_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, server = tmp_path / "crm.db", LeadServer(leads(3))
    async with Mirror(path) as mirror:
        await drained(server.changes(mirror))
    lock = path.with_name("crm.db.lock")
    lock.unlink()
    # Of root, too, who may write to any file.
    monkeypatch.setattr("os.access", lambda *_: False)
    async with Mirror(path) as mirror:
        (state,) = await mirror.status()
        assert state.rows == 3
    assert not lock.exists()


async def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(MirrorError, match="unable to open database file"):
        await opened(tmp_path / "none" / "crm.db")


async def test_a_transaction_of_another_program_ends_the_pass_and_loses_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("journeybee.mirror.database._BUSY_SECONDS", 0.01)
    path, server = tmp_path / "crm.db", LeadServer(leads(3))
    async with Mirror(path) as mirror:
        changes = server.changes(mirror)
        first = await anext(changes)
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(MirrorError, match="another program writes to it for long"):
            await anext(changes)
        other.execute("ROLLBACK")
        other.close()
        again = await drained(server.changes(mirror))
        assert first.id == again[0].id
    assert mirrored(path) == server.rows


async def test_a_full_disk_ends_the_pass_and_loses_nothing(tmp_path: Path) -> None:
    rows = [{**row, "text": "x" * 500} for row in leads(200)]
    path, server = tmp_path / "crm.db", LeadServer(rows)
    async with Mirror(path) as mirror:

        def limit(pages: int) -> None:
            store = mirror._file._store
            assert store is not None
            store._database._db.execute(f"PRAGMA max_page_count = {pages}")

        limit(12)
        with pytest.raises(MirrorError, match="full: free some space"):
            await drained(server.changes(mirror))
        limit(10**6)
        await drained(server.changes(mirror))
    assert mirrored(path) == server.rows


async def test_a_closed_mirror_says_so(tmp_path: Path) -> None:
    mirror = Mirror(tmp_path / "crm.db")
    await mirror.aclose()
    with pytest.raises(UsageError, match="this mirror is closed"):
        await mirror.status()


@pytest.mark.parametrize("share", [-0.1, 1.1])
def test_a_share_is_from_0_to_1(share: float) -> None:
    with pytest.raises(ConfigurationError, match="is not a share from 0 to 1"):
        Mirror("crm.db", max_deleted=share)


ODD: list[list[Any]] = [
    [{"uuid": "a", 'quo"te': 1, "it's": 2, "semi;colon": 3, "": 4, "_key": 5, "UUID": 6, "a.b": 7}],
    [{"uuid": "a", "x": 2**70, "z": "\0", "nested": {"deep": [{}]}}],
    [{"id": 1, "x": True}, {"id": 2, "x": "text"}, {"id": 3, "x": [1]}, {"id": 4, "x": None}],
    [{"name": "without an id"}, {"name": "another"}, {"name": "without an id"}],
    [{"uuid": "a", **{f"field{n}": n for n in range(220)}}],
]


@pytest.mark.parametrize("rows", ODD)
async def test_rows_of_any_form_come_back_as_they_were(tmp_path: Path, rows: list[Any]) -> None:
    path, server = tmp_path / "crm.db", LeadServer(rows)
    async with Mirror(path) as mirror:
        await drained(server.changes(mirror))
        assert await drained(server.changes(mirror)) == []
    distinct = [row for number, row in enumerate(rows) if row not in rows[:number]]
    assert sorted(mirrored(path), key=str) == sorted(distinct, key=str)
    with sqlite3.connect(path) as database:
        database.execute("SELECT * FROM leads").fetchall()
    database.close()


async def test_what_the_file_cannot_hold_is_replaced(tmp_path: Path) -> None:
    rows: list[Any] = [{"uuid": "a", "x": float("nan"), "y": ["\ud800!"]}]
    path, server = tmp_path / "crm.db", LeadServer(rows)
    async with Mirror(path) as mirror:
        await drained(server.changes(mirror))
        assert await drained(server.changes(mirror)) == []
    assert mirrored(path) == [{"uuid": "a", "x": None, "y": ["?!"]}]
    with sqlite3.connect(path) as database:
        assert database.execute("SELECT y FROM leads").fetchall() == [('["?!"]',)]
    database.close()


async def test_of_rows_with_one_key_the_first_counts(tmp_path: Path) -> None:
    path, server = tmp_path / "crm.db", LeadServer([{"uuid": "a", "n": 1}, {"uuid": "a", "n": 2}])
    async with Mirror(path) as mirror:
        changes = server.changes(mirror)
        await drained(changes)
    assert mirrored(path) == [{"uuid": "a", "n": 1}]
    # The API counts two, so it is not certain that no other row was missed.
    assert changes.report.verified is False
