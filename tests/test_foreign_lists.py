"""From whatever server: all rows of a list once, or an error, or a warning that says so."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import anyio
import httpx
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from journeybee import (
    APIResponseError,
    ConfigurationError,
    JourneyBee,
    ListShiftedError,
    RetryPolicy,
    TokenBucket,
)
from journeybee.pagination import OnShift
from tests.foreign_lists import ForeignList, foreign_lists

MOST_ROWS = 200


class Said(logging.Handler):
    """Whether a warning said that rows may be missing."""

    def __init__(self) -> None:
        super().__init__()
        self.found = False

    def emit(self, record: logging.LogRecord) -> None:
        self.found |= "changed while it was read" in record.getMessage()


@contextmanager
def listening() -> Iterator[Said]:
    said, paging = Said(), logging.getLogger("journeybee.paging")
    drift = logging.getLogger("journeybee.drift")
    paging.addHandler(said)
    drift.setLevel(logging.CRITICAL)
    try:
        yield said
    finally:
        paging.removeHandler(said)
        drift.setLevel(logging.NOTSET)


def connected(server: ForeignList) -> JourneyBee:
    return JourneyBee(
        "key",
        limiter=TokenBucket(limit=10**7, period=60.0, burst=10**7),
        http_client=httpx.AsyncClient(transport=httpx.MockTransport(server)),
        retry=RetryPolicy(max_retries=0),
    )


async def drained(
    client: JourneyBee, how: str, on_shift: OnShift, per_page: int | None
) -> list[str]:
    pager = client.leads.list(per_page=per_page).with_options(on_shift=on_shift)
    if how == "prefetched":
        async with pager.prefetch(3) as items:
            return [lead.uuid async for lead in items]
    if how == "plain":
        return [lead.uuid async for lead in pager]
    seen: list[str] = []
    while True:
        items = aiter(pager)
        try:
            for _ in range(17):
                seen.append((await anext(items)).uuid)  # noqa: PERF401 - it may end in between
        except StopAsyncIteration:
            return seen
        assert len(seen) <= MOST_ROWS
        pager = pager.from_cursor(pager.cursor)


@pytest.mark.parametrize("how", ["plain", "prefetched", "resumed"])
@given(
    server=foreign_lists(),
    on_shift=st.sampled_from(["warn", "raise", "refetch"]),
    per_page=st.one_of(st.none(), st.integers(1, 100)),
)
def test_all_rows_come_once_or_it_is_said(
    how: str, server: ForeignList, on_shift: OnShift, per_page: int | None
) -> None:
    client = connected(server)
    for _ in range(2):
        server.asked = 0
        with listening() as said:
            try:
                seen = anyio.run(drained, client, how, on_shift, per_page)
            except (APIResponseError, ConfigurationError, ListShiftedError):
                continue
        assume(not server.deceived)
        assert len(seen) == len(set(seen))
        # A page of one row is the smallest there is, and each may be fetched to resume from it.
        assert server.asked <= 4 * server.rows + 30
        if len(seen) != server.rows:
            assert said.found
            assert on_shift != "raise"
