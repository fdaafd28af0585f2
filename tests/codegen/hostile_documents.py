"""Hostile specs: code and odd names wherever a spec may have words of its own."""

from __future__ import annotations

import copy
from string import ascii_lowercase
from typing import Any

# Each calls `pwned()` if it is ever read as code; the name is one that ends the interpreter.
CODE = (
    '"""\npwned()\n"""',
    "'''\npwned()\n'''",
    '\\"""\npwned()\n"""',
    "pwned()\\",
    'x"',
    '"; pwned(); "',
    "'; pwned(); '",
    '" + pwned() + "',
    "{pwned()}",
    "{{ pwned() }}",
    "{% for x in [1] %}pwned(){% endfor %}",
    "${pwned()}",
    "\\N{BULLET} \\x41 \\u0041",
    "x\n    pwned()\n",
    "x\rpwned()",
    "# x\r\npwned()",
    "x\x0cpwned()",
    "x\u2028pwned()\u2029pwned()\x85pwned()",
    "\u202epwned()",
    "-*- coding: utf-7 -*- +AAo-pwned()",
    "__import__('builtins').pwned()",
)
LINES = tuple(text for text in CODE if text.isprintable())
# Told apart by a letter, so that they do not fall together for another reason than their own.
NAMES = (
    *(f"{letter}{text}" for letter, text in zip(ascii_lowercase, LINES, strict=False)),
    *(f"{text}{letter}" for letter, text in zip(ascii_lowercase, LINES, strict=False)),
    *("class", "None", "def", "async", "match", "__init__", "__class__", "__getattr__", "self"),
    *("list", "print", "type", "str", "Any", "Operation", "UNSET", "datetime", "cls", "model"),
    *("../../etc/passwd", "q/b", "1st", "😀", "ünïcode", "n" * 200, "$ref", "r.b", "s[b]"),
    *("wire_names", "to_dict", "additional_properties", "t_"),
)


def document(**fields: Any) -> dict[str, Any]:
    base: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "servers": [{"url": "https://example.com"}],
        "paths": {
            "/things": {
                "post": {
                    "operationId": "create_thing",
                    "tags": ["Things"],
                    "requestBody": {"content": {"application/json": {"schema": ref("Thing")}}},
                    "responses": {"201": answer(ref("Thing"))},
                }
            }
        },
        "components": {"schemas": {"Thing": thing({"id": {"type": "string"}})}},
    }
    return base | copy.deepcopy(fields)


def thing(properties: dict[str, Any], **fields: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, **fields}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name.replace('~', '~0').replace('/', '~1')}"}


def answer(schema: Any) -> dict[str, Any]:
    return {"description": "d", "content": {"application/json": {"schema": schema}}}


def texts() -> dict[str, Any]:
    """Code wherever a spec may have free text."""

    def told(code: str, i: int) -> dict[str, Any]:
        words = {"summary": code, "description": code, "x-evidence": code}
        parameter = {"name": "p", "in": "query", "schema": {"type": "string"}, "description": code}
        schema = thing(
            {"a": {"type": "string", "title": code, "description": code, "example": code}},
            title=f"Thing{i}",
            description=code,
        )
        operation = {"operationId": f"get_{i}", "tags": ["Things"], "parameters": [parameter]}
        return {"get": {**operation, **words, "responses": {"200": answer(schema)}}}

    return document(
        info={"title": CODE[0], "description": "".join(CODE), "version": CODE[0]},
        tags=[{"name": "Things", "description": "".join(CODE)}],
        paths={f"/t{i}": told(code, i) for i, code in enumerate(CODE)},
    )


def values() -> dict[str, Any]:
    """Code wherever a spec may have a value."""
    kinds: tuple[dict[str, Any], ...] = (
        {"type": "string"},
        {"type": "integer"},
        {"type": "boolean"},
        {"type": "array", "items": {"type": "string"}},
        {"type": "string", "format": "date-time"},
        {},
    )
    fields: dict[str, Any] = {
        f"d{i}_{k}": {**kind, "default": code, "pattern": code, "x-code": code}
        for i, code in enumerate(CODE)
        for k, kind in enumerate(kinds)
    }
    fields |= {f"c{i}": {"const": code} for i, code in enumerate(LINES)}
    fields |= {f"f{i}": {"type": "string", "format": code} for i, code in enumerate(LINES)}
    fields["e"] = {"type": "string", "enum": list(LINES)}
    parameters = [{"name": name, "in": "query", "schema": s} for name, s in fields.items()]
    result = document(components={"schemas": {"Thing": thing(fields)}})
    result["paths"]["/things"]["post"]["parameters"] = parameters
    return result


def fields_named(names: tuple[str, ...]) -> dict[str, Any]:
    properties = {name: {"type": "string"} for name in names}
    return document(components={"schemas": {"Thing": thing(properties, required=list(names))}})


def parameters_named(names: tuple[str, ...], place: str) -> dict[str, Any]:
    result = document()
    post = result["paths"]["/things"]["post"]
    post["parameters"] = [{"name": n, "in": place, "schema": {"type": "string"}} for n in names]
    return result


def schemas_named(names: tuple[str, ...]) -> dict[str, Any]:
    result = document()
    result["components"]["schemas"] = {name: thing({"a": {}}, title=name) for name in names}
    fields = {f"f{i}": ref(name) for i, name in enumerate(names)}
    result["components"]["schemas"]["Thing"] = thing(fields)
    return result


def operations_named(names: tuple[str, ...]) -> dict[str, Any]:
    responses = {"204": {"description": ""}}
    paths = {
        f"/t{i}": {"get": {"operationId": name, "tags": [name], "responses": responses}}
        for i, name in enumerate(names)
    }
    return document(paths={**document()["paths"], **paths})


def paths_named() -> dict[str, Any]:
    texts = ('"+pwned()+"', "'+pwned()+'", "pwned()", "$(pwned)", "%0Apwned()", "`pwned`")
    paths: dict[str, Any] = document()["paths"]
    for i, text in enumerate(texts):
        paths[f"/{text}"] = {"get": {"operationId": f"get_{i}", "responses": {"204": {}}}}
    return document(paths=paths)


def deep_schema(levels: int) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"}
    for _ in range(levels):
        schema = thing({"a": schema, "b": {"type": "array", "items": {"type": "string"}}})
    return document(components={"schemas": {"Thing": schema}})


def doubling_unions(levels: int) -> dict[str, Any]:
    schemas: dict[str, Any] = {
        f"A{i}": {"anyOf": [ref(f"A{i + 1}"), thing({f"x{i}": ref(f"A{i + 1}")})]}
        for i in range(levels)
    }
    schemas[f"A{levels}"] = {"type": "string"}
    return document(components={"schemas": {**schemas, "Thing": thing({"a": ref("A0")})}})


# What is generated, or the pointer by which it is refused.
GENERATED_OR_REFUSED: dict[str, tuple[dict[str, Any], str | None]] = {
    "texts": (texts(), None),
    "values": (values(), None),
    "fields": (fields_named(NAMES), None),
    "query parameters": (parameters_named(NAMES, "query"), None),
    "schemas": (schemas_named(NAMES), None),
    "operations and tags": (operations_named(NAMES), None),
    "paths": (paths_named(), None),
    "a path parameter": (
        document(paths={"/{pwned()}": {"get": {"responses": {}}}}),
        "#/paths/~1{pwned()}",
    ),
    "names equal but for case": (fields_named(("fooBar", "foo_bar", "FooBar", "foo-bar")), None),
    "schemas equal but for case": (schemas_named(("fooBar", "foo_bar", "FooBar", "foo-bar")), None),
    "operations equal but for case": (operations_named(("fooBar", "foo_bar", "FooBar")), None),
    "deep": (deep_schema(60), None),
    "unions": (doubling_unions(8), None),
}
