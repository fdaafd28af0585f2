"""Bytes to a document: JSON or YAML, with nothing in it that could not be JSON.

A parser that builds what it is told to build can be told to build too much. So the size and the
number of values are bounded before anything is built, and then the depth; YAML is read as its
version 1.2 has it: `no` is text, so is 2024-01-01, and there are no tags that make objects.
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


def load_document(content: bytes, name: str) -> Json:
    """The OpenAPI document in a file of this name, in the shape of OpenAPI 3.1; or SpecError."""
    return to_3_1(parse(content, name))


def parse(content: bytes, name: str) -> Json:
    """The object that a JSON or YAML file holds; SpecError where it cannot be taken."""
    if len(content) > MAX_BYTES:
        raise SpecError(f"{name}#", f"is larger than {MAX_BYTES >> 20} MiB")
    text = _decode(content, name)
    # Each value but the first of a list or an object is behind one of these.
    if sum(map(text.count, "\n,[{")) > MAX_NODES:
        raise SpecError(f"{name}#", f"has more than {MAX_NODES:,} lines, commas and brackets")
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
    faults: list[tuple[object, str]] = []

    def note(node: Any, problem: str) -> Any:
        faults.append((node, problem))
        return node

    def build(pairs: list[tuple[str, Any]]) -> Any:
        result = dict(pairs)
        if len(result) == len(pairs):
            return result
        key = next(key for key, count in Counter(key for key, _ in pairs).items() if count > 1)
        return note(result, f"has the key {shown(key)!r} twice")

    def number(digits: str) -> Any:
        try:
            value = float(digits) if {*".eE"} & {*digits} else int(digits)
        except ValueError:
            return note(object(), f"{shown(digits)} is too long")
        return value if math.isfinite(value) else note(object(), f"{shown(digits)} is too large")

    try:
        document = json.loads(
            text,
            object_pairs_hook=build,
            parse_float=number,
            parse_int=number,
            parse_constant=lambda word: note(object(), f"{word} is not a number in JSON"),
        )
    except RecursionError:
        raise SpecError(f"{name}#", f"has more than {MAX_DEPTH} levels") from None
    _check_depth(document, name)
    if faults:
        # What was built last cannot have been lost to another key of the same name.
        odd, problem = faults[-1]
        steps = next(steps for steps, value in everything(document) if value is odd)
        raise SpecError(f"{name}{place(steps)}", problem)
    if "\\ud" in text.lower():
        _check_surrogates(document, name)
    return document


def _check_depth(document: Any, name: str) -> None:
    level = [document]
    for _ in range(MAX_DEPTH):
        lists = [node.values() if isinstance(node, dict) else node for node in level]
        level = [node for nodes in lists for node in nodes if isinstance(node, dict | list)]
        if not level:
            return
    raise SpecError(f"{name}#", f"has more than {MAX_DEPTH} levels")


def _check_surrogates(document: Any, name: str) -> None:
    """Half of a pair is text that no file can hold."""
    for steps, value in everything(document):
        for text in value if isinstance(value, dict) else (value,):
            if isinstance(text, str) and re.search("[\ud800-\udfff]", text):
                raise SpecError(f"{name}{place(steps)}", "holds half of a surrogate pair")
