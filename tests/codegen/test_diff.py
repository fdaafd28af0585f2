"""What changed between two specs: each rule, forward and backward, and how it is written down."""

from __future__ import annotations

import copy
import random
import re
from typing import Any

import pytest

from scripts.codegen.report.diff import compare
from scripts.codegen.report.markdown import summary, to_markdown
from scripts.codegen.walk import clone
from tests.codegen.diff_cases import RULES, spec
from tests.codegen.frozen_project import normalised


def lines(old: dict[str, Any], new: dict[str, Any]) -> list[str]:
    """The entries of the report, without the sign of a list."""
    text = to_markdown(compare(old, new))
    return [line[2:] for line in text.splitlines() if line.startswith("- ")]


@pytest.mark.parametrize("rule", RULES)
def test_each_change_is_told_and_judged_in_both_directions(rule: str) -> None:
    edit, forward, backward = RULES[rule]
    old, new = spec(), spec()
    edit(new)
    assert lines(old, new) == forward
    assert lines(new, old) == backward


def test_a_moved_operation_is_no_break_but_its_positional_parameters_keep_their_order() -> None:
    new = spec()
    new["paths"]["/parts/{partId}/of/{id}"] = new["paths"].pop("/things/{id}/parts/{partId}")
    del new["paths"]["/parts/{partId}/of/{id}"]["delete"]
    told = lines(spec(), new)
    assert (
        "`get_part`: sent as `GET /parts/{partId}/of/{id}`, "
        "no longer as `GET /things/{id}/parts/{partId}`"
    ) in told
    assert (
        "**breaking** `get_part`: path parameters come in the order `partId, id`, "
        "no longer `id, partId`"
    ) in told


def test_a_new_required_field_breaks_where_a_model_is_sent_only() -> None:
    for model, mark in (("Part", "**breaking** "), ("Thing", "")):
        new = spec()
        new["components"]["schemas"][model]["properties"]["extra"] = {"type": "boolean"}
        new["components"]["schemas"][model]["required"].append("extra")
        assert lines(spec(), new) == [f"{mark}`{model}`: `extra` added, required: `boolean`"]


def test_two_new_operations_on_one_route_are_both_told() -> None:
    new = spec()
    for path, name in (("/all", "one"), ("/all/", "other")):
        new["paths"][path] = {"get": {"operationId": name, "responses": {"204": {}}}}
    assert lines(spec(), new) == ["`one`: added: `GET /all`", "`other`: added: `GET /all/`"]


def test_style_makes_no_difference() -> None:
    new = spec()
    schemas = new["components"]["schemas"]
    schemas["Thing"]["additionalProperties"] = False
    schemas["Thing"]["title"] = "A thing"
    schemas["Thing"]["properties"]["size"] = {"anyOf": [{"type": "null"}, {"type": "number"}]}
    schemas["Thing"]["required"].reverse()
    schemas["Kind"]["enum"].reverse()
    schemas["Unused"] = {"type": "object", "properties": {"a": {"type": "string"}}}
    new["paths"]["/things"]["get"]["responses"]["500"] = {"description": "Oh."}
    new["paths"] = dict(reversed(new["paths"].items()))
    assert compare(spec(), new).empty


def test_fields_taken_over_by_all_of_are_fields() -> None:
    new = spec()
    thing = new["components"]["schemas"]["Thing"]
    base = {
        "type": "object",
        "required": ["id"],
        "properties": {"id": thing["properties"].pop("id")},
    }
    thing["required"] = ["state"]
    new["components"]["schemas"]["Thing"] = {"allOf": [base, thing]}
    assert compare(spec(), new).empty


def test_evidence_has_sections_of_its_own() -> None:
    old = spec()
    old["paths"]["/things"]["get"]["x-evidence"] = "inferred"
    old["paths"]["/things"]["get"]["parameters"][1]["x-evidence"] = "inferred"
    old["components"]["schemas"]["Thing"]["properties"]["id"]["x-required"] = "inferred"
    text = to_markdown(compare(old, spec()), {"list_things": "things.list"})
    assert "## Now documented" in text
    assert "## Evidence that changed" not in text
    assert "- `things.list` (itself, `query limit`): was `inferred`\n" in text
    assert "- `Thing` (`id`): was `partly inferred`\n" in text
    assert "**0 breaking changes, 0 other**: 3 now documented." in text
    text = to_markdown(compare(spec(), old))
    assert "## Now documented" not in text
    assert "- `list_things` (itself, `query limit`): was `documented`, is now `inferred`\n" in text


def test_the_page_has_the_public_names_the_counts_and_the_rule_once() -> None:
    new = spec()
    RULES["parameter"][0](new)
    RULES["field that is read"][0](new)
    RULES["values that are read"][0](new)
    report = compare(spec(), new)
    assert summary(report) == "**2 breaking changes, 1 other**: 1 of parameters, 2 of models."
    text = to_markdown(report, {"list_things": "things.list"})
    assert re.findall("^#.*", text, re.MULTILINE) == [
        "# Changes of the spec",
        "## Parameters",
        "## Models",
    ]
    assert "- **breaking** `things.list`: `query limit` removed\n" in text
    assert text.index("`size` removed") < text.index('`"old"` removed')
    assert text.count("Breaking is what") == 1


def test_no_difference_says_so() -> None:
    text = to_markdown(compare(spec(), spec()))
    assert text == "# Changes of the spec\n\nNo difference that a caller could see.\n"
    assert summary(compare(spec(), spec())) == "No difference that a caller could see."


def test_a_whole_spec_does_not_differ_from_itself() -> None:
    assert compare(normalised(), clone(normalised())).empty


@pytest.mark.parametrize("seed", range(20))
def test_a_document_never_differs_from_itself_and_reports_do_not_hang_on_order(seed: int) -> None:
    chance = random.Random(seed)
    old, new = spec(), spec()
    applied = 0
    for rule in chance.sample(sorted(RULES), 3):
        try:
            RULES[rule][0](new)
        except (KeyError, ValueError, IndexError):
            continue  # an edit before took away what this one edits
        applied += 1
    assert compare(new, copy.deepcopy(new)).empty
    text = to_markdown(compare(old, new))
    shuffled = copy.deepcopy(new)
    schemas = list(shuffled["components"]["schemas"].items())
    chance.shuffle(schemas)
    shuffled["components"]["schemas"] = dict(schemas)
    shuffled["paths"] = dict(reversed(shuffled["paths"].items()))
    assert to_markdown(compare(old, shuffled)) == text
    assert ("No difference" in text) == (applied == 0)
