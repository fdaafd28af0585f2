from journeybee.operations import M, Resource, bare_list, nested, paged, patch_below, single, write
from journeybee.operations.upserts import upserts
from journeybee_api.v1.operations import certification_enrollments, certifications


class Enrollments(Resource[M]):
    """Users enrolled in a certification."""

    list = bare_list(certification_enrollments.list_certification_enrollments)
    """List the enrolments in a certification."""
    create = write(certification_enrollments.create_certification_enrollment)
    """Enrol a user in a certification."""
    update = patch_below(certification_enrollments.update_certification_enrollment)
    """Change an enrolment."""
    upsert = upserts(list, create, update)
    """Create an enrolment, or update the one that matches."""


class Certifications(Resource[M]):
    """Certifications and who is enrolled in them."""

    list = paged(certifications.list_certifications)
    """List certifications."""
    get = single(certifications.get_certification)
    """Get a certification."""

    enrollments: Enrollments[M] = nested(Enrollments)
