"""The query parameters of legacy lists as conditions on items."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from journeybee.jsonvalue import is_array, is_object
from journeybee.sandbox.crud.filters import contains
from journeybee.sandbox.spec.shapes import Shape
from journeybee.sandbox.spec.values import as_list
from journeybee.sandbox.store.items import Item

SENT = ("manual", "campaign", "integration")


def matches(shape: Shape, item: Item, name: str, value: Any) -> bool:
    """Whether the item passes one parameter; parameters that are not conditions pass all items."""
    if name == "search":
        return contains(shape, item, str(value))
    condition = _CONDITIONS.get(name)
    return condition is None or condition(item, value)


def sorted_as_asked(items: list[Item], sort: Any) -> list[Item]:
    """A page in the order that [{"type", "asc"}, ...] asks for."""
    for entry in reversed(sort or []):
        name: str = "stage_series" if entry["type"] == "stage" else entry["type"]
        items = sorted(items, key=_sort_key(name), reverse=not entry.get("asc", True))
    return items


def _sort_key(name: str) -> Callable[[Item], tuple[float, str]]:
    def key(item: Item) -> tuple[float, str]:
        value: Any = item.get(name)
        label: Any = value.get("label") if is_object(value) else value
        return (label, "") if isinstance(label, int | float) else (0, str(label or ""))

    return key


def _ids(value: Any) -> set[str]:
    """The numbers of an item's field: of objects, of one object, or the field itself."""
    if is_array(value):
        return {found for entry in value for found in _ids(entry)}
    return {str(value.get("id") if is_object(value) else value)}


def _among(*fields: str) -> Callable[[Item, Any], bool]:
    def condition(item: Item, value: Any) -> bool:
        wanted = set(as_list(value) or ())
        return any(_ids(item.get(field)) & wanted for field in fields)

    return condition


def _view(item: Item, value: Any) -> bool:
    partnership: Item = item.get("partnership") or {}
    kind: Any = item.get("partner_type") or partnership.get("partner_type")
    match value:
        case "all":
            return True
        case "assigned":
            return bool(item.get("assigned_users"))
        case "campaigns":
            return item.get("source") == "campaign"
        case "sent" | "received":
            return bool((item.get("source") in SENT) == (value == "sent"))
        case _:
            return bool(kind == value)


def _custom_fields(item: Item, value: list[Item]) -> bool:
    stored: list[Item] = item.get("custom_fields", [])
    values: dict[int, Item] = {entry["id"]: entry.get("value") or {} for entry in stored}
    return all(
        str(part).casefold() in str(values.get(entry["id"], {}).get(name, "")).casefold()
        for entry in value
        for name, part in entry.get("value", {}).items()
    )


_CONDITIONS: dict[str, Callable[[Item, Any], bool]] = {
    "view": _view,
    "assigned": lambda item, value: value != 1 or bool(item.get("assigned_users")),
    "unassigned": lambda item, value: value != 1 or not item.get("assigned_users"),
    "status": _among("status"),
    "tags": _among("tags"),
    "users": _among("assigned_users"),
    "stages": _among("stage_id"),
    "phases": _among("stage_phase"),
    "categories": _among("category"),
    "tiers": _among("tier"),
    "association": _among("association"),
    "category": _among("category"),
    "partner_type": _among("partner_type"),
    "partnership_id": _among("partnership_id"),
    "customFields": _custom_fields,
}
