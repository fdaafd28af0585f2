"""What the published pages of JourneyBee say of its specs alone: passes of its surfaces."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scripts.codegen.document import Json, bodies, operations, parameters, schemas

if TYPE_CHECKING:
    from collections.abc import Iterator


def type_timestamps(document: Json) -> None:
    """Fields named ``*_at`` are times: every published sample of one is an ISO 8601 text with Z."""
    for schema in schemas(document):
        for name, field in schema.get("properties", {}).items():
            for text in _plain_texts(field) if name.endswith("_at") else ():
                text["format"] = "date-time"


def type_dates_to_send(document: Json) -> None:
    """Query parameters and body fields named ``*_date`` take a date; what is read stays text.

    The pages call them ISO dates but show no format, and a response may hold a full time.
    """
    for _, path, operation in operations(document):
        fields = [(p["name"], p.get("schema", {})) for p in parameters(document, path, operation)]
        for body in bodies(document, operation):
            fields += body.get("properties", {}).items()
        for name, field in fields:
            for text in _plain_texts(field) if name.endswith("_date") else ():
                text["format"] = "date"


def _plain_texts(schema: Json) -> Iterator[Json]:
    """The schema itself, or the members of its union, as far as they are text of no known form."""
    for member in [schema, *schema.get("anyOf", [])]:
        is_text = member.get("type") in ("string", ["string", "null"], ["null", "string"])
        if is_text and not member.keys() & {"format", "enum", "pattern", "const"}:
            yield member
