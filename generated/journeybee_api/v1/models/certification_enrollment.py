# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime

from ..._runtime import Model, UnlistedStr, define


@define(kw_only=True, eq=False, repr=False)
class CertificationEnrollment(Model):
    """How far one user is with one certification."""

    uuid: str
    user_uuid: str
    user_email: str
    status: CertificationEnrollmentStatus | UnlistedStr
    """How far an enrolment is."""
    progress_percentage: float
    """From 0 to 100."""
    enrolled_at: datetime.datetime
    started_at: datetime.datetime | None
    completed_at: datetime.datetime | None
    assessment_best_score: float | None
    """From 0 to 100; null while the assessment was never attempted."""
    assessment_passed: bool | None


from .certification_enrollment_status import CertificationEnrollmentStatus
