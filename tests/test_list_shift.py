"""Rows inserted and deleted while a list is drained: noticed, refused, or made good."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any, Literal

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeybee import APIResponseError, ListShiftedError, Pager
from journeybee.pagination import LastItemCursor, PageNumbers, Style, WholeList
from tests.list_server import IN_BODY, META, ListServer, ids, rows

OnShift = Literal["warn", "raise", "refetch"]


def at_request(number: int, change: Callable[[ListServer], object]) -> Callable[..., None]:
    def act(server: ListServer) -> None:
        if len(server.asked) + 1 == number:
            change(server)

    return act


def insert_first(server: ListServer) -> None:
    server.rows.insert(0, {"uuid": "new", "created_at": "99999999"})


def delete_first(server: ListServer) -> None:
    del server.rows[0]


def delete_first_insert_last(server: ListServer) -> None:
    del server.rows[0]
    server.rows.append({"uuid": "new", "created_at": "00000000"})


async def drained(server: ListServer, pager: Pager[Any], how: str) -> list[str]:
    """The rows in one of the ways of draining; "resumed" starts anew at every third row."""
    if how == "prefetched":
        async with pager.prefetch(3) as items:
            return [item["uuid"] async for item in items]
    if how == "plain":
        return ids(await pager.collect())
    seen: list[str] = []
    going = True
    while going:
        going = False
        async for item in pager:
            seen.append(item["uuid"])
            if len(seen) % 3 == 0:
                going = True
                break
        pager = pager.from_cursor(pager.cursor)
    return seen


@pytest.mark.parametrize("style", [PageNumbers(), META])
@pytest.mark.parametrize(
    ("change", "shown"),
    [
        (insert_first, "the total went from 20 to 21"),
        (delete_first, "the total went from 20 to 19"),
    ],
)
async def test_a_shift_is_logged_once_or_raised(
    style: PageNumbers,
    change: Callable[[ListServer], None],
    shown: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    server = ListServer(rows(20), at_request(2, change))
    pager = server.pager(style, **{style.size: 5})
    await pager.collect()
    (record,) = caplog.records
    assert (record.name, record.levelname) == ("journeybee.paging", "WARNING")
    assert record.getMessage().startswith("list_rows changed while it was read: ")
    server = ListServer(rows(20), at_request(2, change))
    pager = server.pager(style, **{style.size: 5}).with_options(on_shift="raise")
    with pytest.raises(ListShiftedError, match=shown if change is delete_first else "list_rows: "):
        await pager.collect()
    assert len(server.asked) == 2


async def test_rows_that_come_again_are_left_out() -> None:
    server = ListServer(rows(20), at_request(2, insert_first))
    page = await server.pager(PageNumbers(), per_page=5)
    page = await page.get_next_page()
    assert ids(page.items) == ["row-5", "row-6", "row-7", "row-8"]


async def test_a_page_moved_as_a_whole_is_a_shift_and_no_page_that_repeats() -> None:
    def insert_five(server: ListServer) -> None:
        server.rows[:0] = [{"uuid": f"new-{n}"} for n in range(5)]

    server = ListServer(rows(20), at_request(2, insert_five))
    assert ids(await server.pager(PageNumbers(), per_page=5).collect()) == ids(rows(20))


async def test_a_gap_shows_at_the_end_or_by_a_page_that_is_not_full(
    caplog: pytest.LogCaptureFixture,
) -> None:
    class Gap(ListServer):
        def answer(self, style: Style, given: dict[str, Any]) -> Any:
            body = super().answer(style, given)
            if given.get("page") == "2":
                body["data"] = body["data"][1:]
            return body

    await Gap(rows(20)).pager(PageNumbers(), per_page=5).collect()
    assert "page 2 holds 4 rows of 5, but is not the last" in caplog.text
    caplog.clear()
    await Gap(rows(10)).pager(PageNumbers(), per_page=5).collect()
    assert "the list ended after 9 of 10 rows" in caplog.text
    caplog.clear()
    await Gap(rows(20)).pager(PageNumbers(), per_page=5, page=4).collect()
    assert caplog.text == ""


async def test_a_server_that_does_not_know_the_cursor_does_not_end_in_silence() -> None:
    class Deaf(ListServer):
        def answer(self, style: Style, given: dict[str, Any]) -> Any:
            return super().answer(style, {})

    server = Deaf(rows(250))
    pager = server.pager(LastItemCursor()).with_options(on_shift="raise")
    with pytest.raises(ListShiftedError, match="the list ended after 100 of 250 rows"):
        await pager.collect()
    assert len(server.asked) <= 4


async def test_a_place_that_moved_while_the_drain_was_stopped_is_noticed(
    caplog: pytest.LogCaptureFixture,
) -> None:
    server = ListServer(rows(20))
    pager = server.pager(PageNumbers(), per_page=10)
    items = aiter(pager)
    for _ in range(5):
        await anext(items)
    delete_first_insert_last(server)
    rest = await server.pager(PageNumbers(), per_page=10).from_cursor(pager.cursor).collect()
    assert ids(rest)[:3] == ["row-5", "row-6", "row-7"]
    assert "the row where the drain stopped has moved" in caplog.text
    del server.rows[:8]
    caplog.clear()
    await server.pager(PageNumbers(), per_page=10).from_cursor(pager.cursor).collect()
    assert "the row where the drain stopped is not on its page" in caplog.text


async def test_nothing_is_noticed_where_nothing_changed(caplog: pytest.LogCaptureFixture) -> None:
    styles: list[Style] = [PageNumbers(), META, IN_BODY, LastItemCursor(), WholeList()]
    for style in styles:
        for how in ("plain", "prefetched", "resumed"):
            server = ListServer(rows(120, together=2))
            pager = server.pager(style).with_options(on_shift="raise")
            assert await drained(server, pager, how) == ids(server.rows)
    assert caplog.text == ""


# ----------------------------------------------------------------------------------- refetch


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
        return await drained(server, pager, how)

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
    with pytest.raises(ValueError, match="list_rows cannot be refetched: its API does not give"):
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
