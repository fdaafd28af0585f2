"""Raw pages: where the rows of a body are, and the counts beside them.

No page of a large v1 list was read, and the published pages contradict each other. So rows and
counts are looked for where the spec has them first, and then where servers usually have them.
"""

# Annotations are not kept as text here: NamedTuple would compile each of them.

import functools
import json
import re
from collections.abc import Mapping
from typing import Any, NamedTuple, TypeGuard, cast
from urllib.parse import urlsplit

from journeybee.list_memory import ListMemory
from journeybee.response import APIResponse
from journeybee_api._runtime import UNSET, DecodeError, Model, Operation, Reader, field_names
from journeybee_api._runtime.model import extras_of

_ROWS = frozenset({"data", "items", "results"})
_WRAPPERS = ("data", "payload", "result")
_COUNTS = {
    **dict.fromkeys(("perpage", "pagesize"), "size"),
    **dict.fromkeys(("total", "totalcount", "recordcount", "totalrecords", "totalitems"), "total"),
    **dict.fromkeys(("totalpages", "pagecount", "lastpage"), "pages"),
    **dict.fromkeys(("hasmore", "hasnext", "hasnextpage"), "more"),
}
_INTRODUCTION = frozenset({"recordcount", "pagecount"})
_LINK = r"<([^<>]{0,4000})>([^<,]{0,1000})"
_PAGE_RELATIONS = ("first", "prev", "next", "last")
_MAX_DIGITS = 15


class Reported(NamedTuple):
    """The counts that a page reports, None for those that it does not, or not as a whole number.

    Attributes:
        introduction: whether they are counts of the dialect of the published introductions.
    """

    size: int | None = None
    total: int | None = None
    total_pages: int | None = None
    more: bool | None = None
    introduction: bool = False


class RawPage(NamedTuple):
    """A page as it arrived.

    Attributes:
        rows: from where they are declared, or where they were found instead.
        body: as the spec declares it; plain JSON if the rows were found elsewhere.
    """

    rows: list[Any]
    body: Any
    response: APIResponse

    def links(self) -> dict[str, str]:
        """The URLs of the Link header by their `rel`; empty if one leads to another host."""
        found: dict[str, str] = {}
        header = self.response.headers.get("link")
        if not header:
            return found
        for target, parameters in re.findall(_LINK, header):
            for text in re.findall(r"""\brel\s*=\s*"?([^";]*)""", parameters):
                found |= dict.fromkeys(text.lower().split(), target)
        found = {rel: url for rel, url in found.items() if rel in _PAGE_RELATIONS}
        try:
            hosts = {urlsplit(url).netloc for url in found.values()}
            return found if hosts <= {"", urlsplit(self.response.url).netloc} else {}
        except ValueError:
            return {}

    def reported(self) -> Reported:
        """The counts that the page reports, in its body or in its headers."""
        meta = _plain_members(_member(self.body, "meta"))
        found: dict[str, int] = {}
        more: bool | None = None
        for name, value in _plain_members(_member(self.body, "pagination")) + meta:
            kind = _COUNTS.get(name)
            if kind == "more" and more is None and isinstance(value, bool):
                more = value
            elif kind is not None and (count := whole_number(value)) is not None:
                found.setdefault(kind, count)
        if "total" not in found:
            header = whole_number(self.response.headers.get("x-total-count"))
            found |= {} if header is None else {"total": header}
        if more is None and (links := self.links()):
            more = "next" in links
        introduction = any(n in _INTRODUCTION and value is not UNSET for n, value in meta)
        pages = found.get("pages")
        return Reported(found.get("size") or None, found.get("total"), pages, more, introduction)


def read_page(
    operation: Operation[Any], response: APIResponse, reader: Reader, path: str, memory: ListMemory
) -> RawPage:
    """Read the body of a list whose rows are declared at a dotted path of it.

    Rows that are elsewhere are reported, and read as the declared type.

    Raises:
        DecodeError: there are no rows, several arrays may be them, or the reader is strict.
    """
    unfit: DecodeError | None = None
    try:
        body = operation.parse(response.status_code, response.content, reader)
    except DecodeError as error:
        # Steps lead into a document of the declared kind.
        if reader.strict or error.steps:
            raise
        body, unfit = None, error
    rows = rows_at(body, path)
    if is_list(rows):
        return RawPage(rows, body, response)
    model = next(iter(operation.responses.values()))
    try:
        body = json.loads(response.content)
        rows, found = find_rows(body, resource_name(operation))
    except (ValueError, RecursionError) as error:
        problem = unfit.problem if unfit else f"{path or 'the body'} is not an array"
        raise DecodeError(model, f"{problem}; {error}") from None
    memory.note(operation.id, path or "$", f"the rows are in {found}")
    return RawPage(_decoded(operation, response, reader, path, rows), body, response)


def rows_at(body: Any, path: str) -> Any:
    """The value at the dotted path of the rows, or the body itself if that is an array."""
    return body if is_list(body) else dig(body, path)


def find_rows(body: Any, name: str) -> tuple[list[Any], str]:
    """The rows of a body, and where they are; ValueError with the candidates if that is unclear.

    Args:
        body: the JSON of a page.
        name: the resource's own name, such as `users`.
    """
    if is_list(body):
        return body, "the body itself"
    arrays = {key: value for key, value in _members(body).items() if is_list(value)}
    usual = [key for key in arrays if plain_name(key) in _ROWS | {name}]
    candidates = usual or list(arrays)
    if len(candidates) > 1:
        raise ValueError(f"the rows may be in {' or '.join(map(repr, sorted(candidates)))}")
    if candidates:
        return arrays[candidates[0]], repr(candidates[0][:100])
    for wrapper in _WRAPPERS:
        inner = _members(dig(body, wrapper))
        if any(is_list(value) for value in inner.values()):
            rows, found = find_rows(inner, name)
            return rows, f"{found} of {wrapper!r}"
    raise ValueError("no array of rows was found")


def resource_name(operation: Operation[Any]) -> str:
    """The last fixed part of an operation's path, as names are compared: `leaddeals`."""
    parts = [part for part in operation.path_template.split("/") if part and "{" not in part]
    return plain_name(parts[-1]) if parts else ""


@functools.lru_cache(256)
def plain_name(name: str) -> str:
    """A name without case, hyphens and underscores, so that spellings compare equal."""
    return name.lower().replace("-", "").replace("_", "")


def dig(body: Any, path: str) -> Any:
    """The value at a dotted path, None if there is none or it is UNSET."""
    if not path:
        return None
    for name in path.split("."):
        body = _member(body, name)
    return body


def _member(body: Any, name: str) -> Any:
    if isinstance(body, dict):
        return cast("dict[str, Any]", body).get(name)
    value: Any = getattr(body, name, UNSET)
    if value is UNSET:
        extras = extras_of(body)
        value = extras.get(name) if extras else None
    return value


def whole_number(value: object) -> int | None:
    """A count, which may be written as text; None for anything else, and for a negative one."""
    if isinstance(value, str) and value.isascii() and value.isdecimal():
        value = int(value) if len(value) <= _MAX_DIGITS else None
    return value if type(value) is int and value >= 0 else None


def is_list(value: object) -> TypeGuard[list[Any]]:
    """Whether a value is a JSON array."""
    return isinstance(value, list)


def _decoded(
    operation: Operation[Any], response: APIResponse, reader: Reader, path: str, rows: list[Any]
) -> list[Any]:
    """The rows as the declared type, read as if they were where they are declared."""
    declared: Any = rows
    for name in reversed(path.split(".") if path else ()):
        declared = {name: declared}
    model = next(iter(operation.responses.values()))

    def on_drift(drift: Any) -> None:
        # What the envelope lacks was reported when the body was read as it came.
        if drift.model not in model and reader.on_drift is not None:
            reader.on_drift(drift)

    content = json.dumps(declared).encode()
    body = operation.parse(response.status_code, content, Reader(on_drift=on_drift))
    return cast("list[Any]", rows_at(body, path))


def _members(value: Any) -> Mapping[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


def _plain_members(value: Any) -> list[tuple[str, Any]]:
    """The members of a JSON object, or of the model that was read from it, by plain names."""
    if not isinstance(value, Model):
        return [(plain_name(name), member) for name, member in _members(value).items()]
    declared = [
        (name, getattr(value, field)) for name, field in _fields(cast("Any", value.__class__))
    ]
    extras = extras_of(value)
    return [*declared, *_plain_members(extras)] if extras else declared


@functools.cache
def _fields(model: Any) -> list[tuple[str, str]]:
    """The fields of a model that may be counts: the plain name, which the JSON name has too."""
    names = {plain_name(name): name for name in field_names(model)}
    return [(name, field) for name, field in names.items() if name in _COUNTS]
