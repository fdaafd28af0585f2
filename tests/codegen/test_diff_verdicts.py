"""Edits that break callers by a plain rule are never called harmless, whatever goes with them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.codegen.document import operations
from scripts.codegen.report.diff import compare
from tests.codegen.diff_cases import spec

Edit = Callable[[dict[str, Any], Callable[[list[Any]], Any]], None]


def parameters(document: dict[str, Any]) -> list[tuple[dict[str, Any], dict[str, Any]]]:
    found = [operation for _, _, operation in operations(document)]
    return [(o, p) for o in found for p in o.get("parameters", []) if p["in"] == "query"]


def fields(document: dict[str, Any], *models: str) -> list[tuple[dict[str, Any], str]]:
    schemas = [document["components"]["schemas"][name] for name in models]
    return [(schema, name) for schema in schemas for name in schema["properties"]]


def remove_operation(document: dict[str, Any], pick: Callable[[list[Any]], Any]) -> None:
    method, path, _ = pick(list(operations(document)))
    del document["paths"][path][method]


def move_operation(document: dict[str, Any], pick: Callable[[list[Any]], Any]) -> None:
    method, path, operation = pick(list(operations(document)))
    del document["paths"][path][method]
    operation["operationId"] += "_new"
    document["paths"]["/elsewhere" + path] = {method: operation}


def remove_parameter(document: dict[str, Any], pick: Callable[[list[Any]], Any]) -> None:
    operation, parameter = pick(parameters(document))
    operation["parameters"].remove(parameter)


def require_parameter(document: dict[str, Any], pick: Callable[[list[Any]], Any]) -> None:
    pick(parameters(document))[1]["required"] = True


def add_required_parameter(document: dict[str, Any], pick: Callable[[list[Any]], Any]) -> None:
    _, _, operation = pick(list(operations(document)))
    new = {"name": "new", "in": "query", "required": True, "schema": {"type": "string"}}
    operation.setdefault("parameters", []).append(new)


def retype_parameter(document: dict[str, Any], pick: Callable[[list[Any]], Any]) -> None:
    pick(parameters(document))[1]["schema"] = {"type": pick(["boolean", "array"])}


def remove_field_read(document: dict[str, Any], pick: Callable[[list[Any]], Any]) -> None:
    schema, name = pick(fields(document, "Thing", "Part"))
    del schema["properties"][name]


def retype_field(document: dict[str, Any], pick: Callable[[list[Any]], Any]) -> None:
    schema, name = pick(fields(document, "Thing", "ThingCreate", "Part"))
    schema["properties"][name] = {"type": pick(["boolean", "array"])}


def let_field_read_be_left_out(document: dict[str, Any], pick: Callable[[list[Any]], Any]) -> None:
    schema = document["components"]["schemas"][pick(["Thing", "Part"])]
    schema["required"].remove(pick(schema["required"]))


def remove_value_sent(document: dict[str, Any], pick: Callable[[list[Any]], Any]) -> None:
    values = document["components"]["schemas"]["Kind"]["enum"]
    values.remove(pick(values))


def change_result(document: dict[str, Any], pick: Callable[[list[Any]], Any]) -> None:
    answering = [
        media
        for _, _, operation in operations(document)
        for response in operation["responses"].values()
        for media in response.get("content", {}).values()
    ]
    pick(answering)["schema"] = {"type": "boolean"}


BREAKING: list[Edit] = [
    remove_operation, move_operation, remove_parameter, require_parameter, add_required_parameter,
    retype_parameter, remove_field_read, retype_field, let_field_read_be_left_out,
    remove_value_sent, change_result,
]  # fmt: skip


def describe_all(document: dict[str, Any], _: Callable[[list[Any]], Any]) -> None:
    for schema in document["components"]["schemas"].values():
        schema["description"] = "New."


def add_operation(document: dict[str, Any], _: Callable[[list[Any]], Any]) -> None:
    document["paths"]["/new"] = {"get": {"operationId": "get_new", "responses": {}}}


def add_optional_field(document: dict[str, Any], pick: Callable[[list[Any]], Any]) -> None:
    name = pick(["Thing", "ThingCreate", "Part"])
    document["components"]["schemas"][name]["properties"]["new"] = {"type": "string"}


def widen_parameters(document: dict[str, Any], _: Callable[[list[Any]], Any]) -> None:
    for _operation, parameter in parameters(document):
        if parameter["schema"].get("type") == "integer":
            parameter["schema"] = {"type": ["number", "string", "null"]}


HARMLESS: list[Edit] = [describe_all, add_operation, add_optional_field, widen_parameters]


@given(st.data(), st.sampled_from(BREAKING), st.lists(st.sampled_from(HARMLESS), unique=True))
@pytest.mark.thorough
def test_a_breaking_edit_is_never_called_harmless(
    data: st.DataObject, breaking: Edit, others: list[Edit]
) -> None:
    def pick(things: list[Any]) -> Any:
        return things[data.draw(st.integers(0, len(things) - 1))]

    new = spec()
    breaking(new, pick)
    if data.draw(st.booleans()):
        others = []
    for other in others:
        other(new, pick)
    assert compare(spec(), new).breaking


@given(st.data(), st.lists(st.sampled_from(HARMLESS), unique=True))
@pytest.mark.thorough
def test_harmless_edits_break_nothing(data: st.DataObject, edits: list[Edit]) -> None:
    new = spec()
    for edit in edits:
        edit(new, lambda things: things[data.draw(st.integers(0, len(things) - 1))])
    assert compare(spec(), new).breaking == 0
