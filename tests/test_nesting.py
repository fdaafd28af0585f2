"""Deeply nested values can be read, shown, written and sent back."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pytest_httpx import HTTPXMock

from journeybee import JourneyBee
from journeybee_api._runtime import to_json
from journeybee_api._runtime.styles import json_text
from tests.pipeline_harness import KEY, URL

DEPTH = 900


def nested(depth: int) -> Any:
    value: Any = 1
    for level in range(depth):
        value = [value] if level % 2 else {"in": value}
    return value


def same(one: Any, other: Any) -> bool:
    """Whether two values are equal; `==` would exceed the recursion limit."""
    return json.dumps(one) == json.dumps(other)


@pytest.mark.parametrize("field", ["odd", "email"])
async def test_a_deep_value_is_read_shown_written_and_sent(
    httpx_mock: HTTPXMock, field: str
) -> None:
    row: Any = {"uuid": "u", field: nested(DEPTH)}
    httpx_mock.add_response(content=json.dumps(row).encode(), is_reusable=True)
    async with JourneyBee(KEY, base_url=URL) as client:
        lead = await client.leads.get("u")
        assert same(lead.to_dict(), row)
        assert "'in'" in repr(lead)
        await client.request("PUT", "/leads/u", json=lead)
        await client.leads.update("u", custom_fields=[row])
    sent = [json.loads(request.content) for request in httpx_mock.get_requests()[1:]]
    assert same(sent[0], row)
    assert same(sent[1], {"custom_fields": [row]})


@pytest.mark.thorough
def test_what_json_cannot_hold_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"^json is nested too deeply to be written as JSON"):
        json_text("json", nested(50_000))
    with pytest.raises(ValueError, match=r"^a(\.in|\[0\]){900} is nan, which JSON cannot hold"):
        json_text("a", json.loads(json.dumps(nested(DEPTH)).replace("1", "NaN")))
    endless: list[Any] = [1]
    endless += [endless, endless]
    with pytest.raises(ValueError, match=r"^body holds itself"):
        to_json("body", endless)
