"""References by name: `stage_uuid` to a stage, "/leads" to leads; and references between items."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from journeybee.jsonvalue import is_array, is_object

# The API uses "partner" in paths and "partnership" in many fields for the same thing.
_SYNONYMS = {"partnership": "partner", "partner": "partnership"}


def plural(word: str) -> str:
    """The plural of an English noun, as the paths form it."""
    return word[:-1] + "ies" if word.endswith("y") else word + "s"


def singular(word: str) -> str:
    """The opposite of `plural`."""
    return word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")


def title(kind: str) -> str:
    """What the API calls one item of a kind: "Custom field" for custom-fields."""
    return singular(kind.rpartition("/")[2]).replace("-", " ").capitalize()


def split(name: str) -> tuple[str, str]:
    """A field name as what it refers to and "uuid", "uuids" or "" (no reference)."""
    for suffix in ("uuid", "uuids"):
        if name.endswith(f"_{suffix}"):
            return name.removesuffix(f"_{suffix}"), suffix
    return name, ""


def spellings(prefix: str) -> list[str]:
    """The prefix, and its synonym where the API uses two words for one thing."""
    return [prefix, _SYNONYMS[prefix]] if prefix in _SYNONYMS else [prefix]


def kind_of(prefix: str, kinds: Iterable[str]) -> str | None:
    """The kind that a field prefix refers to: assigned_user -> users. None when none is known."""
    known = set(kinds)
    words = prefix.split("_")
    for start in range(len(words)):
        for spelling in spellings("_".join(words[start:])):
            kind = plural(spelling).replace("_", "-")
            if kind in known:
                return kind
    return None


def link_names(parent_kind: str | None) -> list[str]:
    """The fields by which an item may refer to an item of another kind."""
    prefixes = spellings(singular(parent_kind or "").replace("-", "_"))
    return [*(f"{prefix}_uuid" for prefix in prefixes), *prefixes]


def key_of(reference: Any) -> str:
    """The uuid that a reference holds, "" when there is none."""
    return str(reference.get("uuid", "")) if is_object(reference) else ""


def linked(item: dict[str, Any], names: Iterable[str], key: str) -> bool:
    """Whether any of the named fields refers to the key."""
    return any(refers(item.get(name), key) for name in names)


def refers(value: Any, key: str) -> bool:
    """Whether a field holds the uuid, an object with it, or a list of either."""
    if is_array(value):
        return any(refers(entry, key) for entry in value)
    if is_object(value):
        return bool(value.get("uuid") == key)
    return bool(value == key)
