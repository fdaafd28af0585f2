# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged lead_quotes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import Operation

if TYPE_CHECKING:
    from ..models.quote import Quote


def get_lead_quote(
    uuid: str,
) -> Operation[None | Quote]:
    """Get the quote of a lead.

    The body is null when the lead has no quote.

    GET /leads/{uuid}/quote

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "get_lead_quote",
        "GET",
        "/leads/{uuid}/quote",
        responses={200: "None | Quote"},
        path={"uuid": uuid},
    )
