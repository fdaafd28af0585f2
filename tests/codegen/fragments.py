"""Small schemas and documents to test the rules with."""

from __future__ import annotations

import copy
from typing import Any

from scripts.codegen.document import Json
from scripts.codegen.normalise.components import hoist
from scripts.codegen.normalise.naming import Names
from scripts.codegen.normalise.passes import PASSES

SCHEMA_PASSES = [
    rule for rule in PASSES if rule.__module__.rpartition(".")[2] in {"all_of", "schemas", "unions"}
]
"""The passes on schemas, in their order."""

TEXT = {"type": "string"}
NULL = {"type": "null"}


def object_of(**fields: Any) -> Json:
    return {"type": "object", "properties": fields}


def enum(*values: str) -> Json:
    return {"type": "string", "enum": list(values)}


def ref(name: str) -> Json:
    return {"$ref": f"#/components/schemas/{name}"}


def media(schema: Json) -> Json:
    return {"content": {"application/json": {"schema": schema}}}


def spec_of(**components: Any) -> Json:
    return {"paths": {}, "components": {"schemas": components}}


def components_of(rule: Any, **components: Any) -> Json:
    """The components ``components`` after a rule."""
    spec = spec_of(**copy.deepcopy(components))
    rule(spec)
    result: Json = spec["components"]["schemas"]
    return result


def after(rule: Any, schema: Any, **others: Any) -> Any:
    """A schema after a rule."""
    return components_of(rule, It=schema, **others)["It"]


def document(name: str = "get_it", given: Any = None, **parts: Any) -> Json:
    """A document of one operation that gives ``given``; ``parts`` are its components."""
    responses = {"200": media(given)} if given is not None else {}
    operation = {"operationId": name, "responses": responses}
    return {"paths": {"/it": {"get": operation}}, "components": {"schemas": parts}}


def hoisted(spec: Json, **places: str) -> tuple[Json, Json, dict[str, str]]:
    """The body that the operation gives, the components and the places, after hoisting.

    ``places`` are known, with two underscores for the dot.
    """
    names = Names({}, {place.replace("__", "."): name for place, name in places.items()})
    spec = copy.deepcopy(spec)
    hoist(spec, names)
    responses = spec["paths"]["/it"]["get"]["responses"]
    body = responses["200"]["content"]["application/json"]["schema"] if responses else {}
    return body, spec["components"]["schemas"], names.places
