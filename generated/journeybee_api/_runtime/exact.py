"""Reads bodies that are exactly what the spec says with msgspec, which the extra ``fast`` installs.

msgspec decodes the bytes into structs that are made after the models and accept only what the spec
says; functions compiled here copy the structs into models. Decoding into the models themselves
takes twice the time and drops unknown fields. A body that differs in any way raises Differs: then
the codec reads the same bytes, and reports what differs.
"""

from __future__ import annotations

import datetime
import functools
import itertools
import operator
import sys
import threading
import typing
from collections.abc import Callable, Iterator
from typing import Any

import msgspec

from .codec import FieldType, compiled
from .reader import Differs, Reader
from .timestamp import Timestamp
from .unset import UNSET

_STRICT = Reader(strict=True)
# Models may hold each other, so structs and functions are known before they are complete.
_LOCK = threading.Lock()
_STRUCTS: dict[type[Any], Any] = {}
_COPIERS: dict[type[Any], str] = {}
# The globals of compiled source, which are slow in a subclass of dict.
_SCOPE: dict[str, Any] = {"new": object.__new__}
# What Timestamp.parse tests first, without the call.
_CANONICAL = 'len({v}) == 24 and {v}[4:20:3] == "--T::." and {v}[23] == "Z"'
if sys.version_info >= (3, 13):
    # Earlier ones refuse hour 24, which later ones read as the next day.
    _CANONICAL += ' and {v}[11:13] != "24"'


def exact_reader(field: FieldType) -> Callable[[bytes], Any]:
    """What reads bodies of a type; TypeError for a type that msgspec has no form for."""
    with _LOCK:
        decode = msgspec.json.Decoder(_form_of(field)).decode
        source = f"lambda v: {_copied(field, 'v')}"
        copy = eval(source, _SCOPE)  # noqa: S307 - names enter as in the codec

    def read(content: bytes) -> Any:
        try:
            return copy(decode(content))
        except (msgspec.MsgspecError, ValueError, RecursionError):
            raise Differs from None

    return read


def _form_of(field: FieldType) -> Any:
    """The type as which msgspec reads a field: times are text, unions of models are dicts."""
    if not _is_read_by_kind(field):
        return Any
    forms: list[Any] = [*(field.plain - {dict}), *itertools.chain(*field.times.values())]
    forms += [typing.Literal[tuple(field.values)]] if field.values else []
    forms += [list[_form_of(field.item)]] if field.item else []  # type: ignore[misc]
    forms += [_struct_of(field) or dict[str, Any]] if field.models or dict in field.plain else []
    return functools.reduce(operator.or_, forms)


def _is_read_by_kind(field: FieldType) -> bool:
    """Whether the JSON type of a value says alone how it is read, where that matters."""
    kinds = _kinds(field)
    return not field.takes_any and len(kinds) == len(set(kinds))


def _kinds(field: FieldType) -> list[type]:
    """The JSON types of a field, as often as there is a way to read them."""
    kinds = [*field.plain, *{type(value) for value in field.values}]
    kinds += itertools.chain(*field.times.values())
    kinds += [list] if field.item else []
    return kinds + ([dict] if field.models else [])


def _struct_of(field: FieldType) -> Any:
    """The struct after the one model of a field; None if it takes more than is declared.

    Nor has a model one that has a field of which the codec chooses the way to read it.
    """
    if len(field.models) != 1:
        return None
    [model] = field.models
    own = compiled(model)
    if own.extras is not None or not all(f.takes_any or _is_read_by_kind(f) for f in own.fields):
        return None
    made = _STRUCTS.get(model)
    if made is None:
        fields = {name: field for (name, _), field in zip(own.names, own.fields, strict=True)}
        made = _STRUCTS[model] = msgspec.defstruct(
            model.__name__,
            [(name, Any, UNSET) if f.optional else (name, Any) for name, f in fields.items()],
            rename=dict(own.names), kw_only=True, forbid_unknown_fields=True,
            gc=False,  # it lives only until it is copied
        )  # fmt: skip
        # msgspec looks at the types when a decoder is made.
        made.__annotations__.update((name, _form_of(field)) for name, field in fields.items())
    return made


def _copier_of(model: type[Any]) -> str:
    """The global name of the function that copies the structs of a model."""
    name = _COPIERS.get(model)
    if name is None:
        name = _COPIERS[model] = f"copy_{len(_COPIERS)}"
        lines = [f"def {name}(struct):", f" self = new({_named(model)})"]
        own = compiled(model)
        for (attribute, _), field in zip(own.names, own.fields, strict=True):
            value = _copied(field, "v")
            if value == "v":
                lines.append(f" self.{attribute} = struct.{attribute}")
            else:
                lines.append(f" v = struct.{attribute}; self.{attribute} = {value}")
        exec("\n".join([*lines, " return self"]), _SCOPE)  # noqa: S102 - as the codec does
    return name


def _named(value: Any) -> str:
    """The global name of a value in compiled source."""
    name = f"value_{len(_SCOPE)}"
    _SCOPE[name] = value
    return name


def _copied(field: FieldType, v: str) -> str:
    """Source of the value that a field has where msgspec read ``v``; ``v`` itself if that is it."""
    if field.takes_any:
        return v
    if not _is_read_by_kind(field):
        return f"{_named(field.decode)}({v}, {_named(_STRICT)})"
    ways, result = dict(_ways(field, v)), v
    if not field.optional and len(ways) == len(_kinds(field)):
        _, result = ways.popitem()
    for kind, way in ways.items():
        result = f"({way} if type({v}) is {_named(kind)} else {result})"
    return result


def _ways(field: FieldType, v: str) -> Iterator[tuple[Any, str]]:
    """The types that are not taken as they are, and the source of what becomes of each."""
    for parse, kinds in field.times.items():
        way = f"{_named(parse)}({v})"
        if parse == Timestamp.parse:
            canonical = _CANONICAL.format(v=v)
            way = f"({_named(datetime.datetime.fromisoformat)}({v}) if {canonical} else {way})"
        yield from ((kind, way) for kind in kinds)
    struct = _struct_of(field)
    if struct is not None:
        yield struct, f"{_copier_of(field.models[0])}({v})"
    elif field.models:
        yield dict, f"{_named(field.decode)}({v}, {_named(_STRICT)})"
    if field.item is not None:
        item = _copied(field.item, "i")
        if item != "i":
            yield list, f"([{item} for i in {v}] if {v} else {v})"
