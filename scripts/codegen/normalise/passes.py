"""Turns a published spec into one that the generator reads without loss.

Each pass is a function on the document with one reason to exist, told in its docstring. They work
on a copy: the published spec stays what it is. ``PASSES`` is their order; then ``naming`` names the
operations, and ``components`` makes components of what stands inline.
"""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING

from scripts.codegen.document import (
    Json,
    bodies,
    holders,
    operations,
    parameters,
    reach,
    resolve,
    schemas,
    webhook_body,
)
from scripts.codegen.normalise import all_of, media, unions
from scripts.codegen.normalise import schemas as shapes
from scripts.codegen.normalise.auth import auth_of
from scripts.codegen.normalise.components import hoist
from scripts.codegen.normalise.naming import Names, identify_operations
from scripts.codegen.walk import clone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from scripts.codegen.findings import Finding

__all__ = ["Json", "Names", "bodies", "normalise", "operations", "parameters", "resolve", "schemas"]


def normalise(
    document: Json,
    names: Names | None = None,
    extra: Iterable[Callable[[Json], None]] = (),
    findings: list[Finding] | None = None,
) -> Json:
    """The document as the generator gets it.

    ``names`` gives the names that users know, and learns the new ones; ``extra`` are passes of the
    surface alone. What is left out goes to ``findings``; without them the first fault is raised.
    """
    names = Names() if names is None else names
    result = clone(document)
    names.auth = result["x-auth"] = auth_of(document, names.auth)
    servers: list[Json] = document.get("servers") or [{"url": names.base_url}]
    names.base_url = servers[0]["url"]
    for rule in PASSES:
        if rule in _TELLING:
            rule(result, findings)
        else:
            rule(result)
    for rule in extra:
        rule(result)
    identify_operations(result, names)
    drop_unused_components(result)
    hoist(result, names)
    drop_unused_components(result)
    return result


def served(document: Json, normalised: Json, names: Names) -> Json:
    """The published document under the names that users know: what a server of it reads.

    It says all that was published, errors and defaults too; its schemas are components, and it has
    no oddities of one style: neither boolean schemas nor a body of what has none.
    """
    result = clone(document)
    known = {(method, path): operation for method, path, operation in operations(normalised)}
    for method, path, operation in operations(result):
        name = known[method, path]
        operation.update(operationId=name["operationId"], tags=name["tags"])
        for code in operation.get("responses", {}).keys() & {"204", "205"}:
            operation["responses"][code].pop("content", None)
    shapes.replace_boolean_schemas(result)
    shapes.lift_definitions(result)
    shapes.lift_deep_references(result)
    hoist(result, copy.deepcopy(names))
    return result


def spell_out_parts(document: Json) -> None:
    """Parameters, bodies and responses stand where they are used, not behind references."""
    for path, item in document["paths"].items():
        document["paths"][path] = clone(resolve(document, item))
    for _, path, operation in operations(document):
        given = match_path_parameters(path, list(parameters(document, path, operation)))
        if given:
            operation["parameters"] = clone(given)
        if "requestBody" in operation:
            operation["requestBody"] = clone(resolve(document, operation["requestBody"]))
        operation["responses"] = {
            str(code): clone(resolve(document, response))
            for code, response in operation.get("responses", {}).items()
        }
    for item in document["paths"].values():
        item.pop("parameters", None)
    for name in document.get("webhooks", {}):
        body = clone(webhook_body(document, name))
        document["webhooks"][name] = {"post": {"requestBody": body}}
    components = document.get("components", {})
    document["components"] = {"schemas": components.get("schemas", {})}


def match_path_parameters(path: str, given: list[Json]) -> list[Json]:
    """Every name in the braces of a path has a parameter, which must be given.

    One that is told of under another name gets this one; one that is not told of is text.
    """
    names = re.findall(r"{([^}]*)}", path)
    told = {parameter["name"] for parameter in given if parameter["in"] == "path"}
    missing = [name for name in names if name not in told]
    result = [parameter for parameter in given if parameter["in"] != "path"]
    for parameter in given:
        if parameter["in"] == "path":
            known = parameter["name"] in names or not missing
            name = parameter["name"] if known else missing.pop()
            result.append({**parameter, "name": name, "required": True})
    result += [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in missing
    ]
    return result


def keep_success_responses(document: Json) -> None:
    """Errors are mapped by status at run time, and a 204 has no body whatever a spec says.

    A range beside a 200 means the other successes that have a body. A spec that tells of no
    success at all means it by ``default``, or says nothing of a body.
    """
    for _, _, operation in operations(document):
        told = operation["responses"]
        responses = {code: r for code, r in told.items() if code.startswith("2")}
        if not responses:
            responses = {"200": told.get("default", {"description": ""})}
        if responses.keys() >= {"200", "2XX"}:
            others = responses.pop("2XX")
            responses = {**dict.fromkeys(("201", "202"), others), **responses}
            responses = dict(sorted(responses.items()))
        for code in responses.keys() & {"204", "205"}:
            responses[code] = {"description": responses[code].get("description", "")}
        operation["responses"] = responses


def let_defaults_be_left_out(document: Json) -> None:
    """A body field with a default need not be sent, even if the spec lists it as required.

    Frameworks that derive specs from their parsed types list such fields as required, since after
    parsing they are always there.
    """
    for _, _, operation in operations(document):
        for body in bodies(document, operation):
            given = {name for name, f in body.get("properties", {}).items() if "default" in f}
            if "required" in body:
                body["required"] = [name for name in body["required"] if name not in given]


def drop_defaults(document: Json) -> None:
    """The server knows its defaults; the generator would freeze them into every request."""
    for schema in schemas(document):
        schema.pop("default", None)


def read_uuids_as_text(document: Json) -> None:
    """Identifiers are passed on as the text they are: a reader must not fail over one of them."""
    for schema in schemas(document):
        if schema.get("format") == "uuid":
            del schema["format"]


def describe_parameters(document: Json) -> None:
    """The generator takes the description of a parameter from its schema alone."""
    for _, path, operation in operations(document):
        for parameter in parameters(document, path, operation):
            if "description" in parameter and "$ref" not in parameter.get("schema", {}):
                parameter.setdefault("schema", {})["description"] = parameter["description"]


def require_path_parameters(document: Json) -> None:
    """A parameter of the path is always sent: there is no path with null in it."""
    for _, _, operation in operations(document):
        for parameter in operation.get("parameters", []):
            if parameter["in"] == "path":
                schema = resolve(document, parameter["schema"])
                parameter["schema"] = _without_null(schema) or parameter["schema"]


def _without_null(schema: Json) -> Json | None:
    kinds = schema.get("type")
    if isinstance(kinds, list) and "null" in kinds:
        rest = [kind for kind in kinds if kind != "null"]
        return {**schema, "type": rest[0] if len(rest) == 1 else rest}
    for key in ("anyOf", "oneOf"):
        members = [m for m in schema.get(key, []) if m.get("type") != "null"]
        if 0 < len(members) < len(schema.get(key, [])):
            kept = {k: value for k, value in schema.items() if k != key}
            return {**kept, **(members[0] if len(members) == 1 else {key: members})}
    return None


def drop_unused_components(document: Json) -> None:
    """What no operation or webhook leads to would only be met as a warning of the generator."""
    components = document.get("components", {}).get("schemas", {})
    called = {"paths": document["paths"], "webhooks": document.get("webhooks", {})}
    used = reach(document, *(holder["schema"] for holder in holders(called)))
    kept = {name: schema for name, schema in components.items() if name in used}
    document["components"] = {"schemas": kept}


# Each works on what those before it made.
PASSES: tuple[Callable[..., None], ...] = (
    shapes.replace_boolean_schemas,
    shapes.lift_definitions,
    shapes.lift_deep_references,
    spell_out_parts,
    keep_success_responses,
    all_of.merge_all_of,
    shapes.spell_out_null,
    shapes.split_constants_and_enums,
    shapes.name_the_type,
    unions.open_recursive_aliases,
    unions.tell_variants_apart,
    unions.join_alternatives,
    shapes.allow_unknown_fields,
    shapes.open_free_objects,
    shapes.inline_bodies,
    media.keep_one_body,
    media.keep_one_response,
    media.keep_files_in_forms,
    media.drop_headers_of_the_client,
    media.read_content_of_parameters,
    media.refuse_styles,
    require_path_parameters,
    let_defaults_be_left_out,
    drop_defaults,
    read_uuids_as_text,
    describe_parameters,
)
# These leave operations out, or make any JSON of a schema, and say so.
_TELLING = (
    all_of.merge_all_of, media.keep_one_body, media.keep_one_response,
    media.read_content_of_parameters, media.refuse_styles,
)  # fmt: skip
