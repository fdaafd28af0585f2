"""Where a drain of a list stands, and what a page adds to it.

Pages are joined in their order, whichever way they were fetched: rows that were given before are
left out, and what shows that rows were moved meanwhile is noticed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Protocol, TypeAlias

import attrs

from journeybee.pagination.styles import Cut, Position, Style
from journeybee_api._runtime import Operation

KEY_SIZE = 6
"""Bytes of the digest that stands for a row: two rows of a page alike once in 10^11 pages."""

_RECENT_ROWS = 1000
_MOST_FRUITLESS_PAGES = 10

Key: TypeAlias = str | int | bytes
"""What tells a row from others: its identity, or a digest."""

Where: TypeAlias = tuple[Position | None, int]
"""A page, and how many of its rows to pass over."""


@attrs.frozen(kw_only=True)
class Place:
    """What was given of a list so far, and where it goes on.

    Attributes:
        position: of the page that is next, None for the one that the operation itself asks for.
        skip: how many rows of that page were given already.
        recent: keys of the rows given last, oldest first.
        digested: whether those are digests, which is all that a token tells.
        fruitless: how many pages in a row held no row that is new.
        longest: how many rows the fullest page held.
    """

    position: Position | None = None
    skip: int = 0
    pages: int = 0
    rows: int = 0
    total: int | None = None
    recent: tuple[Key, ...] = ()
    digested: bool = False
    fruitless: int = 0
    longest: int = 0
    ended: bool = False


@attrs.frozen(kw_only=True)
class Step:
    """One page, joined to the pages before it.

    Attributes:
        fresh: where in the page the rows are that were not given before.
        keys: of all rows of the page.
        again: whether the page is needed again to know which rows of the next one are new.
        shift: how it shows that the list changed meanwhile, or "".
    """

    before: Place
    after: Place
    fresh: list[int]
    keys: list[Key]
    where: Callable[[int], Where]
    again: bool = False
    shift: str = ""

    def standing(self, given: int) -> Place:
        """The place when so many of the fresh rows were given."""
        if given == len(self.fresh) and (self.after.ended or not self.again):
            return self.after
        if given == 0:
            return self.before
        position, skip = self.where(self.fresh[given - 1] + 1)
        keys = (self.keys[index] for index in self.fresh[:given])
        rows, recent = self.before.rows + given, (*self.before.recent, *keys)[-_RECENT_ROWS:]
        return attrs.evolve(self.before, position=position, skip=skip, rows=rows, recent=recent)


class Course(Protocol):
    """In which order of requests a list is drained."""

    predictable: bool
    """Whether each page is asked for at the position that the page before it told."""

    def request(self, place: Place) -> Operation[Any]:
        """What to send at a place."""
        ...

    def join(self, place: Place, cut: Cut) -> Step:
        """Join the page that came; ValueError if the answer makes no sense where it stands."""
        ...


@attrs.frozen
class PageByPage:
    """Each page once, as it is cut: as many requests as there are pages."""

    operation: Operation[Any]
    style: Style
    predictable = True

    def request(self, place: Place) -> Operation[Any]:
        if place.position is None:
            return self.operation
        return self.style.at(self.operation, place.position)

    def join(self, place: Place, cut: Cut) -> Step:
        keys = keys_of(place, cut.items)
        start, shift = _resumed(place, keys)
        identified = bool(cut.items) and identity(cut.items[0]) is not None
        known = frozenset(place.recent if identified else ())
        fresh = [i for i in range(start, len(keys)) if keys[i] not in known]
        number = cut.number or place.pages + 1
        if keys and not fresh and not cut.overlaps and _repeats(place, cut, keys):
            raise ValueError(f"page {number} repeats page {number - 1}")
        position = cut.upcoming[0] if cut.upcoming else None
        # A token knows only the last of the rows that were given: here are the others.
        place = attrs.evolve(place, recent=(*place.recent, *keys[: start if place.skip else 0]))
        after = arrived(place, cut, keys, fresh, (position, 0), ended=not cut.upcoming)
        full = len(keys) >= place.longest and (cut.total is None or after.rows < cut.total)
        if cut.stalled and fresh and full:
            raise ValueError(f"{cut.stalled}: others that have it cannot be reached")
        if not shift and not cut.overlaps and len(fresh) < len(keys) - start:
            shift = f"page {number} holds rows of the pages before it"
        shift = shift or _miscount(place, cut, number)
        if after.ended and not shift:
            skipped, total = self.style.skipped(self.operation), cut.total or place.total
            if total is not None and skipped is not None and skipped + after.rows < total:
                shift = f"the list ended after {skipped + after.rows} of {total} rows"
        return Step(
            before=place,
            after=after,
            fresh=fresh,
            keys=keys,
            where=lambda index: (place.position, index),
            again=cut.overlaps,
            shift=shift,
        )


def arrived(
    place: Place, cut: Cut, keys: list[Key], fresh: list[int], where: Where, *, ended: bool
) -> Place:
    """The place after a page; ValueError if pages without a new row come one after another."""
    fruitless = 0 if fresh else place.fruitless + 1
    if fruitless >= _MOST_FRUITLESS_PAGES and not ended:
        raise ValueError(f"{fruitless} pages in a row held no new row, and there are to be more")
    return Place(
        position=where[0],
        skip=where[1],
        pages=place.pages + 1,
        rows=place.rows + len(fresh),
        total=place.total if cut.total is None else cut.total,
        recent=(*place.recent, *(keys[index] for index in fresh))[-_RECENT_ROWS:],
        fruitless=fruitless,
        longest=max(place.longest, len(keys)),
        digested=place.digested,
        ended=ended,
    )


def identity(item: Any) -> str | int | None:
    """The ``uuid`` or ``id`` of a row, None if it has neither."""
    for name in ("uuid", "id"):
        value: Any = item.get(name) if item.__class__ is dict else getattr(item, name, None)
        if value.__class__ is str or value.__class__ is int:
            found: str | int = value
            return found
    return None


def keys_of(place: Place, items: list[Any]) -> list[Key]:
    """What makes each row itself: its identity, else a digest of all it holds."""
    keys: list[Key] = []
    for item in items:
        key: Key | None = identity(item)
        if key is None:
            value = item.to_dict() if hasattr(item, "to_dict") else item
            key = digest_of(json.dumps(value, sort_keys=True, default=str))
        keys.append(key)
    return [digest_of(key) for key in keys] if place.digested else keys


def digest_of(key: Key) -> bytes:
    """The short form of a key, as it stands in tokens."""
    if isinstance(key, bytes):
        return key
    # Imported here: hashlib loads all of OpenSSL, which whoever takes no token need not wait for.
    from hashlib import blake2b

    return blake2b(repr(key).encode(errors="surrogatepass"), digest_size=KEY_SIZE).digest()


def _resumed(place: Place, keys: list[Key]) -> tuple[int, str]:
    """How many rows of the page to pass over, and how it shows that they are not those given."""
    if not place.skip:
        return 0, ""
    last = place.recent[-1] if place.recent else None
    if last not in keys:
        return min(place.skip, len(keys)), "the row where the drain stopped is not on its page"
    start = keys.index(last) + 1
    return start, "" if start == place.skip else "the row where the drain stopped has moved"


def _repeats(place: Place, cut: Cut, keys: list[Key]) -> bool:
    """Whether a page is the one before it, and no rows inserted meanwhile can be why."""
    grown = (cut.total or 0) > (place.total or 0)
    after_another = not (place.skip or place.fruitless or grown)
    return after_another and place.recent[-len(keys) :] == tuple(keys)


def _miscount(place: Place, cut: Cut, number: int) -> str:
    if place.total is not None and cut.total is not None and place.total != cut.total:
        return f"the total went from {place.total} to {cut.total}"
    if cut.total_pages and cut.upcoming and cut.per_page and len(cut.items) < cut.per_page:
        return f"page {number} holds {len(cut.items)} rows of {cut.per_page}, but is not the last"
    return ""
