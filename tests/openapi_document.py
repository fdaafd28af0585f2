"""openapi.yaml, the table of facts in its sources, and functions to read both."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

HERE = Path(__file__).parent
if (HERE.parent / "openapi.source.json").exists():
    pytest.skip(
        "openapi.yaml is a file that was fetched, no longer the one written from the pages",
        allow_module_level=True,
    )
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
DOCUMENT: dict[str, Any] = yaml.load(
    (HERE.parent / "openapi.yaml").read_text(encoding="utf-8"), Loader=LOADER
)
# Facts from the pages, kept apart from the document, so that one can be checked against the other.
PAGES: dict[str, Any] = yaml.load(
    (HERE / "documented_operations.yaml").read_text(encoding="utf-8"), Loader=LOADER
)

SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
OPERATIONS: dict[str, dict[str, Any]] = {
    f"{method.upper()} {path}": operation
    for path, methods in DOCUMENT["paths"].items()
    for method, operation in methods.items()
}
DOCUMENTED: dict[str, dict[str, Any]] = {row["operation"]: row for row in PAGES["operations"]}
BY_ID = {operation["operationId"]: key for key, operation in OPERATIONS.items()}
SAFE_INTEGER = 9007199254740991
SCHEMA_KEYWORDS = ("enum", "maxLength", "minimum", "maximum", "default", "format")


def resolve(node: dict[str, Any]) -> dict[str, Any]:
    """The target of a $ref, with its siblings overriding it."""
    if "$ref" not in node:
        return node
    target: Any = DOCUMENT
    for part in node["$ref"].removeprefix("#/").split("/"):
        target = target[part]
    return {**target, **{key: value for key, value in node.items() if key != "$ref"}}


def nodes(value: Any, trail: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every node of a JSON value, with its path."""
    yield trail, value
    if isinstance(value, dict):
        for key, item in value.items():
            yield from nodes(item, (*trail, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from nodes(item, (*trail, str(index)))


def type_name(schema: dict[str, Any]) -> str:
    """Type in the notation of documented_operations.yaml; without deduced nulls."""
    if "anyOf" in schema:
        names = [type_name(option) for option in schema["anyOf"]]
    elif "$ref" in schema:
        names = ["enum" if "enum" in resolve(schema) else schema["$ref"].rsplit("/", 1)[1]]
    elif not schema.keys() & {"type"}:
        names = ["any"]
    else:
        kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        names = [f"{type_name(schema['items'])}[]" if kind == "array" else kind for kind in kinds]
    if schema.get("x-nullable") == "inferred":
        names.remove("null")
    if schema.get("x-enum") == "inferred":
        names = ["string" if name == "enum" else name for name in names]
    return "|".join(names)


def keywords(schema: dict[str, Any], *, bounds: bool = True) -> dict[str, Any]:
    whole = dict(resolve(schema))
    for option in schema.get("anyOf", []):
        whole = {**resolve(option), **whole}
    left_out = set[str]() if bounds else {"minimum", "maximum"}
    if schema.get("x-enum") == "inferred":
        left_out.add("enum")
    wanted = [key for key in SCHEMA_KEYWORDS if key not in left_out]
    return {key: whole[key] for key in wanted if key in whole}


def stated(row: dict[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in SCHEMA_KEYWORDS if key in row}


def parameters(operation: dict[str, Any], place: str) -> dict[str, dict[str, Any]]:
    found = [resolve(parameter) for parameter in operation.get("parameters", [])]
    return {parameter["name"]: parameter for parameter in found if parameter["in"] == place}


def body_schema(operation: dict[str, Any]) -> dict[str, Any]:
    schema: dict[str, Any] = operation["requestBody"]["content"]["application/json"]["schema"]
    return schema


def success(operation: dict[str, Any]) -> dict[int, dict[str, Any]]:
    return {
        int(status): resolve(response)
        for status, response in operation["responses"].items()
        if status.startswith("2")
    }


def answer_name(response: dict[str, Any]) -> str:
    return type_name(response["content"]["application/json"]["schema"])
