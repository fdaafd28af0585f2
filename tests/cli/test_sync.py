"""`journeybee sync`: the file, the feed, and what it refuses."""

from __future__ import annotations

import json
import signal
import sqlite3
import subprocess
import sys
import threading
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli.interruptions import expected

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.harness import Prompt


def rows(path: Path, table: str) -> list[dict[str, Any]]:
    with sqlite3.connect(path) as database:
        found = [json.loads(text) for (text,) in database.execute(f"SELECT _json FROM {table}")]
    database.close()
    return sorted(found, key=lambda row: str(row["uuid"]))


def test_lists_become_tables_and_changes_lines(jb: Prompt, tmp_path: Path) -> None:
    path, feed = tmp_path / "crm.db", tmp_path / "changes.jsonl"
    for number in range(3):
        assert jb("leads", "create", "--email", f"{number}@example.com").code == 0
    line = ("sync", "leads", "tiers", "--to", str(path), "--changes", str(feed))
    result = jb(*line)
    assert (result.code, result.out) == (0, "")
    assert "leads: 3 rows, 3 added\n" in result.err
    assert rows(path, "leads") == sorted(expected(jb.sandbox, "leads"), key=lambda row: row["uuid"])
    first, second = (row["uuid"] for row in rows(path, "leads")[:2])
    assert jb("leads", "update", first, "--first-name", "other").code == 0
    assert jb("leads", "delete", second, "--yes").code == 0
    feed.unlink()
    result = jb(*line)
    assert "leads: 2 rows, 1 changed, 1 deleted" in result.err
    changed, deleted = [json.loads(text) for text in feed.read_text().splitlines()]
    assert (changed["change"], changed["key"], changed["row"]["first_name"]) == (
        "changed",
        first,
        "other",
    )
    assert (deleted["change"], deleted["key"]) == ("deleted", second)
    status = jb("sync", "--status", "--to", str(path)).out
    assert "tiers (/tiers/): 0 rows, complete, verified 20" in status


def test_the_feed_can_be_standard_output(jb: Prompt, tmp_path: Path) -> None:
    jb("leads", "create", "--email", "one@example.com")
    result = jb("sync", "leads", "--to", str(tmp_path / "crm.db"), "--changes", "-")
    (change,) = result.rows
    assert (change["change"], change["list"], change["row"]["email"]) == (
        "added",
        "leads",
        "one@example.com",
    )


def test_missing_rows_that_are_too_many_are_kept(jb: Prompt, tmp_path: Path) -> None:
    path = tmp_path / "crm.db"
    for number in range(15):
        jb("leads", "create", "--email", f"{number}@example.com")
    line = ("sync", "leads", "--to", str(path))
    assert jb(*line).code == 0
    for row in rows(path, "leads"):
        assert jb("leads", "delete", row["uuid"], "--yes").code == 0
    result = jb(*line)
    assert result.code == 2
    assert "15 of 15 rows of leads are missing" in result.err
    assert "if they are gone on purpose, add --accept-deletions" in result.err
    assert len(rows(path, "leads")) == 15


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["--to", "crm.db"], "name what to keep, such as leads, or give --all"),
        (["leeds", "--to", "crm.db"], "'leeds' cannot be exported: these can: assets,"),
        (["leads"], "Missing option '--to'"),
        (["leads", "--to", "crm.db", "--every", "15"], "'15' is not a duration such as 90s, 15m"),
        (["--status", "--to", "crm.db"], "crm.db does not exist: there is no mirror yet"),
        (["leads", "--to", "none/crm.db"], "none/crm.db: unable to open database file"),
    ],
)
def test_what_cannot_be_done_is_refused_before_a_request(
    jb: Prompt,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    words: list[str],
    problem: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    result = jb("sync", *words)
    assert result.code == 2
    assert problem in " ".join(result.err.split())
    assert not jb.sandbox.requests


@pytest.mark.thorough
def test_it_repeats_through_faults_until_a_signal(jb: Prompt, tmp_path: Path) -> None:
    path, line = tmp_path / "crm.db", [sys.executable, "-m", "journeybee", "sync", "leads"]
    jb.sandbox.faults.add(operation="list_leads", status=500, times=4)
    with subprocess.Popen(
        [*line, "--to", str(path), "--every", "1s"], stderr=subprocess.PIPE, text=True
    ) as program:
        too_late = threading.Timer(60, program.kill)
        too_late.start()
        jb("leads", "create", "--email", "one@example.com")
        assert program.stderr
        errors = ""
        for written in program.stderr:
            errors += written
            if "leads: 1 rows, 1 added" in written:
                break
        program.send_signal(signal.SIGTERM)
        errors += program.stderr.read()
        too_late.cancel()
    assert program.returncode == 0, errors
    assert "the next pass is in 1 s at the latest" in errors
    assert "leads: 1 rows, 1 added" in errors
    assert errors.endswith("stopped; the same line continues\n")
    assert len(rows(path, "leads")) == 1


def test_lists_below_rows_are_kept_within_a_budget(jb: Prompt, tmp_path: Path) -> None:
    path, feed = tmp_path / "crm.db", tmp_path / "changes.jsonl"
    line = ("sync", "leads", "leads.notes", "--to", str(path), "--changes", str(feed))
    assert "leads.notes: 0 lists read, 0 changes\n" in jb(*line).err
    for number in range(3):
        (lead,) = jb.rows("leads", "create", "--email", f"{number}@example.com")
        for text in ("first", "second"):
            jb.rows("leads", "notes", "create", lead["uuid"], "--content", text)
    said = jb(*line, "--requests", "2").err
    assert "leads.notes: 2 lists read, 4 changes, left for the next pass: 1\n" in said
    assert "leads.notes: 3 lists read, 2 changes\n" in jb(*line).err
    assert len(rows(path, "lead_notes")) == 6
    changes = [json.loads(text) for text in feed.read_text().splitlines()]
    assert [it["list"] for it in changes] == ["leads"] * 3 + ["lead_notes"] * 6


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("leads.notes", "the mirror has no rows of leads: make a pass over it first"),
        ("leads.nots", "'leads.nots' cannot be exported"),
        ("leads.quote", "'leads.quote' cannot be exported"),
    ],
)
def test_a_list_below_rows_needs_them(name: str, problem: str, jb: Prompt, tmp_path: Path) -> None:
    result = jb("sync", name, "--to", str(tmp_path / "crm.db"))
    assert result.code == 2
    assert problem in result.err
    assert not jb.sandbox.requests
