"""Answers of the Saleshandy surface: figures generated from the request, the same each time.

The published pages show no body of team stats; a row for each member, below `payload`, is assumed.
"""

from __future__ import annotations

import random
from typing import Any

from journeybee.sandbox.crud.catalog import Call
from journeybee.sandbox.crud.resources import Resources
from journeybee.sandbox.spec.shapes import Shape

ROWS = 45
SORTED_BY = "emailSent"


def answer(resources: Resources, call: Call) -> Any:
    """The JSON value that a checked request is answered with."""
    body = call.fields
    if call.operation.id == "team_stats":
        return _team(body)
    shape = resources.shapes.of(call.operation.response)
    seed = f"{call.operation.id} {sorted(body.items(), key=str) if 'pageNum' not in body else ''}"
    value = _made_up(shape, random.Random(seed), resources)  # noqa: S311 - made up
    value["message"] = "Fetched successfully"
    payload = value.setdefault("payload", {})
    if call.operation.id == "consolidated_stats":
        page, size = int(body.get("pageNum", 1)), int(body.get("pageLimit", 10))
        row = shape.fields["payload"].fields["data"].items or Shape()
        numbers = range(ROWS)[(page - 1) * size : page * size]
        payload["data"] = [
            _made_up(row, random.Random(number), resources)  # noqa: S311 - made up
            for number in numbers
        ]
        payload["hasMore"] = page * size < ROWS
        payload["nextPageNumber"] = page + 1 if payload["hasMore"] else None
    if "sequenceId" in body:
        payload["sequenceId"] = body["sequenceId"]
    return value


def _team(body: dict[str, Any]) -> Any:
    ids = body.get("userIds") or [f"user{number:06d}" for number in range(ROWS)]
    rows: list[dict[str, Any]] = []
    for user in ids:
        numbers = random.Random(f"team {user}")  # noqa: S311 - made up
        sent = numbers.randrange(2000)
        opened = numbers.randrange(sent + 1)
        replied = numbers.randrange(opened + 1)
        rows.append({"userId": user, "emailSent": sent, "opened": opened, "replied": replied})
    name = body.get("orderBy", SORTED_BY)
    rows.sort(key=lambda row: row.get(name, 0), reverse=body.get("sortOrder", "desc") == "desc")
    page, limit = int(body.get("page", 1)), int(body.get("limit", 25))
    return {
        "message": "Team stats fetched successfully",
        "payload": rows[(page - 1) * limit : page * limit],
    }


def _made_up(shape: Shape, numbers: random.Random, resources: Resources) -> Any:
    """A value of a shape with every declared field."""
    if shape.enum:
        return numbers.choice(shape.enum)
    match shape.type:
        case "object":
            return {name: _made_up(part, numbers, resources) for name, part in shape.fields.items()}
        case "array":
            return [_made_up(shape.items, numbers, resources)] if shape.items else []
        case "integer" | "number":
            return numbers.randrange(1000)
        case "boolean":
            return numbers.random() < 0.5
        case "string":
            return str(numbers.randrange(1000))
        case _:
            return None
