"""Webhooks of the legacy surface: which events there are, and what they send."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from journeybee.hints import did_you_mean
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


def example_of(resources: Resources, event: str) -> Item:
    """The oldest item that an event could be about. Raises ValueError where there is none."""
    kinds = {f"{name}_{done}": kind for kind, name in _NAMES.items() for done in _DONE.values()}
    known = [name for name in kinds if name in resources.spec.document.get("webhooks", {})]
    if event not in known:
        hint = did_you_mean(event, known) or f"; there are {', '.join(known)}"
        raise ValueError(f"the sandbox sends no event {event!r}{hint}")
    record = resources.store.first(kinds[event])
    if record is None:
        raise ValueError(f"there are no {kinds[event]} that {event} could be about")
    return record.item


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
