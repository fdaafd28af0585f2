"""The styles in which an API cuts a list into pages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol, TypeAlias, TypeVar, cast

import attrs

from journeybee_api._runtime import UNSET, Operation, Unset, query_pairs

T_co = TypeVar("T_co", covariant=True)

Position: TypeAlias = int | str
"""Where a page is: the number of a page, or the cursor that leads to it."""


class ItemPage(Protocol[T_co]):
    """A body that holds the items of a page as ``data``, if they lie there."""

    @property
    def data(self) -> Sequence[T_co] | Unset: ...


@attrs.frozen(kw_only=True)
class Cut:
    """What a style reads from one body.

    Attributes:
        number: the number of the page, None where pages have none.
        upcoming: where the pages after this one are, as far as that is known, the next one first;
            empty at the end of the list.
        overlaps: whether the next page may begin with rows of this one though nothing changed.
        stalled: why this is the last page that can be reached though there may be more, or "".
    """

    items: list[Any]
    number: int | None = None
    per_page: int | None = None
    total: int | None = None
    total_pages: int | None = None
    upcoming: Sequence[Position] = ()
    overlaps: bool = False
    stalled: str = ""


class Style:
    """One way of cutting a list into pages; a new one has ``at`` and ``read`` of its own."""

    def first(self, operation: Operation[Any]) -> Operation[Any]:
        """The request of the first page; ValueError for arguments the API would refuse."""
        return operation

    def at(self, operation: Operation[Any], position: Position) -> Operation[Any]:
        """The request of the page at a position; ValueError if there can be none."""
        raise ValueError(f"no page at {position!r}: this list has only one")

    def read(self, operation: Operation[Any], body: Any) -> Cut:
        """What the body of an answer says of itself; ValueError if it is no page."""
        raise NotImplementedError

    def smallest(self, operation: Operation[Any]) -> Operation[Any]:
        """The request of the first row with as few others as the API allows."""
        return operation

    def skipped(self, operation: Operation[Any]) -> int | None:
        """How many rows come before the first page; None if that cannot be told."""
        return 0


@attrs.frozen
class WholeList(Style):
    """The list comes whole, as an array: the first page is the only one.

    Args:
        items: dotted path of the array in the body, empty if the body is the array.
    """

    items: str = ""

    def read(self, operation: Operation[Any], body: Any) -> Cut:
        items = _rows(body, self.items)
        return Cut(items=items, number=1, total=len(items), total_pages=1)


@attrs.frozen(kw_only=True)
class PageNumbers(Style):
    """Numbered pages, asked for in the query or in a JSON body.

    The end is a page number that has reached the count of pages, never an empty page: rows that
    were deleted meanwhile leave one in the middle. A count is of no use if it is missing, no whole
    number, negative, or less than the number of a page that has rows; then the body's own word
    whether there is more decides, and without that the first page that is not full is the last.
    The size of a page is the server's maximum unless given, since every request counts.

    Args:
        page: name of the parameter with the number of a page.
        size: name of the parameter with the size of a page.
        default_size: the size asked for unless one is given, at most ``max_size``.
        max_size: the largest size the API takes, None if it does not tell.
        min_size: the smallest size the API takes.
        in_body: whether the parameters are members of a JSON body.
        items, total, total_pages, more: dotted paths in the body that was read, by the Python
            names of its models; empty for what the API does not tell.
    """

    page: str = "page"
    size: str = "per_page"
    default_size: int = 100
    max_size: int | None = 100
    min_size: int = 1
    in_body: bool = False
    items: str = "data"
    total: str = "pagination.total"
    total_pages: str = "pagination.total_pages"
    more: str = ""

    def first(self, operation: Operation[Any]) -> Operation[Any]:
        number, size = self.place(operation)
        if number < 1:
            raise ValueError(f"{self.page}={number} is out of range: give page 1 or more")
        if size < self.min_size or (self.max_size is not None and size > self.max_size):
            most = "or more" if self.max_size is None else f"to {self.max_size}"
            allowed = f"give {self.size} from {self.min_size} {most}"
            raise ValueError(f"{self.size}={size} is out of range: {allowed}")
        return self._with(operation, {self.size: size})

    def at(
        self, operation: Operation[Any], position: Position, size: int | None = None
    ) -> Operation[Any]:
        if not isinstance(position, int) or position < 1:
            raise ValueError(f"no page at {position!r}: give a page number from 1")
        values = {self.page: position} if size is None else {self.page: position, self.size: size}
        return self._with(operation, values)

    def read(self, operation: Operation[Any], body: Any) -> Cut:
        items = _rows(body, self.items)
        number, size = self.place(operation)
        pages = _count(body, self.total_pages)
        if pages is not None and pages < number and items:
            pages = None
        more = dig(body, self.more)
        if pages is not None:
            upcoming = range(number + 1, pages + 1)
        elif more if isinstance(more, bool) else len(items) >= size:
            upcoming = range(number + 1, number + 2)
        else:
            upcoming = range(0)
        total = _count(body, self.total)
        return Cut(
            items=items,
            number=number,
            per_page=size,
            total=total,
            total_pages=pages,
            upcoming=upcoming,
        )

    def smallest(self, operation: Operation[Any]) -> Operation[Any]:
        if self.min_size > 1:
            return operation
        return self.at(operation, (self.skipped(operation) or 0) + 1, 1)

    def skipped(self, operation: Operation[Any]) -> int | None:
        number, size = self.place(operation)
        return (number - 1) * size

    def place(self, operation: Operation[Any]) -> tuple[int, int]:
        """The number of the page that is asked for, and its size."""
        given = (operation.body or {}) if self.in_body else dict(operation.query)
        return int(given.get(self.page, 1)), int(given.get(self.size, self.default_size))

    def _with(self, operation: Operation[Any], values: Mapping[str, int]) -> Operation[Any]:
        return operation.with_body(**values) if self.in_body else operation.with_query(**values)


@attrs.frozen(kw_only=True)
class LastItemCursor(Style):
    """A bare array, and a cursor that is a value of the row where the next page is to go on.

    Rows may share that value, and it is not told whether a page begins with or after the rows that
    have it. So until an answer holds rows of the very value that was asked for, the cursor is the
    last value before the one that the final rows share: those come again, and are left out, but no
    row of theirs is lost. Where an answer does hold them, the last value itself is as good.

    The end is a page without rows, which has no cursor; a cursor that repeats; an array shorter
    than its ``limit``; and a first page that holds as many rows as it says there are. The count
    does not end a later page: rows deleted meanwhile would make it too small. A page whose rows
    all share one value stalls the list, since passing it might lose some.

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

    def at(self, operation: Operation[Any], position: Position) -> Operation[Any]:
        if not isinstance(position, str) or not position:
            raise ValueError(f"no page at {position!r}: give a cursor")
        return operation.with_query(**{self.cursor: position})

    def read(self, operation: Operation[Any], body: Any) -> Cut:
        items = _rows(body, "")
        total = _count(items[-1], self.total) if items else None
        query = dict(operation.query)
        asked = query.get(self.cursor)
        whole = asked is None and total == len(items)
        if not items or whole or len(items) < int(query.get(self.limit, 0)):
            return Cut(items=items, total=total, overlaps=True)
        values = [self._cursor(item) for item in items]
        last = values[-1]
        before = next((value for value in reversed(values) if value != last), None)
        following = last if asked in values or len(items) == 1 else before
        going = following is not None and following != asked
        return Cut(
            items=items,
            total=total,
            upcoming=(following,) if following is not None and going else (),
            overlaps=True,
            stalled="" if going else f"all rows of a page have the same {self.value}",
        )

    def smallest(self, operation: Operation[Any]) -> Operation[Any]:
        given = self.limit in dict(operation.query)
        return operation.with_query(**{self.limit: 1}) if given else operation

    def skipped(self, operation: Operation[Any]) -> int | None:
        return None if self.cursor in dict(operation.query) else 0

    def _cursor(self, item: Any) -> str:
        texts = [text for _, text in query_pairs({self.cursor: dig(item, self.value)})]
        if len(texts) != 1:
            raise ValueError(f"a row has no {self.value} to go on from")
        return texts[0]


def dig(body: Any, path: str) -> Any:
    """The value at a dotted path, None if there is none or it is UNSET."""
    for name in path.split(".") if path else ():
        if isinstance(body, dict):
            body = cast("dict[str, Any]", body).get(name)
        else:
            body = getattr(body, name, None)
    return body if path and body is not UNSET else None


def _rows(body: Any, path: str) -> list[Any]:
    rows: Any = dig(body, path) if path else body
    if not isinstance(rows, list):
        raise ValueError(f"{path or 'the body'} is no array")  # noqa: TRY004 - it is no argument
    return rows  # pyright: ignore[reportUnknownVariableType]


def _count(body: Any, path: str) -> int | None:
    value = dig(body, path)
    return value if type(value) is int and value >= 0 else None
