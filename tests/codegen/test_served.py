"""The spec that is shipped says all that was published, under the names that users know."""

from __future__ import annotations

from scripts.codegen.document import operations
from scripts.codegen.normalise.passes import normalise, served
from tests.codegen.frozen_project import names, published
from tests.codegen.vendor_style import vendor_style

ERROR = {"description": "Default Response", "content": {"application/json": {"schema": {}}}}


def test_a_spec_of_another_style_is_shipped_under_known_names() -> None:
    vendor = vendor_style(published())
    lead = vendor["paths"]["/leads/{uuid}"]["get"]
    fields = lead["responses"]["200"]["content"]["application/json"]["schema"]["properties"]
    number = {"type": "number"}
    fields["location"] = {"type": "array", "prefixItems": [number, number], "items": False}
    lead["responses"]["4XX"] = ERROR
    body = vendor["paths"]["/tags/"]["post"]["requestBody"]["content"]["application/json"]["schema"]
    body["properties"]["colour"] = {"type": "string", "enum": ["red", "blue"], "default": "red"}
    known = names()
    normal = normalise(vendor, known)
    shipped = served(vendor, normal, known)

    ids = {operation["operationId"] for _, _, operation in operations(normal)}
    assert {operation["operationId"] for _, _, operation in operations(shipped)} == ids
    got = shipped["paths"]["/leads/{uuid}"]["get"]["responses"]
    assert got["4XX"] == ERROR
    assert got["200"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/Lead"
    }
    models = shipped["components"]["schemas"]
    assert models["Lead"]["properties"]["location"]["prefixItems"] == [number, number]
    assert "items" not in models["Lead"]["properties"]["location"]
    assert models["Tag"]["additionalProperties"] is False
    assert {name for name in normal["components"]["schemas"] if name not in models} == set()
    taken = shipped["paths"]["/tags/"]["post"]["requestBody"]["content"]["application/json"]
    colour = taken["schema"]["properties"]["colour"]
    assert colour == {"$ref": "#/components/schemas/CreateTagColour", "default": "red"}
    assert models["CreateTagColour"] == {"type": "string", "enum": ["red", "blue"]}
    for _, _, operation in operations(shipped):
        assert "content" not in operation["responses"].get("204", {})


def test_definitions_and_deep_references_are_components_of_what_is_shipped() -> None:
    document = published()
    tags = document["paths"]["/tags/"]["post"]
    schema = tags["requestBody"]["content"]["application/json"]["schema"]
    schema.clear()
    schema.update(
        {
            "type": "object",
            "properties": {
                "colour": {"$ref": "#/$defs/Colour"},
                "label": {"$ref": "#/components/schemas/Lead/properties/email"},
            },
            "$defs": {"Colour": {"type": "string", "enum": ["red"]}},
        }
    )
    known = names()
    shipped = served(document, normalise(document, known), known)
    body = shipped["paths"]["/tags/"]["post"]["requestBody"]["content"]["application/json"]
    colour, label = body["schema"]["properties"].values()
    email = published()["components"]["schemas"]["Lead"]["properties"]["email"]
    assert colour["$ref"].rpartition("/")[2] in shipped["components"]["schemas"]
    assert label["type"] == email["type"]
    assert "$defs" not in str(shipped)
