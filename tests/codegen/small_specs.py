"""Specs of one operation, each odd in one place."""

from __future__ import annotations

import copy
from typing import Any

import yaml

from scripts.codegen.errors import SpecError
from scripts.codegen.findings import Finding
from scripts.codegen.intake.servers import place_under
from scripts.codegen.intake.validate import validate

OK = {"200": {"description": ""}}
ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}


def spec(**fields: Any) -> dict[str, Any]:
    """A spec of one operation, with other fields."""
    operation = {"operationId": "list_a", "responses": OK}
    return {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/a": {"get": operation}},
        **copy.deepcopy(fields),
    }


def with_path(path: str, *parameters: dict[str, Any], **item: Any) -> dict[str, Any]:
    return spec(paths={path: {"get": {"responses": OK, "parameters": [*parameters]}, **item}})


def with_schema(schema: Any, **others: Any) -> dict[str, Any]:
    return spec(components={"schemas": {"A": schema, **others}})


def in_place(text: str) -> dict[str, Any]:
    """An operation with these fields, in YAML."""
    fields: dict[str, Any] = yaml.safe_load(text)
    return spec(paths={"/a": {"get": {"responses": OK, **fields}}})


def server(url: str, **fields: Any) -> dict[str, Any]:
    return spec(servers=[{"url": url, **fields}])


def faults(document: dict[str, Any]) -> list[Finding] | list[SpecError]:
    """What is found in a document, or what stops it."""
    before = copy.deepcopy(document)
    placed = copy.deepcopy(document)
    found = place_under(placed, "")
    try:
        found += validate(document)
    except SpecError as error:
        return [error]
    assert document == before
    return found


def fault(document: dict[str, Any]) -> Finding | SpecError:
    """The first fault of a document."""
    return faults(document)[0]


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


GET = "#/paths/~1a/get"
A = "#/components/schemas/A"
LONG = "n" * 201
