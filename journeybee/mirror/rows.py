"""Rows as JSON: their text, their keys, and how they differ."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from hashlib import blake2b
from typing import Any, Literal, TypeAlias, TypeVar

from journeybee.jsonvalue import is_object
from journeybee.pagination.state import identity
from journeybee_api._runtime import Model

T = TypeVar("T")
Kind: TypeAlias = Literal["added", "changed", "deleted"]
_log = logging.getLogger("journeybee.mirror")


def json_of(row: Any) -> Any:
    """A row as JSON."""
    return row.to_dict() if isinstance(row, Model) else row


def plain(row: Any) -> Any:
    """The row as SQLite can read it: JSON has no NaN and no infinities, UTF-8 no surrogates."""
    try:
        json.dumps(row, allow_nan=False, ensure_ascii=False).encode()
    except ValueError:
        text = json.dumps(row, ensure_ascii=False).encode("utf-8", "replace")
        return json.loads(text, parse_constant=lambda _: None)
    return row


def text_of(row: Any) -> str:
    """The JSON text of a row."""
    return json.dumps(row, separators=(",", ":"))


def digest_of(row: Any) -> str:
    """The same for equal rows, whatever the order of their members."""
    text = json.dumps(row, sort_keys=True, separators=(",", ":"))
    return blake2b(text.encode(), digest_size=12).hexdigest()


def by_key(items: Sequence[T]) -> dict[str, T]:
    """The items by key; of those with the same key, the first."""
    rows: dict[str, T] = {}
    for item in items:
        found = identity(item)
        key = f"#{digest_of(json_of(item))}" if found is None else str(found)
        if rows.setdefault(key, item) is not item and json_of(rows[key]) != json_of(item):
            _log.warning("two rows of a page have the key %s: the first counts", key)
    return rows


def differing(before: Any, now: Any) -> tuple[str, ...]:
    """Names of the members that differ."""
    if not (is_object(before) and is_object(now)):
        return ()
    names = {**now, **before}
    return tuple(
        name
        for name in names
        if (name in before) is not (name in now) or digest_of(before[name]) != digest_of(now[name])
    )
