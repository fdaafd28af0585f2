"""Where a drain of a list stands, and what a page adds to it.

Pages are joined in their order, whichever way they were fetched: rows that were given before are
left out, and what shows that rows were moved meanwhile is noticed.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, Protocol, TypeAlias

import attrs

from journeybee.pagination.page_size import PageSize
from journeybee.pagination.styles import ParsedPage, Position
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
class PageState:
    """What was given of a list so far, and where it goes on.

    Attributes:
        position: of the page that is next, None for the one that the operation itself asks for.
        skip: how many rows of that page were given already.
        recent: keys of the rows given last, oldest first.
        digested: whether those are digests, which is all that a token tells.
        fruitless: how many pages in a row held no row that is new.
        longest: how many rows the fullest page held.
        offset: how many rows of the list come before the page that is next, None if that follows
            from the operation itself.
        page_size: how the size of pages is asked for, None for as the spec says.
        opening: key of the first row that was met.
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
    offset: int | None = None
    page_size: PageSize | None = None
    opening: Key | None = None
    ended: bool = False


@attrs.frozen(kw_only=True)
class PageResult:
    """One page, joined to the pages before it.

    Attributes:
        new: where in the page the rows are that were not given before.
        keys: of all rows of the page.
        again: whether the page is needed again to know which rows of the next one are new.
        shift: how it shows that the list changed meanwhile, or that rows may be missing, or "".
        departure: how the size of the page departs from what was asked for, or "".
    """

    before: PageState
    after: PageState
    new: list[int]
    keys: list[Key]
    where: Callable[[int], Where]
    again: bool = False
    shift: str = ""
    departure: str = ""

    def state_after(self, given: int) -> PageState:
        """The place when so many of the new rows were given."""
        if given == len(self.new) and (self.after.ended or not self.again):
            return self.after
        if given == 0:
            return self.before
        position, skip = self.where(self.new[given - 1] + 1)
        keys = (self.keys[index] for index in self.new[:given])
        rows, recent = self.before.rows + given, (*self.before.recent, *keys)[-_RECENT_ROWS:]
        return attrs.evolve(self.before, position=position, skip=skip, rows=rows, recent=recent)


class Strategy(Protocol):
    """In which order of requests a list is drained."""

    predictable: bool
    """Whether each page is asked for at the position that the page before it told."""

    def first_state(self, parameter: str | None) -> PageState:
        """Where the drain begins.

        Args:
            parameter: the parameter for the size of a page that answers taught, if they did.
        """
        ...

    def request(self, state: PageState) -> Operation[Any]:
        """What to send at a state."""
        ...

    def merge(self, state: PageState, page: ParsedPage) -> PageResult:
        """Join the page that came; ValueError if the answer makes no sense where it stands."""
        ...


def next_state(
    state: PageState,
    page: ParsedPage,
    keys: list[Key],
    new: list[int],
    where: Where,
    *,
    ended: bool,
) -> PageState:
    """The place after a page; ValueError if pages without a new row come one after another."""
    # A drain that starts further on passes over pages until it is there.
    passing = bool(state.skip and keys and not state.recent)
    fruitless = 0 if new or passing else state.fruitless + 1
    if fruitless >= _MOST_FRUITLESS_PAGES and not ended:
        raise ValueError(f"{fruitless} pages in a row held no new row, and there are to be more")
    opening = state.opening
    if opening is None and keys:
        opening = keys[0]
    return PageState(
        position=where[0],
        skip=where[1],
        pages=state.pages + 1,
        rows=state.rows + len(new),
        total=state.total if page.total is None else page.total,
        # All of a page that is larger: it may come again.
        recent=(*state.recent, *(keys[index] for index in new))[-max(_RECENT_ROWS, len(keys)) :],
        fruitless=fruitless,
        longest=max(state.longest, len(keys)),
        offset=state.offset,
        page_size=PageSize("") if page.refused else state.page_size,
        opening=opening,
        digested=state.digested,
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


def keys_of(state: PageState, items: list[Any]) -> list[Key]:
    """What makes each row itself: its identity, else a digest of all it holds."""
    keys: list[Key] = []
    for item in items:
        key: Key | None = identity(item)
        if key is None:
            value = item.to_dict() if hasattr(item, "to_dict") else item
            key = digest_of(json.dumps(value, sort_keys=True, default=str))
        keys.append(key)
    return [digest_of(key) for key in keys] if state.digested else keys


def digest_of(key: Key) -> bytes:
    """The short form of a key, as it stands in tokens."""
    if isinstance(key, bytes):
        return key
    # Imported here: hashlib loads all of OpenSSL, which whoever takes no token need not wait for.
    from hashlib import blake2b

    return blake2b(repr(key).encode(errors="surrogatepass"), digest_size=KEY_SIZE).digest()
