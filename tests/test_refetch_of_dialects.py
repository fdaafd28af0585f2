"""Overlapping pages over the sandbox of each dialect, while its list changes."""

from __future__ import annotations

import random

import anyio
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from journeybee import Hooks, JourneyBee
from journeybee.errors import ListShiftedError
from journeybee.sandbox import Sandbox
from journeybee.sandbox.surfaces.dialects import DialectName

DIALECTS: list[DialectName] = ["v1", "introduction", "introduction-named", "bare", "capped"]


class Changing:
    """Creates and deletes leads before each request of a reader."""

    def __init__(self, writer: JourneyBee, luck: random.Random) -> None:
        self._writer, self._luck = writer, luck
        self.most = 0
        self.keys: list[str] = []
        self.deleted: set[str] = set()

    async def create(self) -> None:
        lead = await self._writer.leads.create(email=f"{self._luck.random()}@example.com")
        self.keys.append(lead.uuid)

    async def change(self, _: object) -> None:
        for _number in range(self._luck.randint(0, self.most)):
            if self.keys and self._luck.random() < 0.5:
                key = self.keys.pop(self._luck.randrange(len(self.keys)))
                self.deleted.add(key)
                await self._writer.leads.delete(key)
            else:
                await self.create()


async def read(dialect: DialectName, count: int, most: int, seed: int) -> None:
    sandbox = Sandbox(world="empty", rate_limit=None, dialect=dialect)
    async with sandbox.client() as writer:
        changing = Changing(writer, random.Random(seed))
        for _ in range(count):
            await changing.create()
        before = set(changing.keys)
        changing.most = most
        async with sandbox.client(hooks=Hooks(before_send=changing.change)) as reader:
            pager = reader.leads.list().with_options(on_shift="refetch")
            try:
                found = [lead.uuid async for lead in pager]
            except ListShiftedError:
                # All rows that were handed out last are gone: it says so, and nothing is lost.
                assert changing.deleted
                return
    assert len(found) == len(set(found))
    assert before - changing.deleted <= set(found)
    if not most:
        assert found == changing.keys


@settings(max_examples=12)
@given(
    dialect=st.sampled_from(DIALECTS),
    count=st.integers(0, 60),
    most=st.integers(0, 3),
    seed=st.integers(),
)
def test_no_row_that_was_there_throughout_is_missed(
    dialect: DialectName, count: int, most: int, seed: int
) -> None:
    anyio.run(read, dialect, count, most, seed)


@pytest.mark.parametrize("dialect", [*DIALECTS, "capped-25"])
@pytest.mark.parametrize("count", [0, 1, 2, 3, 11, 13])
def test_short_lists(dialect: DialectName, count: int) -> None:
    anyio.run(read, dialect, count, 0, 0)
