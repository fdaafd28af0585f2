"""What a model knows of its changes since it was read."""

from __future__ import annotations

import copy
import json
import pickle
from collections.abc import Callable
from typing import Any

import attrs
import pytest

from journeybee_api._runtime import UNSET, changed_fields, keep_origin
from journeybee_api.v1.models import LabelRef, Lead, ResourceBlock

LEAD = {
    "uuid": "l-1",
    "first_name": "Ada",
    "last_name": None,
    "email": "ada@example.com",
    "company_name": "Analytical",
    "status": "new",
    "partner": {"uuid": "p-1", "name": "Engines"},
    "tags": [{"uuid": "t-1", "label": "hot"}, {"uuid": "t-2", "label": "cold"}],
    "assigned_users": [],
    "custom_fields": [
        {"uuid": "c-1", "label": "Colours", "value": {"multi_select": [1, 2]}, "options": []}
    ],
    "created_at": "2024-05-01T00:00:00.000Z",
    "updated_at": "2024-05-01T00:00:00.000Z",
    "newer": {"deep": [{"x": 1}]},
}
Change = Callable[[Any], object]


def read(data: dict[str, Any] = LEAD, *, text: str | None = None) -> Lead:
    lead = Lead.from_dict(copy.deepcopy(data))
    keep_origin(lead, text)
    return lead


def first_tag(lead: Lead) -> LabelRef:
    return lead.tags[0]


def value_of(lead: Lead) -> Any:
    return lead.custom_fields[0].value


CHANGES: dict[str, list[Change]] = {
    "status": [lambda lead: setattr(lead, "status", "lost")],
    "source": [lambda lead: setattr(lead, "source", "manual")],
    "tags": [
        lambda lead: lead.tags.append(LabelRef(uuid="t-3", label="new")),
        lambda lead: lead.tags.pop(),
        lambda lead: lead.tags.reverse(),
        lambda lead: lead.tags.clear(),
        lambda lead: lead.tags.__setitem__(0, LabelRef(uuid="t-3", label="new")),
        lambda lead: lead.tags.__delitem__(0),
        lambda lead: lead.tags.__iadd__([LabelRef(uuid="t-3", label="new")]),
        lambda lead: setattr(lead, "tags", [*lead.tags, LabelRef(uuid="t-3", label="new")]),
        lambda lead: setattr(first_tag(lead), "label", "warm"),
        lambda lead: first_tag(lead).additional_properties.update(colour="red"),
    ],
    "assigned_users": [lambda lead: lead.assigned_users.append(lead.partner)],
    "partner": [
        lambda lead: setattr(lead, "partner", None),
        lambda lead: setattr(lead.partner, "name", "Looms"),
    ],
    "custom_fields": [
        lambda lead: setattr(value_of(lead), "multi_select", [3]),
        lambda lead: value_of(lead).multi_select.append(3),
        lambda lead: lead.custom_fields[0].options.append(1),
    ],
    "additional_properties": [
        lambda lead: lead.additional_properties.update(colour="red"),
        lambda lead: lead.additional_properties["newer"].update(deep=None),
        lambda lead: lead.additional_properties["newer"]["deep"][0].pop("x"),
    ],
}  # fmt: skip


@pytest.mark.parametrize("text", [None, json.dumps(LEAD)])
def test_a_model_that_was_read_has_no_changes(text: str | None) -> None:
    lead = read(text=text)
    assert changed_fields(lead) == []
    assert lead.to_dict() == LEAD
    assert lead == Lead.from_dict(LEAD)


@pytest.mark.parametrize("name", CHANGES)
def test_a_changed_field_is_named(name: str) -> None:
    for change in CHANGES[name]:
        lead = read()
        change(lead)
        assert changed_fields(lead) == [name]


@pytest.mark.parametrize("copied", [copy.deepcopy, lambda it: pickle.loads(pickle.dumps(it))])
@pytest.mark.parametrize("name", CHANGES)
def test_copies_keep_the_changes(copied: Callable[[Lead], Lead], name: str) -> None:
    for change in CHANGES[name]:
        before, after = read(), copied(read())
        change(before)
        change(after)
        assert changed_fields(copied(before)) == changed_fields(after) == [name]
    assert changed_fields(copied(read())) == []


def test_a_shallow_copy_has_changes_of_its_own() -> None:
    lead = read()
    lead.status = "lost"
    other = copy.copy(lead)
    other.email = "countess@example.com"
    assert changed_fields(lead) == ["status"]
    assert changed_fields(other) == ["email", "status"]


def test_what_has_its_first_value_again_is_not_changed() -> None:
    lead = read()
    lead.status, lead.tags = "lost", []
    lead.status, lead.tags = "new", read().tags
    assert changed_fields(lead) == []


def test_a_model_that_was_made_has_no_known_changes() -> None:
    assert changed_fields(LabelRef(uuid="t-1", label="hot")) is None
    assert changed_fields(Lead.from_dict(LEAD)) is None


def test_a_copy_with_other_fields_is_changed() -> None:
    lead = read()
    other = attrs.evolve(lead, status="lost", phone_number="1")
    assert changed_fields(other) == ["status", "phone_number"]
    assert changed_fields(lead.__replace__(source="manual")) == ["source"]
    assert changed_fields(lead) == []


def test_values_that_are_equal_in_python_alone_are_changes() -> None:
    data = {"deep": True, "nan": float("nan"), "text": "\ud83d"}
    lead = read(data, text=json.dumps(data))
    assert changed_fields(lead) == []
    lead.additional_properties["deep"] = 1
    assert changed_fields(lead) == ["additional_properties"]


def test_any_json_notes_its_changes() -> None:
    block = ResourceBlock.from_dict({"content": {"rows": [{"cells": []}]}})
    keep_origin(block)
    assert changed_fields(block) == []
    block.content["rows"][0]["cells"].append(1)
    setattr(block, "style", UNSET)  # noqa: B010
    assert changed_fields(block) == ["content"]
    block.title = None
    assert changed_fields(block) == ["title", "content"]


def test_other_values_have_no_origin() -> None:
    keep_origin(None)
    keep_origin([LEAD])
