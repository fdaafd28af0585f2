"""Overlays: what each action does, and that none of them is without effect or reason."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from scripts.codegen.errors import SpecError
from scripts.codegen.intake.overlay import apply_overlay, overlaid
from scripts.codegen.surfaces import ROOT

DOCUMENT: dict[str, Any] = {
    "info": {"title": "T", "contact": {"name": "N"}},
    "tags": [{"name": "a"}, {"name": "b"}, {"name": "c"}],
    "paths": {
        "/a": {"get": {"tags": ["a"], "parameters": [{"name": "x"}, {"name": "y"}]}},
        "/b": {"get": {"tags": ["b"], "parameters": [{"name": "x"}]}, "query": {}},
    },
}


def overlay(*actions: dict[str, Any], **others: Any) -> dict[str, Any]:
    info = {"title": "Corrections", "version": "1"}
    return {"overlay": "1.0.0", "info": info, "actions": list(actions), **others}


def newer(*actions: dict[str, Any]) -> dict[str, Any]:
    return overlay(*actions, overlay="1.1.0")


def action(target: str, **fields: Any) -> dict[str, Any]:
    return {"target": target, "description": "It is wrong.", **fields}


def applied(*actions: dict[str, Any]) -> dict[str, Any]:
    before = copy.deepcopy(DOCUMENT)
    result = apply_overlay(DOCUMENT, overlay(*actions), "v1.yaml")
    assert before == DOCUMENT
    return result


def refused(document: dict[str, Any]) -> SpecError:
    with pytest.raises(SpecError) as caught:
        apply_overlay(DOCUMENT, document, "v1.yaml")
    return caught.value


def test_an_update_is_merged_into_every_object_that_matches() -> None:
    update: dict[str, Any] = {"info": {"contact": {"url": "U"}, "title": "New"}, "x-new": [1]}
    result = applied(action("$", update=update))
    assert result["info"] == {"title": "New", "contact": {"name": "N", "url": "U"}}
    assert result["x-new"] == [1]
    result = applied(action("$.paths.*.get", update={"deprecated": True}))
    assert [item["get"]["deprecated"] for item in result["paths"].values()] == [True, True]


def test_an_update_of_a_list_is_one_more_entry_and_lists_in_objects_grow() -> None:
    assert applied(action("$.tags", update={"name": "d"}))["tags"][-1] == {"name": "d"}
    result = applied(action("$.paths['/a'].get", update={"tags": ["z"]}))
    assert result["paths"]["/a"]["get"]["tags"] == ["a", "z"]


def test_what_is_added_in_two_places_is_not_shared() -> None:
    update: dict[str, Any] = {"responses": {"200": {}}}
    result = applied(
        action("$.paths.*.get", update=update),
        action("$.paths['/a'].get.responses['200']", update={"description": "d"}),
    )
    assert result["paths"]["/b"]["get"]["responses"] == {"200": {}}
    assert update == {"responses": {"200": {}}}


def test_what_matches_is_removed_from_its_object_or_list() -> None:
    assert "query" not in applied(action("$.paths.*.query", remove=True))["paths"]["/b"]
    result = applied(action("$.paths.*.get.parameters[?@.name == 'x']", remove=True))
    assert [i["get"]["parameters"] for i in result["paths"].values()] == [[{"name": "y"}], []]
    assert applied(action("$.tags[0,1,0]", remove=True))["tags"] == [{"name": "c"}]
    assert applied(action("$.tags[-1]", remove=True))["tags"] == [{"name": "a"}, {"name": "b"}]
    assert "title" not in applied(action("$.info.title", remove=True))["info"]
    assert applied(action("$..parameters", remove=True), action("$..get", remove=True))


def test_what_one_place_holds_is_copied_to_others() -> None:
    copied = newer(action("$.paths['/b'].query", copy="$.paths['/a'].get"))
    result = apply_overlay(DOCUMENT, copied, "v1.yaml")["paths"]
    assert result["/b"]["query"] == result["/a"]["get"]
    result["/b"]["query"]["tags"].append("z")
    assert result["/a"]["get"]["tags"] == ["a"]
    more = newer(action("$.tags", copy="$.info.contact"))
    assert apply_overlay(DOCUMENT, more)["tags"][-1] == {"name": "N"}
    described = {**newer(action("$.info", update={})), "info": {"title": "t", "version": "1"}}
    described["info"]["description"] = "Why."
    assert apply_overlay(DOCUMENT, described) == DOCUMENT


def test_actions_see_what_those_before_them_did() -> None:
    result = applied(
        action("$.paths", update={"/c": {"get": {}}}),
        action("$.paths['/c'].get", update={"summary": "s"}),
        action("$.paths['/a']", remove=True),
    )
    assert list(result["paths"]) == ["/b", "/c"]
    assert result["paths"]["/c"] == {"get": {"summary": "s"}}


def test_documents_may_be_as_deep_as_they_are_loaded() -> None:
    deep: dict[str, Any] = {"end": {}}
    for _ in range(198):
        deep = {"a": deep}
    result = apply_overlay(deep, overlay(action("$..end", update={"x": 1})), "v1.yaml")
    for _ in range(198):
        result = result["a"]
    assert result == {"end": {"x": 1}}


@pytest.mark.parametrize(
    ("document", "where", "problem"),
    [
        (overlay(action("$.paths['/z']", remove=True)), "#/actions/0", "matches nothing"),
        (
            overlay(action("$", update={}), action("$.x", update={})),
            "#/actions/1",
            "matches nothing",
        ),
        (overlay({"target": "$", "update": {}}), "#/actions/0", "no reason"),
        (overlay(action("$", update={}, description=" ")), "#/actions/0", "no reason"),
        (overlay(action("$", update={}, reason="r")), "#/actions/0", "key 'reason'"),
        (overlay(action("$", update={}), author="a"), "#", "key 'author'"),
        (overlay(action("$")), "#/actions/0", "either"),
        (overlay(action("$.info", update={}, remove=True)), "#/actions/0", "either"),
        (overlay(action("$.info", remove=False)), "#/actions/0", "either"),
        (overlay(action("$.info", remove="yes")), "#/actions/0/remove", "true or false"),
        (overlay({"description": "d", "update": {}}), "#/actions/0", "no target"),
        (overlay(action("$[", update={})), "#/actions/0/target", "is not JSONPath"),
        (overlay(action("paths", update={})), "#/actions/0/target", "is not JSONPath"),
        (overlay(action("$.paths.~", update={})), "#/actions/0/target", "is not JSONPath"),
        (overlay(action("$", remove=True)), "#/actions/0", "whole document"),
        (overlay(action("$.info.title", update={})), "#/actions/0", "single values"),
        (overlay(action("$.info", update=[1])), "#/actions/0", "must be one too"),
        (overlay(), "#/actions", "at least one"),
        (overlay("x"), "#/actions/0", "an object"),  # type: ignore[arg-type]
        (overlay(action("$", update={}), overlay="1.2.0"), "#/overlay", "1.0.0"),
        (overlay(action("$.info", copy="$.tags")), "#/actions/0", "key 'copy'"),
        (newer(action("$.info", copy="$.tags", update={})), "#/actions/0", "either"),
        (newer(action("$.info", copy=1)), "#/actions/0/copy", "JSONPath"),
        (newer(action("$.info", copy="$[")), "#/actions/0/copy", "is not JSONPath"),
        (newer(action("$.info", copy="$.tags[*]")), "#/actions/0/copy", "selects 3"),
        (newer(action("$.info", copy="$.tags")), "#/actions/0", "must be one too"),
        (overlay(action("$", update={}), overlay=1.0), "#/overlay", "1.0.0"),
        (overlay(action("$", update={}), info={"title": "t"}), "#/info", "a version"),
    ],
)
def test_what_cannot_be_carried_out_is_refused_by_its_place(
    document: dict[str, Any], where: str, problem: str
) -> None:
    error = refused(document)
    assert error.pointer == f"v1.yaml{where}"
    assert problem in error.problem


def test_extensions_are_let_be() -> None:
    document = overlay(action("$.info", update={"x": 1}, **{"x-by": "me"}), **{"x-at": 1})
    assert apply_overlay(DOCUMENT, document)["info"]["x"] == 1


def test_an_overlay_in_a_file_need_not_exist(tmp_path: Path) -> None:
    path = tmp_path / "v1.yaml"
    assert overlaid(DOCUMENT, path) == DOCUMENT
    path.write_text(json.dumps(overlay(action("$.info", update={"x": 1}))))
    assert overlaid(DOCUMENT, path)["info"]["x"] == 1
    path.write_text("overlay: 1.0.0\noverlay: 1.0.0\n")
    with pytest.raises(SpecError, match=r"^v1.yaml#: .*twice"):
        overlaid(DOCUMENT, path)


def test_a_file_of_the_project_is_named_from_its_root(monkeypatch: pytest.MonkeyPatch) -> None:
    path = ROOT / "specs" / "overlays" / "none.yaml"
    monkeypatch.setattr(Path, "exists", lambda _: True)
    monkeypatch.setattr(Path, "read_bytes", lambda _: b"{}")
    with pytest.raises(SpecError, match=r"^specs/overlays/none.yaml#/overlay: "):
        overlaid(DOCUMENT, path)
