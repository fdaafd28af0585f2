"""Draining numbered pages of a list that changes, without losing or doubling a row.

Pages that only touch prove nothing: one row deleted before the border and another inserted behind
it leave the total as it was, and a row lost. Each window asked for here overlaps the rows given
last. Where it holds one of them, the rows after that are the ones to give next, since the order of
rows that stay does not change. Where it holds none, rows before it were deleted: the window before
it is asked for, until one does.
"""

from __future__ import annotations

from typing import Any, Self

import attrs

from journeybee.errors import ConfigurationError, ListShiftedError
from journeybee.pagination.page_numbers import PageNumbers
from journeybee.pagination.parsed_page import has_ended, reports_of_end
from journeybee.pagination.sizing import Sizing, introduced
from journeybee.pagination.state import Place, Step, Where, arrived, keys_of
from journeybee.pagination.styles import Cut, Style
from journeybee_api._runtime import Operation

# The least size with which windows can overlap anywhere in a list of a hundred million rows.
_LEAST_SIZE = 20


@attrs.frozen
class Windows:
    """Windows of varying size, each of them a numbered page."""

    operation: Operation[Any]
    style: PageNumbers
    predictable = False

    @classmethod
    def over(cls, operation: Operation[Any], style: Style) -> Self | None:
        """The windows over a list, None if its pages have no numbers and so cannot move.

        Raises ValueError if the API's largest page is too small for windows.
        """
        if not isinstance(style, PageNumbers) or style.comes_whole(operation):
            return None
        if style.max_size is not None and style.max_size < _LEAST_SIZE:
            least = f"pages of {_LEAST_SIZE} rows"
            raise ValueError(f"{operation.id} cannot be refetched: its API does not give {least}")
        return cls(operation, style)

    def begin(self, parameter: str | None) -> Place:
        if parameter is None:
            return Place()
        return Place(sizing=introduced(self._largest) if parameter else Sizing(""))

    def request(self, place: Place) -> Operation[Any]:
        if place.sizing is not None and not place.sizing.parameter:
            problem = "the server refuses to be asked for a page size"
            raise ConfigurationError(f"{self.operation.id} cannot be refetched: {problem}")
        offset = self._offset(place)
        # The row given last is in the window, and as many rows behind it as can be.
        inside = offset - 1 if place.recent and offset else offset
        sizes = range(1, self._limit(place) + 1)
        size = max(sizes, key=lambda size: (inside // size + 1) * size)
        operation = self.style.at(self.operation, inside // size + 1, size)
        if place.sizing is None:
            return operation
        return self.style.resized(operation, attrs.evolve(place.sizing, size=size))

    def join(self, place: Place, cut: Cut) -> Step:
        if cut.refused or cut.switch is not None:
            return self._anew(place, cut, cut.switch or Sizing(""))
        begin = ((cut.number or 1) - 1) * (cut.asked or 1)
        end = begin + len(cut.items)
        keys = keys_of(place, cut.items)
        known = frozenset(place.recent)
        last = next((i for i in reversed(range(len(keys))) if keys[i] in known), None)
        back = False
        if last is not None:
            start = last + 1
        elif not place.recent:
            start = max(0, self._offset(place) - begin)
        else:
            back, start = begin > 0, 0
            if not back and place.rows > len(place.recent):
                raise self._lost()
        fresh = [] if back else list(range(start, len(keys)))
        # The row given last is the last in a window that reaches beyond it, of a size that came.
        short = len(keys) < (cut.asked or 0) <= place.longest
        nothing_new = not fresh and keys[-1:] == list(place.recent[-1:]) and (short or not keys)
        ended = not back and has_ended(cut, end, nothing_new=nothing_new)
        cap = self._cap(place, cut, end, ended=ended)
        if cap is not None and (cut.number or 1) > 1:
            return self._anew(place, cut, cap)
        gone = place.recent and not (back or fresh) and place.recent[-1] not in keys
        if gone and (cut.total is None or cut.total < end):
            # Or the page is another one than was asked for.
            raise self._lost()
        # Not all of a window back: the one that holds that row may begin with it.
        where = self._where(max(0, begin - self._limit(place) * 9 // 10) if back else end)
        after = arrived(place, cut, keys, fresh, where, ended=ended)
        return Step(
            before=place,
            after=after if cap is None else attrs.evolve(after, sizing=cap),
            fresh=fresh,
            keys=keys,
            where=lambda index: self._where(begin + index),
            shift=self._missing(after, cut) if ended else "",
            departure=_departure(cut, cap),
        )

    def _cap(self, place: Place, cut: Cut, end: int, *, ended: bool) -> Sizing | None:
        """How to ask for windows that the server does not cut short; None if this one is not.

        Raises ValueError if it sends none of the size asked for, so that windows cannot overlap.
        """
        rows, asked = len(cut.items), cut.asked or 0
        reports = reports_of_end(cut, end)
        if ended and (cut.number or 1) == 1:
            return None
        size = asked
        if cut.reported_size is not None and cut.reported_size < asked:
            size = max(cut.reported_size, rows) if reports or not rows else rows
        elif rows < asked and not ended and (False in reports or rows > place.longest):
            # Without any count, a window of a size that never came yet may be cut short.
            size = rows if rows and (False in reports or not reports) else asked
        if rows > asked or (size < min(_LEAST_SIZE, asked) and (cut.number or 1) > 1):
            problem = f"of {asked} rows asked for it sent {rows}"
            raise ValueError(
                f"the list cannot be refetched from a server that cuts pages: {problem}"
            )
        parameter = place.sizing.parameter if place.sizing else self.style.size
        return Sizing(parameter, size) if size < asked else None

    def _anew(self, place: Place, cut: Cut, sizing: Sizing) -> Step:
        """The same place once more, asked for in another way."""
        where = (place.position, place.skip)
        after = arrived(place, cut, [], [], where, ended=False)
        after = attrs.evolve(after, sizing=sizing, longest=place.longest)
        return Step(
            before=place,
            after=after,
            fresh=[],
            keys=[],
            where=lambda _: where,
            departure=_departure(cut, sizing),
        )

    def _lost(self) -> ListShiftedError:
        problem = "the rows that were given last are not to be found again"
        return ListShiftedError(f"{self.operation.id}: {problem}")

    def _missing(self, after: Place, cut: Cut) -> str:
        given = (self.style.skipped(self.operation) or 0) + after.rows
        if cut.total is None or cut.total <= given:
            return ""
        return f"the list ended after {given} of {cut.total} rows"

    def _limit(self, place: Place) -> int:
        return (place.sizing and place.sizing.size) or self._largest

    @property
    def _size(self) -> int:
        return self.style.place(self.operation)[1]

    @property
    def _largest(self) -> int:
        return self.style.max_size or max(_LEAST_SIZE, self._size)

    def _offset(self, place: Place) -> int:
        """How many rows come before the next one, if none have moved."""
        if place.position is None:
            return (self.style.skipped(self.operation) or 0) + place.skip
        return (int(place.position) - 1) * self._size + place.skip

    def _where(self, offset: int) -> Where:
        """An offset as it stands in a token: in pages of the size that the caller chose."""
        return offset // self._size + 1, offset % self._size


def _departure(cut: Cut, cap: Sizing | None) -> str:
    if cap is None:
        return ""
    return f"{cut.asked} rows a page were asked for, a page holds {len(cut.items)}"
