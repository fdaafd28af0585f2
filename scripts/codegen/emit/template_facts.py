"""What templates need to know of a spec and the generator does not tell them.

It drops the style of parameters, does not take every content type, and allows few types in headers.
So styles are handed to the templates by the side, every content type is declared to be one it
knows, and headers of other types are shown to it as cookies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.codegen.document import operations, resolve
from scripts.codegen.emit.unique_names import WIRE
from scripts.codegen.normalise.media import FORM, MULTIPART, kind_of, may_be_object
from scripts.codegen.normalise.unions import JSON_ITSELF
from scripts.codegen.walk import clone, walk

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.codegen.document import Json

_DELIMITED = {"form": "comma", "spaceDelimited": "space", "pipeDelimited": "pipe"}
_IN_HEADERS = {"string", "integer", "number", "boolean"}


def facts(document: Json) -> dict[str, dict[str, str]]:
    """By operation id: the style of ``query ids`` and the like, where it is not the usual one.

    The style ``header`` of a cookie says that it is a header, shown as a cookie; ``idempotent`` is
    no style, but what `x-idempotent` says of the operation; ``null email`` says that a success may
    show this field as null. By ``model`` and its name: the type of
    each field of which the generator does not know the format.
    """
    found: dict[str, dict[str, str]] = {}
    for _, _, operation in operations(document):
        styles = {
            f"{parameter['in']} {parameter['name']}": style_of(document, parameter)
            for parameter in operation.get("parameters", [])
        }
        styles |= {
            f"cookie {parameter['name']}": "header"
            for parameter in operation.get("parameters", [])
            if _is_shown_as_cookie(document, parameter)
        }
        for content_type, media in operation.get("requestBody", {}).get("content", {}).items():
            if content_type == FORM:
                styles |= {f"body {name}": "deep" for name in _object_fields(document, media)}
            for name, encoding in media.get("encoding", {}).items():
                styles[f"body {name}"] = style_of_field(content_type, encoding)
        styles |= {f"null {name}": "yes" for name in _shown_as_null(document, operation)}
        styles["idempotent"] = "yes" if operation.get("x-idempotent") is True else ""
        found[operation["operationId"]] = {key: style for key, style in styles.items() if style}
        found[f"wire {operation['operationId']}"] = dict(_wire_names(operation))
    for name, schema in document["components"]["schemas"].items():
        found[f"wire {name}"] = {k: _escaped(wire) for k, wire in schema.get(WIRE, {}).items()}
        found[f"model {name}"] = {
            field: told
            for field, kind in schema.get("properties", {}).items()
            if (told := _own_type(kind))
        }
        if schema.get("properties") and _is_any(schema.get("additionalProperties", False)):
            found[f"model {name}"]["*"] = "Json"  # others may be there, and are anything
    return {name: styles for name, styles in found.items() if styles}


def _shown_as_null(document: Json, operation: Json) -> set[str]:
    """The fields that the body of a success may show as null."""
    bodies = [
        resolve(document, media["schema"])
        for status, response in operation["responses"].items()
        if status.startswith("2")
        for media in response.get("content", {}).values()
    ]
    return {
        name
        for body in bodies
        for name, schema in body.get("properties", {}).items()
        if _may_be_null(document, schema)
    }


def _may_be_null(document: Json, schema: Json) -> bool:
    schema = resolve(document, schema)
    members = [*schema.get("anyOf", []), *schema.get("oneOf", [])]
    return "null" in schema.get("type", "") or any(_may_be_null(document, m) for m in members)


def _own_type(field: Json) -> str:
    """The type of a field that the generator has no word for; empty for others."""
    if field.get("format") == "unix-milliseconds":
        return "Milliseconds"
    if JSON_ITSELF in field:
        return "Json"
    return "list[Json]" if JSON_ITSELF in field.get("items", {}) else ""


def _is_any(schema: object) -> bool:
    telling = {"$ref", "type", "enum", "const", "allOf", "anyOf", "oneOf"}
    return schema is True or (isinstance(schema, dict) and not schema.keys() & telling)


def _wire_names(operation: Json) -> Iterator[tuple[str, str]]:
    """The wire names of parameters and fields of the body that have another name in Python."""
    for parameter in operation.get("parameters", []):
        if WIRE in parameter:
            yield parameter["name"], _escaped(parameter[WIRE])
    for media in operation.get("requestBody", {}).get("content", {}).values():
        for name, wire in media["schema"].get(WIRE, {}).items():
            yield f"body {name}", _escaped(wire)


def _escaped(text: str) -> str:
    """A text as it stands between double quotes in Python."""
    return text.encode("unicode_escape").decode("ascii").replace('"', '\\"')


def style_of(document: Json, parameter: Json) -> str:
    """How the runtime calls the style of a parameter; empty where it needs no telling."""
    if any(kind_of(name, {"type": "object"}) == "json" for name in parameter.get("content", {})):
        return "json"
    style = parameter.get("style", "form")
    if parameter["in"] in {"path", "header"} or "content" in parameter:
        return ""
    if style == "deepObject":
        return "deep"
    if not parameter.get("explode", style == "form"):
        return _DELIMITED[style]
    return "spread" if may_be_object(document, parameter["schema"]) else ""


def style_of_field(content_type: str, encoding: Json) -> str:
    """The style of a field of a form; in a multipart body only JSON needs telling.

    What OpenAPI does not say of objects in forms is what servers read: ``name[key]``.
    """
    if encoding.get("contentType", "") == "application/json":
        return "json"
    if content_type != FORM or not encoding.keys() & {"style", "explode"}:
        return ""
    style = encoding.get("style", "form")
    if style == "deepObject":
        return "deep"
    return "" if encoding.get("explode", style == "form") else _DELIMITED.get(style, "")


def _object_fields(document: Json, media: Json) -> list[str]:
    """The fields of a form that may be objects, or lists of such."""
    schema = resolve(document, media["schema"])
    fields: Json = schema.get("properties", {}) if "object" in schema.get("type", "") else {}
    found: list[str] = []
    for name, field in fields.items():
        inner = resolve(document, resolve(document, field).get("items", {}))
        if any(may_be_object(document, kind) for kind in (field, inner) if kind):
            found.append(name)
    return found


def for_generator(document: Json) -> Json:
    """The document with headers that may hold lists, times or anything shown as cookies.

    What OpenAPI asks for and means nothing to a client is filled in.
    """
    shown = clone(document)
    shown["info"] = {"title": "API", "version": "1"}
    for key in ("tags", "externalDocs", "servers", "security", "webhooks"):
        shown.pop(key, None)
    _fill_in_texts(shown)
    for _, _, operation in operations(shown):
        for key in ("externalDocs", "servers", "security", "callbacks"):
            operation.pop(key, None)
        for media in operation.get("requestBody", {}).get("content", {}).values():
            _name_apart(media["schema"])
        for parameter in operation.get("parameters", []):
            if _is_shown_as_cookie(shown, parameter):
                parameter["in"] = "cookie"
    return shown


def _fill_in_texts(document: Json) -> None:
    for found in walk(document):
        for key in ("description", "summary", "title"):
            if key in found.node and not isinstance(found.node[key], str):
                del found.node[key]
        if found.kind == "response":
            found.node.setdefault("description", "")


def _name_apart(body: Json) -> None:
    """The fields of a body become arguments: its class is in the way of no component."""
    if "$ref" not in body:
        body["title"] = "fields sent"


def _is_shown_as_cookie(document: Json, parameter: Json) -> bool:
    schema = resolve(document, parameter["schema"])
    kind, form = schema.get("type"), schema.get("format")
    plain = isinstance(kind, str) and kind in _IN_HEADERS and form not in {"date", "date-time"}
    return parameter["in"] == "header" and not plain


def content_type_overrides(document: Json) -> dict[str, str]:
    """As what the generator takes each content type; it writes no code that depends on it."""
    known = {"json": "application/json", "form": FORM, "multipart": MULTIPART}
    found: dict[str, str] = {}
    for _, _, operation in operations(document):
        for holder in [operation.get("requestBody", {}), *operation["responses"].values()]:
            for name, media in holder.get("content", {}).items():
                kind = kind_of(name, resolve(document, media["schema"]))
                found[name] = known.get(kind, "application/octet-stream")
    return found
