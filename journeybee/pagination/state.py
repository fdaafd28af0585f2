"""The state of reading a list, and how a page that arrived changes it.

    first_state() or a resume token
          |
          v     request, fetch_page, Style.parse      merge
      PageState ------------------------> ParsedPage ------> PageResult
          ^                                                     |
          |   after: the next page, or this one again by        |
          |   another page size                                 |
          +-----------------------------------------------------+
          |                                                     |
          |   state_after(n): n of its new rows were handed out v
          +---- resume token <---------------------------- after.ended

A strategy, `Sequential` or `Overlapping`, makes the request of a state and merges the page that
came into a `PageResult`: which rows are new, and the state after them. Pages are merged in their
order, however they were fetched. Rows that were handed out before are left out, and signs that rows
moved meanwhile are reported. States are values: a fetch that fails or is cancelled leaves the state
as it was.
"""

# Annotations are not kept as text here: NamedTuple would compile each of them.

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple, TypeAlias

from journeybee.pagination.parsed_page import PageSize, ParsedPage, Position

KEY_SIZE = 6
"""Bytes of the digest that stands for a row: two rows of a page alike once in 10^11 pages."""

NO_NEW_ROWS = "consecutive pages contained no new rows"
"""In the message of the error for a list that leads nowhere; a mirror looks for it."""

_RECENT_ROWS = 1000
_MAX_FRUITLESS_PAGES = 10

Key: TypeAlias = str | int | bytes
"""What distinguishes a row from others: its identity, or a digest."""


class PageState(NamedTuple):
    """What was handed out of a list so far, and which page is next.

    Attributes:
        position: of the next page, None for the one that the operation itself requests.
        skip: how many rows of that page were handed out already.
        recent: keys of the rows handed out last, oldest first.
        digested: whether those are digests, which is all that a resume token holds.
        fruitless: how many pages in a row held no new row.
        longest: how many rows the fullest page held.
        offset: how many rows of the list come before the next page, None if that follows from the
            operation itself.
        page_size: how the size of pages is requested, None for as the spec says.
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

    def keys_of(self, items: list[Any]) -> list[Key]:
        """The key of each row: its identity, else a digest of all it holds."""
        if not self.digested and (uuids := _uuids(items)) is not None:
            return uuids
        keys: list[Key] = []
        for item in items:
            key: Key | None = identity(item)
            if key is None:
                value = item.to_dict() if hasattr(item, "to_dict") else item
                key = digest_of(json.dumps(value, sort_keys=True, default=str))
            keys.append(key)
        return [digest_of(key) for key in keys] if self.digested else keys

    def after(
        self,
        page: ParsedPage,
        keys: list[Key],
        new: list[int],
        position: tuple[Position | None, int],
        *,
        offset: int | None = None,
        ended: bool = False,
    ) -> "PageState":
        """The state after a page, to continue at a position, with so many rows to skip there.

        Raises:
            ValueError: too many consecutive pages held no new row.
        """
        # A drain that starts further on passes over pages until it is there.
        passing = bool(self.skip and keys and not self.recent)
        fruitless = 0 if new or passing else self.fruitless + 1
        if fruitless >= _MAX_FRUITLESS_PAGES and not ended:
            raise ValueError(f"aborted: {fruitless} {NO_NEW_ROWS}")
        added = keys if len(new) == len(keys) else [keys[index] for index in new]
        # All of a page that is larger: it may come again.
        older = len(self.recent) + len(added) - max(_RECENT_ROWS, len(keys))
        return PageState(
            position=position[0],
            skip=position[1],
            pages=self.pages + 1,
            rows=self.rows + len(new),
            total=self.total if page.total is None else page.total,
            recent=(*self.recent[max(0, older) :], *added),
            fruitless=fruitless,
            longest=max(self.longest, len(keys)),
            offset=self.offset if offset is None else offset,
            page_size=PageSize("") if page.refused else self.page_size,
            opening=keys[0] if self.opening is None and keys else self.opening,
            digested=self.digested,
            ended=ended,
        )


FetchPage: TypeAlias = Callable[[PageState], Awaitable[ParsedPage]]
"""Fetches and parses the page of a state."""


def _no_row(index: int) -> tuple[None, int]:
    raise AssertionError(index)


class PageResult(NamedTuple):
    """One page, merged into the state before it.

    Attributes:
        new: indexes of the rows that were not handed out before.
        keys: of all rows of the page.
        locate: the position of a row of the page, and how many rows to skip there.
        needed_again: whether the page is needed again to know which rows of the next one are new.
        shift: how it shows that the list changed meanwhile, or that rows may be missing, or "".
        size_mismatch: how the size of the page differs from the one requested, or "".
    """

    before: PageState
    after: PageState
    new: Sequence[int] = ()
    keys: Sequence[Key] = ()
    locate: Callable[[int], tuple[Position | None, int]] = _no_row
    needed_again: bool = False
    shift: str = ""
    size_mismatch: str = ""

    def state_after(self, handed_out: int) -> PageState:
        """The state when so many of the new rows were handed out."""
        if handed_out == len(self.new) and (self.after.ended or not self.needed_again):
            return self.after
        if handed_out == 0:
            return self.before
        position, skip = self.locate(self.new[handed_out - 1] + 1)
        keys = (self.keys[index] for index in self.new[:handed_out])
        return self.before._replace(
            position=position,
            skip=skip,
            rows=self.before.rows + handed_out,
            recent=(*self.before.recent, *keys)[-_RECENT_ROWS:],
        )


def identity(item: Any) -> str | int | None:
    """The `uuid` or `id` of a row, None if it has neither."""
    for name in ("uuid", "id"):
        value: Any = item.get(name) if item.__class__ is dict else getattr(item, name, None)
        if value.__class__ is str or value.__class__ is int:
            found: str | int = value
            return found
    return None


def _uuids(items: list[Any]) -> list[Key] | None:
    """The identities of rows that all are models with a `uuid`; None for others."""
    try:
        uuids: list[Key] = [item.uuid for item in items]
    except AttributeError:
        return None
    return uuids if {*map(type, uuids)} <= {str} else None


def digest_of(key: Key) -> bytes:
    """The short form of a key, as resume tokens hold it."""
    if isinstance(key, bytes):
        return key
    # Imported here: hashlib loads all of OpenSSL, which a program without tokens need not wait for.
    from hashlib import blake2b

    return blake2b(repr(key).encode(errors="surrogatepass"), digest_size=KEY_SIZE).digest()
