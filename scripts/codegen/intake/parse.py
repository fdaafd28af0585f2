"""Bytes to a document: JSON or YAML, with nothing in it that could not be JSON.

A parser that builds what it is told to build can be told to build too much. So size, depth and
number of nodes are bounded before anything is built, YAML aliases counted as often as they are
used, and YAML is read as its version 1.2 has it: `no` is text, so is 2024-01-01, and there are
no tags that make objects.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from scripts.codegen.errors import SpecError
from scripts.codegen.intake.versions import to_3_1
from scripts.codegen.intake.yaml_reader import MAX_BYTES, MAX_DEPTH, MAX_NODES, read_yaml
from scripts.codegen.walk import everything, place, shown

if TYPE_CHECKING:
    from scripts.codegen.document import Json

__all__ = ["MAX_BYTES", "MAX_DEPTH", "MAX_NODES", "load_document", "parse"]

# The quantifiers are possessive: they need no memory for the way back. A string without an end
# is left to the parser, which says where it begins.
_TOKEN = re.compile(r'"(?:[^"\\]++|\\.)*+"?|[\[{]|[\]}]|,', re.DOTALL)
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


def load_document(content: bytes, name: str) -> Json:
    """The OpenAPI document in a file of this name, in the shape of OpenAPI 3.1; or SpecError."""
    return to_3_1(parse(content, name))


def parse(content: bytes, name: str) -> Json:
    """The object that a JSON or YAML file holds; SpecError where it cannot be taken."""
    if len(content) > MAX_BYTES:
        raise SpecError(f"{name}#", f"is larger than {MAX_BYTES >> 20} MiB")
    text = _decode(content, name)
    document: Any = None
    if text.lstrip()[:1] == "{":
        try:
            document = _read_json(text, name)
        except json.JSONDecodeError as error:
            # A YAML document may begin with a brace too.
            try:
                document = read_yaml(text, name)
            except SpecError:
                where = f"line {error.lineno}, column {error.colno}"
                raise SpecError(f"{name}#", f"is not JSON: {error.msg}, {where}") from None
    else:
        document = read_yaml(text, name)
    if not isinstance(document, dict):
        raise SpecError(f"{name}#", "is not an object")
    return document


def _decode(content: bytes, name: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff", b"\0\0\xfe\xff")) or b"\0" in content[:4]:
        raise SpecError(f"{name}#", "is UTF-16 or UTF-32; only UTF-8 is read")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SpecError(f"{name}#", f"is not UTF-8: {error.reason}, byte {error.start}") from None


def _read_json(text: str, name: str) -> Any:
    _check_extent(text, name)
    faults: list[tuple[object, str]] = []

    def note(node: Any, problem: str) -> Any:
        faults.append((node, problem))
        return node

    def build(pairs: list[tuple[str, Any]]) -> Json:
        result = dict(pairs)
        if len(result) == len(pairs):
            return result
        key = next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        return note(result, f"has the key {shown(key)!r} twice")  # type: ignore[no-any-return]

    def number(digits: str) -> Any:
        value = float(digits)
        return value if math.isfinite(value) else note(object(), f"{shown(digits)} is too large")

    def whole_number(digits: str) -> Any:
        try:
            return int(digits)
        except ValueError:
            return note(object(), f"{shown(digits)} is too long")

    document = json.loads(
        text,
        object_pairs_hook=build,
        parse_float=number,
        parse_int=whole_number,
        parse_constant=lambda word: note(object(), f"{word} is not a number in JSON"),
    )
    if faults:
        # What was built last cannot have been lost to another key of the same name.
        odd, problem = faults[-1]
        steps = next(steps for steps, value in everything(document) if value is odd)
        raise SpecError(f"{name}{place(steps)}", problem)
    if _SURROGATE.search(text):
        _check_surrogates(document, name)
    return document


def _check_extent(text: str, name: str) -> None:
    """The C parser recurses and builds as it reads: depth and number of nodes are known before."""
    depth = nodes = 0
    for token in _TOKEN.finditer(text):
        start = token.start()
        mark = text[start]
        if mark in "[{":
            depth += 1
            nodes += 1
            if depth > MAX_DEPTH:
                where = f"line {text.count(chr(10), 0, start) + 1}"
                raise SpecError(f"{name}#", f"has more than {MAX_DEPTH} levels in {where}")
        elif mark in "]}":
            depth -= 1
        elif mark == ",":
            nodes += 1
        if nodes > MAX_NODES:
            raise SpecError(f"{name}#", f"has more than {MAX_NODES:,} values")


def _check_surrogates(document: Any, name: str) -> None:
    """Half of a pair is text that no file can hold."""
    for steps, value in everything(document):
        for text in value if isinstance(value, dict) else (value,):
            if isinstance(text, str) and re.search("[\ud800-\udfff]", text):
                raise SpecError(f"{name}{place(steps)}", "holds half of a surrogate pair")
