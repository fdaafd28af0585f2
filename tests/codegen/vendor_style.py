"""Rewrites a spec into the style that a framework writes: everything inlined, nothing named."""

from __future__ import annotations

import copy
import random
from typing import Any

from scripts.codegen.document import Json, operations, parameters, resolve


def vendor_style(document: Json, seed: int = 0) -> Json:
    """The same API without names: no ids, tags, titles, components or marks; paths shuffled."""
    paths: Json = {}
    for method, path, operation in operations(document):
        written: Json = {"responses": {}}
        for key in ("summary", "description"):
            if key in operation:
                written[key] = operation[key]
        given = [inlined(document, p) for p in parameters(document, path, operation)]
        if given:
            written["parameters"] = given
        if "requestBody" in operation:
            body = inlined(document, resolve(document, operation["requestBody"]))
            body["content"] = {t: {"schema": m["schema"]} for t, m in body["content"].items()}
            written["requestBody"] = body
        for code, response in operation["responses"].items():
            answer = inlined(document, resolve(document, response))
            answer["description"] = "Default Response"
            if code == "204":
                answer["content"] = {"application/json": {"schema": {"type": "null"}}}
            written["responses"][code] = answer
        paths.setdefault(path, {})[method] = written
    order = list(paths)
    random.Random(seed).shuffle(order)
    return {
        "openapi": "3.1.0",
        "info": {"title": "JourneyBee", "version": "1"},
        "servers": copy.deepcopy(document["servers"]),
        "paths": {path: paths[path] for path in order},
    }


def inlined(document: Json, node: Any) -> Any:
    """A copy in which references are replaced by what they name, without titles and marks."""
    if isinstance(node, list):
        return [inlined(document, item) for item in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        beside = {key: value for key, value in node.items() if key != "$ref"}
        return inlined(document, {**resolve(document, node), **beside})
    result = {
        key: named(document, value) if key == "properties" else inlined(document, value)
        for key, value in node.items()
        if key != "title" and not key.startswith("x-")
    }
    if result.get("type") == "object" and "properties" in result:
        result.setdefault("additionalProperties", False)
    return result


def named(document: Json, fields: Json) -> Json:
    """The fields of an object: their names are no keywords, whatever they look like."""
    return {name: inlined(document, field) for name, field in fields.items()}
