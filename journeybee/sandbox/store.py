"""What the sandbox remembers: items by kind and parent, in the order they were created."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from journeybee.sandbox.references import refers

Item = dict[str, Any]


@dataclass(slots=True)
class Record:
    """One stored item. `parent` is the uuid of the item its path hangs on."""

    kind: str
    key: str
    parent: str | None
    item: Item


@dataclass(frozen=True, slots=True)
class PortalSession:
    """One visit of a partner's user to the portal; `duration` in seconds."""

    user_uuid: str
    day: date
    page_views: int
    duration: int


class Store:
    """Records by key, by kind and by parent. Keys are unique over all kinds."""

    def __init__(self) -> None:
        self.records: dict[str, Record] = {}
        self.singletons: dict[tuple[str, str], Any] = {}
        self.sessions: dict[str, list[PortalSession]] = {}
        self._by_kind: dict[str, dict[str, Record]] = {}
        self._by_parent: dict[str, dict[str, Record]] = {}

    def add(self, kind: str, key: str, item: Item, parent: str | None = None) -> None:
        """Append an item to its kind."""
        record = Record(kind, key, parent, item)
        self.records[key] = record
        self._by_kind.setdefault(kind, {})[key] = record
        if parent is not None:
            self._by_parent.setdefault(parent, {})[key] = record

    def get(self, kind: str, key: str) -> Item | None:
        """The item of that kind, or None."""
        record = self._by_kind.get(kind, {}).get(key)
        return record.item if record else None

    def items(self, kind: str) -> list[Item]:
        """All items of a kind, oldest first."""
        return [record.item for record in self._by_kind.get(kind, {}).values()]

    def children(self, kind: str, parent: str) -> list[Item]:
        """The items of a kind that hang on one parent, oldest first."""
        found = self._by_parent.get(parent, {}).values()
        return [record.item for record in found if record.kind == kind]

    def remove(self, key: str) -> None:
        """Forget an item and whatever hangs on it."""
        record = self.records.pop(key)
        del self._by_kind[record.kind][key]
        if record.parent is not None:
            self._by_parent.get(record.parent, {}).pop(key, None)
        for child in list(self._by_parent.pop(key, {})):
            self.remove(child)
        for place in [place for place in self.singletons if place[1] == key]:
            del self.singletons[place]
        self.sessions.pop(key, None)

    def referrers(self, key: str) -> Iterator[tuple[Record, str]]:
        """Every record and field that refers to the item, except those that hang on it."""
        for record in self.records.values():
            if record.parent == key:
                continue
            for name, value in record.item.items():
                if name not in ("uuid", "id") and refers(value, key):
                    yield record, name
