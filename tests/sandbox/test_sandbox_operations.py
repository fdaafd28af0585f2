"""Every operation of the document, called once with valid arguments."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from journeybee.sandbox import Sandbox
from journeybee.sandbox.spec.document import Operation, Spec
from journeybee.surfaces import SURFACES
from tests.arguments import example_arguments
from tests.sandbox.driver import NOW, Api, filled_path

DOCUMENT = SURFACES["v1"].document


def in_calling_order(operation: Operation) -> tuple[bool, int]:
    """Deletions last, and what hangs on an item before the item itself."""
    return operation.method == "DELETE", -len(operation.path)


OPERATIONS = sorted(Spec(DOCUMENT).operations.values(), key=in_calling_order)


@pytest.fixture(scope="module")
def shared() -> Api:
    return Api(Sandbox(now=NOW, rate_limit=None, document=DOCUMENT))


def valid(document: dict[str, Any], schema: dict[str, Any], value: Any) -> bool:
    """Checked against the document as it is, without the sandbox's own reading of it."""
    whole = {**schema, "components": document["components"]}
    return bool(Draft202012Validator(whole).is_valid(value))


def success_schema(operation: Operation) -> dict[str, Any] | None:
    raw = DOCUMENT["paths"][operation.path][operation.method.lower()]
    content = raw["responses"][str(operation.status)].get("content")
    schema: dict[str, Any] | None = content and content["application/json"]["schema"]
    return schema


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda operation: operation.id)
def test_answers_as_documented(shared: Api, operation: Operation) -> None:
    path, query, body = example_arguments(DOCUMENT, operation.id, shared.sandbox)
    answer = shared.send(operation.method, filled_path(operation, path), query, body)
    assert answer.status == operation.status, answer.content
    schema = success_schema(operation)
    if schema is None:
        assert answer.content == b""
    else:
        assert valid(DOCUMENT, schema, answer.json)
    assert shared.sandbox.requests[-1].operation_id == operation.id


def test_the_document_has_all_operations() -> None:
    count = sum(method != "parameters" for path in DOCUMENT["paths"].values() for method in path)
    assert len(OPERATIONS) == count >= 141


def test_an_answer_against_its_schema_would_be_noticed() -> None:
    schema = {"$ref": "#/components/schemas/Deal"}
    assert not valid(DOCUMENT, schema, {"uuid": "x", "label": "y"})


@pytest.mark.parametrize(
    "operation",
    [
        # Thousands of leads are thousands of checks.
        pytest.param(o, marks=pytest.mark.thorough if o.id == "get_lead" else ())
        for o in OPERATIONS
        if o.method == "GET" and o.is_item
    ],
    ids=lambda operation: operation.id,
)
def test_every_item_of_the_demo_world_fits_its_schema(demo: Api, operation: Operation) -> None:
    resources = demo.sandbox.resources
    schema = success_schema(operation)
    assert schema is not None
    validator = Draft202012Validator({**schema, "components": DOCUMENT["components"]})
    items = resources.store.items(resources.stored_kind(operation.kind))
    assert items
    errors = [next(validator.iter_errors(resources.show(operation, item)), None) for item in items]
    assert [error for error in errors if error] == []


def test_a_new_collection_of_the_document_works_at_once() -> None:
    document = copy.deepcopy(DOCUMENT)
    page = {"type": "array", "items": {"$ref": "#/components/schemas/Territory"}}
    one = {"$ref": "#/components/schemas/Territory"}
    document["components"]["schemas"]["Territory"] = {
        "type": "object",
        "required": ["uuid", "label", "owner", "created_at"],
        "properties": {
            "uuid": {"type": "string"},
            "label": {"type": "string"},
            "owner": {"anyOf": [{"$ref": "#/components/schemas/PartnerRef"}, {"type": "null"}]},
            "partner": {"anyOf": [{"$ref": "#/components/schemas/PartnerRef"}, {"type": "null"}]},
            "created_at": {"type": "string"},
        },
    }

    def content(schema: dict[str, Any]) -> dict[str, Any]:
        return {"content": {"application/json": {"schema": schema}}}

    body = {
        "type": "object",
        "required": ["label"],
        "properties": {"label": {"type": "string"}, "partner_uuid": {"type": "string"}},
    }
    uuid = {"name": "uuid", "in": "path", "required": True, "schema": {"type": "string"}}
    document["paths"]["/territories/"] = {
        "get": {"operationId": "list_territories", "responses": {"200": content(page)}},
        "post": {
            "operationId": "create_territory",
            "requestBody": {"required": True, **content(body)},
            "responses": {"201": content(one)},
        },
    }
    document["paths"]["/territories/{uuid}"] = {
        "parameters": [uuid],
        "get": {"operationId": "get_territory", "responses": {"200": content(one)}},
        "delete": {"operationId": "delete_territory", "responses": {"204": {}}},
    }
    api = Api(Sandbox(document=document, now=NOW, world="empty", rate_limit=None))
    partner = api.post("/partners", name="Cedar Labs")
    made = api.post("/territories/", label="North", partner_uuid=partner["uuid"])
    assert made == {
        "uuid": made["uuid"],
        "label": "North",
        "owner": None,
        "partner": {"uuid": partner["uuid"], "name": "Cedar Labs"},
        "created_at": "2025-08-20T12:00:00.000Z",
    }
    assert api.get("/territories/") == [made] == [api.get(f"/territories/{made['uuid']}")]
    api.delete(f"/territories/{made['uuid']}")
    gone = api.send("GET", f"/territories/{made['uuid']}")
    assert gone.error == (404, "not_found", "Territory not found")


def test_values_of_an_item_do_not_count_as_its_use() -> None:
    """A spec may list 409 for each deletion; values that go with their lead do not count as use."""
    document = copy.deepcopy(DOCUMENT)
    document["paths"]["/leads/{uuid}"]["delete"]["responses"]["409"] = {"description": "In use"}
    api = Api(Sandbox(document=document, now=NOW, world="empty", rate_limit=None))
    partner = api.post("/partners", name="Cedar Labs")
    kinds = {"type": "number", "category": "lead", "partner_type": "referral"}
    field = api.post("/custom-fields/", label="Budget", **kinds)
    value = {"custom_field_uuid": field["uuid"], "value": {"number": 100}}
    mail, fields = "ada@example.com", [value]
    lead = api.post("/leads", partner_uuid=partner["uuid"], email=mail, custom_fields=fields)
    assert [kept["entity_uuid"] for kept in api.sandbox.store.items("custom-field-values")] == [
        lead["uuid"]
    ]
    api.delete(f"/leads/{lead['uuid']}")
