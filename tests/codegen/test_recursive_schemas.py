"""Schemas that refer to each other, and to themselves, are brought to an end."""

from __future__ import annotations

import random
from typing import Any

import pytest

from scripts.codegen.document import Json
from scripts.codegen.errors import SpecError
from scripts.codegen.intake.validate import validate
from scripts.codegen.normalise.passes import normalise
from tests.codegen.fragments import NULL, TEXT, document, enum, object_of, ref

NODE = ref("Node")


def parent_of(node: Json) -> Any:
    """The field ``parent`` of a Node that is described so, once normalised."""
    spec = document(given=NODE, Node=object_of(id=TEXT, parent=node))
    return normalise(spec)["components"]["schemas"]["Node"]["properties"]["parent"]


@pytest.mark.parametrize(
    "beside",
    [{"x-a": 1}, {"default": {}}, {"externalDocs": {}}, {"required": ["id"]}, object_of(id=TEXT)],
)
def test_a_whole_that_is_a_part_of_itself_is_that_whole(beside: Json) -> None:
    assert parent_of({"allOf": [NODE, beside], "description": "d"}) == {**NODE, "description": "d"}
    assert parent_of({"allOf": [NODE], **beside}) == NODE
    assert parent_of({"allOf": [{"allOf": [beside, NODE]}, beside]}) == NODE
    assert parent_of({"anyOf": [{"allOf": [NODE, beside]}, NULL]}) == {"anyOf": [NODE, NULL]}


def test_so_is_one_that_is_so_by_way_of_another() -> None:
    other = object_of(back={"allOf": [NODE, {"x-a": 1}]})
    node = object_of(other={"allOf": [ref("Other"), {"x-a": 1}]})
    found = normalise(document(given=NODE, Node=node, Other=other))["components"]["schemas"]
    place = found["Node"]["properties"]["other"]["$ref"].rpartition("/")[2]
    assert found[place]["properties"]["back"] == NODE


@pytest.mark.thorough
def test_parts_in_each_other_beyond_all_measure_are_refused() -> None:
    levels: dict[str, Any] = {
        f"L{i}": object_of(**{n: {"allOf": [ref(f"L{i + 1}"), {"x-a": n}]} for n in "ab"})
        for i in range(40)
    }
    spec = document(given=ref("L0"), **levels, L40=object_of(id=TEXT))
    assert validate(spec | {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}}) == []
    with pytest.raises(SpecError, match=r"^#/components/schemas/L\d+: has allOf in each other"):
        normalise(spec)


NAMES = "ABCD"
LEAVES: list[Json] = [
    TEXT, NULL, enum("a", "b"), {"const": "c"}, {"type": "integer"}, {},
    {"type": ["string", "null"], "enum": ["x", None]},
]  # fmt: skip
COMBINED = ("anyOf", "oneOf", "allOf")


def some_schema(chance: random.Random, depth: int) -> Json:
    kind = chance.choice(["leaf", "ref", "array", "object", "object", "combined", "combined"])
    if depth == 0 or kind in {"leaf", "ref"}:
        return dict(chance.choice([*LEAVES, *map(ref, NAMES)]))
    inner = [some_schema(chance, depth - 1) for _ in range(chance.randint(1, 3))]
    if kind == "array":
        return {"type": "array", "items": inner[0]}
    if kind == "combined":
        return {chance.choice(COMBINED): inner}
    schema = object_of(**dict(zip("pqr", inner, strict=False)))
    if chance.random() < 0.3:
        schema[chance.choice(COMBINED)] = [some_schema(chance, depth - 1)]
    return schema


@pytest.mark.thorough
def test_whatever_refers_to_whatever_is_normalised() -> None:
    accepted = 0
    for seed in range(300):
        chance = random.Random(seed)
        schemas: dict[str, Any] = {name: some_schema(chance, 3) for name in NAMES}
        spec = document(given=ref("A"), **schemas)
        if validate(spec | {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}}):
            continue
        accepted += 1
        text = str(normalise(spec))
        assert "allOf" not in text, seed
        assert len(text) < 50_000, seed
    assert accepted > 100
