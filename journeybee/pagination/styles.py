"""The styles of paging: how an API divides a list into pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol, TypeVar

from journeybee.immutable import Immutable, read_only_fields
from journeybee.pagination.parsed_page import PageSize, ParsedPage, Position
from journeybee.pagination.raw_page import RawPage, dig, whole_number
from journeybee_api._runtime import Operation, Unset, query_pairs

T_co = TypeVar("T_co", covariant=True)


class ItemPage(Protocol[T_co]):
    """A body that holds the items of a page as `data`, if they are there."""

    @property
    def data(self) -> Sequence[T_co] | Unset: ...


class Style:
    """One way of dividing a list into pages; a new one defines `at` and `parse`."""

    rows_path: str = "data"
    """Dotted path of the rows in the declared body, "" if the body is the array.

    Rows that are elsewhere are looked for.
    """

    def first(self, operation: Operation[Any]) -> Operation[Any]:
        """The request of the first page; ValueError for arguments the API would refuse."""
        return operation

    def at(self, operation: Operation[Any], position: Position) -> Operation[Any]:
        """The request of the page at a position; ValueError if there can be none."""
        raise ValueError(f"no page at {position!r}: this list has only one")

    def parse(self, operation: Operation[Any], raw: RawPage) -> ParsedPage:
        """Read an answer; ValueError if it is not a page."""
        raise NotImplementedError

    def probe_request(self, operation: Operation[Any]) -> Operation[Any]:
        """The request of the first row with as few others as the API allows."""
        return operation

    def rows_before(self, operation: Operation[Any]) -> int | None:
        """How many rows come before the first page; None if that is unknown."""
        return 0

    def resized(self, operation: Operation[Any], page_size: PageSize | None) -> Operation[Any]:
        """The request with its page size requested in another way; ValueError if there is none."""
        if page_size is not None:
            raise ValueError(f"no page size {page_size.parameter!r}")
        return operation

    def without_size(self, operation: Operation[Any], refusal: str) -> Operation[Any] | None:
        """The request without the size of a page, None if the refusal is not about that.

        Args:
            operation: the request that was refused.
            refusal: the text of a 400 or 422.
        """
        return None


@read_only_fields
class LastItemCursor(Style, Immutable):
    """A bare array, and a cursor that is a value of the row where the next page continues.

    Rows may share that value, and it is undocumented whether a page begins with or after the rows
    that have it. So until an answer holds rows of the very value that was requested, the cursor is
    the last value before the one that the final rows share: those come again, and are left out, but
    no row of theirs is lost. Where an answer does hold them, the last value itself is as good.

    The end is a page without rows, which has no cursor; a cursor that repeats; and a first page
    that holds as many rows as it says there are. The count does not end a later page: rows deleted
    meanwhile would make it too small. Nor does an array shorter than its `limit`: a server may
    have a limit of its own. A page whose rows all share one value stalls the list, since passing
    it might lose some.

    Args:
        cursor: name of the parameter.
        value: name of the rows' attribute that the cursor is made of.
        limit: name of the parameter with the most rows on a page.
        total: name of the rows' attribute that reports how many there are on all pages.
    """

    cursor: str
    value: str
    limit: str
    total: str
    rows_path = ""

    def __init__(
        self,
        *,
        cursor: str = "cursor",
        value: str = "created_at",
        limit: str = "limit",
        total: str = "total",
    ) -> None:
        super().__init__(cursor=cursor, value=value, limit=limit, total=total)

    def at(self, operation: Operation[Any], position: Position) -> Operation[Any]:
        if not isinstance(position, str) or not position:
            raise ValueError(f"no page at {position!r}: give a cursor")
        return operation.with_query(**{self.cursor: position})

    def parse(self, operation: Operation[Any], raw: RawPage) -> ParsedPage:
        items = raw.rows
        reported = whole_number(dig(items[-1], self.total)) if items else None
        total = raw.reported().total if reported is None else reported
        requested = dict(operation.query).get(self.cursor)
        following, stalled = None, ""
        if items and not (requested is None and total == len(items)):
            following = self._following(items, requested)
            if following is None:
                stalled = f"all rows of a page have the same {self.value}"
        return ParsedPage(
            raw,
            total=total,
            next_positions=() if following is None else (following,),
            overlaps=True,
            stalled=stalled,
        )

    def probe_request(self, operation: Operation[Any]) -> Operation[Any]:
        given = self.limit in dict(operation.query)
        return operation.with_query(**{self.limit: 1}) if given else operation

    def rows_before(self, operation: Operation[Any]) -> int | None:
        return None if self.cursor in dict(operation.query) else 0

    def _following(self, items: list[Any], requested: object) -> str | None:
        """The cursor of the next page, None if no row of this page leads on."""
        values = [self._cursor_of(item) for item in items]
        following: str | None = values[-1]
        if requested not in values and len(items) > 1:
            following = next((value for value in reversed(values) if value != values[-1]), None)
        return None if following == requested else following

    def _cursor_of(self, item: Any) -> str:
        texts = [text for _, text in query_pairs({self.cursor: dig(item, self.value)})]
        if len(texts) != 1:
            raise ValueError(f"a row has no {self.value} to continue from")
        return texts[0]
