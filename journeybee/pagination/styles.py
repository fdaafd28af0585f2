"""The styles in which an API cuts a list into pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeAlias, TypeVar

import attrs

from journeybee.pagination.page_size import PageSize
from journeybee.pagination.raw_page import RawPage, dig, whole_number
from journeybee_api._runtime import Operation, Unset, query_pairs

T_co = TypeVar("T_co", covariant=True)

Position: TypeAlias = int | str
"""Where a page is: the number of a page, or the cursor that leads to it."""


class ItemPage(Protocol[T_co]):
    """A body that holds the items of a page as ``data``, if they lie there."""

    @property
    def data(self) -> Sequence[T_co] | Unset: ...


@attrs.frozen(kw_only=True)
class ParsedPage:
    """What a style reads from one page.

    Attributes:
        number: the number of the page, None where pages have none.
        per_page: how many rows a full page has, as reported or else as asked for.
        next_positions: of the pages after this one, as far as they are known, the next one first;
            empty at the end of the list.
        numbered: whether the pages are numbered, and so end by what the answers report instead of
            by ``next_positions``, which then is only what may be fetched ahead.
        last: whether this is the last page, by each thing that the answer reports of it.
        asked: how many rows were asked for, None if that was left to the server.
        reported_size: how many rows a full page has by the answer, None if it does not tell.
        switch: another way to ask for the size of a page, which saves requests; None to go on.
        refused: whether the server refused to be asked for a size, so that none was asked for.
        overlaps: whether the next page may begin with rows of this one though nothing changed.
        stalled: why this is the last page that can be reached though there may be more, or "".
    """

    items: list[Any]
    number: int | None = None
    per_page: int | None = None
    total: int | None = None
    total_pages: int | None = None
    next_positions: Sequence[Position] = ()
    overlaps: bool = False
    stalled: str = ""
    numbered: bool = False
    last: frozenset[bool] = frozenset()
    asked: int | None = None
    reported_size: int | None = None
    switch: PageSize | None = None
    refused: bool = False


class Style:
    """One way of cutting a list into pages; a new one has ``at`` and ``read`` of its own."""

    @property
    def rows_path(self) -> str | None:
        """Dotted path of the rows in the declared body, "" if the body is the array.

        Rows that lie elsewhere are looked for. None leaves it to ``read`` to find them.
        """
        return None

    def first(self, operation: Operation[Any]) -> Operation[Any]:
        """The request of the first page; ValueError for arguments the API would refuse."""
        return operation

    def at(self, operation: Operation[Any], position: Position) -> Operation[Any]:
        """The request of the page at a position; ValueError if there can be none."""
        raise ValueError(f"no page at {position!r}: this list has only one")

    def read(self, operation: Operation[Any], raw: RawPage) -> ParsedPage:
        """What an answer says of itself; ValueError if it is not a page."""
        raise NotImplementedError

    def probe_request(self, operation: Operation[Any]) -> Operation[Any]:
        """The request of the first row with as few others as the API allows."""
        return operation

    def rows_before(self, operation: Operation[Any]) -> int | None:
        """How many rows come before the first page; None if that cannot be told."""
        return 0

    def without_size(self, operation: Operation[Any], refusal: str) -> Operation[Any] | None:
        """The request without the size of a page, None if the refusal is not about that.

        Args:
            operation: the request that was refused.
            refusal: the text of a 400 or 422.
        """
        return None

    def check(self, page_size: PageSize) -> None:
        """Raises ValueError for a way of asking for a size that this style does not have."""
        raise ValueError(f"no page size {page_size.parameter!r}")


@attrs.frozen(kw_only=True)
class LastItemCursor(Style):
    """A bare array, and a cursor that is a value of the row where the next page is to go on.

    Rows may share that value, and it is not told whether a page begins with or after the rows that
    have it. So until an answer holds rows of the very value that was asked for, the cursor is the
    last value before the one that the final rows share: those come again, and are left out, but no
    row of theirs is lost. Where an answer does hold them, the last value itself is as good.

    The end is a page without rows, which has no cursor; a cursor that repeats; and a first page
    that holds as many rows as it says there are. The count does not end a later page: rows deleted
    meanwhile would make it too small. Nor does an array shorter than its ``limit``: a server may
    have a limit of its own. A page whose rows all share one value stalls the list, since passing
    it might lose some.

    Args:
        cursor: name of the parameter.
        value: name of the rows' attribute that the cursor is made of.
        limit: name of the parameter with the most rows on a page.
        total: name of the rows' attribute that tells how many there are on all pages.
    """

    cursor: str = "cursor"
    value: str = "created_at"
    limit: str = "limit"
    total: str = "total"

    @property
    def rows_path(self) -> str | None:
        return ""

    def at(self, operation: Operation[Any], position: Position) -> Operation[Any]:
        if not isinstance(position, str) or not position:
            raise ValueError(f"no page at {position!r}: give a cursor")
        return operation.with_query(**{self.cursor: position})

    def read(self, operation: Operation[Any], raw: RawPage) -> ParsedPage:
        items = raw.rows("")
        told = whole_number(dig(items[-1], self.total)) if items else None
        total = raw.reported().total if told is None else told
        asked = dict(operation.query).get(self.cursor)
        if not items or (asked is None and total == len(items)):
            return ParsedPage(items=items, total=total, overlaps=True)
        values = [self._cursor(item) for item in items]
        last = values[-1]
        before = next((value for value in reversed(values) if value != last), None)
        following = last if asked in values or len(items) == 1 else before
        going = following is not None and following != asked
        return ParsedPage(
            items=items,
            total=total,
            next_positions=(following,) if following is not None and going else (),
            overlaps=True,
            stalled="" if going else f"all rows of a page have the same {self.value}",
        )

    def probe_request(self, operation: Operation[Any]) -> Operation[Any]:
        given = self.limit in dict(operation.query)
        return operation.with_query(**{self.limit: 1}) if given else operation

    def rows_before(self, operation: Operation[Any]) -> int | None:
        return None if self.cursor in dict(operation.query) else 0

    def _cursor(self, item: Any) -> str:
        texts = [text for _, text in query_pairs({self.cursor: dig(item, self.value)})]
        if len(texts) != 1:
            raise ValueError(f"a row has no {self.value} to go on from")
        return texts[0]
