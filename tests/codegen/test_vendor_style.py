"""Our spec in the vendor's style is the same API; an edit changes what it touches."""

from __future__ import annotations

import copy
import functools
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from scripts.codegen.document import Json, below, operations, parameters, resolve
from scripts.codegen.normalise.naming import Names, route
from scripts.codegen.normalise.passes import normalise
from scripts.codegen.report.diff import compare
from scripts.codegen.report.markdown import to_markdown
from tests.codegen import frozen_project
from tests.codegen.vendor_style import vendor_style

ROUTES = {"summary", "description", "externalDocs", "security"}


@functools.cache
def _baseline() -> tuple[Json, Json, Json]:
    written, names, _ = ours()
    found = normalise(vendor_style(written), names)
    return found, components(found), routes(found)


def ours() -> tuple[Json, Names, Json]:
    """Our document as it is written, the names learned from it, and what the generator gets."""
    return frozen_project.published(), frozen_project.names(), frozen_project.normalised()


def plain(node: Any) -> Any:
    """Without texts and marks, which a framework does not write; a field may be so named."""
    if isinstance(node, list):
        return [plain(item) for item in node]
    if not isinstance(node, dict):
        return node
    return {
        key: {name: plain(child) for name, child in value.items()}
        if key == "properties"
        else plain(value)
        for key, value in node.items()
        if key not in {"description", "summary", "title"} and not key.startswith("x-")
    }


def components(document: Json) -> Json:
    """The classes of a document, by name. Any JSON that has a name is no class."""
    found: Json = plain(document["components"]["schemas"])
    free = {name for name, schema in found.items() if not schema}
    for schema in found.values():
        for part in below(schema):
            if str(part.get("$ref")).rpartition("/")[2] in free:
                part.clear()
    return {name: schema for name, schema in found.items() if name not in free}


def routes(document: Json) -> Json:
    """What callers meet of each operation: its id, tag, parameters, body and responses."""
    result: Json = {}
    for method, path, operation in operations(document):
        kept = {key: value for key, value in operation.items() if key not in ROUTES}
        entry = result[route(method, path)] = plain(kept)
        for response in entry["responses"].values():
            response.pop("headers", None)
    return result


def changed(before: Json, after: Json) -> set[str]:
    """The keys that were added, dropped or have another value."""
    return {key for key in before.keys() | after.keys() if before.get(key) != after.get(key)}


# ------------------------------------------------------------------------------ nothing is edited


@pytest.mark.parametrize("seed", range(4))
def test_our_spec_in_the_style_of_the_vendor_is_the_same_api(seed: int) -> None:
    written, names, normal = ours()
    learned = copy.deepcopy(names)
    vendor = vendor_style(written, seed)
    assert "components" not in vendor
    assert "$ref" not in str(vendor)
    assert "operationId" not in str(vendor)
    found = normalise(vendor, names)
    assert components(found) == components(normal)
    assert routes(found) == routes(normal)
    assert names.operations == learned.operations
    assert {**names.places, **learned.places} == names.places
    assert set(names.places.values()) == set(learned.places.values())


def test_the_paths_are_shuffled() -> None:
    written, _, _ = ours()
    orders = [list(vendor_style(written, seed)["paths"]) for seed in range(4)]
    assert len({tuple(order) for order in orders}) == 4
    assert {tuple(sorted(order)) for order in orders} == {tuple(sorted(written["paths"]))}


def test_nothing_is_to_report_between_the_two_styles() -> None:
    written, names, _ = ours()
    one, other = (normalise(vendor_style(written, seed), names) for seed in (1, 2))
    assert compare(one, other).empty


# ----------------------------------------------------------------------------------------- edits


@dataclass
class Edit:
    """What one edit touched: components and routes by name, and the word that it is about."""

    word: str
    components: set[str] = field(default_factory=set)
    routes: set[str] = field(default_factory=set)
    new: set[str] = field(default_factory=set)


def _used(document: Json) -> list[str]:
    return list(frozen_project.normalised()["components"]["schemas"])


def _objects(document: Json) -> list[str]:
    found = document["components"]["schemas"]
    return [name for name in _used(document) if found[name].get("properties")]


def _with_body(document: Json, name: str) -> set[str]:
    """The routes whose body is a component."""
    result = set()
    for method, path, operation in operations(document):
        body = resolve(document, operation.get("requestBody", {}))
        for media in body.get("content", {}).values():
            if media["schema"].get("$ref") == f"#/components/schemas/{name}":
                result.add(route(method, path))
    return result


def _bodies(document: Json) -> list[str]:
    named = document["components"]["schemas"]
    return [name for name in named if "properties" in named[name] and _with_body(document, name)]


def add_field(document: Json, seed: random.Random) -> Edit:
    name = seed.choice(_objects(document) + _bodies(document))
    kinds: list[Json] = [{"type": "string"}, {"enum": ["ab", "cd"]}, {"type": ["number", "null"]}]
    kind = seed.choice(kinds)
    document["components"]["schemas"][name]["properties"]["brand_new"] = kind
    new = {"BrandNew"} if "enum" in kind else set[str]()
    return Edit("brand_new", {name}, _with_body(document, name), new)


def drop_field(document: Json, seed: random.Random) -> Edit:
    named = document["components"]["schemas"]
    wide = [n for n in _objects(document) + _bodies(document) if len(named[n]["properties"]) > 1]
    name = seed.choice(wide)
    dropped = seed.choice(list(named[name]["properties"]))
    del named[name]["properties"][dropped]
    if "required" in named[name]:
        named[name]["required"] = [key for key in named[name]["required"] if key != dropped]
    return Edit(dropped, {name}, _with_body(document, name))


def add_operation(document: Json, seed: random.Random) -> Edit:
    schema = {"$ref": f"#/components/schemas/{seed.choice(_objects(document))}"}
    media = {"application/json": {"schema": schema}}
    paths = document["paths"]
    parameter = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    paths["/brand-news/{id}"] = {
        "get": {
            "operationId": "find_brand_new",
            "parameters": [parameter],
            "responses": {"200": {"description": "", "content": media}},
        }
    }
    return Edit("get_brand_new", set(), {"GET /brand-news/{}"})


def drop_operation(document: Json, seed: random.Random) -> Edit:
    method, path, operation = seed.choice(list(operations(document)))
    del document["paths"][path][method]
    return Edit(operation["operationId"], set(), {route(method, path)})


def _enums(document: Json) -> list[str]:
    found = document["components"]["schemas"]
    return [name for name in _used(document) if len(found[name].get("enum", [])) > 1]


def add_value(document: Json, seed: random.Random) -> Edit:
    name = seed.choice(_enums(document))
    values = document["components"]["schemas"][name]["enum"]
    values.insert(seed.randrange(len(values)), "brand_new")
    return Edit("brand_new", {name})


def drop_value(document: Json, seed: random.Random) -> Edit:
    name = seed.choice(_enums(document))
    values = document["components"]["schemas"][name]["enum"]
    dropped = values.pop(seed.randrange(len(values)))
    return Edit(dropped, {name})


def add_parameter(document: Json, seed: random.Random) -> Edit:
    method, path, operation = seed.choice(list(operations(document)))
    kinds: list[Json] = [{"type": "string"}, {"type": "string", "enum": ["ab", "cd"]}]
    schema = seed.choice(kinds)
    parameter = {"name": "brand_new", "in": "query", "schema": schema}
    operation.setdefault("parameters", []).append(parameter)
    new = {"BrandNew"} if "enum" in schema else set[str]()
    return Edit("brand_new", set(), {route(method, path)}, new)


def drop_parameter(document: Json, seed: random.Random) -> Edit:
    given = [
        (method, path, operation, parameter)
        for method, path, operation in operations(document)
        for parameter in parameters(document, path, operation)
        if parameter["in"] == "query"
    ]
    method, path, operation, dropped = seed.choice(given)
    kept = [p for p in operation["parameters"] if resolve(document, p) is not dropped]
    assert len(kept) == len(operation["parameters"]) - 1
    operation["parameters"] = kept
    return Edit(dropped["name"], set(), {route(method, path)})


EDITS: tuple[Callable[[Json, random.Random], Edit], ...] = (
    add_field,
    drop_field,
    add_operation,
    drop_operation,
    add_value,
    drop_value,
    add_parameter,
    drop_parameter,
)


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(48))
def test_an_edit_changes_what_it_touches_and_nothing_else(seed: int) -> None:
    written, names, _ = ours()
    known = copy.deepcopy(names)
    before, was, routes_before = _baseline()
    edit = EDITS[seed % len(EDITS)](written, random.Random(seed))
    after = normalise(vendor_style(written, seed + 1), names)

    # The same as if our own spec had been edited.
    ours_edited = normalise(written, copy.deepcopy(known))
    now, routes_after = components(after), routes(after)
    assert now == components(ours_edited)
    if edit.word != "get_brand_new":
        assert routes_after == routes(ours_edited)

    added, dropped = now.keys() - was.keys(), was.keys() - now.keys()
    kept = changed(was, now) - added - dropped
    assert kept <= edit.components
    assert len(added) <= len(edit.new)
    assert all(name.endswith("BrandNew") for name in added)
    text = str(routes_before) + str(was)
    assert all(f"/{name}'" in text for name in dropped)
    assert changed(routes_before, routes_after) <= edit.routes
    assert kept | added | dropped | changed(routes_before, routes_after)

    # Known names never change: neither in the map nor in what was made with it.
    assert {**names.operations, **known.operations} == names.operations
    assert {**names.places, **known.places} == names.places
    for key, operation in routes_after.items():
        assert (
            key not in known.operations or operation["operationId"] == known.operations[key]["id"]
        )

    report = to_markdown(compare(before, after))
    assert edit.word in report
