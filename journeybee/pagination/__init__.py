"""Lists cut into pages: the styles of cutting, and the pager that drains them.

A style reads one answer; a course says what to ask next and joins the pages; the pager hands out
pages and items; prefetching and tokens stand beside it.
"""

from journeybee.pagination.fetcher import PagerStats
from journeybee.pagination.page import Page
from journeybee.pagination.page_numbers import PageNumbers, WholeList
from journeybee.pagination.pager import OnShift, Pager
from journeybee.pagination.raw_page import RawPage, Reported, read_list
from journeybee.pagination.styles import (
    ItemPage,
    LastItemCursor,
    ParsedPage,
    Position,
    Style,
)

__all__ = [
    "ItemPage",
    "LastItemCursor",
    "OnShift",
    "Page",
    "PageNumbers",
    "Pager",
    "PagerStats",
    "ParsedPage",
    "Position",
    "RawPage",
    "Reported",
    "Style",
    "WholeList",
    "read_list",
]
