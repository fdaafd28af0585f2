"""Rows inserted and deleted while a list is drained: noticed, refused, or made good."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from journeybee import ListShiftedError
from journeybee.pagination import LastItemCursor, PageNumbers, Style, WholeList
from tests.list_server import (
    IN_BODY,
    META,
    ListServer,
    at_request,
    delete_first_insert_last,
    drained,
    ids,
    rows,
)


def insert_first(server: ListServer) -> None:
    server.rows.insert(0, {"uuid": "new", "created_at": "99999999"})


def delete_first(server: ListServer) -> None:
    del server.rows[0]


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
            assert await drained(pager, how) == ids(server.rows)
    assert caplog.text == ""
