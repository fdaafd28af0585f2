"""`on_shift="refetch"`: no row that was there throughout is lost or doubled."""

from __future__ import annotations

import random
from itertools import pairwise
from typing import Any

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeybee import APIResponseError, ListShiftedError
from journeybee.pagination import LastItemCursor, OnShift, PageNumbers, Style
from tests.list_server import (
    META,
    ListServer,
    at_request,
    delete_first_insert_last,
    drained,
    ids,
    rows,
)


@pytest.mark.parametrize("style", [PageNumbers(), META])
async def test_a_delete_hidden_by_an_insert_loses_a_row_only_without_refetch(
    style: PageNumbers,
) -> None:
    stayed = set(ids(rows(200)[1:]))
    options: list[tuple[OnShift, bool]] = [("raise", False), ("refetch", True)]
    for on_shift, whole in options:
        server = ListServer(rows(200), at_request(2, delete_first_insert_last))
        pager = server.pager(style).with_options(on_shift=on_shift)
        seen = ids(await pager.collect())
        assert (stayed <= set(seen)) is whole
        assert len(set(seen)) == len(seen)


class Busy:
    """Inserts and deletes rows at random before each answer; keeps account of what stayed."""

    def __init__(self, seed: int, most: int, *, total_stays: bool) -> None:
        self._random = random.Random(seed)
        self._most = most
        self._total_stays = total_stays
        self.gone: set[str] = set()
        self._made = 0

    def __call__(self, server: ListServer) -> None:
        inserts = self._random.randint(0, self._most)
        deletes = inserts if self._total_stays else self._random.randint(0, self._most)
        for _ in range(min(deletes, len(server.rows))):
            place = self._place(len(server.rows) - 1)
            self.gone.add(server.rows.pop(place)["uuid"])
        for _ in range(inserts):
            self._made += 1
            place = self._place(len(server.rows))
            server.rows.insert(place, {"uuid": f"new-{self._made}"})

    def _place(self, last: int) -> int:
        # Near the front, where each change moves all borders behind it, as often as anywhere.
        return self._random.randint(0, self._random.choice((min(3, last), last)))


@pytest.mark.parametrize("how", ["plain", "prefetched", "resumed"])
@pytest.mark.parametrize("total_stays", [False, True])
@given(
    sizes=st.tuples(st.integers(0, 1000), st.integers(1, 100)),
    seed=st.integers(),
    most=st.sampled_from([1, 3, 10]),
)
def test_refetch_neither_loses_nor_doubles_a_row_that_stayed(
    how: str, total_stays: bool, sizes: tuple[int, int], seed: int, most: int
) -> None:
    count, size = sizes
    # A row resumed from is known by the last dozen before it, so changes between are fewer.
    busy = Busy(seed, 1 if how == "resumed" else most, total_stays=total_stays)
    server = ListServer(rows(count if how != "resumed" else count % 100), busy)
    before = set(ids(server.rows))

    async def drain() -> list[str]:
        pager = server.pager(PageNumbers(), per_page=size).with_options(on_shift="refetch")
        return await drained(pager, how)

    seen = anyio.run(drain)
    assert len(set(seen)) == len(seen)
    assert before - busy.gone <= set(seen)


@given(
    count=st.integers(0, 300),
    together=st.integers(1, 3),
    seed=st.integers(),
    inclusive=st.booleans(),
)
def test_a_cursor_neither_loses_nor_doubles_a_row_that_stayed(
    count: int, together: int, seed: int, inclusive: bool
) -> None:
    chance = random.Random(seed)
    gone: set[str] = set()

    def change(server: ListServer) -> None:
        for _ in range(chance.randint(0, 3)):
            if server.rows:
                gone.add(server.rows.pop(chance.randint(0, len(server.rows) - 1))["uuid"])
        server.rows.insert(0, {"uuid": f"new-{chance.random()}", "created_at": "99999999"})

    server = ListServer(rows(count, together=together), change)
    server.inclusive, server.page_size = inclusive, 12
    before = set(ids(server.rows))

    async def drain() -> list[str]:
        return ids(await server.pager(LastItemCursor()).with_options(on_shift="refetch").collect())

    seen = anyio.run(drain)
    assert len(set(seen)) == len(seen)
    assert before - gone <= set(seen)


async def test_refetch_costs_a_sixth_more_requests_at_most() -> None:
    server = ListServer(rows(4000))
    pager = server.pager(PageNumbers()).with_options(on_shift="refetch")
    assert ids(await pager.collect()) == ids(server.rows)
    assert 40 < len(server.asked) <= 40 * 7 // 6


async def test_refetch_finds_the_place_after_many_rows_went_or_came() -> None:
    def delete_many(server: ListServer) -> None:
        del server.rows[:350]

    def insert_many(server: ListServer) -> None:
        server.rows[:0] = [{"uuid": f"new-{n}"} for n in range(350)]

    for change in (delete_many, insert_many):
        server = ListServer(rows(1000), at_request(6, change))
        pager = server.pager(PageNumbers()).with_options(on_shift="refetch")
        assert ids(await pager.collect()) == ids(rows(1000))
        assert len(server.asked) <= 20


async def test_going_back_takes_large_steps_and_passes_over_no_row() -> None:
    def delete_many(server: ListServer) -> None:
        del server.rows[:399]

    server = ListServer(rows(1000), at_request(6, delete_many))
    await server.pager(PageNumbers()).with_options(on_shift="refetch").collect()
    sizes = [(int(asked["page"]), int(asked["per_page"])) for asked in server.asked]
    back = [((number - 1) * size, number * size) for number, size in sizes][5:11]
    # Steps of nine tenths of a page: with whole ones, a row between two pages would be on neither.
    assert back == [(475, 570), (384, 480), (291, 388), (200, 300), (100, 200), (0, 100)]
    assert all(later[0] <= earlier[1] for later, earlier in pairwise(back))


async def test_refetch_says_so_when_all_it_knew_is_gone() -> None:
    server = ListServer(rows(300))
    pager = server.pager(PageNumbers()).with_options(on_shift="refetch")
    items = aiter(pager)
    for _ in range(150):
        await anext(items)
    del server.rows[:150]
    with pytest.raises(ListShiftedError, match="are not to be found again"):
        await pager.from_cursor(pager.cursor).collect()


async def test_refetch_is_refused_where_pages_are_too_small() -> None:
    with pytest.raises(ValueError, match="list_rows cannot be refetched: its API does not send"):
        ListServer([]).pager(PageNumbers(max_size=10), per_page=10).with_options(on_shift="refetch")
    with pytest.raises(ValueError, match="on_shift"):
        ListServer([]).pager(PageNumbers()).with_options(on_shift="ignore")  # type: ignore[arg-type]


async def test_refetch_of_a_list_that_never_holds_still_ends() -> None:
    class Treadmill(ListServer):
        made = 0

        def answer(self, style: Style, given: dict[str, Any]) -> Any:
            self.made += 1
            self.rows = [{"uuid": f"{self.made}-{n}"} for n in range(200)]
            return super().answer(style, given)

    server = Treadmill(rows(200))
    pager = server.pager(PageNumbers()).with_options(on_shift="refetch")
    with pytest.raises(ListShiftedError, match="are not to be found again"):
        await pager.collect()
    assert len(server.asked) <= 30


@pytest.mark.parametrize("on_shift", ["warn", "refetch"])
async def test_a_page_that_repeats_ends_whatever_is_to_be_done(on_shift: OnShift) -> None:
    class Stuck(ListServer):
        def answer(self, style: Style, given: dict[str, Any]) -> Any:
            return super().answer(style, {**given, "page": 1})

    server = Stuck(rows(5000))
    pager = server.pager(PageNumbers()).with_options(on_shift=on_shift)
    with pytest.raises(APIResponseError):
        await pager.collect()
    assert len(server.asked) <= 20
