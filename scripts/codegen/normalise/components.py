"""Makes every object and enum a component, under the name that users know it by.

The generator writes a class for each inline schema: here those of one shape become one component.
It is named by its place: ``list_leads.200`` for a whole body, ``Lead.stage`` for a field,
``Lead.tags[]`` for the items of one. Other places take the name of their shape, or their own.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from scripts.codegen.document import component_of, operations, resolve, schemas, webhook_body
from scripts.codegen.normalise.naming import Names, class_name, pascal_case, singular_of, snake_case

if TYPE_CHECKING:
    from scripts.codegen.document import Json


def hoist(document: Json, names: Names) -> None:
    """Replace inline objects and enums by references to components; the map learns their places."""
    rename_components(document)
    while wanted := Hoist(document, names).known_otherwise():
        rename_components(document, wanted)
    Hoist(document, names).run()
    for schema in schemas(document):
        schema.pop("title", None)  # the generator would take it for a name


def rename_components(document: Json, wanted: dict[str, str] | None = None) -> None:
    """Components get the names of their classes, or the wanted ones, so that no two become one."""
    components = document.get("components", {}).get("schemas", {})
    new = dict(wanted or {})
    taken = {name.lower() for name in new.values()}
    for name in components:
        if name not in new:
            new[name] = class_name(name, taken)
            taken.add(new[name].lower())
    for schema in schemas(document):
        if "$ref" in schema:
            schema["$ref"] = f"#/components/schemas/{new[component_of(schema)]}"
    renamed = {new[name]: schema for name, schema in components.items()}
    document["components"] = {**document.get("components", {}), "schemas": renamed}


class Hoist:
    """One run over a document."""

    def __init__(self, document: Json, names: Names) -> None:
        self.document = document
        self.names = names
        self.found: Json = document["components"]["schemas"]
        self.published = set(self.found)
        self.remembered = {re.split(r"[\[{|]", place)[0] for place in names.places}
        self.known = {name.lower() for name in [*names.places.values(), *self.found]}
        self.by_shape: dict[str, str] = {}
        self.learning = True
        # How often each component stands where users know a name.
        self.told: defaultdict[str, Counter[str]] = defaultdict(Counter)

    def run(self) -> None:
        """Learn the shapes at all known places, then name; in an order that no spec changes."""
        for name, schema in sorted(self.found.items()):
            self.by_shape.setdefault(shape(schema), name)
        for learning in (True, False):
            self.learning = learning
            self.visit_all()

    def known_otherwise(self) -> dict[str, str]:
        """The names that users know for components that the spec calls by others.

        It is the one at most of the places where the component stands, if no other has it.
        """
        self.visit_all()
        known = {*self.names.places.values()}
        taken = {name.lower() for name in self.found}
        wanted: dict[str, str] = {}
        for name, told in sorted(self.told.items()):
            best = max(sorted(told), key=told.__getitem__)
            if name not in known and best.lower() not in taken:
                wanted[name] = best
                taken.add(best.lower())
        return wanted

    def visit_all(self) -> None:
        for name, schema in sorted(self.found.items()):
            self.visit_inside(schema, name)
        for _, _, operation in sorted(operations(self.document), key=lambda entry: entry[1::-1]):
            name = operation["operationId"]
            self.visit_parameters(operation)
            for media in operation.get("requestBody", {}).get("content", {}).values():
                schema = media.get("schema", {})
                if schema.get("type") == "object" and "properties" in schema:
                    self.visit_inside(schema, pascal_case(name), self.place_of_body(name, schema))
                else:
                    default = pascal_case(f"{name}_body")
                    media["schema"] = self.visit(schema, f"{name}.body", default)
            for code, response in operation["responses"].items():
                for media in response.get("content", {}).values():
                    schema = media.get("schema", {})
                    default = body_name(name, schema)
                    media["schema"] = self.visit(schema, f"{name}.{code}", default)

        for name in sorted(self.document.get("webhooks", {})):
            for media in webhook_body(self.document, name).get("content", {}).values():
                default = f"{pascal_case(name)}Webhook"
                media["schema"] = self.visit(media.get("schema", {}), f"webhook.{name}", default)

    def visit_parameters(self, operation: Json) -> None:
        name = operation["operationId"]
        for parameter in operation.get("parameters", []):
            if "schema" in parameter or not parameter.keys() & {"$ref", "content"}:
                where = f"{name}.{parameter['in']}.{parameter['name']}"
                default = pascal_case(f"{name}_{parameter['name']}")
                parameter["schema"] = self.visit(parameter.get("schema", {}), where, default)

    def visit(self, schema: Json, place: str, default: str) -> Json:
        """The schema that stands at ``place`` from now on."""
        if self.learning:
            known = self.names.places.get(place)
            if "$ref" in schema and known:
                self.told[component_of(schema)][known] += 1
            elif not self.is_named(schema):
                self.visit_parts(schema, place, default)
            elif known is not None:
                self.by_shape.setdefault(shape(schema), known)
                self.visit_inside(schema, known)
            return schema
        if "$ref" in schema:
            if self.is_named(resolve(self.document, schema)):
                self.names.places.setdefault(place, component_of(schema))
            return schema
        if self.is_named(schema):
            name = self.name_of(schema, place, default)
            self.names.places[place] = name
            # A default is of the place, not of the type.
            own = {"default": schema.pop("default")} if "default" in schema else {}
            self.add(name, schema)
            return {"$ref": f"#/components/schemas/{name}", **own}
        self.visit_parts(schema, place, default)
        return schema

    @staticmethod
    def is_named(schema: Json) -> bool:
        """Whether the generator makes a class or an alias of it."""
        if schema.get("type") == "object":
            return bool(schema.get("properties")) or isinstance(
                schema.get("additionalProperties"), dict
            )
        return "enum" in schema

    def name_of(self, schema: Json, place: str, default: str) -> str:
        own = shape(schema)
        for known in (self.names.places.get(place), self.by_shape.get(own)):
            there = self.found.get(known or "", schema)
            # What the spec itself names is no other schema; and if an enum became an object, say,
            # another place may have the name.
            if known and (
                own == shape(there)
                if known in self.published
                else there.get("type") == schema.get("type")
            ):
                return known
        title = schema.get("title")
        name = pascal_case(title) if isinstance(title, str) and len(title) < 60 else ""
        name = name if name.isidentifier() else default
        if name == default and name.lower() in self.known and place[0].islower():
            name = pascal_case(place.partition(".")[0])  # the operation, with its verb
        return class_name(name, self.known)

    def add(self, name: str, schema: Json) -> None:
        """Make the schema a component, or part of the one that has its name already."""
        self.known.add(name.lower())
        self.by_shape.setdefault(shape(schema), name)
        self.visit_inside(schema, name)
        if name in self.found:
            merge(self.found[name], schema)
        else:
            self.found[name] = schema

    def place_of_body(self, name: str, schema: Json) -> str:
        """Where the fields of a body are, by operation; users may know them by a shorter place.

        That is also the place of the fields of an answer that is named after its operation.
        """
        shorter = pascal_case(name)
        known = any(f"{shorter}.{key}" in self.remembered for key in schema["properties"])
        return shorter if known else f"{name}.body"

    def visit_inside(self, schema: Json, name: str, place: str = "") -> None:
        """Visit the fields of an object that is called ``name``."""
        place = place or name
        for key, child in sorted(schema.get("properties", {}).items()):
            default = name + pascal_case(key)
            schema["properties"][key] = self.visit(child, f"{place}.{key}", default)
        if isinstance(schema.get("additionalProperties"), dict):
            child, default = schema["additionalProperties"], f"{name}Value"
            schema["additionalProperties"] = self.visit(child, f"{place}{{}}", default)
        self.visit_parts(schema, place, name)

    def visit_parts(self, schema: Json, place: str, default: str) -> None:
        """Visit items and alternatives; a lone one beside null has the place of the whole."""
        if isinstance(schema.get("items"), dict):
            word = pascal_case(singular_of(snake_case(default)))
            schema["items"] = self.visit(schema["items"], f"{place}[]", word or default)
        if "prefixItems" in schema:
            items = enumerate(schema["prefixItems"])
            schema["prefixItems"] = [
                self.visit(item, f"{place}[{i}]", f"{default}{i + 1}") for i, item in items
            ]
        for key in ("anyOf", "oneOf", "allOf"):
            if key in schema:
                alone = sum(part.get("type") != "null" for part in schema[key]) == 1
                schema[key] = [
                    self.visit(part, place if alone else f"{place}|{i}", default if alone else
                               f"{default}{variant_of(part, i)}")
                    for i, part in enumerate(schema[key])
                ]  # fmt: skip


def body_name(operation_id: str, schema: Json) -> str:
    """The default name of what an operation gives: of its object, without the verb."""
    verb, _, rest = operation_id.partition("_")
    words = pascal_case(rest or verb)
    if verb == "list":
        if schema.get("type") == "array":
            return words
        singular = pascal_case(singular_of(snake_case(words)))
        return f"{singular}Page"
    return words


def variant_of(schema: Json, number: int) -> str:
    """What tells a variant from the others: the constant in one of its fields, or its number."""
    for field in schema.get("properties", {}).values():
        if isinstance(field.get("const"), str) and pascal_case(field["const"]).isidentifier():
            return pascal_case(field["const"])
    return str(number + 1)


_TELLING = {
    "type", "format", "properties", "required", "items", "prefixItems", "enum", "const", "$ref",
    "anyOf", "oneOf", "allOf", "additionalProperties",
}  # fmt: skip


def shape(schema: Any) -> str:
    """What two schemas must share to be the same type: all but texts, bounds and examples."""
    return json.dumps(_shape(schema), sort_keys=True)


def _shape(schema: Any) -> Any:
    if not isinstance(schema, dict):
        return schema
    result: Json = {}
    for key in _TELLING & schema.keys():
        value = schema[key]
        if key == "properties":
            result[key] = {name: _shape(child) for name, child in value.items()}
        elif key in {"anyOf", "oneOf", "allOf", "prefixItems"}:
            result[key] = [_shape(part) for part in value]
        elif key in {"required", "enum"}:
            result[key] = sorted(value, key=str)
        else:
            result[key] = _shape(value)
    return result


def merge(target: Json, other: Json) -> None:
    """Widen a component to what another occurrence of it allows too."""
    if "enum" in target:
        target["enum"] += [value for value in other.get("enum", []) if value not in target["enum"]]
        return
    theirs = other.get("properties", {})
    ours = target.setdefault("properties", {}) if theirs else {}
    required = [name for name in target.get("required", []) if name in other.get("required", [])]
    for name, child in theirs.items():
        if name not in ours:
            ours[name] = child
        elif shape(ours[name]) != shape(child):
            ours[name] = either(ours[name], child)
    if required or "required" in target:
        target["required"] = required
    values, others = target.get("additionalProperties"), other.get("additionalProperties")
    if isinstance(values, dict) and isinstance(others, dict) and shape(values) != shape(others):
        target["additionalProperties"] = either(values, others)
    elif not values and others:
        target["additionalProperties"] = others


def either(one: Json, other: Json) -> Json:
    """A schema that allows what either of two allows."""
    members: list[Json] = []
    for schema in (one, other):
        for member in schema.get("anyOf", [schema]):
            if shape(member) not in map(shape, members):
                members.append(member)
    return {"anyOf": members}
