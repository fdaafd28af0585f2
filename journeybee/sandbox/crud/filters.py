"""Query parameters of list operations as conditions on items."""

from __future__ import annotations

from typing import Any

from journeybee.sandbox.spec.references import plural, refers, spellings, split
from journeybee.sandbox.spec.shapes import Shape
from journeybee.sandbox.spec.values import as_list
from journeybee.sandbox.store.items import Item

PAGING = frozenset({"page", "per_page"})


def matches(shape: Shape, item: Item, name: str, value: Any) -> bool:
    """Whether the item passes one query parameter.

    A field name selects by that field's value, `<reference>_uuid` by that reference, `search` by
    text in any free text field. A parameter that matches no field of the kind passes all items.
    """
    if name in ("search", "q"):
        return contains(shape, item, str(value))
    prefix, suffix = split(name)
    if suffix:
        fields = [f for p in spellings(prefix) for f in (f"{p}_uuid", p, plural(p)) if f in item]
        wanted = as_list(value) or []
        return not fields or any(refers(item[f], key) for f in fields for key in wanted)
    if name in item:
        return _same(item[name], value)
    return True


def contains(shape: Shape, item: Item, text: str) -> bool:
    """Whether any free text of the item contains the search text, ignoring case."""
    wanted = text.casefold()
    return any(
        wanted in str(item.get(name) or "").casefold()
        for name, part in shape.fields.items()
        if part.type == "string" and not part.enum and not name.endswith(("uuid", "_at", "date"))
    )


def _same(found: Any, wanted: Any) -> bool:
    if isinstance(wanted, list):
        return found in wanted
    return bool(found == wanted)
