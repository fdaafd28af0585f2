"""What goes wrong with a mirror."""

from __future__ import annotations

from journeybee.errors import JourneyBeeError


class MirrorError(JourneyBeeError):
    """The file of a mirror cannot be used; the message says why, and what to do.

    .. versionadded:: 0.1
    """


class MassDeletionError(MirrorError):
    """So many rows are missing from a list that none was deleted from the mirror.

    Attributes:
        missing: how many rows of the mirror the list does not have any more.
        known: how many rows of the list the mirror has.

    .. versionadded:: 0.1
    """

    def __init__(self, name: str, missing: int, known: int) -> None:
        super().__init__(
            f"{missing} of {known} rows of {name} are missing from its list, so none is deleted: if"
            " they are gone on purpose, call changes() with accept_deletions=True"
        )
        self.missing = missing
        self.known = known
