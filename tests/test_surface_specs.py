"""The specs under specs/ by themselves, against what the pages say, and against sample answers."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

HERE = Path(__file__).parent
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
SURFACES = ("legacy", "saleshandy")
STATED = ("enum", "default", "minimum", "maximum")


def read(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)


DOCUMENTS: dict[str, dict[str, Any]] = {
    name: read(HERE.parent / "specs" / f"{name}.yaml") for name in SURFACES
}
PAGES = {name: read(HERE / f"documented_{name}.yaml")["operations"] for name in SURFACES}
ROWS = [
    pytest.param(name, row, id=f"{name} {row['operation']}")
    for name in SURFACES
    for row in PAGES[name]
]
SAMPLES = [
    pytest.param(path.parent.name, path, id=f"{path.parent.name} {path.stem}")
    for name in SURFACES
    for path in sorted((HERE / "samples" / name).glob("*.json"))
    if path.stem != "errors"
]


def operations(surface: str) -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {path}": operation
        for path, methods in DOCUMENTS[surface]["paths"].items()
        for method, operation in methods.items()
    }


def resolve(surface: str, node: dict[str, Any]) -> dict[str, Any]:
    """The target of a $ref, with its siblings overriding it."""
    if "$ref" not in node:
        return node
    target: Any = DOCUMENTS[surface]
    for part in node["$ref"].removeprefix("#/").split("/"):
        target = target[part]
    return {**target, **{key: value for key, value in node.items() if key != "$ref"}}


def flat(surface: str, schema: dict[str, Any], way: str = "") -> dict[str, dict[str, Any]]:
    """The fields of a schema by their paths, in the notation of the tables of the pages."""
    found: dict[str, dict[str, Any]] = {}
    schema = resolve(surface, schema)
    required = schema.get("required", [])
    for name, node in schema.get("properties", {}).items():
        place = f"{way}{name}"
        kind, inner = type_of(surface, node)
        whole = {**resolve(surface, inner), **node}
        row: dict[str, Any] = {key: whole[key] for key in STATED if key in whole}
        row |= {"type": kind, "evidence": node.get("x-evidence")}
        row["required"] = name in required and node.get("x-required") != "inferred"
        found[place] = row
        array = kind.removesuffix("|null").endswith(("array", "[]"))
        found |= flat(surface, inner, f"{place}[]." if array else f"{place}.")
    return found


def type_of(surface: str, node: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The type of a schema in the notation of the tables, and the schema of the object in it."""
    node = resolve(surface, node)
    options = [option for option in node.get("anyOf", []) if option != {"type": "null"}]
    kinds = node.get("type", "any")
    kinds = list(kinds) if isinstance(kinds, list) else [kinds]
    null = "null" in kinds or len(options) < len(node.get("anyOf", []))
    suffix = "|null" if null and node.get("x-nullable") != "inferred" else ""
    if options:
        kind, inner = type_of(surface, options[0])
        return kind + suffix, inner
    kind = kinds[0].replace("integer", "number")
    if kind == "array":
        kind, inner = type_of(surface, node["items"])
        bare = kind == "object" and "properties" in resolve(surface, inner)
        return ("array" if bare else f"{kind}[]") + suffix, inner
    return kind + suffix, node


def content(surface: str, holder: dict[str, Any]) -> dict[str, Any]:
    """The schema of a body; of several forms the one that the text of the page describes."""
    schema = resolve(surface, resolve(surface, holder)["content"]["application/json"]["schema"])
    return resolve(surface, schema["anyOf"][0]) if "anyOf" in schema else schema


def agree(found: dict[str, dict[str, Any]], rows: dict[str, dict[str, Any]]) -> None:
    assert found.keys() == rows.keys()
    for name, row in rows.items():
        field = found[name]
        assert field["type"] == row["type"], name
        assert field["evidence"] == row.get("evidence"), name
        assert field["required"] == row.get("required", False), name
        for key in STATED:
            if key in row:
                wanted = set(row[key]) if key == "enum" else row[key]
                assert (set(field[key]) if key == "enum" else field[key]) == wanted, name


# the documents by themselves


@pytest.mark.parametrize("surface", SURFACES)
def test_document(surface: str) -> None:
    document = DOCUMENTS[surface]
    assert list(OpenAPIV31SpecValidator(document).iter_errors()) == []
    ids = [operation["operationId"] for operation in operations(surface).values()]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch("[a-z]+(_[a-z]+)*", name) for name in ids)
    tags = [tag["name"] for tag in document["tags"]]
    assert tags == sorted({o["tags"][0] for o in operations(surface).values()})


@pytest.mark.parametrize("surface", SURFACES)
def test_every_component_is_used(surface: str) -> None:
    components = DOCUMENTS[surface]["components"]
    used = set(re.findall(r"'(#/components/[^']+)'", str(DOCUMENTS[surface])))
    held = {
        f"#/components/{group}/{name}"
        for group in components.keys() - {"securitySchemes"}
        for name in components[group]
    }
    assert used == held


@pytest.mark.parametrize("surface", SURFACES)
def test_what_operations_rest_on(surface: str) -> None:
    documented = {row["operation"] for row in PAGES[surface]}
    for key, operation in operations(surface).items():
        evidence = "documented" if key in documented else "inferred"
        assert operation["x-evidence"] == evidence, key
        assert ("externalDocs" in operation) == (key in documented), key
    assert documented <= operations(surface).keys()


def test_how_many_operations_there_are() -> None:
    counts = {s: (len(PAGES[s]), len(operations(s)) - len(PAGES[s])) for s in SURFACES}
    assert counts == {"legacy": (36, 4), "saleshandy": (4, 0)}


def test_heads() -> None:
    legacy, saleshandy = (DOCUMENTS[surface] for surface in SURFACES)
    assert legacy["servers"] == [{"url": "https://app.journeybee.io/api/v1"}]
    scheme = legacy["components"]["securitySchemes"]["bearer"]
    assert scheme == {"type": "http", "scheme": "bearer"}
    assert saleshandy["servers"] == [{"url": "https://open-api.saleshandy.com/v1"}]
    scheme = saleshandy["components"]["securitySchemes"]["key"]
    assert scheme == {"type": "apiKey", "in": "header", "name": "x-api-key"}


# the documents against the pages


@pytest.mark.parametrize(("surface", "row"), ROWS)
def test_documented_operation(surface: str, row: dict[str, Any]) -> None:
    operation = operations(surface)[row["operation"]]
    assert operation["externalDocs"]["url"] == row["page"]
    assert operation.get("x-permission") == row.get("permission")
    status = str(row["status"])
    assert [code for code in operation["responses"] if code[0] == "2"] == [status]
    response = operation["responses"][status]
    if status != "204":
        assert response.get("x-evidence") == row.get("status_evidence")
    assert ("content" in response) == (status != "204")


@pytest.mark.parametrize(("surface", "row"), ROWS)
def test_documented_parameters(surface: str, row: dict[str, Any]) -> None:
    operation = operations(surface)[row["operation"]]
    found = [resolve(surface, parameter) for parameter in operation.get("parameters", [])]
    rows = {
        (place, name): stated
        for place in ("path", "query")
        for name, stated in row.get(place, {}).items()
    }
    # These are in the introduction, not on their own pages.
    introduced = {("query", "page"), ("query", "pageSize")} & {(p["in"], p["name"]) for p in found}
    assert {(p["in"], p["name"]) for p in found} == rows.keys() | introduced
    assert bool(introduced) == (row["operation"] == "GET /users")
    for parameter in found:
        stated = rows.get((parameter["in"], parameter["name"]))
        if stated is None:
            continue
        name = parameter["name"]
        assert parameter["required"] == stated["required"], name
        assert parameter.get("x-evidence") == stated.get("evidence"), name
        assert ("content" in parameter) == ("json" in stated or name in {"sort", "customFields"})
        schema = parameter.get("schema") or parameter["content"]["application/json"]["schema"]
        kind, inner = type_of(surface, schema)
        assert (parameter.get("explode") is False) == kind.endswith("[]"), name
        if "comma" in stated:
            assert kind.endswith("[]"), name
        elif "content" not in parameter and stated.get("evidence") is None:
            assert kind == stated["type"], name
        if "enum" in stated:
            assert resolve(surface, inner)["enum"] == stated["enum"], name
        if "example" in stated:
            assert faults(surface, schema, json.loads(stated["example"])) == [], name


@pytest.mark.parametrize(("surface", "row"), ROWS)
def test_documented_bodies_and_answers(surface: str, row: dict[str, Any]) -> None:
    operation = operations(surface)[row["operation"]]
    assert ("requestBody" in operation) == ("body" in row)
    if "body" in row:
        agree(flat(surface, content(surface, operation["requestBody"])), row["body"])
    if "answer" in row:
        schema = content(surface, operation["responses"][str(row["status"])])
        assert (schema.get("type") == "array") == row.get("list", False)
        agree(flat(surface, schema.get("items", schema)), row["answer"])


def test_lists_that_may_come_bare() -> None:
    bare = set[str]()
    for key, operation in operations("legacy").items():
        body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
        options = body.get("schema", {}).get("anyOf")
        if options:
            wrapped, plain = options
            [wrapping] = resolve("legacy", wrapped)["properties"].values()
            wrapping = {k: v for k, v in wrapping.items() if not k.startswith("x-")}
            assert wrapping == plain
            bare.add(key)
    paths = ("categories", "tiers", "stages/partner-stages", "stages/lead-deal-stages")
    assert bare == {f"PATCH /{path}" for path in paths}


# the documents against sample answers


def faults(surface: str, schema: dict[str, Any], value: Any) -> list[str]:
    """The mismatches, among them unknown fields, so that misspelt ones are found."""
    components: dict[str, Any] = copy.deepcopy(DOCUMENTS[surface]["components"])
    for component in components["schemas"].values():
        if "properties" in component:
            component["additionalProperties"] = False
    validator = Draft202012Validator({**schema, "components": components})
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


@pytest.mark.parametrize(("surface", "path"), SAMPLES)
def test_sample_answer(surface: str, path: Path) -> None:
    sample = json.loads(path.read_text(encoding="utf-8"))
    [operation] = (o for o in operations(surface).values() if o["operationId"] == path.stem)
    response = operation["responses"][str(sample["status"])]
    schema = response["content"]["application/json"]["schema"]
    assert faults(surface, schema, sample["body"]) == []


def test_every_answer_that_a_page_shows_has_a_sample() -> None:
    shown = {
        (surface, operations(surface)[row["operation"]]["operationId"])
        for surface in SURFACES
        for row in PAGES[surface]
        if "answer" in row
    }
    assert {(param.values[0], param.values[1].stem) for param in SAMPLES} == shown  # type: ignore[union-attr]


@pytest.mark.parametrize("surface", SURFACES)
def test_sample_errors(surface: str) -> None:
    path = HERE / "samples" / surface / "errors.json"
    for error in json.loads(path.read_text(encoding="utf-8")):
        assert faults(surface, {"$ref": "#/components/schemas/Error"}, error["body"]) == []
