"""The items of a sandbox by kind and parent, in the order they were created."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from journeybee.sandbox.spec.references import refers

Item = dict[str, Any]


@dataclass(slots=True)
class Record:
    """One stored item. `parent` is the uuid of the item above it in the path."""

    kind: str
    key: str
    parent: str | None
    item: Item
    number: int = 0


@dataclass(frozen=True, slots=True)
class State:
    """All that a store holds, in the order it was added."""

    records: list[Record]
    singletons: dict[tuple[str, str], Any]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The state that `Sandbox.snapshot` returns and `restore` takes.

    .. versionadded:: 0.1
    """

    states: dict[str, State]
    numbers: Any


class Store:
    """Records by key, by kind and by parent. Keys are unique over all kinds.

    `highest` is the highest numeric key so far.
    """

    def __init__(self, state: State | None = None) -> None:
        self.records: dict[str, Record] = {}
        self.singletons: dict[tuple[str, str], Any] = {}
        self.changed: set[str] = set()
        self.changed_singletons: set[tuple[str, str]] = set()
        self.highest = 0
        self._numbers = itertools.count(1)
        self._by_kind: dict[str, dict[str, Record]] = {}
        self._by_parent: dict[str, dict[str, Record]] = {}
        if state is not None:
            for record in state.records:
                self.add(record.kind, record.key, record.item, record.parent)
            self.singletons.update(state.singletons)
            self.changed_singletons.update(state.singletons)

    @property
    def state(self) -> State:
        """The whole state; its items are those of the store, not copies."""
        return State(list(self.records.values()), self.singletons)

    def unchanged(self) -> None:
        """Clear the record of changes."""
        self.changed.clear()
        self.changed_singletons.clear()

    def add(self, kind: str, key: str, item: Item, parent: str | None = None) -> None:
        """Append an item to its kind."""
        record = Record(kind, key, parent, item, next(self._numbers))
        self.records[key] = record
        if key.isdigit():
            self.highest = max(self.highest, int(key))
        self.changed.add(key)
        self._by_kind.setdefault(kind, {})[key] = record
        if parent is not None:
            self._by_parent.setdefault(parent, {})[key] = record

    def touch(self, item: Item) -> None:
        """Note that an item was changed in place."""
        self.changed.add(str(item.get("uuid") or item.get("id")))

    def get(self, kind: str, key: str) -> Item | None:
        """The item of that kind, or None."""
        record = self._by_kind.get(kind, {}).get(key)
        return record.item if record else None

    def first(self, kind: str) -> Record | None:
        """The oldest item of a kind, with its key and parent."""
        return next(iter(self._by_kind.get(kind, {}).values()), None)

    def count(self, kind: str) -> int:
        """How many items of a kind there are."""
        return len(self._by_kind.get(kind, ()))

    def counts(self) -> dict[str, int]:
        """How many items of each kind there are, for the kinds that have some."""
        return {kind: len(records) for kind, records in self._by_kind.items() if records}

    def some(self, kind: str, start: int, stop: int) -> list[Item]:
        """A part of the items of a kind, oldest first."""
        found = itertools.islice(self._by_kind.get(kind, {}).values(), start, stop)
        return [record.item for record in found]

    def items(self, kind: str) -> list[Item]:
        """All items of a kind, oldest first."""
        return [record.item for record in self._by_kind.get(kind, {}).values()]

    def children(self, kind: str, parent: str) -> list[Item]:
        """The items of a kind below one parent, oldest first."""
        found = self._by_parent.get(parent, {}).values()
        return [record.item for record in found if record.kind == kind]

    def put_singleton(self, kind: str, parent: str, value: Any) -> None:
        """Set the singleton of a kind and parent."""
        self.singletons[kind, parent] = value
        self.changed_singletons.add((kind, parent))

    def drop_singleton(self, kind: str, parent: str) -> None:
        """Remove the singleton of a kind and parent, if there is one."""
        self.singletons.pop((kind, parent), None)
        self.changed_singletons.add((kind, parent))

    def remove(self, key: str) -> None:
        """Remove an item and everything below it."""
        record = self.records.pop(key)
        self.changed.add(key)
        del self._by_kind[record.kind][key]
        if record.parent is not None:
            self._by_parent.get(record.parent, {}).pop(key, None)
        for child in list(self._by_parent.pop(key, {})):
            self.remove(child)
        for place in [place for place in self.singletons if place[1] == key]:
            self.drop_singleton(*place)

    def referrers(self, key: str) -> Iterator[tuple[Record, str]]:
        """Every record and field that refers to the item, except the item's own children."""
        for record in self.records.values():
            if record.parent == key:
                continue
            for name, value in record.item.items():
                if name not in ("uuid", "id") and refers(value, key):
                    yield record, name
