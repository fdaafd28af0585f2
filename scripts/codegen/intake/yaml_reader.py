"""YAML to JSON values, from the events of the C parser: bounded, and without any tag of its own.

PyYAML's loaders compose by recursion, expand aliases without a bound, keep the last of two equal
keys, and read YAML 1.1. The parser below them does none of this, so that the events are enough.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import Any, NoReturn

import yaml

from scripts.codegen.errors import SpecError
from scripts.codegen.walk import Steps, clone, place, shown

MAX_BYTES = 64 << 20
MAX_DEPTH = 200
MAX_NODES = 2_000_000

_TAG = "tag:yaml.org,2002:"
_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_INTEGER = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_IN_JSON = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
_MERGE = object()
_KINDS: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "float": (int, float),
    "bool": (bool,),
    "null": (type(None),),
}


@dataclass
class _Anchored:
    """What an alias stands for, and how much of the bounds each use of it takes."""

    value: Any
    nodes: int
    characters: int
    height: int


@dataclass
class _Level:
    """A list or an object that is being read."""

    value: Any
    anchor: str | None
    nodes: int
    characters: int
    key: Any = None
    height: int = 1
    merged: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    merges: bool = False


def read_yaml(text: str, name: str) -> Any:
    """The one document of a text; SpecError names the place in ``name`` that cannot be taken."""
    reader = _Reader(name)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            reader.take(event)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise SpecError(f"{name}#", f"is not YAML: {error.problem}{where}") from None
    except yaml.YAMLError as error:
        raise SpecError(f"{name}#", f"is not YAML: {ascii(str(error))[1:-1]}") from None
    return reader.result


class _Reader:
    def __init__(self, name: str) -> None:
        self.name = name
        self.result: Any = None
        self.levels: list[_Level] = []
        self.anchors: dict[str, _Anchored | None] = {}
        self.documents = self.nodes = self.characters = 0

    def take(self, event: Any) -> None:
        if isinstance(event, yaml.ScalarEvent):
            self.take_scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self.start(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.end()
        elif isinstance(event, yaml.AliasEvent):
            self.take_alias(str(event.anchor))
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise SpecError(f"{self.name}#", "has more than one YAML document")

    def take_scalar(self, event: Any) -> None:
        text: str = event.value
        self.count(0, len(text))
        if self.at_key():
            plain = event.tag is None and event.implicit[0]
            if event.tag not in (None, "!", f"{_TAG}str"):
                self.refuse(f"has a key with the tag {shown(event.tag)}")
            if event.anchor:
                self.anchors[event.anchor] = _Anchored(text, 1, len(text), 0)
            self.set_key(_MERGE if plain and text == "<<" else text)
            return
        self.count(1, 0)
        value = self.scalar(text, event.tag, plain=event.implicit[0])
        if event.anchor:
            self.anchors[event.anchor] = _Anchored(value, 1, len(text), 0)
        self.put(value)

    def scalar(self, text: str, tag: str | None, *, plain: bool) -> Any:
        if tag is None:
            return self.plain(text) if plain else text
        kind = tag.removeprefix(_TAG)
        if tag in ("!", f"{_TAG}str"):
            return text
        if not tag.startswith(_TAG) or kind not in _KINDS:
            self.refuse(f"has the tag {shown(tag)}, which is not JSON")
        value = self.plain(text)
        if not isinstance(value, _KINDS[kind]):
            self.refuse(f"is not what its tag says, {kind}")
        return value

    def plain(self, text: str) -> Any:
        """A scalar without quotes, by the core schema of YAML 1.2."""
        if text in _WORDS:
            return _WORDS[text]
        if text[0] not in "+-.0123456789":
            return text
        try:
            if _INTEGER.fullmatch(text):
                base = {"0o": 8, "0x": 16}.get(text[:2], 10)
                return int(text if base == 10 else text[2:], base)
            if _FLOAT.fullmatch(text):
                value = float(text)
                if math.isfinite(value):
                    return value
                self.refuse(f"{shown(text)} is too large")
        except ValueError:
            self.refuse(f"{shown(text)} is too long")
        if _NOT_IN_JSON.fullmatch(text):
            self.refuse(f"{text} is not a number in JSON")
        return text

    def start(self, event: Any) -> None:
        mapping = isinstance(event, yaml.MappingStartEvent)
        if self.at_key():
            self.refuse("has a key that is a list or an object")
        if event.tag not in (None, "!", f"{_TAG}map" if mapping else f"{_TAG}seq"):
            self.refuse(f"has the tag {shown(event.tag)}, which is not JSON")
        self.check_depth(1)
        self.levels.append(_Level({} if mapping else [], event.anchor, self.nodes, self.characters))
        self.count(1, 0)
        if event.anchor:
            self.anchors[event.anchor] = None

    def end(self) -> None:
        level = self.levels.pop()
        if level.merged:
            # What an object says itself comes before what it merges, and of that the first.
            whole: dict[str, Any] = {}
            for other in reversed(level.merged):
                whole.update(other)
            level.value = whole | level.value
        if level.anchor:
            self.anchors[level.anchor] = _Anchored(
                level.value,
                self.nodes - level.nodes,
                self.characters - level.characters,
                level.height,
            )
        if self.levels:
            self.levels[-1].height = max(self.levels[-1].height, level.height + 1)
        self.put(level.value)

    def take_alias(self, anchor: str) -> None:
        if anchor not in self.anchors:
            self.refuse(f"uses the anchor {shown(anchor)}, which is not there")
        known = self.anchors[anchor]
        if known is None:
            self.refuse(f"contains itself by the anchor {shown(anchor)}")
        self.count(known.nodes, known.characters)
        self.check_depth(known.height)
        if not self.at_key():
            if self.levels:
                self.levels[-1].height = max(self.levels[-1].height, known.height + 1)
            self.put(clone(known.value))
        elif isinstance(known.value, str):
            self.set_key(known.value)
        else:
            self.refuse("has a key that is not text")

    def at_key(self) -> bool:
        level = self.levels[-1] if self.levels else None
        return level is not None and level.key is None and isinstance(level.value, dict)

    def set_key(self, key: Any) -> None:
        level = self.levels[-1]
        if key in level.value or (key is _MERGE and level.merges):
            self.refuse(f"has the key {'<<' if key is _MERGE else shown(key)!r} twice")
        level.key = key
        level.merges |= key is _MERGE

    def put(self, value: Any) -> None:
        if not self.levels:
            self.result = value
            return
        level = self.levels[-1]
        if isinstance(level.value, list):
            level.value.append(value)
        elif level.key is _MERGE:
            level.merged = value if isinstance(value, list) else [value]
            if not all(isinstance(other, dict) for other in level.merged):
                self.refuse("merges what is not an object")
            level.key = None
        else:
            level.value[level.key] = value
            level.key = None

    def count(self, nodes: int, characters: int) -> None:
        self.nodes += nodes
        self.characters += characters
        if self.nodes > MAX_NODES:
            self.refuse(f"brings the values to more than {MAX_NODES:,}")
        if self.characters > MAX_BYTES:
            self.refuse(f"brings the text to more than {MAX_BYTES >> 20} MiB")

    def check_depth(self, more: int) -> None:
        if len(self.levels) + more > MAX_DEPTH:
            self.refuse(f"has more than {MAX_DEPTH} levels")

    def refuse(self, problem: str) -> NoReturn:
        steps: Steps = None
        for level in self.levels:
            if isinstance(level.value, list):
                steps = (steps, len(level.value))
            elif level.key is not None:
                steps = (steps, "<<" if level.key is _MERGE else level.key)
        raise SpecError(f"{self.name}{place(steps)}", problem)
