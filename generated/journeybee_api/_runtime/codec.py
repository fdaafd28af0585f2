# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Reads JSON into models and writes it back, from the annotations of the models alone.

A function is compiled per model on first use. Measured on a page of 100 leads: half the time of
the same loop in closures, two thirds of cattrs with hooks (which keeps no unknown fields and takes
15 ms to import), less than pydantic.
"""

from __future__ import annotations

import datetime
import functools
import importlib
import types
import typing
import uuid
from typing import Any

import attrs

from .reader import DecodeError, Reader
from .timestamp import Milliseconds, json_form, time_text
from .unset import UNSET, Unset

Decode = typing.Callable[[Any, Reader], Any]
M = typing.TypeVar("M")

_MISSING: Any = object()
_JSON_NAMES = {
    str: "string", int: "integer", float: "number", bool: "boolean", types.NoneType: "null",
    dict: "object", list: "array", datetime.datetime: "date-time", datetime.date: "date",
}  # fmt: skip


def read_model(model: type[M], data: Any, reader: Reader) -> M:
    """Read one JSON object; DecodeError if it is none."""
    if data.__class__ is not dict:
        raise DecodeError(model.__name__, f"expected object, got {_json_name(data)}")
    return typing.cast("M", _compiled(model).read(data, reader))


@functools.cache
def body_decoder(models: str, expression: str) -> Decode:
    """The decoder of a whole body whose type is ``expression`` in the package ``models``."""
    hint = _resolve(expression, _Names(models))
    return functools.partial(_read_body, _FieldType(hint, expression, "$"))


def _read_body(field: _FieldType, data: Any, reader: Reader) -> Any:
    if not field.fits(data):
        problem = f"expected {field.expected}, got {_json_name(data)}"
        raise DecodeError(field.model, problem)
    return field.decode(data, reader)


def write_model(value: Any) -> dict[str, Any]:
    """The JSON object of a model; ValueError for a datetime without time zone."""
    result = {}
    for name, wire in _compiled(type(value)).names:
        item = getattr(value, name)
        if item is not UNSET:
            result[wire] = item if item.__class__ in _PLAIN else to_json(wire, item)
    for wire, item in value.additional_properties.items():
        result[wire] = to_json(wire, item)
    return result


_PLAIN = frozenset({str, int, float, bool, types.NoneType})


def to_json(name: str, value: Any) -> Any:
    """The JSON value of anything an operation takes; errors name the argument ``name``."""
    if value.__class__ in _PLAIN:
        return value
    if attrs.has(type(value)):
        return write_model(value)
    if isinstance(value, dict):
        return {k: to_json(f"{name}.{k}", v) for k, v in value.items() if v is not UNSET}
    if isinstance(value, list | tuple):
        return [to_json(f"{name}[{i}]", v) for i, v in enumerate(value)]
    if hasattr(value, "milliseconds"):
        return value.milliseconds
    if isinstance(value, datetime.datetime):
        return time_text(name, value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    if isinstance(value, str | int | float):
        return value
    raise TypeError(f"{name}={value!r} cannot be sent as JSON")


class _Names(dict[str, Any]):
    """Resolves the names in annotations: models are loaded from their package when first named."""

    def __init__(self, models: str) -> None:
        super().__init__(Any=Any, Literal=typing.Literal, Unset=Unset, datetime=datetime)
        self.update(Milliseconds=Milliseconds)
        self.package = importlib.import_module(models)

    def __missing__(self, name: str) -> Any:
        try:
            return getattr(self.package, name)
        except AttributeError:
            raise KeyError(name) from None


def _resolve(expression: str, names: _Names) -> Any:
    # Annotations are generated code, which quotes nothing of a spec but checked class names.
    return eval(expression, {}, names)  # noqa: S307


class _Compiled(typing.NamedTuple):
    """What is kept of a model: its fields as (Python name, JSON name), and what reads it."""

    names: tuple[tuple[str, str], ...]
    constants: dict[str, tuple[Any, ...]]
    read: Decode


_COMPILED: dict[type[Any], _Compiled] = {}


def _compiled(model: type[Any]) -> _Compiled:
    found = _COMPILED.get(model)
    if found is None:
        fields = [a.name for a in attrs.fields(model) if a.name != "additional_properties"]
        names = tuple((name, model.wire_names.get(name, name)) for name in fields)
        found = _COMPILED[model] = _compile(model, names)
    return found


def _compile(model: type[Any], wires: tuple[tuple[str, str], ...]) -> _Compiled:
    """Write the function that reads ``model``, one branch a field, and compile it."""
    names = _Names(model.__module__.rpartition(".")[0] or model.__module__)
    hints = typing.get_type_hints(model, localns=names)
    scope: dict[str, Any] = {
        "new": functools.partial(model.__new__, model), "UNSET": UNSET, "MISSING": _MISSING,
        "NoneType": types.NoneType, "read_at": _read_at,
        "extras": _extras_reader(model, hints["additional_properties"], {w for _, w in wires}),
    }  # fmt: skip
    constants = dict[str, tuple[Any, ...]]()
    lines = ["def read(data, reader):", " self = new(); get = data.get; absent = 0"]
    for number, (name, wire) in enumerate(wires):
        field = _FieldType(hints[name], model.__name__, wire)
        scope[f"read_{number}"] = field.decode
        scope[f"values_{number}"] = field.values
        if len(field.values) == 1:
            constants[wire] = tuple(field.values)
        lines.append(f" v = get({wire!r}, MISSING)")
        lines.append(f" if {field.quick_test(number)}: self.{name} = v")
        lines.append(" elif v is MISSING:")
        lines.append(f"  self.{name} = UNSET; absent += 1")
        if not field.optional:
            lines.append(f"  reader.report({model.__name__!r}, {wire!r}, 'missing', {wire!r})")
        lines.append(f" else: self.{name} = read_at({wire!r}, read_{number}, v, reader)")
    lines.append(f" if len(data) == {len(wires)} - absent: self.additional_properties = {{}}")
    lines.append(" else: self.additional_properties = extras(data, reader)")
    lines.append(" return self")
    exec("\n".join(lines), scope)  # noqa: S102 - as attrs does; names enter as repr()
    return _Compiled(wires, constants, scope["read"])


def _read_at(step: str | int, decode: Decode, value: Any, reader: Reader) -> Any:
    try:
        return decode(value, reader)
    except DecodeError as error:
        error.steps.insert(0, step)
        raise


def _extras_reader(model: type[Any], hint: Any, known: set[str]) -> Decode:
    """Reads what no field declares; typed where the spec gives a type, else a difference."""
    item_hint = typing.get_args(hint)[1]
    item = None if item_hint is Any else _FieldType(item_hint, model.__name__, "*")

    def read_extras(data: dict[str, Any], reader: Reader) -> dict[str, Any]:
        extras = {name: value for name, value in data.items() if name not in known}
        if item is not None:
            return {k: _read_at(k, item.decode, v, reader) for k, v in extras.items()}
        if known:
            for name in extras:
                reader.report(model.__name__, name, "not in the spec", name)
        return extras

    return read_extras


class _FieldType:
    """What the annotation of one field allows, and how a value of it is read."""

    def __init__(self, hint: Any, model: str, field: str) -> None:
        self.model = model
        self.field = field
        self.optional = False
        self.plain: set[type] = set()  # JSON types that are taken as they are
        self.values: frozenset[Any] = frozenset()  # the known values of an open enum
        self.readers: dict[type, Decode] = {}
        self.models: list[type[Any]] = []
        for member in _members(hint):
            self._allow(member)
        for kind in {type(value) for value in self.values}:
            self.plain.discard(kind)
            self.readers[kind] = self._read_value
        if self.models:
            self.readers[dict] = self._read_models
        self.expected = " or ".join(sorted(_JSON_NAMES[t] for t in self.plain | set(self.readers)))

    def _allow(self, hint: Any) -> None:
        origin = typing.get_origin(hint)
        if hint is Unset:
            self.optional = True
        elif hint is Any:
            self.plain.update(_JSON_NAMES)
        elif origin is typing.Literal:
            self.values |= frozenset(typing.get_args(hint))
        elif origin is list:
            self.readers[list] = self._list_reader(typing.get_args(hint)[0])
        elif origin is dict:
            self.plain.add(dict)
        elif attrs.has(hint):
            self.models.append(hint)
        elif issubclass(hint, datetime.date):
            kinds, parse, name = json_form(hint)
            self.readers |= dict.fromkeys(kinds, self._time_reader(parse, name))
        else:
            self.plain.add(hint)
            if hint is float:
                self.plain.add(int)  # JSON has one kind of number

    def quick_test(self, number: int) -> str:
        """Source of the test for a value ``v`` that needs no reading."""
        tests = [f"v.__class__ is {t.__name__}" for t in sorted(self.plain, key=repr)]
        if self.plain >= set(_JSON_NAMES):
            tests = ["v is not MISSING"]
        kinds = sorted({type(value).__name__ for value in self.values})
        tests += [f"v.__class__ is {kind} and v in values_{number}" for kind in kinds]
        return " or ".join(tests) or "False"

    def fits(self, value: Any) -> bool:
        """Whether the value is a JSON type that the annotation names."""
        return value.__class__ in self.plain or value.__class__ in self.readers

    def decode(self, value: Any, reader: Reader) -> Any:
        """Read a value; one of another type is reported and passed on."""
        read = self.readers.get(value.__class__)
        if read is not None:
            return read(value, reader)
        if value.__class__ not in self.plain:
            problem = f"expected {self.expected}, got {_json_name(value)}"
            reader.report(self.model, self.field, problem)
        return value

    def _read_value(self, value: Any, reader: Reader) -> Any:
        if value not in self.values:
            reader.report(self.model, self.field, "unknown value")
        return value

    def _read_models(self, value: dict[str, Any], reader: Reader) -> Any:
        model = self.models[0]
        if len(self.models) > 1:
            model = max(self.models, key=lambda m: _likeness(m, value))
        return _compiled(model).read(value, reader)

    def _list_reader(self, hint: Any) -> Decode:
        decode = _FieldType(hint, self.model, self.field).decode

        def read_list(values: list[Any], reader: Reader) -> list[Any]:
            try:
                return [decode(value, reader) for value in values]
            except DecodeError:  # once more, now with the index in the path
                return [_read_at(i, decode, value, reader) for i, value in enumerate(values)]

        return read_list

    def _time_reader(self, parse: typing.Callable[[Any], Any], kind: str) -> Decode:
        def read_time(value: Any, reader: Reader) -> Any:
            try:
                return parse(value)
            except ValueError:
                reader.report(self.model, self.field, f"not a {kind}")
                return value

        return read_time


def _members(hint: Any) -> tuple[Any, ...]:
    union = typing.get_origin(hint) in {types.UnionType, typing.Union}
    return typing.get_args(hint) if union else (hint,)


def _likeness(model: type[Any], data: dict[str, Any]) -> int:
    """How well an object fits a model of a union: by its constants, then by the names of fields."""
    compiled = _compiled(model)
    wrong = sum(data.get(name) not in values for name, values in compiled.constants.items())
    return -1000 * wrong - len({wire for _, wire in compiled.names} ^ data.keys())


def _json_name(value: Any) -> str:
    return _JSON_NAMES.get(type(value), type(value).__name__)
