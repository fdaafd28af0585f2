"""The feed of a mirror: replayed on an empty table it gives the mirror, whatever happens."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from typing import Any

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeybee.mirror import MassDeletionError, Mirror
from journeybee.pagination import PageNumbers, Style, WholeList
from tests.list_server import META, ListServer, Row
from tests.mirror.lead_server import LeadServer, Replay, drained, leads, mirrored
from tests.mirror.proofs import killed_passes

STYLES: list[Style] = [
    PageNumbers(default_size=20, max_size=20),
    META,
    WholeList(rows_path="data"),
]


class Busy:
    """Inserts, changes and deletes rows before answers; keeps account of what stayed as it was."""

    def __init__(self, randomness: random.Random) -> None:
        self._random = randomness
        self._made = 0
        self.most = 0
        self.touched: set[str] = set()

    def __call__(self, server: ListServer) -> None:
        for _ in range(self._random.randint(0, self.most)):
            kind = self._random.choice(("insert", "delete", "change"))
            place = self._random.randint(0, len(server.rows))
            if kind == "insert":
                self._made += 1
                row: Row = {"uuid": f"new-{self._made}", "n": 0}
                server.rows.insert(place, row)
                self.touched.add(row["uuid"])
            elif place < len(server.rows):
                row = server.rows[place]
                self.touched.add(row["uuid"])
                if kind == "delete":
                    server.rows.pop(place)
                else:
                    server.rows[place] = {**row, "n": row["n"] + 1}


async def run_passes(path: Path, style: Style, count: int, seed: int) -> None:
    randomness, replay = random.Random(seed), Replay()
    busy = Busy(randomness)
    server = LeadServer(leads(count), busy)
    for _ in range(3):
        busy.most, busy.touched = randomness.choice((0, 1, 4)), set()
        before = [dict(row) for row in server.rows]
        await one_pass(
            path, server, style, replay, stops=randomness.choice((0.0, 0.02)), luck=randomness
        )
        mirror = mirrored(path)
        assert replay.sorted() == mirror
        stayed = [row for row in before if row["uuid"] not in busy.touched]
        assert all(row in mirror for row in stayed)
    busy.most = 0
    await one_pass(path, server, style, replay, stops=0.0, luck=randomness)
    assert replay.sorted() == mirrored(path) == sorted(server.rows, key=lambda row: row["uuid"])


async def one_pass(
    path: Path,
    server: LeadServer,
    style: Style,
    replay: Replay,
    *,
    stops: float,
    luck: random.Random,
) -> None:
    """A pass whose consumer stops at random changes, and begins again with another mirror."""
    ids: dict[str, Any] = {}
    while True:
        async with Mirror(path) as mirror:
            changes = server.changes(mirror, style, accept_deletions=True, confirmations=10**6)
            async for change in changes:
                known = ids.setdefault(change.id, change.to_dict())
                assert known == change.to_dict()
                replay.apply(change)
                if luck.random() < stops:
                    break
            else:
                return


@given(style=st.sampled_from(STYLES), count=st.integers(0, 60), seed=st.integers())
def test_the_feed_gives_the_mirror_and_the_mirror_the_list(
    style: Style, count: int, seed: int
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        anyio.run(run_passes, Path(folder) / "crm.db", style, count, seed)


@pytest.mark.parametrize("wrong", [[], leads(3)])
async def test_an_answer_that_lost_most_rows_deletes_nothing(
    tmp_path: Path, wrong: list[Row]
) -> None:
    server, replay = LeadServer(leads(40)), Replay()
    async with Mirror(tmp_path / "crm.db") as mirror:
        async for change in server.changes(mirror):
            replay.apply(change)
        server.rows = wrong
        with pytest.raises(MassDeletionError):
            await drained(server.changes(mirror))
    assert replay.sorted() == mirrored(tmp_path / "crm.db") == leads(40)


@pytest.mark.thorough
def test_a_pass_that_is_killed_loses_no_change() -> None:
    assert killed_passes(3, seed=2) == (0, 0, 3)
