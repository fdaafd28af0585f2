"""What the explorer of the start page needs to know of an operation, filled with stored items."""

from __future__ import annotations

import inspect
from functools import cache
from typing import Any

from journeybee.introspection import BoundOperation, described, is_list, operations_by_id
from journeybee.jsonvalue import is_object
from journeybee.sandbox.core import SandboxCore
from journeybee.sandbox.spec.document import Operation, Parameter
from journeybee.sandbox.spec.shapes import Shape
from journeybee.sandbox.surfaces.surface import Surface
from journeybee.surfaces import SURFACES

# Of a body, besides the fields that are required.
_OPTIONAL_FIELDS = 4
# Optional in the spec, and asked for by the client of the older API.
_NEEDED_BY_CLIENTS = ("userId", "companyId")
_TEXTS: dict[str | None, str] = {
    "uri": "https://example.com/file.pdf",
    "email": "someone@example.com",
}


def operation_form(core: SandboxCore, name: str, operation_id: str) -> dict[str, Any]:
    """The parameters and the body of an operation, with values that the sandbox accepts.

    Raises ValueError for an operation that the sandbox does not have.
    """
    surface = core.surfaces.get(name)
    operation = surface.spec.operations.get(operation_id) if surface else None
    if surface is None or operation is None:
        raise ValueError(f"there is no operation {name}/{operation_id}")
    prefix = surface.dialect.prefix
    form: dict[str, Any] = {
        "surface": name,
        "id": operation.id,
        "method": operation.method,
        "prefix": prefix,
        "path": operation.path,
        "evidence": operation.evidence,
        "key_header": surface.dialect.key_header,
        **_python(name, operation.id),
    }
    sample = _Sample(surface, operation)
    form["parameters"] = [
        {
            "name": parameter.name,
            "where": parameter.location,
            "required": parameter.required,
            **_described(surface.resources.shapes.of(parameter.schema)),
            "value": sample.parameter(parameter, surface.resources.shapes.of(parameter.schema)),
        }
        for parameter in operation.parameters
    ]
    shape = surface.resources.shapes.of(operation.body)
    form["body"] = None if operation.body is None else sample.body(shape)
    form["fields"] = {field: _described(part) for field, part in shape.fields.items()}
    return form


def _described(shape: Shape) -> dict[str, Any]:
    return {"type": shape.type, "enum": list(shape.enum), "format": shape.format or ""}


def _python(surface: str, operation_id: str) -> dict[str, Any]:
    """How the operation is called in Python; empty for one that the client does not have."""
    found = _called(surface).get(operation_id)
    if found is None:
        return {"client": None, "call": None}
    path, bound = found
    client = SURFACES[surface].client
    arguments = inspect.signature(bound.builder).parameters
    return {
        "client": client.__name__,
        "module": client.__module__ if surface != "v1" else "journeybee",
        "environment": client.env_prefix,
        "call": path,
        "lists": is_list(bound),
        "description": described(bound.builder)[0].partition("\n")[0],
        "arguments": list(arguments),
        "positional": [
            name for name, it in arguments.items() if it.kind is not inspect.Parameter.KEYWORD_ONLY
        ],
    }


@cache
def _called(surface: str) -> dict[str, tuple[str, BoundOperation]]:
    return operations_by_id(SURFACES[surface].client)


class _Sample:
    """The first stored item that an operation could be about."""

    def __init__(self, surface: Surface, operation: Operation) -> None:
        self._resources = surface.resources
        self._operation = operation
        store = self._resources.store
        self._record = store.first(self._resources.stored_kind(operation.kind))
        item = self._record.item if self._record else {}
        # The older API has `company_id` in items and `companyId` in paths.
        self._values = {_plain(name): value for name, value in item.items()}
        self._path = self._path_values()

    def parameter(self, parameter: Parameter, shape: Shape) -> Any:
        """A value for a parameter that is required; of another one, the empty text."""
        if parameter.location == "path" and parameter.name in self._path:
            return self._path[parameter.name]
        if not parameter.required and parameter.name not in _NEEDED_BY_CLIENTS:
            return ""
        found = self._value(parameter.name)
        return found or next(iter(shape.enum), "")

    def _path_values(self) -> dict[str, str]:
        operation, record = self._operation, self._record
        names = list(operation.path_names)
        found = dict[str, str]()
        if record is not None and operation.is_item and names:
            found[names.pop()] = record.key
        parent = record.parent if record else None
        if parent is None:
            above = self._resources.store.first(operation.parent_kind or "")
            parent = above.key if above else None
        if names and parent is not None:
            found[names.pop()] = parent
        for name in names:
            found[name] = str(self._value(name) or "")
        return found

    def body(self, shape: Shape) -> Any:
        """The body that would write the fields of the item again."""
        if not shape.fields:
            return {} if shape.type in ("object", "") else None
        make = self._resources.make
        body = dict[str, Any]()
        for name, part in shape.fields.items():
            value = self._value(name)
            if value is not None and _fits(value, part) and len(body) < _OPTIONAL_FIELDS:
                body[name] = value
            elif name in shape.required:
                neutral = part.neutral(name, make)
                body[name] = _TEXTS.get(part.format, "") if neutral == "" else neutral
        return body

    def _value(self, name: str) -> Any:
        plain = _plain(name)
        if plain in self._values:
            return self._values[plain]
        reference = self._values.get(plain.removesuffix("uuid")) if plain.endswith("uuid") else None
        if is_object(reference):
            return reference.get("uuid")
        kind = self._resources.kind_of(name.removesuffix("_uuid").removesuffix("Id"))
        record = self._resources.store.first(kind) if kind else None
        return record.key if record else None


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def _fits(value: Any, shape: Shape) -> bool:
    if shape.enum:
        return value in shape.enum
    kinds: dict[str, Any] = {
        "string": str,
        "integer": int,
        "number": (int, float),
        "boolean": bool,
        "array": list,
    }
    return isinstance(value, kinds.get(shape.type, object)) and value != []
