"""YAML to JSON values by the core schema of YAML 1.2: bounded, and without any tag of its own.

PyYAML's loaders expand aliases without a bound, keep the last of two equal keys, and read YAML 1.1.
Its C parser alone composes nodes and does none of this, so values are made of the nodes here.
"""

from __future__ import annotations

import math
import re
from typing import Any, NoReturn

import yaml

from scripts.codegen.errors import SpecError, pointer
from scripts.codegen.walk import shown

MAX_BYTES = 64 << 20
MAX_DEPTH = 200
MAX_NODES = 2_000_000

_TAG = "tag:yaml.org,2002:"
_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_NUMERIC = frozenset("-+.0123456789")
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_IN_JSON = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_KINDS = {"str": str, "int": int, "float": int | float, "bool": bool, "null": type(None)}
_TAGS = {f"{_TAG}{kind}" for kind in (*_KINDS, "map", "seq")} | {_TAG}


class _Loader(yaml.CSafeLoader):
    """Leaves to the reader what a scalar without quotes is."""

    def resolve(self, kind: type[yaml.Node], value: Any, implicit: tuple[bool, bool]) -> str:
        if kind is yaml.ScalarNode:
            return _TAG if implicit[0] else f"{_TAG}str"
        return f"{_TAG}map" if kind is yaml.MappingNode else f"{_TAG}seq"

    def descend_resolver(self, *_: Any) -> None: ...

    def ascend_resolver(self) -> None: ...


def read_yaml(text: str, name: str) -> Any:
    """The one document of a text; SpecError names the place in ``name`` that cannot be taken."""
    try:
        node = _Loader(text).get_single_node()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise SpecError(f"{name}#", f"is not YAML: {shown(str(error.problem))}{where}") from None
    except (yaml.YAMLError, RecursionError) as error:
        raise SpecError(f"{name}#", f"is not YAML: {ascii(str(error))[1:-1]}") from None
    return None if node is None else _Reader(name).value(node)


class _Reader:
    """Nodes and characters count as often as aliases repeat them."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.nodes = self.characters = 0
        self.steps: list[str | int] = []
        self.open: set[int] = set()

    def value(self, node: Any) -> Any:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            self.refuse(f"brings the values to more than {MAX_NODES:,}")
        if node.tag not in _TAGS:
            self.refuse(f"has the tag {shown(node.tag)}, which is not JSON")
        if isinstance(node, yaml.ScalarNode):
            return self.scalar(node)
        if id(node) in self.open:
            self.refuse("contains itself by an anchor")
        if len(self.open) == MAX_DEPTH:
            self.refuse(f"has more than {MAX_DEPTH} levels")
        self.open.add(id(node))
        self.steps.append("")
        found: Any = []
        if isinstance(node, yaml.SequenceNode):
            for self.steps[-1], child in enumerate(node.value):
                found.append(self.value(child))
            self.steps.pop()
        else:
            found = self.fields(node)
        self.open.discard(id(node))
        return found

    def fields(self, node: Any) -> dict[str, Any]:
        found: dict[str, Any] = {}
        merges = False
        for key, child in node.value:
            name = self.key(key)
            if name in found:
                self.steps.pop()
                self.refuse(f"has the key {shown(name)!r} twice")
            merges |= name == "<<" and not key.style
            self.steps[-1] = name
            found[name] = self.value(child)
        whole: dict[str, Any] = {}
        if merges:
            # What an object says itself comes before what it merges, and of that the first.
            others = found.pop("<<")
            for other in reversed(others if isinstance(others, list) else [others]):
                if not isinstance(other, dict):
                    self.refuse("merges what is not an object")
                whole.update(other)
        self.steps.pop()
        return whole | found if whole else found

    def key(self, node: Any) -> str:
        if not isinstance(node, yaml.ScalarNode) or node.tag not in _TAGS:
            self.steps.pop()
            self.refuse("has a key that is not text")
        self.count(node.value)
        return str(node.value)

    def scalar(self, node: Any) -> Any:
        text, kind = node.value, node.tag.removeprefix(_TAG)
        self.count(text)
        if kind == "str":
            return text
        value = self.plain(text)
        if kind and not isinstance(value, _KINDS[kind]):
            self.refuse(f"is not what its tag says, {kind}")
        return value

    def plain(self, text: str) -> Any:
        if text in _WORDS:
            return _WORDS[text]
        if text[0] not in _NUMERIC:
            return text
        try:
            if _INTEGER.fullmatch(text):
                return int(text, {"0o": 8, "0x": 16}.get(text[:2], 10))
            if _FLOAT.fullmatch(text) and math.isfinite(value := float(text)):
                return value
        except ValueError:
            self.refuse(f"{shown(text)} is too long")
        if _NOT_IN_JSON.fullmatch(text) or _FLOAT.fullmatch(text):
            self.refuse(f"{shown(text)} is too large for JSON")
        return text

    def count(self, text: str) -> None:
        self.characters += len(text)
        if self.characters > MAX_BYTES:
            self.refuse(f"brings the text to more than {MAX_BYTES >> 20} MiB")

    def refuse(self, problem: str) -> NoReturn:
        raise SpecError(self.name + pointer(*(shown(step) for step in self.steps)), problem)
