"""Exports of a list of ten rows in three pages, for tests of files and states."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from journeybee.cli.program import run

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.raw_lists import RawLists

ROWS = [b'{"uuid": "%d", "email": "%d@example.com"}' % (n, n) for n in range(10)]


def export(out: Path, *words: str) -> int:
    return run(["export", "leads", "--where", "per-page=4", "--out", str(out), *words])


def interrupt(lists: RawLists, out: Path) -> Path:
    """Begin an export that fails after two of three pages; returns its working folder."""
    lists.refuse_from = 3
    assert export(out) == 4
    lists.refuse_from = None
    return out.parent / f".{out.name}.export"


def is_exact(out: Path) -> bool:
    found = [json.loads(line) for line in out.read_text().splitlines()]
    return found == [json.loads(row) for row in ROWS]


VICTIM = "what the user wrote"
