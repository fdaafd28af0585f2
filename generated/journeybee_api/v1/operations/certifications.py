# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged certifications."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import Operation

if TYPE_CHECKING:
    from ..models.certification import Certification
    from ..models.certification_page import CertificationPage


def list_certifications(
    *,
    page: int | None = None,
    per_page: int | None = None,
) -> Operation[CertificationPage]:
    """List certifications.

    GET /certifications/

    Args:
        page: Number of the page, from 1.
        per_page: Items on a page.
    """
    return Operation(
        __name__,
        "list_certifications",
        "GET",
        "/certifications/",
        responses={200: "CertificationPage"},
        query={"page": page, "per_page": per_page},
    )


def get_certification(
    uuid: str,
) -> Operation[Certification]:
    """Get a certification.

    GET /certifications/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "get_certification",
        "GET",
        "/certifications/{uuid}",
        responses={200: "Certification"},
        path={"uuid": uuid},
    )
