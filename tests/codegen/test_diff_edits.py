"""Seeded edits of a spec: the report names what was edited, and nothing else."""

from __future__ import annotations

import random
from typing import Any

import pytest

from scripts.codegen.document import operations
from scripts.codegen.normalise.passes import normalise
from scripts.codegen.report.diff import compare
from tests.codegen.frozen_project import names, normalised, published


def edit(document: dict[str, Any], chance: random.Random) -> tuple[set[str], str]:
    """Make one edit; returns the only subjects that may be told of, and what must be said."""
    schemas = document["components"]["schemas"]
    told = {n: m for n, m in schemas.items() if n in MODELS}
    # A page without one of its fields would be no page, which is another change.
    models = sorted(n for n, m in told.items() if m.get("properties") and not n.endswith("Page"))
    enums = sorted(n for n, m in told.items() if m.get("enum"))
    kind = chance.choice(["field", "no field", "value", "no value", "operation", "no operation"])
    if kind in {"field", "no field"}:
        name = chance.choice(models)
        fields = schemas[name]["properties"]
        if kind == "field":
            fields["brand_new"] = {"type": "string"}
            return {name}, "brand_new"
        field = chance.choice(sorted(fields))
        del fields[field]
        schemas[name]["required"] = [f for f in schemas[name].get("required", []) if f != field]
        return {name}, field
    if kind in {"value", "no value"}:
        name = chance.choice(enums)
        values = schemas[name]["enum"]
        if kind == "value":
            values.append("brand_new")
            return {name}, '"brand_new"'
        return {name}, f'"{values.pop(chance.randrange(len(values)))}"'
    if kind == "operation":
        responses = {"204": {"description": "Done."}}
        document["paths"]["/brand-new/"] = {"post": {"operationId": "go", "responses": responses}}
        return {"go"}, "POST /brand-new/"
    method, path, operation = chance.choice(list(operations(document)))
    del document["paths"][path][method]
    return {operation["operationId"]}, f"{method.upper()} {path}"


MODELS = set(normalised()["components"]["schemas"])


@pytest.mark.parametrize("seed", range(16))
def test_only_what_was_edited_is_told_of(seed: int) -> None:
    new = published()
    subjects, text = edit(new, random.Random(seed))
    report = compare(normalised(), normalise(new, names()))
    told = [c for c in report.changes if text in f"{c.name} {c.old} {c.new}"]
    assert {change.subject for change in told} == subjects
    # With a part goes what only it used: models, and fields of bodies that were of this model.
    rest = [c for c in report.changes if c not in told]
    assert all(change.section == "Models" and change.text == "removed" for change in rest), rest
