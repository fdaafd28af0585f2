"""Response schemas as shapes: what an item needs to be complete, and which part of it is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from journeybee.jsonvalue import is_array, is_object
from journeybee.sandbox.spec.document import Schema, Spec

Lookup = Callable[[str], Mapping[str, Any] | None]


@dataclass(slots=True)
class Shape:
    """What a schema says, with references, `allOf` and "or null" unions folded away."""

    type: str = ""
    nullable: bool = False
    enum: tuple[Any, ...] = ()
    default: Any = None
    format: str | None = None
    fields: dict[str, Shape] = field(default_factory=dict[str, "Shape"])
    required: frozenset[str] = frozenset()
    items: Shape | None = None

    def complete(self, item: dict[str, Any], make: Maker, *, required_only: bool = False) -> None:
        """Fill in what the item lacks: null or [] where allowed, else a neutral value of the type.

        An optional field that may be neither null nor empty stays absent. Below the item itself
        only required fields are filled in: an empty list beside a given value would contradict it.
        """
        for name, shape in self.fields.items():
            if name not in item:
                optional = not required_only and (shape.nullable or shape.type == "array")
                if name in self.required or optional:
                    item[name] = shape.neutral(name, make)
            elif shape.type == "object" and is_object(item[name]) and shape.fields:
                shape.complete(item[name], make, required_only=True)
            elif shape.items and shape.items.fields and is_array(item[name]):
                for entry in item[name]:
                    shape.items.complete(entry, make, required_only=True)

    def neutral(self, name: str, make: Maker) -> Any:
        """A neutral value for a field that was not set."""
        if self.default is not None:
            return self.default
        if self.nullable:
            return None
        if self.enum:
            return self.enum[0]
        match self.type:
            case "object":
                value: dict[str, Any] = {}
                self.complete(value, make, required_only=True)
                return value
            case "array":
                return []
            case "boolean":
                return False
            case "integer" | "number":
                return 0
            case "string":
                return self._text(name, make)
            case _:
                return None

    def _text(self, name: str, make: Maker) -> str:
        if self.format == "date":
            return make.timestamp()[:10]
        if name.endswith("date"):
            return midnight(make.timestamp())
        if self.format == "date-time" or name.endswith("_at"):
            return make.timestamp()
        return make.uuid() if name == "uuid" else ""

    def project(self, value: Any, lookup: Lookup, *, nested: bool = False) -> Any:
        """The declared part of a stored value; a nested reference shows what it refers to now."""
        if is_object(value) and self.fields:
            current = lookup(value["uuid"]) if nested and "uuid" in value else None
            return {
                name: shape.project(found, lookup, nested=True)
                for name, shape in self.fields.items()
                if (found := _field(name, value, current)) is not _ABSENT
            }
        if is_array(value) and self.items:
            return [self.items.project(entry, lookup, nested=True) for entry in value]
        return value


class Maker:
    """Fresh identifiers and timestamps."""

    def __init__(self, uuid: Callable[[], str], now: Callable[[], datetime]) -> None:
        self.uuid = uuid
        self.now = now

    def timestamp(self) -> str:
        """The current time as the API writes it."""
        return timestamp(self.now())


class Shapes:
    """Shapes of one document, each compiled once."""

    def __init__(self, spec: Spec) -> None:
        self._spec = spec
        self._known: dict[int, Shape] = {}

    def of(self, schema: Schema | None) -> Shape:
        """The shape of a schema; an absent schema has the shape that admits everything."""
        if schema is None:
            return Shape()
        schema = self._spec.resolve(schema)
        if id(schema) not in self._known:
            shape = self._known[id(schema)] = Shape()
            self._read(schema, shape)
        return self._known[id(schema)]

    def _read(self, schema: Schema, shape: Shape) -> None:
        types = schema.get("type", ())
        types = [types] if isinstance(types, str) else list(types)
        shape.nullable = "null" in types
        shape.type = next((name for name in types if name != "null"), "")
        shape.enum = tuple(value for value in schema.get("enum", ()) if value is not None)
        shape.default = schema.get("default")
        shape.format = schema.get("format")
        shape.fields = {name: self.of(s) for name, s in schema.get("properties", {}).items()}
        shape.required = frozenset(schema.get("required", ()))
        if "items" in schema:
            shape.items = self.of(schema["items"])
        branches = [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
        proper = [branch for branch in branches if branch.get("type") != "null"]
        shape.nullable |= len(proper) < len(branches)
        if len(proper) == 1:
            self._merge(shape, self.of(proper[0]))
        for part in schema.get("allOf", ()):
            self._merge(shape, self.of(part))

    @staticmethod
    def _merge(shape: Shape, part: Shape) -> None:
        shape.type = shape.type or part.type
        shape.nullable |= part.nullable
        shape.enum = shape.enum or part.enum
        shape.format = shape.format or part.format
        shape.fields = {**part.fields, **shape.fields}
        shape.required |= part.required
        shape.items = shape.items or part.items


def timestamp(moment: datetime) -> str:
    """A moment as the API writes it: UTC with milliseconds."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def midnight(stamp: str) -> str:
    """The beginning of the day of a timestamp."""
    return f"{stamp[:10]}T00:00:00.000Z"


_ABSENT = object()


def _field(name: str, value: Mapping[str, Any], current: Mapping[str, Any] | None) -> Any:
    if current is not None and name in current:
        return current[name]
    if current is not None and name == "label":
        return label_of(current)
    return value.get(name, _ABSENT)


def label_of(item: Mapping[str, Any]) -> str:
    """What a reference to the item is labelled with."""
    return next((str(item[k]) for k in ("label", "name", "title", "email") if item.get(k)), "")
