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

from journeybee.errors import ListShiftedError
from journeybee.pagination.place import Place, Step, Where, arrived, keys_of
from journeybee.pagination.styles import Cut, PageNumbers, Style
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
        if not isinstance(style, PageNumbers):
            return None
        if style.max_size is not None and style.max_size < _LEAST_SIZE:
            least = f"pages of {_LEAST_SIZE} rows"
            raise ValueError(f"{operation.id} cannot be refetched: its API does not give {least}")
        return cls(operation, style)

    def request(self, place: Place) -> Operation[Any]:
        offset = self._offset(place)
        # The row given last is in the window, and as many rows behind it as can be.
        inside = offset - 1 if place.recent and offset else offset
        size = max(range(1, self._largest + 1), key=lambda size: (inside // size + 1) * size)
        return self.style.at(self.operation, inside // size + 1, size)

    def join(self, place: Place, cut: Cut) -> Step:
        begin = ((cut.number or 1) - 1) * (cut.per_page or 1)
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
                problem = "the rows that were given last are not to be found again"
                raise ListShiftedError(f"{self.operation.id}: {problem}")
        fresh = [] if back else list(range(start, len(keys)))
        ended = not (back or cut.upcoming)
        # Not all of a window back: the one that holds that row may begin with it.
        where = self._where(max(0, begin - self._largest * 9 // 10) if back else end)
        return Step(
            before=place,
            after=arrived(place, cut, keys, fresh, where, ended=ended),
            fresh=fresh,
            keys=keys,
            where=lambda index: self._where(begin + index),
        )

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
