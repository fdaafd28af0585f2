"""Fields of which a spec says only that they are JSON: any value is read and written back."""

from __future__ import annotations

import attrs
import pytest

from journeybee_api._runtime import UNSET, Json, Model, Reader, Unset
from journeybee_api._runtime.annotations import field_hints


@attrs.define(kw_only=True)
class Thing(Model):
    metadata: Json | Unset = UNSET
    rows: list[Json] | Unset = UNSET


VALUES = [None, True, 1, 1.5, "a", [], [1, ["a", {"b": None}]], {"a": {"b": [1]}}]


@pytest.mark.parametrize("value", VALUES)
def test_any_json_is_read_without_drift_and_written_back(value: Json) -> None:
    data = {"metadata": value, "rows": [value, value]}
    thing = Thing.from_dict(data, Reader(strict=True))
    assert thing.metadata == value
    assert thing.to_dict() == data


def test_the_type_of_such_a_field_can_be_looked_up() -> None:
    assert set(field_hints(Thing)) >= {"metadata", "rows"}
