# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged mdf."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import Operation

if TYPE_CHECKING:
    from ..models.mdf_request import MdfRequest
    from ..models.mdf_request_page import MdfRequestPage


def list_mdf_requests(
    *,
    page: int | None = None,
    per_page: int | None = None,
) -> Operation[MdfRequestPage]:
    """List MDF requests.

    GET /mdf/

    Args:
        page: Number of the page, from 1.
        per_page: Items on a page.
    """
    return Operation(
        __name__,
        "list_mdf_requests",
        "GET",
        "/mdf/",
        responses={200: "MdfRequestPage"},
        query={"page": page, "per_page": per_page},
    )


def get_mdf_request(
    uuid: str,
) -> Operation[MdfRequest]:
    """Get an MDF request.

    GET /mdf/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "get_mdf_request",
        "GET",
        "/mdf/{uuid}",
        responses={200: "MdfRequest"},
        path={"uuid": uuid},
    )
