"""References that cannot be followed, and schemas that lead nowhere, are refused."""

from __future__ import annotations

from typing import Any

import pytest

from scripts.codegen.intake import references
from scripts.codegen.intake.validate import validate
from tests.codegen.small_specs import (
    GET,
    ID,
    OK,
    A,
    fault,
    in_place,
    ref,
    spec,
    with_path,
    with_schema,
)


@pytest.mark.parametrize(
    ("document", "pointer", "problem"),
    [
        *(
            (with_schema({"items": {"$ref": target}}), f"{A}/items/$ref", problem)
            for target, problem in (
                ("https://evil.example/a.json", "outside"),
                ("//evil.example/a.json", "outside"),
                ("file:///etc/passwd", "outside"),
                ("other.yaml#/A", "outside"),
                ("", "outside"),
                ("#", "not in components"),
                ("#A", "not in components"),
                ("#/info", "not in components"),
                ("#/$defs/A", "not there"),
                ("#/definitions/A", "not there"),
                ("#/components/schemas/B", "not there"),
                ("#/components/schemas/A/items/0", "not there"),
                ("#/components/schemas", "not a schema"),
                ("#/paths/~1a/get", "not a schema"),
                ("#/paths/~1a/get/responses/200", "not a schema"),
                ("#/paths/~1a/get/operationId", "not a schema"),
                (3, "text"),
            )
        ),
        (
            in_place("responses: {'200': {$ref: '#/components/schemas/A'}}")
            | {"components": {"schemas": {"A": {}}}},
            f"{GET}/responses/200/$ref",
            "not a response",
        ),
        *(
            (with_schema(ref(f"B/anyOf/{index}"), B={"anyOf": [{}]}), f"{A}/$ref", "not there")
            for index in ("1", "x", "-1", "\u0660", "000000000", "9" * 5000)
        ),
        (
            in_place(
                "responses: {'200': {$ref: '#/components/responses/R'}}\n"
                "parameters: [{$ref: '#/components/responses/R'}]"
            )
            | {"components": {"responses": {"R": {}}}},
            f"{GET}/parameters/0/$ref",
            "is taken for a response in #/paths/~1a/get/responses/200",
        ),
        (with_schema({"$dynamicRef": "#x"}), f"{A}/$dynamicRef", "not followed"),
        (
            spec(paths={"/a": {"$ref": "https://evil.example"}}),
            "#/paths/~1a/$ref",
            "outside",
        ),
        (
            with_path("/a", **{"$ref": "#/components/pathItems/A"}),
            GET,
            "beside a reference",
        ),
        (with_schema(ref("A")), A, "back to itself"),
        (with_schema(ref("B"), B=ref("C"), C=ref("B")), "#/components/schemas/C", "back"),
        (with_schema({"allOf": [ref("B")]}, B={"allOf": [ref("A")]}), None, "back"),
        (with_schema({"anyOf": [{"oneOf": [{"not": ref("A")}]}]}), None, "back"),
        (with_schema({"if": {}, "then": {"dependentSchemas": {"x": ref("A")}}}), None, "back"),
    ],
)
def test_refused(document: dict[str, Any], pointer: str | None, problem: str) -> None:
    error = fault(document)
    assert problem in error.problem
    assert pointer in (None, error.pointer)


def test_paths_by_reference_are_looked_into() -> None:
    items = {"P": {"get": {"responses": OK, "parameters": [ID]}}}
    document = spec(paths={"/a": {"$ref": "#/components/pathItems/P"}})
    assert "no {id} in its path" in fault(document | {"components": {"pathItems": items}}).problem


def test_long_ways_are_refused_and_wide_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    chain = {f"A{i}": ref(f"A{i + 1}") for i in range(99)} | {"A99": {"type": "string"}}
    assert validate(with_schema({}, **chain)) == []
    assert "100 steps" in fault(with_schema(ref("A0"), **chain)).problem

    doubled = {f"B{i}": {"anyOf": [ref(f"B{i + 1}"), ref(f"B{i + 1}")]} for i in range(20)}
    assert "10,000 parts" in fault(with_schema({}, **doubled, B20={})).problem
    monkeypatch.setattr(references, "MAX_PARTS", 10_000_000)
    assert validate(with_schema({}, **doubled, B20={})) == []
