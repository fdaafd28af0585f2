"""openapi.yaml against itself, against what the vendor's pages say, and against sample answers."""

from __future__ import annotations

import copy
import json
import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.openapi_document import (
    BY_ID,
    DOCUMENT,
    DOCUMENTED,
    HERE,
    OPERATIONS,
    PAGES,
    SAFE_INTEGER,
    SCHEMAS,
    answer_name,
    body_schema,
    keywords,
    nodes,
    parameters,
    resolve,
    stated,
    success,
    type_name,
)

SAMPLES = {path.stem: path for path in sorted((HERE / "samples" / "v1").glob("*.json"))}
DROPPED_IN_SILENCE = {"style", "explode", "allowReserved", "discriminator", "$defs"}

# the document by itself


def test_document_is_valid_openapi_3_1() -> None:
    assert DOCUMENT["openapi"] == "3.1.0"
    assert list(OpenAPIV31SpecValidator(DOCUMENT).iter_errors()) == []


def test_head_of_the_document() -> None:
    assert DOCUMENT["info"]["title"] == "JourneyBee API"
    assert DOCUMENT["servers"] == [{"url": "https://api.journeybee.io/v1"}]
    assert DOCUMENT["security"] == [{"bearer": []}]
    scheme = DOCUMENT["components"]["securitySchemes"]["bearer"]
    assert scheme == {"type": "http", "scheme": "bearer"}


def test_every_operation_says_what_it_rests_on() -> None:
    for key, operation in OPERATIONS.items():
        assert operation["x-evidence"] in ("documented", "mentioned", "inferred"), key
        assert operation["x-permission"] == ("read" if key.startswith("GET ") else "write"), key
        assert operation["summary"], key


def test_forty_operations_are_documented() -> None:
    documented = {k for k, v in OPERATIONS.items() if v["x-evidence"] == "documented"}
    assert len(documented) == 40
    assert documented == set(DOCUMENTED)
    assert len(OPERATIONS) >= 100


def test_only_documented_operations_name_a_page() -> None:
    for key, operation in OPERATIONS.items():
        assert ("externalDocs" in operation) == (key in DOCUMENTED), key


def test_operation_ids_are_unique_in_snake_case() -> None:
    ids = [operation["operationId"] for operation in OPERATIONS.values()]
    snake = [re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower() for name in ids]
    assert len(set(snake)) == len(OPERATIONS)
    assert snake == ids


def test_tags_are_declared_and_in_alphabetical_order() -> None:
    declared = [tag["name"] for tag in DOCUMENT["tags"]]
    assert all(tag["description"] for tag in DOCUMENT["tags"])
    assert declared == sorted(declared)
    used = [operation["tags"] for operation in OPERATIONS.values()]
    assert all(len(tags) == 1 for tags in used)
    assert list(dict.fromkeys(tags[0] for tags in used)) == declared


def test_references_resolve_and_components_are_used() -> None:
    everything = (node for _, node in nodes(DOCUMENT) if isinstance(node, dict))
    used = {node["$ref"] for node in everything if "$ref" in node}
    held = {
        f"#/components/{group}/{name}"
        for group, members in DOCUMENT["components"].items()
        if group != "securitySchemes"
        for name in members
    }
    assert used == held


def test_no_inline_objects_or_enumerations() -> None:
    for trail, node in nodes(DOCUMENT):
        if not isinstance(node, dict) or (trail and trail[-1] == "properties"):
            continue
        if node.get("type") == "object" or "properties" in node or "enum" in node:
            assert trail[:2] == ("components", "schemas"), trail
            assert len(trail) == 3, trail


def test_nothing_that_a_code_generator_drops_in_silence() -> None:
    for trail, node in nodes(DOCUMENT):
        if not isinstance(node, dict) or (trail and trail[-1] == "properties"):
            continue
        assert not node.keys() & DROPPED_IN_SILENCE, trail
        assert node.get("additionalProperties") is not False, trail
        assert not ("in" in node and "content" in node), trail


def test_path_placeholders_have_parameters() -> None:
    for key, operation in OPERATIONS.items():
        placeholders = re.findall(r"\{(\w+)\}", key)
        assert list(parameters(operation, "path")) == placeholders, key


def test_parameters_are_described() -> None:
    for name, parameter in DOCUMENT["components"]["parameters"].items():
        assert parameter["description"], name


def test_success_statuses() -> None:
    expected = {"GET": 200, "PUT": 200, "PATCH": 200, "POST": 201, "DELETE": 204}
    for key, operation in OPERATIONS.items():
        method = key.split()[0]
        answers = success(operation)
        assert expected[method] in answers, key
        for status, response in answers.items():
            assert response["description"] == "Default Response", key
            assert ("content" in response) == (status != 204), key


def test_error_answers() -> None:
    for key, operation in OPERATIONS.items():
        codes = set(operation["responses"])
        assert {"401", "403", "429", "500"} <= codes, key
        assert ("404" in codes) == ("{" in key), key
        assert ("422" in codes) == bool(
            "requestBody" in operation or parameters(operation, "query")
        ), key
        for code in codes - {str(status) for status in success(operation)}:
            schema = resolve(operation["responses"][code])["content"]["application/json"]["schema"]
            assert schema == {"$ref": "#/components/schemas/Error"}, key
    assert "Retry-After" in DOCUMENT["components"]["responses"]["RateLimited"]["headers"]


def test_conflicts() -> None:
    conflicts = {o["operationId"] for o in OPERATIONS.values() if "409" in o["responses"]}
    assert conflicts == {
        "create_lead_product",
        *(f"delete_{name}" for name in ("stage", "tier", "category", "tag", "custom_field")),
    }


def test_paged_lists_take_page_and_per_page() -> None:
    for key, operation in OPERATIONS.items():
        paged = any(
            answer_name(response).endswith("Page")
            for response in success(operation).values()
            if "content" in response
        )
        query = parameters(operation, "query")
        assert ({"page", "per_page"} <= set(query)) == paged, key
        if paged:
            assert query["page"]["schema"] == {"type": "integer", "minimum": 1, "default": 1}
            per_page = {"type": "integer", "minimum": 1, "maximum": 100, "default": 25}
            assert query["per_page"]["schema"] == per_page


def test_integers_of_answers_are_bounded() -> None:
    for name, schema in SCHEMAS.items():
        for field, value in schema.get("properties", {}).items():
            if value.get("type") == "integer" and not name.endswith(("Create", "Update")):
                bounds = (value.get("minimum"), value.get("maximum"))
                assert bounds == (-SAFE_INTEGER, SAFE_INTEGER), (name, field)


# the document against the pages


@pytest.mark.parametrize("key", DOCUMENTED)
def test_documented_operation(key: str) -> None:
    row, operation = DOCUMENTED[key], OPERATIONS[key]
    assert operation["externalDocs"]["url"] == f"https://docs.journeybee.io{row['page']}"
    assert operation["x-permission"] == row["permission"]
    assert ("requestBody" in operation) == ("body" in row)
    if "body" in row:
        assert operation["requestBody"]["required"] is True
        assert type_name(body_schema(operation)) == row["body"]
    answers = success(operation)
    assert sorted(answers) == sorted(row["status"])
    for response in answers.values():
        assert answer_name(response) == row["response"]
        assert response.get("x-evidence") == row.get("status_evidence")
    assert ("409" in operation["responses"]) == row.get("conflict", False)


@pytest.mark.parametrize("key", DOCUMENTED)
@pytest.mark.parametrize("place", ["path", "query"])
def test_documented_parameters(key: str, place: str) -> None:
    rows: dict[str, dict[str, Any]] = DOCUMENTED[key].get(place, {})
    found = parameters(OPERATIONS[key], place)
    assert list(found) == list(rows)
    for name, row in rows.items():
        parameter = found[name]
        schema = parameter["schema"]
        assert parameter["required"] is row["required"], name
        assert stated(row).items() <= keywords(schema).items(), name
        assert type_name(schema) == row.get("type", "string"), name
        marks = {parameter.get("x-evidence"), schema.get("x-evidence")} - {None}
        assert marks == ({row["evidence"]} if "evidence" in row else set()), name


@pytest.mark.parametrize("name", PAGES["components"])
def test_documented_component(name: str) -> None:
    rows: dict[str, dict[str, Any]] = PAGES["components"][name]
    schema = SCHEMAS[name]
    assert "x-evidence" not in schema
    assert set(schema["properties"]) == set(rows)
    required = schema.get("required", [])
    for field, row in rows.items():
        value = schema["properties"][field]
        assert type_name(value) == row["type"], field
        assert keywords(value, bounds=False) == stated(row), field
        assert value.get("x-evidence") == row.get("evidence"), field
        if row.get("required") is not None:
            assert (field in required) == bool(row["required"]), field
        assert (value.get("x-required") == "inferred") == (
            field in required and row.get("required") is not True
        ), field


def test_every_body_and_answer_of_the_pages_is_in_the_table() -> None:
    named = {row[k] for row in DOCUMENTED.values() for k in ("body", "response") if k in row}
    assert {re.sub(r"\[\]|\|null", "", name) for name in named} <= set(PAGES["components"])


# the document against sample answers


def closed_components() -> dict[str, Any]:
    """The components, with unknown fields refused, so that a misspelt sample cannot pass."""
    components: dict[str, Any] = copy.deepcopy(DOCUMENT["components"])
    for schema in components["schemas"].values():
        if "properties" in schema:
            schema["additionalProperties"] = False
    return components


CLOSED = closed_components()


def faults(schema: dict[str, Any], value: Any) -> list[str]:
    validator = Draft202012Validator({**schema, "components": CLOSED})
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


def test_every_documented_answer_has_a_sample() -> None:
    expected = {OPERATIONS[key]["operationId"] for key in DOCUMENTED}
    assert set(SAMPLES) == expected | {"errors"}


@pytest.mark.parametrize("name", sorted(set(SAMPLES) - {"errors"}))
def test_sample_answer(name: str) -> None:
    sample = json.loads(SAMPLES[name].read_text(encoding="utf-8"))
    response = success(OPERATIONS[BY_ID[name]])[sample["status"]]
    assert faults(response["content"]["application/json"]["schema"], sample["body"]) == []
    pattern = DOCUMENT["components"]["parameters"]["Uuid"]["schema"]["pattern"]
    for trail, value in nodes(sample["body"]):
        if trail and re.search(r"(^|_)uuid$", trail[-1]) and value is not None:
            assert re.match(pattern, value), trail


def test_sample_errors() -> None:
    errors = json.loads(SAMPLES["errors"].read_text(encoding="utf-8"))
    listed = {code for operation in OPERATIONS.values() for code in operation["responses"]}
    assert {str(error["status"]) for error in errors} == {c for c in listed if c[0] in "45"}
    for error in errors:
        assert faults({"$ref": "#/components/schemas/Error"}, error["body"]) == []
    assert {type(error["body"]["error"]) for error in errors} == {dict, str}
