"""Values of custom fields by label."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from journeybee import UsageError
from journeybee.custom_fields import CustomFields
from journeybee.sandbox import Sandbox
from journeybee_api.v1.models import CustomFieldDefinition, EmbeddedCustomField

OPTIONS = [{"id": 41, "label": "Retail"}, {"id": 42, "label": "Logistics"}]
TYPES = ["text", "textarea", "number", "date", "boolean", "select", "multi_select", "colour"]
FIELDS = CustomFields(
    CustomFieldDefinition.from_dict(
        {"uuid": f"u-{kind}", "label": kind.title(), "type": kind, "options": OPTIONS}
    )
    for kind in TYPES
)
FORMS: list[tuple[str, Any, dict[str, Any]]] = [
    ("Textarea", "x", {"text": "x"}),
    ("Number", 1.5, {"number": 1.5}),
    ("Date", datetime.date(2024, 5, 1), {"date": "2024-05-01"}),
    ("Date", "2024-05-01", {"date": "2024-05-01"}),
    ("Boolean", False, {"boolean": False}),
    ("Select", "Logistics", {"select": 42}),
    ("u-select", 41, {"select": 41}),
    ("Multi_Select", ["Retail", 42], {"multi_select": [41, 42]}),
    ("Multi_Select", [], {"multi_select": []}),
]


@pytest.mark.parametrize(("name", "value", "form"), FORMS)
def test_values_get_the_form_of_the_api(name: str, value: Any, form: dict[str, Any]) -> None:
    (made,) = FIELDS.inputs({name: value})
    uuid = name if name.startswith("u-") else f"u-{name.lower()}"
    assert made.to_dict() == {"custom_field_uuid": uuid, "value": form}


REFUSED: list[tuple[str, Any, str]] = [
    ("Nubmer", 1, r"no custom field Nubmer: did you mean Number\?"),
    ("Number", "1", "Number='1' does not fit: Number is a number field"),
    ("Number", True, "is a number field"),
    ("Number", float("nan"), "is a number field"),
    ("Boolean", 1, "is a boolean field"),
    ("Date", "01.05.2024", "is a date field"),
    ("Date", datetime.datetime(2024, 5, 1, tzinfo=datetime.UTC), "is a date field"),
    ("Textarea", None, "is a textarea field"),
    ("Select", "Retial", r"no option 'Retial': did you mean Retail\? \(it has Retail, Logistics\)"),
    ("Select", True, "no option True"),
    ("Multi_Select", "Retail", "pass a list of options"),
    ("Colour", "red", "is a colour field"),
]


@pytest.mark.parametrize(("name", "value", "message"), REFUSED)
def test_what_does_not_fit_is_refused(name: str, value: Any, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        FIELDS.inputs({name: value})


def test_a_label_of_two_fields_is_refused_with_their_uuids() -> None:
    two = CustomFields(
        CustomFieldDefinition.from_dict({"uuid": uuid, "label": "Budget", "type": "number"})
        for uuid in ("u-1", "u-2")
    )
    with pytest.raises(UsageError, match=r"several custom fields are called Budget: .* u-1, u-2"):
        two.inputs({"Budget": 1})
    assert two.value("u-2", 1).number == 1


def test_values_are_read_by_label() -> None:
    values = [{"select": 42}, {"multi_select": [41, 7]}, {"number": 0}, None, {}]
    fields = [
        EmbeddedCustomField.from_dict(
            {"uuid": "u", "label": f"f{n}", "value": value, "options": OPTIONS}
        )
        for n, value in enumerate(values)
    ]
    read = CustomFields.values(fields)
    assert read == {"f0": "Logistics", "f1": ["Retail", 7], "f2": 0, "f3": None, "f4": None}


async def test_the_sandbox_takes_what_was_made() -> None:
    async with Sandbox(world="demo").client() as client:
        fields = CustomFields(await client.custom_fields.list(category="lead").collect())
        values = {"Interests": ["Platform", "Support"], "Comment": "x"}
        lead = await client.leads.create(email="a@x.com", custom_fields=fields.inputs(values))
        assert CustomFields.values(lead.custom_fields) == values
