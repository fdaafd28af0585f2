"""The marker for "no value here", which is neither `None` nor any JSON value."""

from __future__ import annotations

import enum
from typing import Final, Literal


class Unset(enum.Enum):
    """Type of `UNSET`; an enum, so that copies and pickles are the same object.

    .. versionadded:: 0.1
    """

    # Not a text, which encoders that know enums would write in place of leaving the field out.
    UNSET = object()

    def __reduce_ex__(self, _protocol: object) -> tuple[object, tuple[type, str]]:
        return getattr, (Unset, "UNSET")

    def __bool__(self) -> Literal[False]:
        return False

    def __repr__(self) -> str:
        return "UNSET"


UNSET: Final = Unset.UNSET
"""A field the server did not send, or an argument that was not given."""
