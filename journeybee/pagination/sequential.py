"""Draining a list page by page, each page once."""

from __future__ import annotations

from typing import Any

import attrs

from journeybee.pagination.page_numbers import PageNumbers
from journeybee.pagination.parsed_page import has_ended, reports_of_end
from journeybee.pagination.sizing import Sizing, introduced
from journeybee.pagination.state import Key, Place, Step, arrived, identity, keys_of
from journeybee.pagination.styles import Cut, Style
from journeybee_api._runtime import Operation


@attrs.frozen
class PageByPage:
    """Each page once, as the server cuts it: as many requests as there are pages.

    Pages of one size follow each other without a gap whatever that size is, so a server that caps
    or ignores the size costs requests and no rows. Where the size asked for changes, or a drain
    starts behind the first page, the place is found by counting the rows from the first page on.
    """

    operation: Operation[Any]
    style: Style
    predictable = True

    def begin(self, parameter: str | None) -> Place:
        if parameter is None or not isinstance(self.style, PageNumbers):
            return Place()
        number, size = self.style.place(self.operation)
        before = (number - 1) * size
        if not parameter:
            return Place(position=1, skip=before, offset=0, sizing=Sizing(""))
        whole = self.style.comes_whole(self.operation)
        sizing = introduced(self.style.max_size or size if whole else size)
        position, skip = divmod(before, sizing.size or 1)
        return Place(position=position + 1, skip=skip, offset=before - skip, sizing=sizing)

    def request(self, place: Place) -> Operation[Any]:
        if place.position is None:
            return self.operation
        operation = self.style.at(self.operation, place.position)
        if isinstance(self.style, PageNumbers):
            return self.style.resized(operation, place.sizing)
        return operation

    def join(self, place: Place, cut: Cut) -> Step:
        keys = keys_of(place, cut.items)
        if (elsewhere := self._relocated(place, cut)) is not None:
            return Step(before=place, after=elsewhere, fresh=[], keys=keys, where=_nowhere)
        start, left, shift = _resumed(place, keys)
        identified = bool(cut.items) and identity(cut.items[0]) is not None
        known = frozenset(place.recent if identified else ())
        fresh = [i for i in range(start, len(keys)) if keys[i] not in known]
        number = cut.number or place.pages + 1
        reached = self._offset(place) + len(keys)
        reports = reports_of_end(cut, reached) if cut.counted else frozenset[bool]()
        doubt = None
        if keys and not cut.overlaps and not (fresh and identified):
            doubt = _end_by_repeating(place, cut, keys, reports)
        if doubt is not None:
            fresh = []
        elif identified and _starts_again(place, cut, keys, reports):
            raise ValueError(f"page {number} begins with the first row of the list again")
        elif not cut.overlaps and len(fresh) < len(keys) - start:
            shift = shift or f"page {number} holds rows of the pages before it"
        ended = doubt is not None or has_ended(cut, reached, nothing_new=not keys)
        more = not ended and reports == frozenset({False})
        # A token knows only the last of the rows that were given: here are the others.
        if place.skip and place.recent:
            place = attrs.evolve(place, recent=(*place.recent, *keys[:start]))
        after = self._after(place, cut, keys, fresh, ended=ended, left=left, reached=reached)
        shift = shift or doubt or _miscount(place, cut, number, more=more)
        return Step(
            before=place,
            after=after,
            fresh=fresh,
            keys=keys,
            where=lambda index: (place.position, index),
            again=cut.overlaps or (cut.counted and len(reports) != 1 and not ended),
            shift=shift or (self._missing(after, cut, reached) if ended else ""),
            departure=_departure(place, cut, more=more),
        )

    def _offset(self, place: Place) -> int:
        """How many rows of the list come before the page at a place."""
        if place.offset is not None:
            return place.offset
        if isinstance(place.position, int) and isinstance(self.style, PageNumbers):
            return (place.position - 1) * self.style.place(self.operation)[1]
        return self.style.skipped(self.operation) or 0

    def _relocated(self, place: Place, cut: Cut) -> Place | None:
        """Where to go on if the page that came does not lie where it was asked for."""
        if not cut.counted or (cut.number or 1) == 1:
            return None
        rows, asked, reported = len(cut.items), cut.asked or 0, cut.reported_size
        more = reports_of_end(cut, self._offset(place) + rows) == frozenset({False})
        other = rows > asked or reported not in (None, asked) or (0 < rows < asked and more)
        if not cut.refused and (place.pages or not asked or not other):
            return None
        wanted = self._offset(place) + place.skip
        size = reported if reported == rows else None
        position, skip = divmod(wanted, size) if size else (0, wanted)
        return attrs.evolve(
            place,
            position=position + 1,
            skip=skip,
            offset=wanted - skip,
            pages=place.pages + 1,
            longest=0,
            sizing=Sizing("") if cut.refused else place.sizing,
        )

    def _after(
        self,
        place: Place,
        cut: Cut,
        keys: list[Key],
        fresh: list[int],
        *,
        ended: bool,
        left: int,
        reached: int,
    ) -> Place:
        """The place after a page; ValueError if the rows that are left cannot be reached."""
        if not cut.counted:
            position = cut.upcoming[0] if cut.upcoming else None
            after = arrived(place, cut, keys, fresh, (position, 0), ended=ended)
            full = len(keys) >= place.longest and (cut.total is None or after.rows < cut.total)
            if cut.stalled and fresh and full:
                raise ValueError(f"{cut.stalled}: others that have it cannot be reached")
            return after
        if cut.switch is not None and not ended:
            after = arrived(place, cut, keys, fresh, (1, len(keys) + left), ended=False)
            return attrs.evolve(after, offset=0, sizing=cut.switch, longest=0)
        following = (None if ended else (cut.number or 1) + 1, left)
        after = arrived(place, cut, keys, fresh, following, ended=ended)
        return attrs.evolve(after, offset=reached)

    def _missing(self, after: Place, cut: Cut, reached: int) -> str:
        """How the rows that came differ from the total, or ""."""
        skipped, total = self.style.skipped(self.operation), cut.total or after.total
        if total is None or skipped is None:
            return ""
        if skipped + after.rows < total:
            return f"the list ended after {skipped + after.rows} of {total} rows"
        if cut.counted and cut.total is not None and cut.total < reached:
            return f"the list has {reached} rows, its total says {cut.total}"
        return ""


def _nowhere(index: int) -> tuple[None, int]:
    raise AssertionError(index)


def _resumed(place: Place, keys: list[Key]) -> tuple[int, int, str]:
    """How many rows of the page to pass over, how many of the next, and what is wrong with that."""
    if not place.skip:
        return 0, 0, ""
    last = place.recent[-1] if place.recent else None
    if last in keys:
        start = keys.index(last) + 1
        return start, 0, "" if start == place.skip else "the row where the drain stopped has moved"
    start = min(place.skip, len(keys))
    unknown = "" if last is None else "the row where the drain stopped is not on its page"
    return start, place.skip - start, unknown


def _end_by_repeating(
    place: Place, cut: Cut, keys: list[Key], reports: frozenset[bool]
) -> str | None:
    """What is doubtful about a list that ends by a page that came before.

    None if the page is another one than before, or rows inserted meanwhile can be why it is not.
    Raises ValueError if a count says that this is a page of its own, or if the size was honoured:
    a server that does that, and ignores the number of a page, never sends the rest.
    """
    grown = (cut.total or 0) > (place.total or 0)
    if place.skip or place.fruitless or grown or place.recent[-len(keys) :] != tuple(keys):
        return None
    rows, asked, number = len(keys), cut.asked or 0, cut.number or place.pages + 1
    if not cut.counted or reports or rows == asked:
        raise ValueError(f"page {number} repeats page {number - 1}")
    return f"page {number} repeats page {number - 1}, and no answer reports how many rows there are"


def _starts_again(place: Place, cut: Cut, keys: list[Key], reports: frozenset[bool]) -> bool:
    """Whether a later page begins as the first one did, though no row was inserted."""
    later = cut.counted and (cut.number or 1) > 1 and place.pages > 0
    passing = place.skip and not place.recent
    # Where a total is reported, it tells rows inserted meanwhile from a list that starts again;
    # a token has too few rows to leave out those of a page that came.
    resumed = place.digested and len(place.recent) < len(keys)
    known = place.skip and place.recent
    return later and keys[0] == place.opening and not known and (passing or resumed or not reports)


def _miscount(place: Place, cut: Cut, number: int, *, more: bool) -> str:
    rows = len(cut.items)
    if place.total is not None and cut.total is not None and place.total != cut.total:
        return f"the total went from {place.total} to {cut.total}"
    if rows < place.longest and more:
        return f"page {number} holds {rows} rows of {place.longest}, but is not the last"
    if cut.counted and 0 < place.longest < rows:
        return f"page {number} holds {rows} rows, the pages before it at most {place.longest}"
    return ""


def _departure(place: Place, cut: Cut, *, more: bool) -> str:
    """How the size of pages is not the one asked for, or ""."""
    rows, asked = len(cut.items), cut.asked
    if not asked or not rows:
        return ""
    largest = max(rows, place.longest)
    # A page after a smaller one: that was not the last.
    followed = 0 < place.longest < asked
    if rows > asked or (largest < asked and (more or followed)):
        return f"{asked} rows a page were asked for, pages hold {largest}"
    return ""
