"""The styles of paging: each row once, where each list ends, and what a new style costs."""

from __future__ import annotations

import inspect
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeybee import APIResponseError
from journeybee.pagination import (
    LastItemCursor,
    PageNumbers,
    ParsedPage,
    Position,
    RawPage,
    Style,
    WholeList,
)
from journeybee_api._runtime import Operation, Timestamp
from tests.list_server import IN_BODY, META, NEXT_NUMBER, ListServer, drained, ids, rows

NUMBERED = [PageNumbers(), META, IN_BODY, NEXT_NUMBER]


@pytest.mark.parametrize("style", NUMBERED)
@given(count=st.integers(0, 300), size=st.integers(1, 50))
def test_numbered_pages_give_each_row_once(style: PageNumbers, count: int, size: int) -> None:
    async def drain() -> None:
        server = ListServer(rows(count))
        seen = await server.pager(style, **{style.size: size}).collect()
        assert ids(seen) == ids(server.rows)
        # Where nothing is reported, only an empty page is the end.
        least = -(-count // size) + 1 if style is IN_BODY else max(1, -(-count // size))
        assert len(server.asked) == least
        assert {int(asked[style.size]) for asked in server.asked} == {size}

    anyio.run(drain)


@pytest.mark.parametrize(
    ("style", "given", "message"),
    [
        (META, {"pageSize": 51}, "pageSize=51 is out of range: give pageSize from 1 to 50"),
        (IN_BODY, {"limit": 0}, "limit=0 is out of range: give limit from 1 or more"),
        (NEXT_NUMBER, {"pageNum": 0}, "pageNum=0 is out of range: give page 1 or more"),
    ],
)
def test_pages_that_the_api_would_refuse_are_refused(
    style: Style, given: dict[str, int], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        ListServer([]).pager(style, **given)


async def test_the_rest_of_a_body_stays_when_the_page_turns() -> None:
    server = ListServer(rows(3))
    await server.pager(IN_BODY, limit=2, userIds=["a"]).collect()
    assert server.asked == [
        {"limit": 2, "userIds": ["a"]},
        {"limit": 2, "userIds": ["a"], "page": 2},
        {"limit": 2, "userIds": ["a"], "page": 3},
    ]


async def test_a_whole_list_may_stand_inside_a_body() -> None:
    class Enveloped(ListServer):
        def answer(self, style: Style, given: dict[str, Any]) -> Any:
            return {"payload": {"rows": self.rows}}

    page = await Enveloped(rows(3)).pager(WholeList("payload.rows"))
    assert (len(page.items), page.total, page.has_next_page()) == (3, 3, False)


@pytest.mark.parametrize("inclusive", [False, True])
@given(count=st.integers(0, 200), together=st.integers(1, 5), beyond=st.integers(1, 40))
def test_rows_that_share_a_time_at_a_border_are_neither_lost_nor_doubled(
    inclusive: bool, count: int, together: int, beyond: int
) -> None:
    async def drain() -> None:
        server = ListServer(rows(count, together=together))
        server.inclusive, server.page_size = inclusive, together + beyond
        assert ids(await server.pager(LastItemCursor()).collect()) == ids(server.rows)
        if together == 1 and beyond > 2:
            assert len(server.asked) <= 3 + count // (beyond - 1)

    anyio.run(drain)


@given(count=st.integers(0, 30))
def test_pages_of_one_row_can_be_drained_by_cursor(count: int) -> None:
    async def drain() -> None:
        server = ListServer(rows(count))
        assert ids(await server.pager(LastItemCursor(), limit=1).collect()) == ids(server.rows)

    anyio.run(drain)


@pytest.mark.parametrize("inclusive", [False, True])
async def test_more_rows_of_one_time_than_a_page_holds_are_an_error_and_no_loss(
    inclusive: bool,
) -> None:
    server = ListServer(rows(40, together=20))
    server.inclusive, server.page_size = inclusive, 10
    with pytest.raises(APIResponseError, match="all rows of a page have the same created_at"):
        await server.pager(LastItemCursor()).collect()
    assert len(server.asked) < 5


async def test_a_short_list_by_cursor_takes_one_request() -> None:
    server = ListServer(rows(3))
    assert len(await server.pager(LastItemCursor()).collect()) == 3
    assert server.asked == [{}]


async def test_a_cursor_is_sent_as_the_server_wrote_the_time() -> None:
    class Times(ListServer):
        def answer(self, style: Style, given: dict[str, Any]) -> Any:
            days = (3, 2) if "cursor" not in given else (2, 1) if len(self.asked) == 2 else ()
            return [
                {"id": day, "created_at": Timestamp.parse(f"2024-05-{day:02}T10:00:00.120Z")}
                for day in days
            ]

    server = Times([])
    seen = await server.pager(LastItemCursor()).collect()
    assert [item["id"] for item in seen] == [3, 2, 1]
    assert server.asked[1] == {"cursor": "2024-05-03T10:00:00.120Z"}


async def test_rows_without_what_the_cursor_is_made_of_are_an_error() -> None:
    server = ListServer([{"uuid": "a", "created_at": "1"}, {"uuid": "b", "created_at": "0"}])
    with pytest.raises(APIResponseError, match="a row has no updated_at to continue from"):
        await server.pager(LastItemCursor(value="updated_at", total="")).collect()


class NextCursor(Style):
    """A cursor in the body, as many other APIs have it."""

    rows_path = "rows"

    def at(self, operation: Operation[Any], position: Position) -> Operation[Any]:
        return operation.with_query(after=position)

    def parse(self, operation: Operation[Any], raw: RawPage) -> ParsedPage:
        body = raw.body
        following = body["next"]
        repeated = following == dict(operation.query).get("after")
        return ParsedPage(raw, next_positions=(following,) if following and not repeated else ())


def test_a_new_style_is_small() -> None:
    assert len(inspect.getsource(NextCursor).splitlines()) <= 20


class NextUrl(Style):
    """A URL of the next page in the body, which the server makes as it likes."""

    rows_path = "rows"

    def at(self, operation: Operation[Any], position: Position) -> Operation[Any]:
        return operation.with_query(**dict(parse_qsl(urlsplit(str(position)).query)))

    def parse(self, operation: Operation[Any], raw: RawPage) -> ParsedPage:
        following = raw.body["next"]
        return ParsedPage(raw, next_positions=(following,) if following else ())


@pytest.mark.parametrize("how", ["plain", "prefetched", "resumed"])
async def test_a_next_url_may_change_the_size_of_pages(how: str) -> None:
    class Growing(ListServer):
        def answer(self, style: Style, given: dict[str, Any]) -> Any:
            start, size = int(given.get("after", 0)), int(given.get("limit", 2))
            end, url = start + size, "https://api.example.test/v1/rows"
            following = f"{url}?after={end}&limit={size + 3}" if end < len(self.rows) else None
            return {"rows": self.rows[start:end], "next": following}

    server = Growing(rows(40))
    assert await drained(server.pager(NextUrl(), status="new"), how) == ids(server.rows)
    assert all(asked["status"] == "new" for asked in server.asked)
    if how != "resumed":
        assert [asked.get("limit") for asked in server.asked] == [None, "5", "8", "11", "14"]


class Chain(ListServer):
    """Five rows a page; each cursor leads to the next of `following`."""

    following: dict[str | None, str | None]

    def answer(self, style: Style, given: dict[str, Any]) -> Any:
        after = given.get("after")
        start = 5 * int(after or 0)
        return {"rows": self.rows[start : start + 5], "next": self.following[after]}


@pytest.mark.parametrize(
    ("following", "seen", "requests"),
    [
        ({None: "1", "1": "2", "2": None}, 15, 3),
        ({None: "1", "1": "2", "2": ""}, 15, 3),
        ({None: "1", "1": "1"}, 10, 2),
    ],
)
async def test_a_cursor_that_is_absent_or_repeats_ends_the_list(
    following: dict[str | None, str | None], seen: int, requests: int
) -> None:
    server = Chain(rows(20))
    server.following = following
    assert len(await server.pager(NextCursor()).collect()) == seen
    assert len(server.asked) == requests


async def test_a_loop_of_three_cursors_ends() -> None:
    server = Chain(rows(20))
    server.following = {None: "1", "1": "2", "2": "3", "3": "1"}
    with pytest.raises(APIResponseError, match="10 consecutive pages contained no new rows"):
        await server.pager(NextCursor()).collect()
    assert len(server.asked) <= 20
