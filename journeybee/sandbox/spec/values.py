"""JSON values and parameter texts that the sandbox takes."""

from __future__ import annotations

import json
from typing import Any

from journeybee.jsonvalue import is_array, is_object
from journeybee.sandbox.errors import invalid

MAX_DEPTH = 64
MAX_NUMBER = 1e100
# What a double holds exactly; the bound that the vendor's own schemas give.
MAX_INTEGER = 2**53 - 1


def parse_json(content: bytes) -> Any:
    """The JSON value. Raises ApiError 422 for anything that could not be stored and sent again."""
    try:
        value = json.loads(content.decode("utf-8"), parse_constant=_refuse)
        check_storable(value)
    except (ValueError, RecursionError) as error:
        raise invalid("body: not valid JSON") from error
    return value


def check_storable(value: Any) -> None:
    """Refuse what a later step could not process: deep nesting, huge numbers, lone surrogates."""
    level = [value]
    for _ in range(MAX_DEPTH):
        following: list[Any] = []
        for node in level:
            if is_object(node):
                following.extend(node.keys())
                following.extend(node.values())
            elif is_array(node):
                following.extend(node)
            elif isinstance(node, str):
                node.encode("utf-8")
            elif isinstance(node, int) and abs(node) > MAX_INTEGER:
                raise ValueError("integer out of range")
            elif isinstance(node, float) and not abs(node) <= MAX_NUMBER:
                raise ValueError("number out of range")
        if not following:
            return
        level = following
    raise ValueError("nested too deeply")


def as_list(value: Any) -> list[str] | None:
    """A "string or array" parameter as a list: repeated keys and comma lists mean the same."""
    if value is None:
        return None
    texts = [str(item) for item in value] if is_array(value) else [str(value)]
    return [part for text in texts for part in text.split(",") if part]


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")
