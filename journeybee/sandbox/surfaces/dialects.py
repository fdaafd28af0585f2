"""Dialects of list requests and answers: published pages contradict each other, so each has a name.

A dialect stands between the request and the spec. It rewrites the query into the parameters of the
spec, and the answer into the envelope of the page that it follows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args
from urllib.parse import parse_qsl, urlencode

from journeybee.jsonvalue import is_object
from journeybee.sandbox.errors import ApiError
from journeybee.sandbox.spec.document import Operation

DialectName = Literal[
    "v1",
    "introduction",
    "introduction-named",
    "bare",
    "capped",
    "capped-25",
    "strict-query",
    "error-text",
]
_SIZES = ("per_page", "pageSize")


@dataclass(frozen=True, slots=True)
class ListDialect:
    """How the lists of one dialect differ from those of the spec.

    Attributes:
        size: the query parameter with the rows of a page; the other spelling is ignored.
        default_size: rows of a page unless a size is asked for.
        max_size: a larger size is reduced to this silently; None leaves it to the spec.
        counts: "all" of them, only the "size", "meta" with hyphens, "meta_" with underscores, or
            "none" and no envelope either.
        own_name: whether the rows are below the resource's own name instead of `data`.
        strict: whether a query parameter that the dialect lacks is refused with 400.
        text_errors: whether the `error` of a refusal is a text instead of an object.
    """

    size: str = "per_page"
    default_size: int = 25
    max_size: int | None = None
    counts: Literal["all", "size", "meta", "meta_", "none"] = "all"
    own_name: bool = False
    strict: bool = False
    text_errors: bool = False

    def request(self, operation: Operation, query: bytes) -> bytes:
        """The query in the parameters of the spec; ApiError 400 for one that is refused."""
        names = {p.name for p in operation.parameters if p.location == "query"}
        declared = self._declared(operation)
        pairs = parse_qsl(query.decode("latin-1"), keep_blank_values=True)
        if self.strict:
            known = {self.size if name == declared else name for name in names}
            for name, _ in pairs:
                if name not in known:
                    raise ApiError(400, "bad_request", f"Unknown query parameter: {name}")
        if declared is None or (self.max_size is None and declared == self.size):
            return query
        asked = dict(pairs).get(self.size, "")
        size = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 10 else 0
        size = min(size or self.default_size, self.max_size or size)
        kept = [(name, text) for name, text in pairs if name not in _SIZES]
        return urlencode([*kept, (declared, size)]).encode()

    def answer(self, operation: Operation, value: Any) -> Any:
        """The answer to a request, in the envelope of this dialect."""
        if self._declared(operation) is None or not is_object(value):
            return value
        rows, counts = value["data"], value.get("pagination", {})
        if self.counts == "none":
            return rows
        name = operation.kind.rpartition("/")[2].replace("-", "_") if self.own_name else "data"
        if self.counts == "size":
            return {name: rows, "pagination": {n: counts[n] for n in ("page", "per_page")}}
        if self.counts == "all":
            return {**value, name: rows}
        return {name: rows, "meta": self._meta(value.get("meta"), counts)}

    def _meta(self, meta: Any, counts: Mapping[str, Any]) -> dict[str, Any]:
        meta = meta or {
            "record-count": counts["total"],
            "page-count": counts["total_pages"],
        }
        separator = "_" if self.counts == "meta_" else "-"
        return {name.replace("-", separator): value for name, value in meta.items()}

    def _declared(self, operation: Operation) -> str | None:
        """The spec's parameter with the size of a page, None where the dialect changes nothing."""
        names = {p.name for p in operation.parameters if operation.method == "GET"}
        if "per_page" in names:
            return "per_page"
        # The older API answers with an array unless asked for pages; the introduction, never.
        follows = self.counts in ("meta", "meta_") and "pageSize" in names
        return "pageSize" if follows else None


_INTRODUCTION = ListDialect(
    size="pageSize", default_size=10, max_size=50, counts="meta", text_errors=True
)
DIALECTS: Mapping[str, ListDialect] = {
    "v1": ListDialect(),
    "introduction": _INTRODUCTION,
    "introduction-named": replace(_INTRODUCTION, counts="meta_", own_name=True),
    "bare": ListDialect(counts="none"),
    "capped": ListDialect(max_size=50),
    "capped-25": ListDialect(max_size=25, counts="size"),
    "strict-query": replace(_INTRODUCTION, strict=True),
    "error-text": ListDialect(text_errors=True),
}


def dialect_named(name: str) -> ListDialect:
    """The dialect of a name; ValueError, with the names there are, for any other."""
    if name not in DIALECTS:
        raise ValueError(f"no dialect {name!r}: give one of {', '.join(get_args(DialectName))}")
    return DIALECTS[name]
