"""A server of one list that answers as some server might, drawn at random.

What it reports of the list may be missing, wrong, a text or null, and need not agree with itself.
"""

from __future__ import annotations

from typing import Any

import attrs
import httpx
from hypothesis import strategies as st

COUNTS = ("right", "absent", "null", "text", "zero", "less", "more")
ENVELOPES = ("data", "items", "results", "leads", "rows", "bare", "wrapped")


@attrs.define(kw_only=True)
class ForeignList:
    """Answers requests of httpx for the list.

    Attributes:
        sizes: the query parameters that set the size of a page.
        cap: the largest page, None for any.
        turns: whether it knows pages at all, or always sends the first.
        counted_in: the member that holds the counts.
        total, pages, size, word, header, link: how it reports them.
        refuses: whether a parameter that it does not know is 400.
        deceived: whether an answer reported an end before the end, in agreement with itself: no
            client can tell that from a shorter list.
    """

    rows: int
    sizes: tuple[str, ...]
    default: int
    cap: int | None
    turns: bool
    envelope: str
    counted_in: str
    total: str
    pages: str
    size: str
    word: str
    header: str
    link: str
    refuses: bool
    asked: int = 0
    deceived: bool = False

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.asked += 1
        query = dict(request.url.params)
        unknown = [name for name in query if name not in ("page", *self.sizes)]
        if self.refuses and unknown:
            return httpx.Response(400, json={"error": f"unknown parameter {unknown[0]}"})
        given = [int(query[name]) for name in self.sizes if name in query]
        size = min(given[0] if given else self.default, self.cap or 10**9)
        number = int(query.get("page", 1)) if self.turns else 1
        begin = (number - 1) * size
        found = [{"uuid": f"row-{n}"} for n in range(begin, min(begin + size, self.rows))]
        counts, headers = self._reports(number, size, request)
        self._note_deceit(number, begin + len(found), counts, headers)
        body: Any = found
        if self.envelope == "wrapped":
            body = {"data": {"leads": found}, self.counted_in: counts}
        elif self.envelope != "bare":
            body = {self.envelope: found, self.counted_in: counts}
        return httpx.Response(200, json=body, headers=headers)

    def _reports(
        self, number: int, size: int, request: httpx.Request
    ) -> tuple[dict[str, Any], dict[str, str]]:
        pages = -(-self.rows // size)
        names = ("total", "total_pages", "per_page")
        if self.counted_in == "meta":
            names = ("record-count", "page-count", "page_size")
        counts: dict[str, Any] = {}
        for name, how, value in zip(
            names, (self.total, self.pages, self.size), (self.rows, pages, size), strict=True
        ):
            counts |= _reported(name, how, value)
        more = number < pages
        if self.word != "absent":
            counts["has_more"] = more
        headers: dict[str, str] = {}
        if self.header == "right":
            headers["x-total-count"] = str(self.rows)
        if self.link != "absent":
            host = "elsewhere.test" if self.link == "foreign" else request.url.host
            rel = "next" if more else "prev"
            headers["link"] = f'<https://{host}/v1/leads?page={number + 1}>; rel="{rel}"'
        return counts, headers

    def _note_deceit(
        self, number: int, reached: int, counts: dict[str, Any], headers: dict[str, str]
    ) -> None:
        if self.envelope == "bare":
            counts = {}
        ends: list[bool] = []
        total = _number(counts.get("total", counts.get("record-count")))
        if total is None:
            total = _number(headers.get("x-total-count"))
        if total is not None and total >= reached:
            ends.append(total == reached)
        pages = _number(counts.get("total_pages", counts.get("page-count")))
        if pages is not None and pages >= number:
            ends.append(pages == number)
        if "has_more" in counts:
            ends.append(not counts["has_more"])
        elif self.link == "right":
            ends.append('rel="next"' not in headers.get("link", ""))
        self.deceived |= bool(ends) and all(ends) and reached < self.rows


def _reported(name: str, how: str, value: int) -> dict[str, Any]:
    made: dict[str, Any] = {
        "right": value,
        "null": None,
        "text": str(value),
        "zero": 0,
        "less": max(0, value - 1 - value // 3),
        "more": value + 1 + value // 2,
    }
    return {} if how == "absent" else {name: made[how]}


def _number(value: Any) -> int | None:
    return int(value) if str(value).isdecimal() else None


def foreign_lists() -> st.SearchStrategy[ForeignList]:
    """Lists of all kinds; most of their counts are right or absent, as those of servers are."""
    count = st.one_of(st.sampled_from(["right", "absent"]), st.sampled_from(COUNTS))
    return st.builds(
        ForeignList,
        rows=st.integers(0, 130),
        sizes=st.sampled_from([(), ("per_page",), ("pageSize",), ("per_page", "pageSize")]),
        default=st.integers(5, 40),
        cap=st.one_of(st.none(), st.integers(5, 60)),
        turns=st.sampled_from([True, True, True, True, False]),
        envelope=st.sampled_from(ENVELOPES),
        counted_in=st.sampled_from(["pagination", "meta"]),
        total=count,
        pages=count,
        size=count,
        word=st.sampled_from(["absent", "absent", "right"]),
        header=st.sampled_from(["absent", "absent", "right"]),
        link=st.sampled_from(["absent", "absent", "right", "foreign"]),
        refuses=st.booleans(),
    )
