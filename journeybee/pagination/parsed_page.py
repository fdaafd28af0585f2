"""Where a list of numbered pages ends, as its answers argue.

Each answer may report the end in several ways: by its total, by its count of pages, by a word or a
link. Where all that it reports agrees, that holds. Where nothing is reported, or what is reported
contradicts itself, a page that adds nothing ends the list, and never one that is merely short.
"""

from __future__ import annotations

from journeybee.pagination.styles import ParsedPage


def has_ended(page: ParsedPage, reached: int, *, nothing_new: bool) -> bool:
    """Whether a list ends with a page.

    Args:
        page: what the page says.
        reached: how many rows of the list there were up to the end of the page.
        nothing_new: whether the page adds nothing to the pages before it.
    """
    if not page.numbered:
        return not page.next_positions
    reports = reports_of_end(page, reached)
    if reports == frozenset({False}) and not page.last:
        # A total alone does not say that anything comes after an empty page.
        return nothing_new
    return nothing_new if len(reports) != 1 else True in reports


def reports_of_end(page: ParsedPage, reached: int) -> frozenset[bool]:
    """Whether this is the end, by each thing that the answer reports credibly."""
    # A list that has more rows than its total disproves the total.
    if page.total is None or page.total < reached:
        return page.last
    return page.last | {page.total == reached}
