"""How values stand as text in paths, queries, headers, cookies and forms."""

from __future__ import annotations

import datetime
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

from .encoder import is_uuid, to_json
from .timestamp import time_text
from .unset import UNSET

# Published samples of JSON in a query have these spaces, and not every server parses JSON.
_AS_SAMPLES = (", ", ": ")
_DELIMITERS = {"comma": ",", "space": " ", "pipe": "|"}
_LONGEST_REPR = 60
# What a cookie may hold by RFC 6265, without the percent sign, which marks what is encoded.
_COOKIE_SAFE = "!#$&'()*+-./:<=>?@[]^_`{|}~"


class Styled:
    """A value, and how its parameter is written where that is not the usual way.

    ``style`` is comma, space or pipe (items in one text), deep (``name[key]``), spread (the keys of
    an object as names) or json (one JSON text).
    """

    __slots__ = ("style", "value")

    def __init__(self, style: str, value: object) -> None:
        self.style = style
        self.value = value


def query_pairs(values: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The pairs of text that stand for values: None is left out, a list gives a pair an item.

    Raises TypeError for what has no text form, ValueError for a datetime without time zone and for
    an item that holds the delimiter of its style.
    """
    for name, value in values.items():
        if value is None or value is UNSET:
            continue
        if isinstance(value, Styled):
            yield from _styled_pairs(name, value.style, value.value)
        else:
            yield from _repeated(name, name, value)


def query_text(pairs: Iterable[tuple[str, str]]) -> str:
    """The percent-encoded query of a URL; commas are left, which some servers split before."""
    pairs = list(pairs)
    # As of nearly all requests for a page: a fifth of the time.
    plain = "".join([name + text for name, text in pairs]).replace("_", "")
    if plain.isalnum() and plain.isascii():
        return "&".join([f"{name}={text}" for name, text in pairs])
    return urlencode(pairs, quote_via=quote, safe=",")


def path_text(name: str, value: object) -> str:
    """The percent-encoded segment of a path, the items of a list with commas between them."""
    if isinstance(value, Styled):
        value = json_text(name, value.value)
    items: Any = value if isinstance(value, list | tuple) else (value,)
    texts = [text_of(name, item) for item in items]
    segment = ",".join(quote(text, safe="") for text in texts)
    if not all(texts) or segment.strip(".") == "" or "%00" in segment:
        what = "would change the path" if segment else "is empty"
        raise ValueError(f"{name}={','.join(texts)!r} {what}: give the id of one object")
    return segment


def header_texts(headers: Mapping[str, object], cookies: Mapping[str, object]) -> dict[str, str]:
    """The header fields that stand for values, cookies joined into one of them.

    Raises ValueError, which names the header, for what is not printable ASCII.
    """
    if not (headers or cookies):
        return {}
    joined = {n: v if isinstance(v, Styled) else Styled("comma", v) for n, v in headers.items()}
    result = dict(query_pairs(joined))
    for name, text in result.items():
        if not (text.isascii() and text.isprintable()):
            raise ValueError(f"{name}={text!r} cannot be sent: it is not printable ASCII")
    crumbs = [f"{quote(name)}={quote(v, safe=_COOKIE_SAFE)}" for name, v in query_pairs(cookies)]
    return {**result, "Cookie": "; ".join(crumbs)} if crumbs else result


def json_text(name: str, value: object, separators: tuple[str, str] = (",", ":")) -> str:
    """The JSON text of anything an operation takes, always one that UTF-8 can encode.

    Raises ValueError, which names the place, for NaN and the infinities, and for what is nested
    deeper than `json` can write, about as deep as it can read.
    """
    data = to_json(name, value)
    try:
        text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=separators)
    except ValueError:
        for place, number in _not_finite(name, data):
            raise ValueError(f"{place} is {number!r}, which JSON cannot hold") from None
        raise
    except RecursionError:
        raise ValueError(f"{name} is nested too deeply to be written as JSON") from None
    try:
        text.encode()
    except UnicodeEncodeError:
        # A lone surrogate, as a server may send in an escape: JSON can hold it in no other way.
        return json.dumps(data, separators=separators)
    return text


def _not_finite(name: str, data: Any) -> Iterator[tuple[str, float]]:
    left = [(name, data)]
    while left:
        place, value = left.pop()
        if isinstance(value, float) and not math.isfinite(value):
            yield place, value
        elif isinstance(value, dict):
            left += ((f"{place}.{key}", item) for key, item in value.items())
        elif isinstance(value, list):
            left += ((f"{place}[{index}]", item) for index, item in enumerate(value))


def text_of(name: str, value: object) -> str:
    """The text of one value; TypeError or ValueError, which name it, if it has none."""
    if isinstance(value, str):
        try:
            value.encode()
        except UnicodeEncodeError:
            raise ValueError(f"{name}={value!r} holds a lone surrogate: UTF-8 has none") from None
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        return time_text(name, value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, int | float) or is_uuid(value):
        return str(value)
    kind, text = type(value).__name__, repr(value)
    key = next((key for key in ("uuid", "id") if hasattr(value, key)), "")
    instead = f": pass its {key}" if key else f": a {kind} has no text form"
    text = text if len(text) <= _LONGEST_REPR else f"{text[:_LONGEST_REPR]}..."
    raise TypeError(f"{name}={text} cannot be sent{instead}")


def _styled_pairs(name: str, style: str, value: object) -> Iterator[tuple[str, str]]:
    if value is None or value is UNSET:
        return
    if style == "json":
        yield name, json_text(name, value, _AS_SAMPLES)
        return
    data = value if isinstance(value, set | frozenset) else to_json(name, value)
    if style in _DELIMITERS:
        yield from _joined(name, _DELIMITERS[style], data)
    elif style == "deep":
        yield from _deep(name, data)
    elif isinstance(data, dict):
        for key, item in data.items():
            yield from _repeated(f"{name}[{key}]", str(key), item)
    else:
        yield from _repeated(name, name, data)


def _deep(name: str, data: Any) -> Iterator[tuple[str, str]]:
    """The pairs of an object: ``name[key]``, and ``name[0][key]`` for objects in a list."""
    if isinstance(data, dict):
        for key, item in data.items():
            yield from _deep(f"{name}[{key}]", item)
    elif isinstance(data, list) and any(isinstance(item, dict | list) for item in data):
        for number, item in enumerate(data):
            yield from _deep(f"{name}[{number}]", item)
    else:
        yield from _repeated(name, name, data)


def _joined(name: str, delimiter: str, data: Any) -> Iterator[tuple[str, str]]:
    """One pair of all items, or of an object's keys and values in turn."""
    if isinstance(data, dict):
        data = [part for pair in data.items() for part in pair if pair[1] is not None]
    if not isinstance(data, list | set | frozenset):
        yield name, text_of(name, data)
        return
    texts = [text_of(name, item) for item in data]
    for text in texts:
        if delimiter in text:
            raise ValueError(f"{name}: {text!r} holds {delimiter!r}, which stands between items")
    if texts:
        yield name, delimiter.join(texts)


def _repeated(label: str, name: str, value: Any) -> Iterator[tuple[str, str]]:
    if value is None or value is UNSET:
        return
    items = value if isinstance(value, list | tuple | set | frozenset) else (value,)
    for item in items:
        yield name, text_of(label, item)
