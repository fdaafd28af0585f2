"""A small spec, and for each rule of the report an edit with what it says, both ways."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable

SPEC = """
info: {title: Things, version: 1.0.0}
paths:
  /things:
    get:
      operationId: list_things
      tags: [Things]
      parameters:
        - {name: kind, in: query, schema: {$ref: '#/components/schemas/Kind'}}
        - {name: limit, in: query, schema: {type: integer}}
        - {name: order, in: query, schema: {type: string, enum: [up, down]}}
      responses:
        '200':
          content:
            application/json:
              schema: {type: array, items: {$ref: '#/components/schemas/Thing'}}
    post:
      operationId: create_thing
      tags: [Things]
      requestBody:
        content: {application/json: {schema: {$ref: '#/components/schemas/ThingCreate'}}}
      responses:
        '201':
          content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}
  /things/{id}/parts/{partId}:
    get:
      operationId: get_part
      tags: [Parts]
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - {name: partId, in: path, required: true, schema: {type: string}}
      responses:
        '200':
          content: {application/json: {schema: {$ref: '#/components/schemas/Part'}}}
    delete:
      operationId: delete_part
      tags: [Parts]
      responses: {'204': {description: ''}}
components:
  schemas:
    Kind: {type: string, enum: [a, b]}
    State: {type: string, enum: [new, old]}
    Thing:
      type: object
      required: [id, state]
      properties:
        id: {type: string}
        state: {$ref: '#/components/schemas/State'}
        size: {type: [number, 'null']}
    ThingCreate:
      type: object
      required: [name]
      properties:
        name: {type: string}
        size: {type: number}
        part: {$ref: '#/components/schemas/Part'}
    Part:
      type: object
      required: [code]
      properties: {code: {type: string}, weight: {type: number}}
    ThingPage:
      type: object
      required: [data, pagination]
      properties:
        data: {type: array, items: {$ref: '#/components/schemas/Thing'}}
        pagination: {type: object}
"""

THING = {"$ref": "#/components/schemas/Thing"}


def spec() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(SPEC)
    return document


def at(document: dict[str, Any], path: str) -> Any:
    """The node below dotted keys; ``things`` stands for ``/things``."""
    node: Any = document
    for key in path.split(" "):
        node = node[int(key) if isinstance(node, list) else key]
    return node


def put(path: str, value: Any) -> Callable[[dict[str, Any]], None]:
    def edit(document: dict[str, Any]) -> None:
        parent, _, key = path.rpartition(" ")
        at(document, parent)[key] = copy.deepcopy(value)

    return edit


def drop(path: str) -> Callable[[dict[str, Any]], None]:
    def edit(document: dict[str, Any]) -> None:
        parent, _, key = path.rpartition(" ")
        node = at(document, parent)
        node.remove(key) if isinstance(node, list) and not key.isdigit() else node.pop(
            int(key) if isinstance(node, list) else key
        )

    return edit


def add_required_tag(document: dict[str, Any]) -> None:
    created = at(document, "components schemas ThingCreate")
    created["properties"]["tag"] = {"type": "string"}
    created["required"].append("tag")


PARAMETERS = "paths /things get parameters"
RESPONSE = "content application/json schema"
LISTED = f"paths /things get responses 200 {RESPONSE}"
CREATED = f"paths /things post responses 201 {RESPONSE}"
S = "components schemas"
RULES: dict[str, tuple[Callable[[dict[str, Any]], None], list[str], list[str]]] = {
    "operation": (
        drop("paths /things post"),
        ["**breaking** `create_thing`: removed: `POST /things`"],
        ["`create_thing`: added: `POST /things`"],
    ),
    "operation renamed": (
        put("paths /things get operationId", "all_things"),
        ["**breaking** `all_things`: renamed: it was `list_things`"],
        ["**breaking** `list_things`: renamed: it was `all_things`"],
    ),
    "parameter": (
        drop(f"{PARAMETERS} 1"),
        ["**breaking** `list_things`: `query limit` removed"],
        ["`list_things`: `query limit` added, optional: `integer`"],
    ),
    "parameter required": (
        put(f"{PARAMETERS} 1 required", value=True),
        ["**breaking** `list_things`: `query limit` is now required"],
        ["`list_things`: `query limit` is now optional"],
    ),
    "parameter type": (
        put(f"{PARAMETERS} 1 schema", {"type": "string"}),
        ["**breaking** `list_things`: `query limit` is now `string`, no longer `integer`"],
        ["**breaking** `list_things`: `query limit` is now `integer`, no longer `string`"],
    ),
    "parameter widened": (
        put(f"{PARAMETERS} 1 schema", {"type": ["integer", "string"]}),
        ["`list_things`: `query limit` is now `integer | string`, no longer `integer`"],
        [
            (
                "**breaking** `list_things`: `query limit` is now `integer`, "
                "no longer `integer | string`"
            )
        ],
    ),
    "parameter of any number": (
        put(f"{PARAMETERS} 1 schema", {"type": ["number", "null"]}),
        [
            "`list_things`: `query limit` is now `number | null`, no longer `integer`",
            "`list_things`: `query limit` may now be null",
        ],
        ["**breaking** `list_things`: `query limit` is now `integer`, no longer `number | null`"],
    ),
    "enum that became open": (
        put(f"{PARAMETERS} 0 schema", {"type": "string"}),
        [
            "`list_things`: `query kind` is now `string`, no longer `Kind`",
            "**breaking** `Kind`: removed",
        ],
        [
            "**breaking** `list_things`: `query kind` is now `Kind`, no longer `string`",
            "`Kind`: added",
        ],
    ),
    "result narrowed": (
        put(f"{S} Thing properties size", {"type": ["integer", "null"]}),
        ["`Thing`: `size` is now `integer | null`, no longer `number | null`"],
        ["**breaking** `Thing`: `size` is now `number | null`, no longer `integer | null`"],
    ),
    "parameter values": (
        drop(f"{PARAMETERS} 2 schema enum down"),
        ['**breaking** `list_things`: `query order` value `"down"` removed'],
        ['`list_things`: `query order` value `"down"` added'],
    ),
    "parameter limited": (
        drop(f"{PARAMETERS} 2 schema enum"),
        ['`list_things`: `query order` is no longer limited to `"down", "up"`'],
        ['**breaking** `list_things`: `query order` is now one of `"down", "up"`'],
    ),
    "body field": (
        drop(f"{S} ThingCreate properties size"),
        ["**breaking** `create_thing`: `body size` removed"],
        ["`create_thing`: `body size` added, optional: `number`"],
    ),
    "body field required": (
        put(f"{S} ThingCreate required", ["name", "size"]),
        ["**breaking** `create_thing`: `body size` is now required"],
        ["`create_thing`: `body size` is now optional"],
    ),
    "new required body field": (
        add_required_tag,
        ["**breaking** `create_thing`: `body tag` added, required: `string`"],
        ["**breaking** `create_thing`: `body tag` removed"],
    ),
    "body field nullable": (
        put(f"{S} ThingCreate properties size type", ["number", "null"]),
        ["`create_thing`: `body size` may now be null"],
        ["**breaking** `create_thing`: `body size` may no longer be null"],
    ),
    "values that are sent": (
        drop(f"{S} Kind enum b"),
        ['**breaking** `Kind`: value `"b"` removed'],
        ['`Kind`: value `"b"` added'],
    ),
    "values that are read": (
        drop(f"{S} State enum old"),
        ['`State`: value `"old"` removed'],
        ['`State`: value `"old"` added'],
    ),
    "field that is read": (
        drop(f"{S} Thing properties size"),
        ["**breaking** `Thing`: `size` removed"],
        ["`Thing`: `size` added, optional: `number | null`"],
    ),
    "field that is read, optional": (
        drop(f"{S} Thing required id"),
        ["**breaking** `Thing`: `id` is now optional"],
        ["`Thing`: `id` is now required"],
    ),
    "field that is read, nullable": (
        put(f"{S} Thing properties id type", ["string", "null"]),
        ["**breaking** `Thing`: `id` may now be null"],
        ["`Thing`: `id` may no longer be null"],
    ),
    "field that is read, retyped": (
        put(f"{S} Thing properties id", {"type": "string", "format": "date-time"}),
        ["**breaking** `Thing`: `id` is now `datetime`, no longer `string`"],
        ["**breaking** `Thing`: `id` is now `string`, no longer `datetime`"],
    ),
    "field that is sent and read": (
        put(f"{S} Part required", ["code", "weight"]),
        ["**breaking** `Part`: `weight` is now required"],
        ["**breaking** `Part`: `weight` is now optional"],
    ),
    "pages": (
        put(LISTED, {"$ref": "#/components/schemas/ThingPage"}),
        ["`list_things`: gives pages, where it gave a whole list", "`ThingPage`: added"],
        [
            "`list_things`: gives a whole list, where it gave pages",
            "**breaking** `ThingPage`: removed",
        ],
    ),
    "result": (
        put(CREATED, {"$ref": "#/components/schemas/Part"}),
        ["**breaking** `create_thing`: result is now `Part`, no longer `Thing`"],
        ["**breaking** `create_thing`: result is now `Thing`, no longer `Part`"],
    ),
    "items": (
        put(LISTED, {"type": "array", "items": {"$ref": "#/components/schemas/Part"}}),
        ["**breaking** `list_things`: item is now `Part`, no longer `Thing`"],
        ["**breaking** `list_things`: item is now `Thing`, no longer `Part`"],
    ),
    "list or object": (
        put(CREATED, {"type": "array", "items": THING}),
        ["**breaking** `create_thing`: gives a whole list, where it gave one object"],
        ["**breaking** `create_thing`: gives one object, where it gave a whole list"],
    ),
    "nullable result": (
        put(CREATED, {"anyOf": [THING, {"type": "null"}]}),
        ["**breaking** `create_thing`: result may now be null"],
        ["`create_thing`: result may no longer be null"],
    ),
    "result or nothing": (
        put(
            "paths /things/{id}/parts/{partId} delete responses",
            {"200": {"content": {"application/json": {"schema": THING}}}},
        ),
        ["`delete_part`: gives one object, where it gave nothing"],
        ["**breaking** `delete_part`: gives nothing, where it gave one object"],
    ),
}
