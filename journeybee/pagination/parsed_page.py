"""What a style reads from one page, and when that page is the end of the list."""

# Annotations are not kept as text here: NamedTuple would compile each of them.

from collections.abc import Sequence
from typing import Any, NamedTuple, TypeAlias

from journeybee.pagination.raw_page import RawPage

Position: TypeAlias = int | str
"""Where a page is: its number, or the cursor that leads to it."""

INTRODUCTION_SIZE = "pageSize"
"""The parameter that both published introductions have for the size of a page."""

_INTRODUCTION_MAX = 50


class PageSize(NamedTuple):
    """The parameter for the size of a page, in place of the declared one.

    Attributes:
        parameter: the query parameter, "" where none is sent.
        size: the rows requested, None where none are.
    """

    parameter: str
    size: int | None = None


def introduction_size(size: int) -> PageSize:
    """The introductions' parameter, for as many of the rows wanted as fit on their largest page."""
    return PageSize(INTRODUCTION_SIZE, min(size, _INTRODUCTION_MAX))


class ParsedPage(NamedTuple):
    """What a style reads from one page.

    Attributes:
        number: the number of the page, None where pages have none.
        per_page: how many rows a full page has, as reported or else as requested.
        next_positions: of the pages after this one, as far as they are known, the next one first;
            empty at the end of the list.
        numbered: whether the pages are numbered, and so end by what the answers report instead of
            by `next_positions`, which then are only what may be fetched ahead.
        last: whether this is the last page, by each count, word or link that reports it.
        requested: how many rows were requested, None if that was left to the server.
        reported_size: how many rows a full page has by the answer, None if it does not report it.
        larger: another way to request the size of a page, by which larger ones may come, or None.
        switch: the same where it saves requests; None to continue.
        refused: whether the server refused the parameter for a size, so that none was sent.
        overlaps: whether the next page may begin with rows of this one though nothing changed.
        stalled: why this is the last page that can be reached though there may be more, or "".
    """

    raw: RawPage
    number: int | None = None
    per_page: int | None = None
    total: int | None = None
    total_pages: int | None = None
    next_positions: Sequence[Position] = ()
    overlaps: bool = False
    stalled: str = ""
    numbered: bool = False
    last: frozenset[bool] = frozenset()
    requested: int | None = None
    reported_size: int | None = None
    larger: PageSize | None = None
    switch: PageSize | None = None
    refused: bool = False

    @property
    def items(self) -> list[Any]:
        """The rows of the page."""
        return self.raw.rows

    def ends_list(self, reports: frozenset[bool], *, nothing_new: bool) -> bool:
        """Whether the list ends with this page.

        An answer may report the end in several ways: by its total, by its count of pages, by a
        word or a link. Where all that it reports agrees, that holds. Where nothing is reported, or
        what is reported contradicts itself, a page that adds nothing ends the list, and never one
        that is merely short.

        Args:
            reports: see `reports_of_end`.
            nothing_new: whether the page adds nothing to the pages before it.
        """
        if not self.numbered:
            return not self.next_positions
        if reports == frozenset({False}) and not self.last:
            # A total alone does not say that anything comes after an empty page.
            return nothing_new
        return nothing_new if len(reports) != 1 else True in reports

    def reports_of_end(self, reached: int) -> frozenset[bool]:
        """Whether this is the end, by each credible report; none where pages have no numbers.

        `reached` is how many rows of the list there were up to the end of the page.
        """
        # A list that has more rows than its total disproves the total.
        if not self.numbered or self.total is None or self.total < reached:
            return self.last
        return self.last | {self.total == reached}
