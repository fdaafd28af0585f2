"""Rules on bodies, responses and parameters: one content type each, in a form that is generated.

They change the document in place, once parameters, bodies and responses stand where they are used
and the schemas of bodies are their own.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scripts.codegen.document import below, operations, resolve, schemas
from scripts.codegen.errors import SpecError, pointer
from scripts.codegen.normalise.per_operation import per_operation
from scripts.codegen.walk import clone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.codegen.document import Json

FORM = "application/x-www-form-urlencoded"
MULTIPART = "multipart/form-data"
# Which of several content types is kept: the first kind that is there. A stream of events is what
# some servers answer with if asked for it in the body, and is read as text.
BODIES = ("json", "multipart", "form", "bytes", "text", "events")
RESPONSES = ("json", "text", "bytes", "events")
STYLES = {
    "path": {"simple"},
    "query": {"form", "spaceDelimited", "pipeDelimited", "deepObject"},
    "header": {"simple"},
    "cookie": {"form"},
}
DEFAULT_STYLES = {"path": "simple", "query": "form", "header": "simple", "cookie": "form"}
# What is sent for a range of content types.
_SENT_FOR_RANGES = {
    "json": "application/json", "text": "text/plain", "bytes": "application/octet-stream",
}  # fmt: skip
# The client sets these by itself, and OpenAPI says that such parameters have no effect.
_NOT_PARAMETERS = {"accept", "content-type", "authorization"}
_MEDIA_TYPE = re.compile(r"[a-z0-9!#$&^_.+*-]+/[a-z0-9!#$&^_.+*-]+")


def kind_of(content_type: str, schema: Json) -> str:
    """How a content type is written and read: json, form, multipart, text, events, bytes, xml."""
    base = content_type.partition(";")[0].strip().lower()
    is_file = schema.get("format") == "binary" and schema.get("type", "string") == "string"
    if is_file and (not base.startswith("text/") or base == "text/json"):
        # Several frameworks declare a download so, whatever its content type.
        return base if base.startswith("multipart/") and base != MULTIPART else "bytes"
    if base in {"*/*", "application/*"}:
        opaque = not schema or schema.get("format") == "binary"
        return "bytes" if opaque else "json"
    if base in {"application/json", "text/json"} or base.endswith("+json"):
        return "json"
    if base in {"application/xml", "text/xml"} or base.endswith("+xml"):
        # A picture, or a package of several files, is not read as a document.
        return "bytes" if base.startswith("image/") else "xml"
    if base.startswith("multipart/"):
        return "multipart" if base == MULTIPART else base
    if base in {FORM, "text/event-stream"}:
        return "form" if base == FORM else "events"
    return "text" if base.startswith("text/") else "bytes"


def may_be_object(document: Json, schema: Json) -> bool:
    """Whether an object is valid for a schema."""
    schema = resolve(document, schema)
    members = [*schema.get("anyOf", []), *schema.get("oneOf", [])]
    if members:
        return any(may_be_object(document, member) for member in members)
    return "object" in schema.get("type", "string" if "enum" in schema else "object")


@per_operation
def keep_one_body(document: Json, method: str, path: str, operation: Json) -> None:
    """Several content types of one body say the same in other forms; JSON says it best."""
    body = operation.get("requestBody", {})
    if not body.get("content"):
        return
    where = ("paths", path, method, "requestBody", "content")
    kinds = _by_kind(document, body["content"], where)
    kind, content_type, media = _first(kinds, BODIES, where)
    if "*" in content_type or (kind == "bytes" and "json" in content_type):
        content_type = _SENT_FOR_RANGES[kind]
    elif kind not in {"json", "bytes"}:
        content_type = content_type.partition(";")[0]
    if kind in {"form", "multipart"}:
        media["schema"] = _as_form(document, media["schema"])
    body["content"] = {content_type: media}


def _as_form(document: Json, schema: Json) -> Json:
    """The schema of a form without what is not an object: everything in a form has a name.

    Frameworks declare forms of any fields as an array, say.
    """
    if not may_be_object(document, schema):
        return {}
    whole = resolve(document, schema)
    for key in ("anyOf", "oneOf"):
        members = [part for part in whole.get(key, []) if may_be_object(document, part)]
        if len(members) < len(whole.get(key, [])):
            return members[0] if len(members) == 1 else {**whole, key: members}
    return schema


@per_operation
def keep_one_response(document: Json, method: str, path: str, operation: Json) -> None:
    """Of several content types of one response one is asked for, and read."""
    for code, response in operation["responses"].items():
        if not response.get("content"):
            continue
        where = ("paths", path, method, "responses", code, "content")
        kinds = _by_kind(document, response["content"], where)
        for other in kinds.keys() - {*RESPONSES, "xml"}:
            kinds.setdefault("bytes", kinds.pop(other))
        if kinds.keys() == {"xml"}:  # passed on as it is
            [only] = kinds.values()
            kinds = {"text" if only[0].startswith("text/") else "bytes": only}
        kind, content_type, media = _first(kinds, RESPONSES, where)
        told = kind_of(content_type, {"type": "object"})
        if kind == "bytes" and told in {"json", "form", "multipart"}:
            # What is declared as JSON and is a file is taken as whatever it is sent as.
            content_type = "*/*"
        if kind == "json" and "*" in content_type:
            content_type = "application/json"
        response["content"] = {content_type: media}


def _by_kind(document: Json, content: Json, where: tuple[str, ...]) -> dict[str, tuple[str, Json]]:
    """The content type, in lower case, and what stands below it, by kind; plain JSON wins."""
    found: dict[str, tuple[str, Json]] = {}
    for name, media in sorted(content.items(), key=lambda item: item[0] != "application/json"):
        base, *options = (part.strip() for part in name.lower().split(";"))
        if not _MEDIA_TYPE.fullmatch(base) or not name.isprintable():
            raise SpecError(pointer(*where, name), "is not a content type")
        kept = [option for option in options if option and not option.startswith("charset")]
        kind = kind_of(base, resolve(document, media.get("schema", {})))
        found.setdefault(kind, ("; ".join([base, *kept]), media))
    return found


def _first(
    kinds: dict[str, tuple[str, Json]], preferred: tuple[str, ...], where: tuple[str, ...]
) -> tuple[str, str, Json]:
    """Kind, content type and media object to keep, with a schema of that kind."""
    for kind in preferred:
        if kind in kinds:
            content_type, media = kinds[kind]
            media["schema"] = {
                "text": {"type": "string"},
                "events": {"type": "string"},
                "bytes": {"type": "string", "format": "binary"},
            }.get(kind, media.get("schema", {}))
            return kind, content_type, media
    content_type = next(iter(kinds.values()))[0]
    raise SpecError(pointer(*where, content_type), "is a content type that is not generated")


def keep_files_in_forms(document: Json) -> None:
    """Bytes can be sent in a field of a multipart body, and as a whole body; else they are text."""
    kept: list[Json] = []
    for media in _media(document):
        name, content = media
        schema = content["schema"]
        if name == MULTIPART:
            for field in list(schema.get("properties", {})):
                kept += _file_schemas(document, schema["properties"], field)
        elif schema == {"type": "string", "format": "binary"}:
            kept.append(schema)
    files = {id(schema) for schema in kept}
    for schema in schemas(document):
        if schema.get("format") == "binary" and id(schema) not in files:
            del schema["format"]


def _media(document: Json) -> Iterator[tuple[str, Json]]:
    for _, _, operation in operations(document):
        for holder in [operation.get("requestBody", {}), *operation["responses"].values()]:
            yield from holder.get("content", {}).items()


def _file_schemas(document: Json, fields: Json, name: str) -> Iterator[Json]:
    """The schemas in a field that are a file, made so that they are no other schema's."""
    if resolve(document, fields[name]).get("format") == "binary":
        fields[name] = clone(resolve(document, fields[name]))
    for schema in below(fields[name]):
        if "contentMediaType" in schema and "contentEncoding" not in schema:
            schema.setdefault("format", "binary")
        elif "$ref" in schema and resolve(document, schema).get("format") == "binary":
            found = clone(resolve(document, schema))
            schema.clear()
            schema.update(found)
        if schema.get("format") == "binary":
            yield schema


def drop_headers_of_the_client(document: Json) -> None:
    """Accept, Content-Type and Authorization are no parameters: the client sets them."""
    for _, _, operation in operations(document):
        if "parameters" in operation:
            operation["parameters"] = [
                parameter
                for parameter in operation["parameters"]
                if parameter["in"] != "header" or parameter["name"].lower() not in _NOT_PARAMETERS
            ]


@per_operation
def read_content_of_parameters(_: Json, method: str, path: str, operation: Json) -> None:
    """A parameter given by ``content`` gets its schema; what stays of ``content`` says the form."""
    for parameter in operation.get("parameters", []):
        where = pointer("paths", path, method, "parameters")
        name = f"{parameter['in']} parameter {parameter['name']}"
        if "content" in parameter:
            [(content_type, media)] = list(parameter["content"].items())[:1] or [("", {})]
            if kind_of(content_type, {"type": "object"}) not in {"json", "text"}:
                raise SpecError(where, f"{name} is {content_type!r}, which is not generated")
            parameter["schema"] = media.get("schema", {})
            parameter["content"] = {content_type: {}}
        parameter.setdefault("schema", {})


@per_operation
def refuse_styles(_: Json, method: str, path: str, operation: Json) -> None:
    """Forms of parameters that no template writes, matrix and label above all, stop here."""
    for parameter in operation.get("parameters", []):
        place = parameter["in"]
        if place not in STYLES:
            problem = f"parameter {parameter['name']} is in {place!r}"
        elif parameter.get("style", DEFAULT_STYLES[place]) not in STYLES[place]:
            problem = f"{place} parameter {parameter['name']} has style {parameter['style']!r}"
        else:
            continue
        where = pointer("paths", path, method, "parameters")
        raise SpecError(where, f"{problem}, which is not generated")
