"""Lists in pages: the styles of paging, and the pager that reads them.

One reason to exist: to turn requests for pages into one iteration over items. It may import the
generated runtime, `errors`, `response`, `list_memory` and `concurrency`; it sends nothing
itself, so nothing of `pipeline`.

A `Style` makes the requests of a list and parses its answers. A strategy, `Sequential` or
`Overlapping`, chooses the next request and merges pages. The `Pager` hands out pages and items.
The states in between are described in `journeybee.pagination.state`.
"""

from journeybee.pagination.fetcher import PageFetcher, PagerStats
from journeybee.pagination.page import Page
from journeybee.pagination.page_numbers import PageNumbers, WholeList
from journeybee.pagination.pager import OnShift, Pager
from journeybee.pagination.parsed_page import ParsedPage, Position
from journeybee.pagination.raw_page import RawPage, read_page
from journeybee.pagination.styles import ItemPage, LastItemCursor, Style

__all__ = [
    "ItemPage",
    "LastItemCursor",
    "OnShift",
    "Page",
    "PageFetcher",
    "PageNumbers",
    "Pager",
    "PagerStats",
    "ParsedPage",
    "Position",
    "RawPage",
    "Style",
    "WholeList",
    "read_page",
]
