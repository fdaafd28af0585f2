"""Public names: the map first, then the rules told in the module."""

from __future__ import annotations

import copy
import keyword
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.codegen.normalise.naming import (
    Names,
    derive_id,
    derive_tag,
    identify_operations,
    route,
    stem_of,
    usable,
)

ARRAY = {"type": "array", "items": {}}
PAGE = {"type": "object", "properties": {"data": ARRAY, "total": {}}}


def gives(schema: dict[str, Any]) -> dict[str, Any]:
    return {"responses": {"200": {"content": {"application/json": {"schema": schema}}}}}


def spec(**routes: dict[str, Any]) -> dict[str, Any]:
    """A document by routes such as ``get_leads`` for ``GET /leads``."""
    paths: dict[str, Any] = {}
    for name, operation in routes.items():
        method, _, path = name.partition("_")
        paths.setdefault(f"/{path}", {})[method] = operation
    return {"paths": paths}


def named(document: dict[str, Any], names: Names | None = None) -> dict[str, tuple[str, list[str]]]:
    identify_operations(document, Names() if names is None else names)
    return {
        f"{method} {path}": (operation["operationId"], operation["tags"])
        for path, item in document["paths"].items()
        for method, operation in item.items()
    }


# ------------------------------------------------------------------------------------ the map


def test_an_absent_map_is_empty_and_a_written_one_is_read_again(tmp_path: Path) -> None:
    assert Names.read(tmp_path / "none.yaml") == Names({}, {})
    names = Names({"GET /b": {"tag": "B", "id": "b"}, "GET /a": {"id": "a", "tag": "A"}}, {})
    names.places = {"b.200[]": "B", "a.200": "A" * 200}
    names.base_url, names.auth = "https://example.com/v1", ("Authorization", "Bearer ")
    path = tmp_path / "new" / "folder" / "names.yaml"
    names.write(path)
    names.write(path)
    assert Names.read(path) == names


def test_the_map_is_written_sorted_a_line_a_name(tmp_path: Path) -> None:
    names = Names({"GET /b": {"tag": "B", "id": "b"}, "GET /a": {"id": "a", "tag": "A"}}, {})
    names.places = {"b.200[]": "B b" * 50, "a.200": "A"}
    names.operations["GET /c"] = {"id": "c", "tag": "C c" * 50}
    names.write(tmp_path / "names.yaml")
    assert (tmp_path / "names.yaml").read_text().splitlines() == [
        "# The names that users know: `make spec` adds, nothing renames.",
        "operations:",
        "  GET /a: {id: a, tag: A}",
        "  GET /b: {id: b, tag: B}",
        "  GET /c: {id: c, tag: " + "C c" * 50 + "}",
        "places:",
        "  a.200: A",
        "  b.200[]: " + "B b" * 50,
    ]


@pytest.mark.parametrize(
    ("method", "path", "key"),
    [
        ("get", "/leads/{uuid}/notes/{subUuid}/", "GET /leads/{}/notes/{}"),
        ("patch", "/leads/{}", "PATCH /leads/{}"),
        ("get", "/", "GET /"),
        ("put", "/a//", "PUT /a"),
        ("put", "/faX/", "PUT /faX"),
        ("get", "/a.{format}", "GET /a.{}"),
    ],
)
def test_routes_leave_out_what_does_not_tell_operations_apart(
    method: str, path: str, key: str
) -> None:
    assert route(method, path) == key


# --------------------------------------------------------------------------------- operations


def test_known_operations_keep_their_name_whatever_the_spec_says() -> None:
    names = Names({"GET /leads": {"id": "find_leads", "tag": "Sales"}}, {})
    operation = {"operationId": "getLeads", "tags": ["Leads", "More"]}
    assert named(spec(get_leads=operation), names) == {"get /leads": ("find_leads", ["Sales"])}
    assert names.operations == {"GET /leads": {"id": "find_leads", "tag": "Sales"}}


def test_no_newcomer_takes_a_known_name() -> None:
    names = Names({"GET /z": {"id": "find", "tag": "Z"}}, {})
    found = named(spec(get_a={"operationId": "find"}, get_z={}), names)
    assert found == {"get /a": ("get_a", ["A"]), "get /z": ("find", ["Z"])}


TAGS = {"DELETE /tags/{}": {"id": "delete_tag", "tag": "Tags"}}
ITEM = [{"name": "id", "in": "path", "required": True, "schema": {}}]


def test_the_name_of_an_operation_that_is_gone_is_not_given_to_one_of_another_shape() -> None:
    names = Names(copy.deepcopy(TAGS), {})
    bulk = {"paths": {"/tags/": {"delete": {"operationId": "delete_tag"}}}}
    assert named(bulk, names) == {"delete /tags/": ("delete_tags", ["Tags"])}
    assert names.operations["DELETE /tags/{}"]["id"] == "delete_tag"


@pytest.mark.parametrize(
    ("path", "operation"),
    [
        ("/v2/tags/{id}", {}),
        ("/labels/{id}", {"operationId": "deleteTag"}),
    ],
)
def test_an_operation_that_moved_keeps_its_name(path: str, operation: dict[str, Any]) -> None:
    names = Names(copy.deepcopy(TAGS), {})
    moved = {"paths": {path: {"delete": {**operation, "parameters": ITEM}}}}
    assert named(moved, names) == {f"delete {path}": ("delete_tag", ["Tags"])}


def test_what_may_be_one_of_two_that_are_gone_is_new() -> None:
    old = {"GET /a/x/{}": {"id": "a_x", "tag": "A"}, "GET /b/x/{}": {"id": "b_x", "tag": "B"}}
    found = named({"paths": {"/x/{id}": {"get": {"parameters": ITEM}}}}, Names(old, {}))
    assert found == {"get /x/{id}": ("get_x", ["X"])}


def test_two_routes_with_one_known_name_do_not_share_it() -> None:
    entry = {"id": "find", "tag": "T"}
    names = Names({"GET /a": entry, "GET /b": entry}, {})
    found = named(spec(get_a={}, get_b={}), names)
    assert found == {"get /a": ("find", ["T"]), "get /b": ("get_b", ["B"])}


def test_new_operations_are_learned_and_nothing_else_is_left_in_them() -> None:
    names = Names()
    document = spec(get_leads={"operationId": "listLeads", "tags": ["Leads", "Sales"]})
    assert named(document, names) == {"get /leads": ("list_leads", ["Leads"])}
    assert document == spec(get_leads={"operationId": "list_leads", "tags": ["Leads"]})
    assert names.operations == {"GET /leads": {"id": "list_leads", "tag": "Leads"}}
    again = spec(get_leads={})
    assert named(again, names) == {"get /leads": ("list_leads", ["Leads"])}
    assert again == document


def test_a_body_that_is_a_component_tells_whether_it_is_a_list() -> None:
    refs = {f"get_{name}": gives({"$ref": f"#/components/schemas/{name}"}) for name in "AO"}
    document = {**spec(**refs), "components": {"schemas": {"A": ARRAY, "O": {"type": "object"}}}}
    assert [name for name, _ in named(document).values()] == ["list_a", "get_o"]


def test_names_of_builtins_are_not_given() -> None:
    found = named(
        spec(get_=gives(ARRAY), put_a={"operationId": "Open"}, put_b={"operationId": "X"})
    )
    assert [name for name, _ in found.values()] == ["list_2", "replace_a", "x"]


def test_operations_of_one_name_are_numbered() -> None:
    same = {"operationId": "getThing"}
    found = named(spec(get_a=dict(same), get_b=dict(same), **{"get_b-": {}, "get_b--": {}}))
    ids = [name for name, _ in found.values()]
    assert ids == ["get_thing", "get_b", "get_b_2", "get_b_3"]


def test_new_operations_are_named_in_the_order_of_their_paths() -> None:
    same = {"operationId": "same"}
    found = named(spec(get_b=dict(same), put_a=dict(same)))
    assert (found["put /a"][0], found["get /b"][0]) == ("same", "get_b")
    found = named(spec(get_a=dict(same), delete_a=dict(same)))
    assert (found["delete /a"][0], found["get /a"][0]) == ("same", "get_a")


@given(st.permutations(["get_leads", "post_leads", "get_tags", "get_tags/{id}", "put_tags/{id}"]))
def test_names_once_learned_do_not_depend_on_the_order(order: list[str]) -> None:
    names = Names()
    routes: dict[str, dict[str, Any]] = {name: {} for name in sorted(order)}
    expected = named(spec(**copy.deepcopy(routes)), names)
    assert named(spec(**{name: {} for name in order}), names) == expected


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("listLeads", "list_leads"),
        ("Get lead", "get_lead"),
        ("_private", "private"),
        ("__init__", "init"),
        ("2fa", "n2fa"),
        ("a" * 80, "a" * 80),
        ("a" * 81, None),
        ("", None),
        ("\N{HONEYBEE}", None),
        ("class", None),
        ("Import", None),
        ("taken", None),
        (None, None),
        (7, None),
        ("list", None),
        ("get__lead", "get_lead"),
        ("Xray", "xray"),
    ],
)
def test_an_operation_id_is_used_if_it_is_usable(name: object, expected: str | None) -> None:
    assert usable(name, {"taken"}) == expected


@given(st.text(), st.sets(st.sampled_from(["a", "b", "get"])))
def test_any_text_is_a_free_identifier_or_unusable(text: str, taken: set[str]) -> None:
    name = usable(text, taken)
    if name is not None:
        assert name.isidentifier()
        assert name.isascii()
        assert not keyword.iskeyword(name)
        assert not name.startswith("_")
        assert name not in taken
        assert len(name) <= 80


@pytest.mark.parametrize(
    ("method", "path", "operation", "name"),
    [
        ("get", "/leads", gives(ARRAY), "list_leads"),
        ("get", "/leads", gives(PAGE), "list_leads"),
        ("get", "/leads/", gives(ARRAY), "list_leads"),
        ("get", "/leads", gives({"type": "object"}), "get_leads"),
        ("get", "/leads", gives({"properties": {"data": {"type": "object"}}}), "get_leads"),
        ("get", "/leads", gives({"properties": {"data": {}}}), "get_leads"),
        ("get", "/leads", gives({"$ref": "#/components/schemas/A"}), "list_leads"),
        ("get", "/leads", gives({"$ref": "#/components/schemas/P"}), "list_leads"),
        ("get", "/leads", gives({"$ref": "#/components/schemas/O"}), "get_leads"),
        (
            "get",
            "/leads",
            gives({"properties": {"data": {"$ref": "#/components/schemas/A"}}}),
            "list_leads",
        ),
        ("get", "/", gives(ARRAY), "list"),
        ("get", "/X/sub__fields", {}, "get_x_sub_fields"),
        ("get", "/leads", {}, "get_leads"),
        ("get", "/leads", {"responses": {"204": {}}}, "get_leads"),
        ("get", "/leads", {"responses": {"200": {"content": {"text/csv": {}}}}}, "get_leads"),
        ("get", "/leads/{id}", gives(ARRAY), "get_lead"),
        ("get", "/leads/{id}/notes", gives(ARRAY), "list_lead_notes"),
        ("get", "/leads/{id}/notes/{nid}", {}, "get_lead_note"),
        ("get", "/leads/{id}/owner", {}, "get_lead_owner"),
        ("post", "/leads", {}, "create_lead"),
        ("post", "/leads", gives(ARRAY), "create_lead"),
        ("post", "/leads/{id}/close", {}, "create_lead_close"),
        ("patch", "/leads/{id}", {}, "update_lead"),
        ("put", "/leads/{id}", {}, "replace_lead"),
        ("put", "/leads/settings", {}, "replace_leads_settings"),
        ("delete", "/leads/{id}", {}, "delete_lead"),
        ("delete", "/leads", {}, "delete_leads"),
        ("head", "/leads/{id}", {}, "head_lead"),
        ("options", "/leads", {}, "options_leads"),
        ("get", "/{id}", {}, "get"),
        ("get", "/{tenant}/leads", {}, "get_leads"),
        ("get", "/\N{HONEYBEE}/leads", {}, "get_leads"),
        ("delete", "/", {}, "delete"),
        ("get", "/myLeads/sub-stages", {}, "get_my_leads_sub_stages"),
        ("get", "/2fa/codes", {}, "get_n2fa_codes"),
        ("get", "/" + "a" * 75 + "-bcde", {}, "get_" + "a" * 75),
        ("get", "/" + "a" * 76 + "-bcde", {}, "get_" + "a" * 76),
        ("get", "/" + "a" * 77 + "-bcde", {}, "get_" + "a" * 76),
    ],
)
def test_names_derived_from_method_and_path(
    method: str, path: str, operation: dict[str, Any], name: str
) -> None:
    parts = {"A": ARRAY, "P": PAGE, "O": {"type": "object"}}
    document = {"components": {"schemas": parts}}
    assert derive_id(document, method, path, operation) == name


def test_the_first_body_of_a_list_tells_that_it_is_one() -> None:
    two = {"text/csv": {"schema": {"type": "string"}}, "application/json": {"schema": ARRAY}}
    assert derive_id({}, "get", "/leads", {"responses": {"200": {"content": two}}}) == "get_leads"
    later = {"responses": {"200": {}, "201": {"content": {"a": {"schema": ARRAY}}}}}
    assert derive_id({}, "get", "/leads", later) == "list_leads"


@given(st.text(alphabet=st.sampled_from("/{}ab-_9é "), max_size=120))
def test_any_path_gives_an_identifier(path: str) -> None:
    name = derive_id({}, "get", path, {})
    assert name.isidentifier()
    assert len(name) <= 80
    assert usable(name, set()) == name


@pytest.mark.parametrize(
    ("tags", "path", "tag"),
    [
        (["Lead Notes", "Other"], "/leads", "Lead Notes"),
        (["\N{HONEYBEE}", "Other"], "/leads", "Other"),
        ([7], "/leads", "7"),
        (["Class", "Other"], "/leads", "Other"),
        (["\N{LATIN CAPITAL LETTER U WITH DIAERESIS}nits", "Other"], "/leads", "Other"),
        (["\N{HONEYBEE}"], "/leads/{id}/notes", "Lead Notes"),
        ([], "/leads", "Leads"),
        ([], "/leads/", "Leads"),
        ([], "/leads/{id}", "Leads"),
        ([], "/leads/{id}/", "Leads"),
        ([], "/leads/{id}/notes/{note}/{part}.json", "Lead Notes"),
        ([], "/leads/{id}/owner", "Lead Owner"),
        ([], "/{tenant}/leads", "Leads"),
        ([], "/my-leads", "My_Leads"),
        ([], "/{id}", "Root"),
        ([], "/", "Root"),
    ],
)
def test_tags(tags: list[object], path: str, tag: str) -> None:
    assert derive_tag(path, {"tags": tags}) == tag
    assert derive_tag("/x/{id}", {}) == "X"


@pytest.mark.parametrize(
    ("paths", "stem"),
    [
        (["/api/v1/a", "/api/v1/b/{id}"], "/api/v1"),
        (["/api/v1/a", "/api/v2/a"], "/api"),
        (["/v1/a", "/b"], ""),
        (["/v1", "/v1/a"], ""),
        (["/apis/a"], ""),
        (["/rest/v10/a"], "/rest/v10"),
        ([], ""),
    ],
)
def test_what_all_paths_begin_with_names_nothing(paths: list[str], stem: str) -> None:
    assert stem_of(paths) == stem


def under(prefix: str, *paths: str) -> dict[str, Any]:
    return {"paths": {f"{prefix}{p}": {"get": {"responses": {}}} for p in paths}}


def test_names_are_kept_under_a_prefix_and_new_ones_do_without_it() -> None:
    names = Names()
    identify_operations(under("", "/partners", "/analytics/partners", "/a/{id}"), names)
    known = {entry["id"] for entry in names.operations.values()}
    document = under(
        "/api/v1", "/analytics/partners", "/old/partners", "/partners", "/a/{id}", "/b"
    )
    identify_operations(document, names)
    ids = {path: item["get"]["operationId"] for path, item in document["paths"].items()}
    assert {*ids.values()} == known | {"get_old_partners", "get_b"}
    assert ids["/api/v1/partners"] == "get_partners"
    assert ids["/api/v1/analytics/partners"] == "get_analytics_partners"


def test_one_of_two_that_are_equally_near_is_not_guessed() -> None:
    names = Names()
    identify_operations(under("", "/x/leads", "/y/leads"), names)
    document = under("", "/leads")
    identify_operations(document, names)
    assert document["paths"]["/leads"]["get"]["operationId"] == "get_leads"
