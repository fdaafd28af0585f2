# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged certification_enrollments."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import UNSET, Operation, UnlistedStr, Unset

if TYPE_CHECKING:
    from ..models.certification_enrollment import CertificationEnrollment
    from ..models.certification_enrollment_status import CertificationEnrollmentStatus


def list_certification_enrollments(
    uuid: str,
) -> Operation[list[CertificationEnrollment]]:
    """List the enrolments in a certification.

    GET /certifications/{uuid}/enrollments

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "list_certification_enrollments",
        "GET",
        "/certifications/{uuid}/enrollments",
        responses={200: "list[CertificationEnrollment]"},
        path={"uuid": uuid},
    )


def create_certification_enrollment(
    uuid: str,
    *,
    user_uuid: str,
    partnership_uuid: str | Unset = UNSET,
) -> Operation[CertificationEnrollment]:
    """Enrol a user in a certification.

    The enrolment starts with status enrolled and 0 percent.

    POST /certifications/{uuid}/enrollments

    Args:
        uuid: Uuid of the object.
        partnership_uuid: Needed when the user belongs to a partner.
    """
    return Operation(
        __name__,
        "create_certification_enrollment",
        "POST",
        "/certifications/{uuid}/enrollments",
        responses={201: "CertificationEnrollment"},
        path={"uuid": uuid},
        body={"user_uuid": user_uuid, "partnership_uuid": partnership_uuid},
    )


def update_certification_enrollment(
    uuid: str,
    sub_uuid: str,
    *,
    status: CertificationEnrollmentStatus | UnlistedStr | Unset = UNSET,
    progress_percentage: float | Unset = UNSET,
) -> Operation[CertificationEnrollment]:
    """Change an enrolment.

    PATCH /certifications/{uuid}/enrollments/{subUuid}

    Args:
        uuid: Uuid of the object.
        sub_uuid: Uuid of the nested object.
        status: How far an enrolment is.
        progress_percentage: From 0 to 100.
    """
    return Operation(
        __name__,
        "update_certification_enrollment",
        "PATCH",
        "/certifications/{uuid}/enrollments/{subUuid}",
        responses={200: "CertificationEnrollment"},
        path={"uuid": uuid, "subUuid": sub_uuid},
        body={"status": status, "progress_percentage": progress_percentage},
    )
