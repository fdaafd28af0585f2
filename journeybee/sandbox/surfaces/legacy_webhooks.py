"""Webhooks of the legacy surface: which events there are, and what they send."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from journeybee.sandbox.crud.catalog import Call
from journeybee.sandbox.crud.resources import Resources
from journeybee.sandbox.store.items import Item
from journeybee.sandbox.surfaces.legacy import kind_of

# Events are named after these, and what was done.
_NAMES = {
    "leads": "lead",
    "lead-deals": "deal",
    "partnerships": "partner",
    "contacts": "partner_contact",
    "leads/notes": "lead_note",
    "lead-deals/notes": "deal_note",
}
_DONE = {"POST": "created", "PATCH": "updated", "DELETE": "deleted"}


def event_of(resources: Resources, call: Call) -> str | None:
    """The event that a successful call is, such as lead_note_created; None for none."""
    name = _NAMES.get(kind_of(call.operation.kind))
    event = f"{name}_{_DONE.get(call.operation.method)}"
    return event if event in resources.spec.document.get("webhooks", {}) else None


def body_of(resources: Resources, event: str, item: Item) -> Any:
    """What is sent: the documented fields of the item, times in milliseconds, no configuration."""
    request = resources.spec.document["webhooks"][event]["post"]["requestBody"]
    shape = resources.shapes.of(request["content"]["application/json"]["schema"])
    (entity,) = (name for name in shape.fields if name != "configuration")
    times = {name: _milliseconds(item[name]) for name in ("created_at", "updated_at")}
    described = shape.fields[entity].project({**item, **times}, lambda _: None)
    shape.fields[entity].complete(described, resources.make, required_only=True)
    return {entity: described, "configuration": []}


def _milliseconds(stamp: str) -> int:
    return int(datetime.fromisoformat(stamp).timestamp() * 1000)
