# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged attributions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import Operation

if TYPE_CHECKING:
    from ..models.attribution import Attribution


def list_attributions() -> Operation[list[Attribution]]:
    """List attribution definitions.

    All of them at once, without pages.

    GET /attributions/
    """
    return Operation(
        __name__,
        "list_attributions",
        "GET",
        "/attributions/",
        responses={200: "list[Attribution]"},
    )
