"""OpenAPI 3.0, 3.1 and 3.2 in the one shape that everything after this reads: that of 3.1."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

from scripts.codegen.document import ANNOTATIONS
from scripts.codegen.errors import SpecError
from scripts.codegen.walk import clone, shown, walk

if TYPE_CHECKING:
    from scripts.codegen.document import Json

LONGEST_REF = 2_000

_VERSION = re.compile(r"3\.([012])(\.\d+(-[\w.-]+)?)?")
_BESIDE = ANNOTATIONS | {"default", "externalDocs", "xml"}


def to_3_1(document: Json) -> Json:
    """A copy in the shape of OpenAPI 3.1; SpecError if the document is of another version.

    What is of a wrong kind stays as it is: to find that is for the validation.
    """
    minor = _minor_version(document)
    result: Json = clone(document)
    result["openapi"] = "3.1.0"
    _write_version_as_text(result)
    for kind, _, node in walk(result):
        if kind == "schema" and minor == "0":
            _read_exclusive_bounds(node)
            _read_nullable(node)
        elif kind == "operation":
            # OpenAPI 3.1 lets them be left out.
            node.setdefault("responses", {})
        elif kind == "media" and minor == "2":
            for key in ("itemSchema", "itemEncoding", "prefixEncoding"):
                node.pop(key, None)
        if isinstance(node.get("$ref"), str) and kind not in {"document", "components"}:
            node["$ref"] = _as_pointer(node["$ref"])
    if minor == "2":
        result.pop("$self", None)
        tags = result.get("tags")
        for tag in tags if isinstance(tags, list) else []:
            for key in ("parent", "kind", "summary") if isinstance(tag, dict) else ():
                tag.pop(key, None)
    return result


def _minor_version(document: Json) -> str:
    if "swagger" in document:
        raise SpecError("#/swagger", f"Swagger {shown(document['swagger'])} is not read")
    if "openapi" not in document:
        raise SpecError("#/openapi", "is missing: this is not an OpenAPI document")
    version = str(document["openapi"])
    match = _VERSION.fullmatch(version)
    if match is None:
        raise SpecError("#/openapi", f"OpenAPI {shown(version)} is not read; 3.0, 3.1 and 3.2 are")
    return match[1]


def _write_version_as_text(document: Json) -> None:
    """`version: 1.0` is a number in YAML and text in OpenAPI."""
    info = document.get("info")
    if isinstance(info, dict) and isinstance(info.get("version"), int | float):
        info["version"] = str(info["version"])


def _as_pointer(ref: str) -> str:
    """A reference is a URL, in which braces, blanks and other letters may be percent-encoded."""
    if ref.startswith("#/") and "%" in ref and len(ref) <= LONGEST_REF:
        return f"#{unquote(ref[1:])}"
    return ref


def _read_exclusive_bounds(schema: Json) -> None:
    """In OpenAPI 3.0 these are words on `minimum` and `maximum`, in 3.1 they are bounds."""
    for key, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(schema.get(key), bool):
            exclusive = schema.pop(key)
            if exclusive and bound in schema:
                schema[key] = schema.pop(bound)


def _read_nullable(schema: Json) -> None:
    """Says `nullable` the way JSON Schema does: null is a type, and one more of the choices."""
    if schema.pop("nullable", None) is not True:
        return
    if isinstance(schema.get("enum"), list) and None not in schema["enum"]:
        schema["enum"].append(None)
    if "$ref" in schema or "allOf" in schema:
        _wrap_with_null(schema)
        return
    for choices in ("anyOf", "oneOf"):
        if isinstance(schema.get(choices), list):
            if not any(isinstance(c, dict) and c.get("type") == "null" for c in schema[choices]):
                schema[choices].append({"type": "null"})
            _allow_null_type(schema)
            return
    if "type" not in schema and "properties" in schema:
        schema["type"] = "object"
    _allow_null_type(schema)


def _allow_null_type(schema: Json) -> None:
    if isinstance(schema.get("type"), str) and schema["type"] != "null":
        schema["type"] = [schema["type"], "null"]


def _wrap_with_null(schema: Json) -> None:
    """What is said elsewhere cannot be widened here: it is one choice, and null another."""
    inner: dict[str, Any] = {
        key: schema.pop(key)
        for key in list(schema)
        if key not in _BESIDE and not key.startswith("x-")
    }
    only = inner["allOf"] if inner.keys() == {"allOf"} else []
    schema["anyOf"] = [only[0] if len(only) == 1 else inner, {"type": "null"}]
