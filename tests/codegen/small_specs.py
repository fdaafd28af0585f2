"""Specs of one operation, each odd in one place."""

from __future__ import annotations

import copy
from typing import Any

import pytest
import yaml

from scripts.codegen.errors import SpecError
from scripts.codegen.intake.validate import refuse

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


def fault(document: dict[str, Any]) -> SpecError:
    before = copy.deepcopy(document)
    with pytest.raises(SpecError) as caught:
        refuse(document)
    assert document == before
    return caught.value


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


GET = "#/paths/~1a/get"
A = "#/components/schemas/A"
LONG = "n" * 201
