"""Rules on alternatives, which frameworks write apart where a caller feels no difference.

A reader has to choose between alternatives by what it sees. So those that JSON cannot tell apart
become one, and those that a discriminator tells apart get the values it chooses by. The rules
change the document in place, once null is spelt out and constants and enums are of one type each.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from scripts.codegen.document import ANNOTATIONS, component_of, resolve, right_below, schemas
from scripts.codegen.walk import clone

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.codegen.document import Json

_ALTERNATIVES = ("anyOf", "oneOf")
# Marks a schema that any JSON is valid for, where that is what it says.
JSON_ITSELF = "x-json"
# As many values of an enum as a description tells.
_TOLD = 20


def unions(document: Json) -> Iterator[tuple[Json, str]]:
    """Every schema that has alternatives, and the keyword that holds them."""
    for schema in schemas(document):
        for key in _ALTERNATIVES:
            if isinstance(schema.get(key), list):
                yield schema, key


def tell_variants_apart(document: Json) -> None:
    """A variant that a discriminator chooses gets the values by which it is chosen."""
    found: dict[tuple[str, str], dict[str, None]] = {}
    for schema, key in unions(document):
        discriminator = schema.pop("discriminator", None)
        if not isinstance(discriminator, dict) or "propertyName" not in discriminator:
            continue
        mapping = discriminator.get("mapping") or {}
        for member in schema[key]:
            if "$ref" in member:
                name = member["$ref"].rpartition("/")[2]
                values = [v for v, target in mapping.items() if target in {name, member["$ref"]}]
                where = (_alias_of(document, name), discriminator["propertyName"])
                found.setdefault(where, {}).update(dict.fromkeys(values or [name]))
    components = document.get("components", {}).get("schemas", {})
    for (name, field), known in found.items():
        properties = resolve(document, components.get(name, {})).get("properties", {})
        if field in properties and _one_value(resolve(document, properties[field])) is None:
            kept = {k: v for k, v in properties[field].items() if k in ANNOTATIONS}
            told = _values_told(resolve(document, properties[field]), list(known))
            properties[field] = {**kept, **told} if told else properties[field]


def _alias_of(document: Json, name: str) -> str:
    """The component that one of this name is only another name for."""
    while "$ref" in (component := document["components"]["schemas"].get(name, {})):
        name = component_of(component)
    return name


def _values_told(field: Json, known: list[str]) -> Json:
    """The type of a field that has one of the values of a mapping, which are text even so.

    What the field itself lists is not overruled, by the names of components least of all.
    """
    if "enum" in field:
        known = [value for value in known if value in map(str, field["enum"])]
    if not known or field.keys() & {"anyOf", "oneOf"}:
        return {}
    kinds = field.get("type", "string")
    if kinds == "string" or (isinstance(kinds, list) and "string" in kinds):
        values = {"enum": known} if len(known) > 1 else {"const": known[0]}
        return {"type": "string", **values}
    if kinds == "integer" and all(re.fullmatch(r"-?[0-9]{1,18}", value) for value in known):
        return {"type": "integer", "enum": [int(value) for value in known]}
    return {}


def open_recursive_aliases(document: Json) -> None:
    """A name for what holds itself, and is no class, is any JSON: it can be written only so.

    Schemas of JSON itself are such, of which every value is an array or an object of values.
    """
    components = document.get("components", {}).get("schemas", {})
    edges = {name: {component_of(s) for s in _alias_parts(components[name])} for name in components}
    for name in components:
        seen: set[str] = set()
        waiting = set(edges[name])
        while waiting:
            step = waiting.pop()
            seen.add(step)
            waiting |= edges.get(step, set()) - seen
        if name in seen:
            kept = {k: v for k, v in components[name].items() if k in ANNOTATIONS}
            components[name] = {**kept, JSON_ITSELF: True}
    opened = {name for name in components if JSON_ITSELF in components[name]}
    for schema in schemas(document):
        if component_of(schema) in opened:
            del schema["$ref"]
            schema[JSON_ITSELF] = True


def _alias_parts(schema: Json) -> Iterator[Json]:
    """A schema and those in it that no class stands between."""
    waiting: list[Any] = [schema]
    while waiting:
        node = waiting.pop()
        if isinstance(node, dict):
            yield node
            is_class = "properties" in node or isinstance(node.get("additionalProperties"), dict)
            waiting += [] if is_class else right_below(node)


def join_alternatives(document: Json) -> None:
    """Alternatives that are read alike become one; an alternative left alone is the schema."""
    # A member may be a component that is joined after it.
    while sum(_join(document, schema, key) for schema, key in unions(document)):
        pass


def _join(document: Json, schema: Json, key: str) -> bool:
    """Join the alternatives of one schema; whether there are fewer of them now."""
    told = schema[key]
    members = list(_flat(_typed(schema, told)))
    for join in (join_variants, join_arrays, join_texts, join_numbers):
        members = join(document, members)
    schema[key] = members
    if len(members) == 1 and schema.keys() <= {key, *ANNOTATIONS}:
        schema.update({**schema.pop(key)[0], **_texts(schema, members[0])})
    return len(members) < len(told)


def _typed(schema: Json, members: list[Any]) -> list[Any]:
    """The members with the type, and items, that stand beside them, unless they say their own."""
    kind = schema.get("type")
    if not isinstance(kind, str) or not all(isinstance(member, dict) for member in members):
        return members
    del schema["type"]
    known = {"$ref", "type", "enum", "const", *_ALTERNATIVES}
    of_array = ("items", "prefixItems") if kind == "array" else ()
    items = {key: schema[key] for key in of_array if key in schema}
    return [m if m.keys() & known else {**clone(items), **m, "type": kind} for m in members]


def _flat(members: list[Any]) -> Iterator[Any]:
    """The members, and of one that only lists alternatives those; none twice."""
    seen: list[Any] = []
    waiting = list(members)
    while waiting:
        member = waiting.pop(0)
        told = member.keys() - ANNOTATIONS
        inner = [key for key in _ALTERNATIVES if isinstance(member.get(key), list)]
        if len(inner) == 1 and told == {inner[0]}:
            waiting[:0] = member[inner[0]]
        elif isinstance(member.get("type"), list):
            waiting[:0] = [{**member, "type": kind} for kind in member["type"]]
        elif (plain := {key: member[key] for key in told}) not in seen:
            seen.append(plain)
            yield member


def _texts(schema: Json, member: Json) -> Json:
    """The annotations of a schema and its only member; both descriptions."""
    told = [s["description"] for s in (schema, member) if s.get("description")]
    kept = {key: value for key, value in schema.items() if key in ANNOTATIONS}
    return kept | ({"description": "\n\n".join(dict.fromkeys(told))} if told else {})


def join_variants(_: Json, members: list[Json]) -> list[Json]:
    """Objects whose fields have the same names are one, unless a constant tells them apart.

    Each field is what it is in any of them.
    """
    kept: list[Json] = []
    for member in members:
        same = next((other for other in kept if _are_variants(other, member)), None)
        if same is None:
            kept.append(member)
            continue
        for name, field in member["properties"].items():
            same["properties"][name] = {"anyOf": [same["properties"][name], field]}
        if "required" in same:
            same["required"] = [n for n in same["required"] if n in member.get("required", [])]
    return kept


def _are_variants(one: Json, other: Json) -> bool:
    ours, theirs = one.get("properties"), other.get("properties")
    if not ours or not theirs or ours.keys() != theirs.keys():
        return False
    if one.get("additionalProperties") != other.get("additionalProperties"):
        return False
    return all(_one_value(ours[name]) == _one_value(theirs[name]) for name in ours)


def _one_value(field: Json) -> Any:
    """The one value that a field may have, or None."""
    values = field.get("enum", [field["const"]] if "const" in field else [])
    return values[0] if len(values) == 1 else None


def join_arrays(document: Json, members: list[Json]) -> list[Json]:
    """Arrays are one array of alternatives: of an empty one nobody knows which it was."""
    arrays = [m for m in members if isinstance(_of(document, m, "array").get("items"), dict)]
    items = [clone(resolve(document, member)["items"]) for member in arrays]
    # An array that is a component may hold itself, and its items would be met again and again.
    endless = any(
        "$ref" in m and i.keys() & {"items", *_ALTERNATIVES}
        for m, i in zip(arrays, items, strict=True)
    )
    if len(arrays) < 2 or endless:
        return members
    return _replace(members, arrays, {"type": "array", "items": {"anyOf": items}})


def join_texts(document: Json, members: list[Json]) -> list[Json]:
    """Enums of text are one enum; beside other text any text may come, and times are told as text.

    Then the description tells the values, and a reader does not complain of others. Files are
    no text.
    """
    texts = [m for m in members if _is_text(_of(document, m, "string"))]
    values = _values(document, texts)
    formats = {_of(document, member, "string").get("format", "") for member in texts}
    plain = [m for m in texts if not _values(document, [m])]
    if len(texts) < 2 or (not plain and all("$ref" in member for member in texts)):
        return members
    if not plain:
        return _replace(members, texts, {"type": "string", "enum": values})
    if not values and len(formats) == 1:
        return _replace(members, texts, texts[0])
    return _replace(members, texts, _with_values({"type": "string"}, values))


def _is_text(schema: Json) -> bool:
    return bool(schema) and schema.get("format") != "binary" and "contentMediaType" not in schema


def join_numbers(document: Json, members: list[Json]) -> list[Json]:
    """Enums of integers are one enum; beside other numbers any number may come."""
    numbers = [m for m in members if _of(document, m, "integer") or _of(document, m, "number")]
    values = _values(document, numbers)
    plain = [m for m in numbers if not _values(document, [m])]
    if len(numbers) < 2 or not values or (not plain and all("$ref" in m for m in numbers)):
        return members
    if not plain:
        return _replace(members, numbers, {"type": "integer", "enum": values})
    kinds = {resolve(document, member)["type"] for member in plain}
    kind = "number" if "number" in kinds else "integer"
    return _replace(members, numbers, _with_values({"type": kind}, values))


def _of(document: Json, member: Json, kind: str) -> Json:
    """What a member stands for if it is of this type, else nothing."""
    found = resolve(document, member)
    return found if found.get("type") == kind or _kind_of_constant(found) == kind else {}


def _kind_of_constant(schema: Json) -> str:
    return {str: "string", int: "integer"}.get(type(schema.get("const")), "")


def _values(document: Json, members: list[Json]) -> list[Any]:
    """The values of the enums and constants among members, each once."""
    found = [resolve(document, member) for member in members]
    lists = [s.get("enum", [s["const"]] if "const" in s else []) for s in found]
    return list(dict.fromkeys(value for values in lists for value in values))


def _with_values(schema: Json, values: list[Any]) -> Json:
    if not values:
        return schema
    told = ", ".join(f"`{value}`" for value in values[:_TOLD])
    more = f" and {len(values) - _TOLD} others" if len(values) > _TOLD else ""
    return {**schema, "description": f"Known values: {told}{more}."}


def _replace(members: list[Json], old: list[Json], new: Json) -> list[Json]:
    """The members with ``new`` in place of the first of ``old`` and without the others."""
    first, others = id(old[0]), {id(member) for member in old[1:]}
    return [new if id(m) == first else m for m in members if id(m) not in others]
