"""A process that drains a list into a database, each row with the token after it.

Run as `python -m tests.paging_drainer URL DATABASE`. Killed at any moment and run again, it goes on
where it was.
"""

from __future__ import annotations

import logging
import sqlite3
import sys

import anyio

from journeybee import JourneyBee, TokenBucket


async def drain(url: str, path: str) -> None:
    database = sqlite3.connect(path)
    database.execute("CREATE TABLE IF NOT EXISTS leads (uuid TEXT, token TEXT)")
    last = database.execute("SELECT token FROM leads ORDER BY rowid DESC LIMIT 1").fetchone()
    limiter = TokenBucket(limit=1_000_000, period=60.0, burst=1_000_000)
    async with JourneyBee("key", base_url=url, limiter=limiter) as client:
        pager = client.leads.list(per_page=20)
        if last is not None:
            pager = pager.from_cursor(last[0])
        async with pager.prefetch(3) as leads:
            async for lead in leads:
                with database:
                    database.execute("INSERT INTO leads VALUES (?, ?)", (lead.uuid, pager.cursor))
    database.close()


if __name__ == "__main__":
    # The rows of the server have nothing but a uuid.
    logging.getLogger("journeybee.drift").setLevel(logging.ERROR)
    anyio.run(drain, sys.argv[1], sys.argv[2])
