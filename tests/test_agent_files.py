"""The files for agents: tools with schemas that hold, and an index of all pages."""

from __future__ import annotations

import functools
import inspect
import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from journeybee.surfaces import SURFACES
from scripts.tools.site.agents import llms, llms_full, tools, tools_json


@pytest.mark.parametrize("name", SURFACES)
def test_each_operation_is_a_tool_whose_schema_is_valid(name: str) -> None:
    surface = SURFACES[name]
    found = tools(surface)
    assert {tool["name"] for tool in found} == set(surface.operations)
    for tool in found:
        schema = tool["input_schema"]
        Draft202012Validator.check_schema(schema)
        assert "#/components/" not in json.dumps(schema)
        builder: Any = functools.reduce(getattr, tool["call"].split("."), surface.client("key"))
        parameters = inspect.signature(builder).parameters
        assert set(schema["properties"]) == set(parameters), tool["name"]
        needed = {p.name for p in parameters.values() if p.default is p.empty}
        assert needed == set(schema["required"]), tool["name"]


def test_a_schema_accepts_and_refuses() -> None:
    (tool,) = (tool for tool in tools(SURFACES["v1"]) if tool["name"] == "create_lead")
    validator = Draft202012Validator(tool["input_schema"])
    assert validator.is_valid({"email": "ada@example.com", "custom_fields": []})
    assert not validator.is_valid({"email": 1})
    assert not validator.is_valid({"e-mail": "ada@example.com"})
    assert not tool["read_only"]
    assert json.loads(tools_json(SURFACES["saleshandy"]))


def test_the_index_has_titles_and_first_sentences() -> None:
    page = "---\nsearch:\n  boost: 2\n---\n# Errors\n\nAll errors derive from [one](x.md). More.\n"
    text = llms([("guides/errors.md", page)])
    assert "- [Errors](guides/errors.html): All errors derive from one.\n" in text
    assert "boost" not in llms_full([("guides/errors.md", page)])
