"""Numbered pages, and lists that are documented to come whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Self

from journeybee.immutable import Immutable, read_only_fields
from journeybee.pagination.parsed_page import (
    INTRODUCTION_SIZE,
    PageSize,
    ParsedPage,
    Position,
    introduction_size,
)
from journeybee.pagination.raw_page import RawPage, Reported, dig
from journeybee.pagination.styles import Style
from journeybee_api._runtime import Operation


@read_only_fields
class PageNumbers(Style, Immutable):
    """Numbered pages, requested by parameters of the query or by members of a JSON body.

    The answers report where the list ends, by a total, a count of pages, or a word whether there
    is more: see `ParsedPage.ends_list`. A count is ignored if it is missing, not a whole number,
    negative, or less than the rows or pages that there were. A page that is smaller than requested
    ends nothing: servers cap sizes, and ignore them. The size of a page is the server's maximum
    unless given, since every request counts.

    Args:
        page: name of the parameter with the number of a page.
        size: name of the parameter with the size of a page.
        default_size: the size requested unless one is given, at most `max_size`.
        max_size: the largest size the API takes, None if that is not documented.
        min_size: the smallest size the API takes.
        in_body: whether the parameters are members of a JSON body.
        rows_path: dotted path of the rows in the parsed body, by the Python names of its models.
        more: the same of a word whether there is more. Without one, it is looked for beside the
            counts in `pagination`, `meta` and the headers.
        whole: whether the list is documented to come whole, so that no page is requested unless
            the caller does, and an answer that reports nothing of more rows is all of it.
    """

    page: str
    size: str
    default_size: int
    max_size: int | None
    min_size: int
    in_body: bool
    rows_path: str
    more: str
    whole: bool

    def __init__(
        self,
        *,
        page: str = "page",
        size: str = "per_page",
        default_size: int = 100,
        max_size: int | None = 100,
        min_size: int = 1,
        in_body: bool = False,
        rows_path: str = "data",
        more: str = "",
        whole: bool = False,
    ) -> None:
        super().__init__(
            page=page,
            size=size,
            default_size=default_size,
            max_size=max_size,
            min_size=min_size,
            in_body=in_body,
            rows_path=rows_path,
            more=more,
            whole=whole,
        )

    def first(self, operation: Operation[Any]) -> Operation[Any]:
        given = self._given(operation)
        if self._is_whole(given):
            return operation
        number, size = self._number_and_size(given)
        if number < 1:
            raise ValueError(f"{self.page}={number} is out of range: give page 1 or more")
        if size < self.min_size or (self.max_size is not None and size > self.max_size):
            most = "or more" if self.max_size is None else f"to {self.max_size}"
            allowed = f"give {self.size} from {self.min_size} {most}"
            raise ValueError(f"{self.size}={size} is out of range: {allowed}")
        return operation if self.size in given else self._with(operation, {self.size: size})

    def at(
        self, operation: Operation[Any], position: Position, size: int | None = None
    ) -> Operation[Any]:
        if not isinstance(position, int) or position < 1:
            raise ValueError(f"no page at {position!r}: give a page number from 1")
        values = {self.page: position} if size is None else {self.page: position, self.size: size}
        return self._with(operation, values)

    def parse(self, operation: Operation[Any], raw: RawPage) -> ParsedPage:
        items = raw.rows
        given = self._given(operation)
        number, given_size = self._number_and_size(given)
        requested = self._requested(given)
        reported = raw.reported()
        more = dig(raw.body, self.more) if self.more else None
        if not isinstance(more, bool):
            more = reported.more
        pages = reported.total_pages
        if pages is not None and pages < number and items:
            pages = None
        last = {number >= pages} if pages is not None else set[bool]()
        if more is not None:
            last.add(not more)
        more_rows = (reported.total or 0) > len(items)
        if self._is_whole(given) and not (last or more_rows):
            return ParsedPage(raw, number=1, total=len(items), total_pages=1)
        size = reported.size or requested or (None if self.whole else given_size)
        may_continue = bool(items) and last != {True}
        larger = self._larger(given, reported, number, len(items))
        return ParsedPage(
            raw,
            number=number,
            per_page=size,
            total=reported.total,
            total_pages=pages,
            next_positions=(
                range(number + 1, pages + 1)
                if pages is not None and number < pages
                else _next_pages(number, reported, len(items) if may_continue else 0)
            ),
            numbered=True,
            last=frozenset(last),
            requested=requested,
            reported_size=reported.size,
            larger=larger,
            switch=_if_it_saves(larger, reported, len(items)),
        )

    def probe_request(self, operation: Operation[Any]) -> Operation[Any]:
        if self.min_size > 1 or self.comes_whole(operation):
            return operation
        return self.at(operation, (self.rows_before(operation) or 0) + 1, 1)

    def rows_before(self, operation: Operation[Any]) -> int | None:
        number, size = self.number_and_size(operation)
        return (number - 1) * size

    def number_and_size(self, operation: Operation[Any]) -> tuple[int, int]:
        """The number of the page that is requested, and its size."""
        return self._number_and_size(self._given(operation))

    def _number_and_size(self, given: Mapping[str, Any]) -> tuple[int, int]:
        return int(given.get(self.page, 1)), int(given.get(self.size, self.default_size))

    def comes_whole(self, operation: Operation[Any]) -> bool:
        """Whether the list is to come whole: no page is requested."""
        return self._is_whole(self._given(operation))

    def _is_whole(self, given: Mapping[str, Any]) -> bool:
        return self.whole and {self.page, self.size, INTRODUCTION_SIZE}.isdisjoint(given)

    def resized(self, operation: Operation[Any], page_size: PageSize | None) -> Operation[Any]:
        if page_size is None:
            return operation
        known = page_size.parameter in ("", self.size, INTRODUCTION_SIZE)
        if self.in_body or not known or bool(page_size.parameter) != bool(page_size.size):
            raise ValueError(f"no page size {page_size.parameter!r}")
        sent = {page_size.parameter: page_size.size} if page_size.parameter else {}
        return operation.with_query(**{self.size: None, **sent})

    def without_size(self, operation: Operation[Any], refusal: str) -> Operation[Any] | None:
        sent = {self.size, INTRODUCTION_SIZE} & dict(operation.query).keys()
        refused = [name for name in sent if name in refusal]
        return operation.with_query(**dict.fromkeys(refused)) if refused else None

    def _given(self, operation: Operation[Any]) -> Mapping[str, Any]:
        return (operation.body or {}) if self.in_body else dict(operation.query)

    def _requested(self, given: Mapping[str, Any]) -> int | None:
        size = given.get(self.size, given.get(INTRODUCTION_SIZE))
        return None if size is None else int(size)

    def _larger(
        self, given: Mapping[str, Any], reported: Reported, number: int, rows: int
    ) -> PageSize | None:
        """The introductions' size parameter, if the server uses it and sent a part of the list."""
        known = INTRODUCTION_SIZE in given or self.in_body
        if known or not reported.introduction or number != 1 or not rows:
            return None
        if reported.total is None or reported.total <= rows:
            return None
        return introduction_size(self._requested(given) or self.max_size or self.default_size)

    def _with(self, operation: Operation[Any], values: Mapping[str, int]) -> Operation[Any]:
        return operation.with_body(**values) if self.in_body else operation.with_query(**values)


def _if_it_saves(size: PageSize | None, reported: Reported, rows: int) -> PageSize | None:
    """The size, if the rest of the list takes more requests than all of it by that size."""
    total = reported.total or 0
    if size is None or -(-(total - rows) // rows) <= -(-total // (size.size or 1)):
        return None
    return size


def _next_pages(number: int, reported: Reported, rows: int) -> Sequence[Position]:
    """The numbers of the pages that may be fetched ahead of a page with so many rows."""
    if not rows:
        return range(0)
    if reported.total is not None and (number == 1 or reported.size):
        return range(number + 1, -(-reported.total // (reported.size or rows)) + 1)
    return range(number + 1, number + 2)


class WholeList(PageNumbers):
    """The list comes whole, as an array: the first page is the only one.

    If the answer nevertheless reports more rows, they are requested by page number.

    Args:
        rows_path: dotted path of the array in the body, empty if the body is the array.
    """

    def __init__(self, rows_path: str = "") -> None:
        super().__init__(rows_path=rows_path, whole=True)

    def __replace__(self, **changes: Any) -> Self:
        return type(self)(**{"rows_path": self.rows_path, **changes})
