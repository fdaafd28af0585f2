"""What a pass over a list finds: rows that were added, changed and deleted."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, ClassVar, Generic, TypeVar

import attrs

from journeybee.mirror.rows import Kind, json_of

T = TypeVar("T")


@attrs.frozen(eq=False, kw_only=True)
class Change(Generic[T]):
    """One row that differs from the mirror.

    Attributes:
        list: name of the list, which is that of its table.
        key: the `uuid` or `id` of the row as text, or a digest of a row that has neither.
        id: the same each time this change is handed out, and different for every other change.
        row: the row as it is now; for a deletion, as it was last.

    .. versionadded:: 0.1
    """

    kind: ClassVar[Kind]
    list: str
    key: str
    id: str
    row: T
    _acknowledge: Callable[[], Awaitable[None]] = attrs.field(repr=False)

    async def ack(self) -> None:
        """Write the change to the mirror, so that it is not handed out again.

        The next change that is requested does this, too. A second call does nothing.

        Raises:
            MirrorError: the file cannot be written.
        """
        await self._acknowledge()

    def to_dict(self) -> dict[str, Any]:
        """The change as JSON: `change`, `list`, `key`, `id` and `row`."""
        return {
            "change": self.kind,
            "list": self.list,
            "key": self.key,
            "id": self.id,
            "row": json_of(self.row),
        }


@attrs.frozen(eq=False, kw_only=True)
class Added(Change[T]):
    """A row that the mirror did not have.

    .. versionadded:: 0.1
    """

    kind = "added"


@attrs.frozen(eq=False, kw_only=True)
class Changed(Change[T]):
    """A row that the mirror had with other values.

    Attributes:
        before: the row as it was.
        fields: JSON names of the fields that differ.

    .. versionadded:: 0.1
    """

    kind = "changed"
    before: T
    fields: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """The change as JSON: also `before` and `fields`."""
        before = {"before": json_of(self.before), "fields": list(self.fields)}
        return {**super().to_dict(), **before}


@attrs.frozen(eq=False, kw_only=True)
class Deleted(Change[T]):
    """A row that the list does not have any more.

    .. versionadded:: 0.1
    """

    kind = "deleted"
