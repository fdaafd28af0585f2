"""Helpers that build the demo world."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeVar

from journeybee.sandbox.crud.resources import Resources
from journeybee.sandbox.spec.shapes import midnight, timestamp
from journeybee.sandbox.store.items import Item
from journeybee.sandbox.world import words

T = TypeVar("T")

# Days back from now in which things happen.
HISTORY = 900


@dataclass(frozen=True, slots=True)
class Size:
    """How many items of each kind a world has."""

    partners: int
    leads: int
    deals: int
    quotes: int
    commissions: int
    tasks: int
    mdf_requests: int
    assets: int
    enrolled: int


class Builder:
    """Adds items to a store, at random but the same for the same seed."""

    def __init__(
        self, resources: Resources, size: Size | None, seed: int | str, now: datetime
    ) -> None:
        self.resources = resources
        self.size = size or Size(*[0] * 9)
        self.random = random.Random(f"world {seed}")  # noqa: S311 - reproducible, not secret
        self.now = now

    def add(self, kind: str, parent: str | None = None, **fields: Any) -> Item:
        """A new item of the kind; fields that its schema does not know stay unseen."""
        return self.resources.add(kind, {"uuid": self.resources.make.uuid(), **fields}, parent)

    def items(self, kind: str, **wanted: Any) -> list[Item]:
        """The items so far of a kind that have the wanted values."""
        return [
            item
            for item in self.resources.store.items(kind)
            if all(item.get(name) == value for name, value in wanted.items())
        ]

    def pick(self, values: Sequence[T]) -> T:
        """One of the values."""
        return self.random.choice(values)

    def some(self, values: Sequence[T], most: int) -> list[T]:
        """From none to `most` of the values."""
        return self.random.sample(values, self.random.randint(0, min(most, len(values))))

    def sample(self, values: Sequence[T], count: int) -> list[T]:
        """That many of the values, or all if there are fewer."""
        return self.random.sample(values, min(count, len(values)))

    def chance(self, share: float) -> bool:
        """True in that share of cases."""
        return self.random.random() < share

    def past(self, days: float, since: float = 0) -> float:
        """How many days ago something was, between `since` and `days`, more likely of late."""
        share: float = self.random.random() ** 1.4
        return since + (days - since) * share

    def moments(self, days_ago: float) -> dict[str, str]:
        """`created_at` that long ago, and `updated_at` between then and now."""
        return {
            "created_at": self.moment(days_ago),
            "updated_at": self.moment(days_ago * self.random.random()),
        }

    def moment(self, days_ago: float) -> str:
        """A timestamp that many days ago."""
        return timestamp(self.now - timedelta(days=days_ago))

    def day(self, days_ago: float) -> str:
        """The beginning of the day that many days ago, as dates of items are written."""
        return midnight(self.moment(days_ago))

    def person(self) -> dict[str, str]:
        """First and last name."""
        return {
            "first_name": self.pick(words.FIRST_NAMES),
            "last_name": self.pick(words.LAST_NAMES),
        }

    def phone(self) -> str:
        """A phone number of the range kept for fiction."""
        return f"+1 555 01{self.random.randrange(100):02d}"


LABELLED = ("uuid", "label")
NAMED = ("uuid", "name")
USER = ("uuid", "email", "first_name", "last_name")
LEAD = ("uuid", "first_name", "last_name", "email", "company_name")
CURRENCY = ("uuid", "code", "label")


def reference(item: Item, names: Iterable[str] = LABELLED) -> Item:
    """The short form in which other items hold this one."""
    return {name: item[name] for name in names}


def references(items: Iterable[Item], names: Iterable[str] = LABELLED) -> list[Item]:
    """The short forms of several items."""
    return [reference(item, names) for item in items]
