"""Where a list has its rows, and which of its paging parameters the server honors."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import attrs

from journeybee.jsonvalue import is_array, is_object
from journeybee.verify.compare import Findings, compare
from journeybee.verify.document import Node, Operation
from journeybee.verify.server import Answer

Ask = Callable[[Mapping[str, Any]], Awaitable[Answer]]
Facts = dict[str, Any]

HONOURED, IGNORED, REFUSED = "honoured", "ignored", "refused"
STABLE, CHANGES = "stable", "changes"
# The fewest that distinguish a page from the whole list, and the next page from the first.
_FEW = 2
_SIZES = ("per_page", "pageSize")
_TOTALS = {"total", "totalcount", "recordcount", "totalrecords"}
_USUAL = ("data", "items", "results")
_MOST_ROWS = 1000


@attrs.frozen
class Rows:
    """The rows of one answer, and the member that contains them; "" for the body itself."""

    rows: list[Any] = attrs.field(repr=False)
    member: str


def rows_in(body: Any) -> Rows | None:
    """Find the rows of a body: the body, `data`, or the only array in it; None for none."""
    if is_array(body):
        return Rows(body[:_MOST_ROWS], "")
    if not is_object(body):
        return None
    arrays = {name: value for name, value in body.items() if is_array(value)}
    usual: list[str] = [name for name in _USUAL if name in arrays]
    names = usual[:1] or list(arrays)
    return Rows(arrays[names[0]][:_MOST_ROWS], names[0]) if len(names) == 1 else None


def total_in(answer: Answer) -> int | None:
    """How many rows a list has in all, as far as the answer says."""
    body = answer.body if is_object(answer.body) else {}
    for holder in (body.get("pagination"), body.get("meta"), body):
        for name, value in holder.items() if is_object(holder) else ():
            plain = name.lower().replace("-", "").replace("_", "")
            if plain in _TOTALS and isinstance(value, int) and not isinstance(value, bool):
                return value
    header = answer.headers.get("x-total-count", "")
    return int(header) if header.isascii() and header.isdecimal() and len(header) < 16 else None


def compare_list(
    operation: Operation, item: Node, body: Any, envelope: Findings, fields: Findings
) -> None:
    """Compare a list with the spec: the member with its rows, and each row."""
    response, found = operation.response, rows_in(body)
    if response is None:
        return
    if found is None:
        compare(response, body, envelope)
        return
    empty: Any = {**body, found.member: []} if found.member else []
    compare(response, empty, envelope)
    for row in found.rows:
        compare(item, row, fields)
    # Rows at another place are of the type of the rows that the spec has.
    shape = {"kinds": ["array"], "schema": {"type": "array", "items": item.value}}
    for key, finding in envelope.found.items():
        is_whole = not found.member and finding.steps == response.steps
        if is_whole or (found.member and finding.name == found.member):
            envelope.found[key] = attrs.evolve(finding, shape=shape)


def declared_facts(operation: Operation) -> Facts:
    """What the spec says of the paging of a list, an earlier verification included."""
    facts: Facts = {"order": STABLE, "refused": ""}
    if "cursor" in operation.names:
        facts["cursor"] = HONOURED
    if (size := operation.size) is not None:
        facts |= {"size": size.name, "page": HONOURED}
        facts["default size"] = size.schema.child("default").value
        facts["largest size"] = size.schema.child("maximum").value
    facts |= operation.observed.get("paging", {})
    return {name: value for name, value in facts.items() if value is not None}


async def probe(operation: Operation, ask: Ask, plain: Answer) -> Facts:
    """Find out how a list is paged; what so few rows cannot show is left out."""
    found = rows_in(plain.body)
    if found is None or len(found.rows) <= _FEW:
        return {}
    if operation.size is not None:
        return await _Pages(operation, ask, plain, found.rows).probe()
    if "cursor" in operation.names:
        return await _probe_cursor(ask, found.rows)
    return {}


class _Pages:
    def __init__(self, operation: Operation, ask: Ask, plain: Answer, rows: list[Any]) -> None:
        self._declared = declared_facts(operation)
        maximum = operation.size.schema.child("maximum").value if operation.size else None
        self._maximum = maximum if isinstance(maximum, int) else 100
        self._ask = ask
        self._total = total_in(plain)
        self._rows = rows
        self._facts: Facts = {}

    async def probe(self) -> Facts:
        size, first = await self._find_size()
        self._facts["size"] = size or IGNORED
        await self._turn_page(size, first if size else self._rows)
        if size is not None and (self._total is None or self._total > len(self._rows)):
            await self._find_largest(size)
        if self._total is not None and self._total > len(self._rows):
            self._facts["default size"] = len(self._rows)
        return self._facts

    async def _find_size(self) -> tuple[str | None, list[Any]]:
        """The parameter that sets the size of a page, and a page of that size."""
        refused: list[str] = []
        names = dict.fromkeys((self._declared.get("size"), *_SIZES))
        for name in [name for name in names if name not in (None, IGNORED)]:
            answer = await self._ask({"page": 1, str(name): _FEW})
            found = rows_in(answer.body)
            if answer.status in (400, 422):
                refused.append(str(name))
            elif found is not None and len(found.rows) == _FEW:
                break
        else:
            name, found = None, None
        if refused:
            self._facts["refused"] = ", ".join(refused)
        return name, found.rows if found else []

    async def _turn_page(self, size: str | None, first: list[Any]) -> None:
        query = {"page": 2} if size is None else {"page": 2, size: _FEW}
        answer = await self._ask(query)
        if answer.status in (400, 422):
            self._facts["page"] = REFUSED
            return
        found = rows_in(answer.body)
        second = _keys(found.rows) if found else []
        if second == _keys(first):
            self._facts["page"] = IGNORED
            return
        self._facts["page"] = HONOURED
        if size is not None:
            expected = _keys(self._rows)[: 2 * _FEW]
            seen = [*_keys(first), *second][: len(expected)]
            self._facts["order"] = STABLE if seen == expected else CHANGES

    async def _find_largest(self, size: str) -> None:
        answer = await self._ask({"page": 1, size: self._maximum})
        found = rows_in(answer.body)
        if answer.status >= 400 or found is None:
            return
        count, total = len(found.rows), total_in(answer)
        if total is None and 0 < count < self._maximum:
            following = rows_in((await self._ask({"page": 2, size: self._maximum})).body)
            rows = following.rows if following else []
            total = count + len(rows) if _keys(rows) != _keys(found.rows) else count
        if count >= self._maximum or (total is not None and total > count):
            self._facts["largest size"] = count
        if count > len(self._rows) or (total is not None and total > count == len(self._rows)):
            self._facts["default size"] = len(self._rows)


async def _probe_cursor(ask: Ask, rows: list[Any]) -> Facts:
    last = rows[-1] if is_object(rows[-1]) else {}
    holders = [last, *(value for value in last.values() if is_object(value))]
    created = next((h["created_at"] for h in holders if isinstance(h.get("created_at"), str)), None)
    if created is None:
        return {}
    answer = await ask({"cursor": created})
    if answer.status in (400, 422):
        return {"cursor": REFUSED}
    found = rows_in(answer.body)
    if found is None:
        return {}
    return {"cursor": IGNORED if _keys(found.rows) == _keys(rows) else HONOURED}


def _keys(rows: list[Any]) -> list[str]:
    """The identity of a row: its id, else all of it. It is kept while a list is probed."""
    return [_key(row) for row in rows]


def _key(row: Any) -> str:
    if is_object(row):
        row = row.get("uuid") or row.get("id") or row
    return hashlib.sha256(json.dumps(row, sort_keys=True).encode()).hexdigest()
