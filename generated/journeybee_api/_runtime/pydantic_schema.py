"""Models as types for pydantic and FastAPI; imported when one of them asks for a schema."""

from __future__ import annotations

import functools
import importlib
import json
from importlib import resources
from typing import Any

_COMPONENTS = "#/components/schemas/"
_GENERATED = f"{__name__.partition('.')[0]}."


def core_schema_of(model: Any) -> Any:
    """Takes a model as it is and reads a JSON object; written as ``to_dict`` writes it."""
    core_schema = importlib.import_module("pydantic_core").core_schema

    def read(value: Any) -> Any:
        return value if isinstance(value, model) else model.from_dict(value)

    def write(value: Any) -> Any:
        return value.to_dict()

    return core_schema.no_info_plain_validator_function(
        read, serialization=core_schema.plain_serializer_function_ser_schema(write)
    )


def json_schema_of(model: type[Any]) -> dict[str, Any]:
    """The schema of the spec, with the schemas it refers to in it; any object if it has none.

    Of a program's own subclass it is that of the model which the subclass extends.
    """
    for kind in model.__mro__:
        package, _, inside = kind.__module__.partition(".models.")
        if inside and package.startswith(_GENERATED):
            schemas = _schemas(package)
            found = schemas.get(kind.__name__, {"type": "object"})
            return {"title": model.__name__, **_inlined(found, schemas, (kind.__name__,))}
    return {"title": model.__name__, "type": "object"}


@functools.cache
def _schemas(package: str) -> dict[str, Any]:
    document = json.loads(resources.files(package).joinpath("openapi.json").read_text("utf-8"))
    schemas: dict[str, Any] = document.get("components", {}).get("schemas", {})
    return schemas


def _inlined(node: Any, schemas: dict[str, Any], above: tuple[str, ...]) -> Any:
    if isinstance(node, list):
        return [_inlined(item, schemas, above) for item in node]
    if not isinstance(node, dict):
        return node
    name = str(node.get("$ref", "")).removeprefix(_COMPONENTS)
    if name in schemas:
        # A schema that contains itself ends where it comes again.
        return {} if name in above else _inlined(schemas[name], schemas, (*above, name))
    return {k: _inlined(v, schemas, above) for k, v in node.items() if not k.startswith("x-")}
