# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged currencies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import Operation

if TYPE_CHECKING:
    from ..models.currency import Currency


def list_currencies() -> Operation[list[Currency]]:
    """List currencies.

    GET /currencies/
    """
    return Operation(
        __name__,
        "list_currencies",
        "GET",
        "/currencies/",
        responses={200: "list[Currency]"},
    )
