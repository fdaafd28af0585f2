"""Figures of mirrors that take long to measure: killed passes, and the size of a list.

The tests run short versions. Run the long ones by `python -m tests.mirror.proofs [kills] [rows]`.
"""

from __future__ import annotations

import json
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import anyio

from journeybee import JourneyBee, TokenBucket
from journeybee.mirror import Mirror
from journeybee.sandbox import Sandbox

ROOT = Path(__file__).parents[2]


def killed_passes(kills: int, seed: int) -> tuple[int, int, int]:
    """How many rows the replayed feed has wrong, ids with two contents, and passes killed."""
    luck, sandbox = random.Random(seed), Sandbox(world="empty", rate_limit=None)
    with sandbox.serve() as server, tempfile.TemporaryDirectory() as folder:
        path, feed = Path(folder) / "crm.db", Path(folder) / "feed.jsonl"
        client = sandbox.blocking_client()
        client.leads.create.many({"email": f"{n}@example.com"} for n in range(200))
        killed = 0
        while killed < kills:
            for lead in luck.sample(client.leads.list().collect(), 5):
                client.leads.update(lead.uuid, first_name=str(luck.random()))
            client.leads.delete(luck.choice(client.leads.list().collect()).uuid)
            client.leads.create(email=f"new-{killed}@example.com")
            killed += consume(server.url, sandbox.api_key, path, feed, luck.uniform(0.5, 2.5))
        # The pass that was cut off may have seen rows that are gone; the next one deletes them.
        for _ in range(2):
            assert not consume(server.url, sandbox.api_key, path, feed, 120.0)
        rows, doubled = replay(feed)
        wanted = {lead.uuid: lead.to_dict() for lead in client.leads.list()}
        client.close()
        with sqlite3.connect(path) as database:
            mirror = dict(database.execute("SELECT _key, _json FROM leads"))
        database.close()
    wrong = sum(rows.get(key) != row for key, row in wanted.items()) + len(rows.keys() - wanted)
    wrong += sum(json.loads(text) != rows.get(key) for key, text in mirror.items())
    return wrong, doubled, killed


def consume(url: str, key: str, path: Path, feed: Path, seconds: float) -> int:
    """Run a consumer until its end, or for so many seconds; returns how often it was killed."""
    line = [sys.executable, "-m", "tests.mirror.proofs", "consume", url, key, str(path), str(feed)]
    with subprocess.Popen(line, cwd=ROOT) as process:
        try:
            process.wait(seconds)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)
            return 1
    assert process.returncode == 0
    return 0


async def consumer(*arguments: str) -> None:
    url, key, path, feed = arguments
    limiter = TokenBucket(limit=1_000_000, period=60.0, burst=1_000_000)
    with Path(feed).open("a", encoding="utf-8") as out:  # noqa: ASYNC230 - nothing else runs
        async with JourneyBee(key, base_url=url, limiter=limiter) as client, Mirror(path) as mirror:
            async for change in mirror.changes(client.leads.list(), get=client.leads.get):
                out.write(f"{json.dumps(change.to_dict())}\n")
                out.flush()


def replay(feed: Path) -> tuple[dict[str, Any], int]:
    """The rows that the feed gives, and how many ids came with two contents."""
    rows: dict[str, Any] = {}
    contents: dict[str, Any] = {}
    doubled = 0
    for line in feed.read_text().splitlines():
        change = json.loads(line)
        doubled += contents.setdefault(change["id"], change) != change
        if change["change"] == "deleted":
            rows.pop(change["key"], None)
        else:
            rows[change["key"]] = change["row"]
    return rows, doubled


async def large_list(count: int) -> None:
    """Passes over many rows in this process, with their seconds and the memory they need."""
    import resource  # Windows has none

    from tests.mirror.lead_server import LeadServer

    text = "x" * 400
    server = LeadServer([{"uuid": f"{n:07}", "n": n, "text": text} for n in range(count)])
    with tempfile.TemporaryDirectory() as folder:
        async with Mirror(Path(folder) / "crm.db") as mirror:
            for what in ("all new", "none changed", "1 % changed"):
                if what.startswith("1"):
                    for n in range(0, count, 100):
                        server.rows[n] = {**server.rows[n], "n": -1}
                before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
                begun, found = time.perf_counter(), 0
                async for _ in server.changes(mirror):
                    found += 1
                grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
                seconds = time.perf_counter() - begun
                print(f"{count} rows, {what}: {found} changes, {seconds:.1f} s, +{grown} kB")  # noqa: T201 - a report


if __name__ == "__main__":
    if sys.argv[1:2] == ["consume"]:
        anyio.run(consumer, *sys.argv[2:6])
    else:
        what = sys.argv[1:] or ["kills", "rows"]
        if "kills" in what:
            print("wrong, doubled, killed:", killed_passes(50, 1))  # noqa: T201 - a report
        if "rows" in what:
            anyio.run(large_list, 100_000)
