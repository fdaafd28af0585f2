"""Reads JSON into models, from the annotations of the models alone.

A function is compiled per model once it is warm. A page of 100 leads takes 0.8 of the time of
cattrs, which keeps no unknown fields and takes 15 ms to import, and 1.3 of pydantic's
(`make bench`).
"""

from __future__ import annotations

import contextlib
import datetime
import functools
import operator
import types
import typing
from typing import Any

from .annotations import field_hints
from .definition import field_names, is_model
from .reader import DecodeError, Reader
from .timestamp import Timestamp, json_form
from .unlisted import UnlistedInt, UnlistedStr
from .unset import UNSET, Unset

Decode = typing.Callable[[Any, Reader], Any]
M = typing.TypeVar("M")

_MISSING: Any = object()
_TRIAL = Reader(strict=True)
_JSON_NAMES = {
    str: "string", int: "integer", float: "number", bool: "boolean", types.NoneType: "null",
    dict: "object", list: "array", datetime.datetime: "date-time", datetime.date: "date",
}  # fmt: skip
# Objects of a model that are read before its function is compiled, which takes as long as they do.
_WARM_UP = 100


def read_model(model: type[M], data: Any, reader: Reader) -> M:
    """Read one JSON object; DecodeError for any other value."""
    if data.__class__ is not dict:
        raise DecodeError(model.__name__, f"expected object, got {json_name(data)}")
    return typing.cast("M", compiled(model).read(data, reader))


class Compiled:
    """What is kept of a model: its fields as (Python name, JSON name), and what reads it."""

    def __init__(self, model: type[Any]) -> None:
        own = [name for name in field_names(model) if name != "additional_properties"]
        self.names = [(name, model.wire_names.get(name, name)) for name in own]
        self.read: Decode = self._read_cold
        self._cold = _WARM_UP
        self._model = model

    @functools.cached_property
    def extras(self) -> FieldType | None:
        """What fields beside the named ones hold; None where the spec does not say."""
        hint = typing.get_args(self._hints["additional_properties"])[1]
        if hint is Any and self.names:
            return None
        return FieldType(hint, self._model.__name__, "*")

    @functools.cached_property
    def _hints(self) -> dict[str, Any]:
        return field_hints(self._model)

    @functools.cached_property
    def fields(self) -> list[FieldType]:
        model = self._model.__name__
        return [FieldType(self._hints.get(name, Any), model, wire) for name, wire in self.names]

    @functools.cached_property
    def _read_extras(self) -> Decode:
        return _extras_reader(self._model.__name__, self.extras, {wire for _, wire in self.names})

    def _read_cold(self, data: dict[str, Any], reader: Reader) -> Any:
        self._cold -= 1
        if self._cold < 0:
            self.read = self.function
        return self.interpret(data, reader)

    def interpret(self, data: dict[str, Any], reader: Reader) -> Any:
        """Read an object as the function does, at four times the cost."""
        model: Any = object.__new__(self._model)
        absent = 0
        for (name, wire), field in zip(self.names, self.fields, strict=True):
            value = data.get(wire, _MISSING)
            if value is _MISSING:
                value, absent = UNSET, absent + 1
                if not field.optional:
                    reader.report(field.model, wire, "missing", wire)
            elif value.__class__ not in field.plain:
                try:
                    value = field.decode(value, reader)
                except DecodeError as error:
                    error.steps.insert(0, wire)
                    raise
            setattr(model, name, value)
        if len(data) != len(self.names) - absent:
            model.additional_properties = self._read_extras(data, reader)
        return model

    @functools.cached_property
    def function(self) -> Decode:
        """Reads the model, with some branches a field; written and compiled on first use."""
        scope: dict[str, Any] = {
            "new": functools.partial(self._model.__new__, self._model), "DecodeError": DecodeError,
            "UNSET": UNSET, "MISSING": _MISSING, "NoneType": types.NoneType,
            "extras": self._read_extras,
        }  # fmt: skip
        # `at` is the field whose value is read, for the path of an error in it.
        lines = ["def read(data, reader):", " self = new(); get = data.get; absent = 0; at = None"]
        lines.append(" try:")
        for number, ((name, _), field) in enumerate(zip(self.names, self.fields, strict=True)):
            source, values = field.source(f"self.{name}", number)
            lines += source
            scope |= values
        lines.append(f"  if len(data) != {len(self.names)} - absent:")
        lines.append("   at = None; self.additional_properties = extras(data, reader)")
        lines.append("  return self")
        lines.append(" except DecodeError as error:")
        lines.append("  if at is not None: error.steps.insert(0, at)")
        lines.append("  raise")
        exec("\n".join(lines), scope)  # noqa: S102 - as attrs does; names enter as repr()
        return typing.cast("Decode", scope["read"])


_COMPILED: dict[type[Any], Compiled] = {}


def compiled(model: type[Any]) -> Compiled:
    """What reads a model, made once."""
    found = _COMPILED.get(model)
    if found is None:
        found = _COMPILED[model] = Compiled(model)
    return found


def _extras_reader(model: str, item: FieldType | None, known: set[str]) -> Decode:
    """Reads what no field declares: a difference, unless the spec gives a type."""

    def read_extras(data: dict[str, Any], reader: Reader) -> dict[str, Any]:
        extras: dict[str, Any] = {}
        for name, value in data.items():
            if name in known:
                continue
            if item is None:
                reader.report(model, name, "not in the spec", name)
            try:
                extras[name] = value if item is None else item.decode(value, reader)
            except DecodeError as error:
                error.steps.insert(0, name)
                raise
        return extras

    return read_extras


class FieldType:
    """What the annotation of one field allows, and how a value of it is read."""

    def __init__(self, hint: Any, model: str, field: str) -> None:
        self.model = model
        self.field = field
        self.optional = False
        self.plain: set[type] = set()  # JSON types that are taken as they are
        self.values: frozenset[Any] = frozenset()  # the known values of an open enum
        self.readers: dict[type, Decode] = {}
        self.models: list[type[Any]] = []
        self.times: dict[typing.Callable[[Any], Any], tuple[type, ...]] = {}  # by what reads them
        self.item: FieldType | None = None  # of a list
        for member in _members(hint):
            self._allow(member)
        # Where any value is allowed beside those of an enum, none is unknown.
        self.values = frozenset(v for v in self.values if type(v) not in self.plain)
        for kind in {type(value) for value in self.values}:
            self.readers[kind] = self._read_value
        if self.takes_any:
            self.models = []  # what is beside any JSON may be anything
        if self.models:
            self.readers[dict] = self._read_models
        self.expected = " or ".join(sorted(_JSON_NAMES[t] for t in self.plain | set(self.readers)))

    def _allow(self, hint: Any) -> None:
        origin = typing.get_origin(hint)
        if hint in {UnlistedStr, UnlistedInt}:
            pass  # beside an enum, whose reader takes and reports them
        elif hint is Unset:
            self.optional = True
        elif origin is typing.Literal:
            self.values |= frozenset(typing.get_args(hint))
        elif origin is list:
            self.item = FieldType(typing.get_args(hint)[0], self.model, self.field)
            self.readers[list] = self._list_reader(self.item)
        elif origin is dict:
            self.plain.add(dict)
        elif is_model(hint):
            self.models.append(hint)
        elif isinstance(hint, type) and issubclass(hint, datetime.date):
            kinds, parse, name = json_form(hint)
            self.times[parse] = kinds
            self.readers |= dict.fromkeys(kinds, self._time_reader(parse, name))
        elif hint in _JSON_NAMES:
            # JSON has one kind of number.
            self.plain |= {float, int} if hint is float else {hint}
        else:
            self.plain.update(_JSON_NAMES)  # Any, or a type that only a program's own model has

    def source(self, target: str, number: int) -> tuple[list[str], dict[str, Any]]:
        """The lines of a model's reader for this field, and the values that they use."""
        scope: dict[str, Any] = {f"decode_{number}": self.decode}
        lines = [f"  v = get({self.field!r}, MISSING)"]
        lines.append(f"  if {self._quick_test()}: {target} = v")
        for kind in {type(value) for value in self.values}:
            # All models share one object of each known value.
            known = f"known_{kind.__name__}_{number}"
            scope[known] = {value: value for value in self.values if type(value) is kind}
            lines.append(f"  elif v.__class__ is {kind.__name__} and v in {known}:")
            lines.append(f"   {target} = {known}[v]")
        for kind, read in self.readers.items():
            reader = f"{kind.__name__}_{number}"
            scope[reader] = read
            if kind is dict and len(self.models) == 1:
                # Looked up at each call: the reader of a model is replaced when it is compiled.
                scope[reader] = compiled(self.models[0])
                reader += ".read"
            lines.append(f"  elif v.__class__ is {kind.__name__}:")
            lines.append(f"   at = {self.field!r}; {target} = {reader}(v, reader)")
        lines.append("  elif v is MISSING:")
        lines.append(f"   {target} = UNSET; absent += 1; at = None")
        if not self.optional:
            lines.append(
                f"   reader.report({self.model!r}, {self.field!r}, 'missing', {self.field!r})"
            )
        lines.append(f"  else: at = {self.field!r}; {target} = decode_{number}(v, reader)")
        return lines, scope

    def _quick_test(self) -> str:
        """Source of the test for a value ``v`` that needs no reading."""
        own = sorted((t.__name__ for t in self.plain - {types.NoneType}), reverse=True)
        tests = [f"v.__class__ is {name}" for name in own]
        tests += ["v is None"] if types.NoneType in self.plain else []
        if self.takes_any:
            tests = ["v is not MISSING"]
        return " or ".join(tests) or "False"

    @property
    def takes_any(self) -> bool:
        """Whether any JSON is taken as it is."""
        return self.plain >= set(_JSON_NAMES)

    def fits(self, value: Any) -> bool:
        """Whether the value is a JSON type that the annotation names."""
        return value.__class__ in self.plain or value.__class__ in self.readers

    def knows(self, value: Any) -> bool:
        """Whether the value is also a known one, where the annotation lists some."""
        if self.readers.get(value.__class__) == self._read_value:
            return value in self.values
        return self.fits(value)

    def decode(self, value: Any, reader: Reader) -> Any:
        """Read a value; one of another type is reported and passed on."""
        read = self.readers.get(value.__class__)
        if read is not None:
            return read(value, reader)
        if value.__class__ not in self.plain:
            problem = f"expected {self.expected}, got {json_name(value)}"
            reader.report(self.model, self.field, problem)
        return value

    def _read_value(self, value: Any, reader: Reader) -> Any:
        if value not in self.values:
            reader.report(self.model, self.field, "unknown value")
        return value

    def _read_models(self, value: Any, reader: Reader) -> Any:
        if len(self.models) == 1:
            return compiled(self.models[0]).read(value, reader)
        misfits = [_misfit(model, value) for model in self.models]
        first = min(range(len(misfits)), key=misfits.__getitem__)
        # Models that fit equally well are tried by a strict reader, one level deep: deeper trials
        # could take exponential time.
        alike = [m for m, misfit in zip(self.models, misfits, strict=True)
                 if misfit[:2] == misfits[first][:2]]  # fmt: skip
        if len(alike) > 1 and reader is not _TRIAL:
            for model in alike:
                with contextlib.suppress(DecodeError):
                    return compiled(model).read(value, _TRIAL)
        return compiled(self.models[first]).read(value, reader)

    def _list_reader(self, item: FieldType) -> Decode:
        decode = item.decode

        def read_list(values: list[Any], reader: Reader) -> list[Any]:
            rest = iter(values)
            try:
                return [decode(value, reader) for value in rest]
            except DecodeError as error:
                error.steps.insert(0, len(values) - operator.length_hint(rest) - 1)
                raise

        if len(item.models) != 1:
            return read_list
        model = compiled(item.models[0])

        def read_list_of_models(values: list[Any], reader: Reader) -> list[Any]:
            if not values:
                return values
            rest = iter(values)
            try:
                return [
                    model.read(value, reader) if value.__class__ is dict else decode(value, reader)
                    for value in rest
                ]
            except DecodeError as error:
                error.steps.insert(0, len(values) - operator.length_hint(rest) - 1)
                raise

        return read_list_of_models

    def _time_reader(self, parse: typing.Callable[[Any], Any], kind: str) -> Decode:
        def read_time(value: Any, reader: Reader) -> Any:
            try:
                return parse(value)
            except ValueError:
                reader.report(self.model, self.field, f"not a {kind}")
            if kind == "date":
                # Some servers write dates as full times, which are read as what they are.
                with contextlib.suppress(ValueError):
                    return Timestamp.parse(value)
            return value

        return read_time


def _members(hint: Any) -> tuple[Any, ...]:
    union = typing.get_origin(hint) in {types.UnionType, typing.Union}
    return typing.get_args(hint) if union else (hint,)


def _misfit(model: type[Any], data: dict[str, Any]) -> tuple[int, int, int]:
    """How badly an object fits a model of a union, the worst first.

    Constants that differ; what a strict reader would report of its fields; fields that are absent.
    """
    own = compiled(model)
    wrong = absent = 0
    others = data.keys() - {wire for _, wire in own.names}
    reported = sum(own.extras is None or not own.extras.knows(data[name]) for name in others)
    for field in own.fields:
        value = data.get(field.field, _MISSING)
        if value is _MISSING:
            absent += 1
            reported += not field.optional
        elif not field.knows(value):
            reported += 1
            wrong += len(field.values) == 1
    return wrong, reported, absent


def json_name(value: Any) -> str:
    """The JSON type of a value."""
    return _JSON_NAMES.get(type(value), type(value).__name__)
