from journeybee.operations import M, Resource, paged, single
from journeybee_api.v1.operations import mdf


class Mdf(Resource[M]):
    """Requests for marketing development funds."""

    list = paged(mdf.list_mdf_requests)
    """List MDF requests."""
    get = single(mdf.get_mdf_request)
    """Get an MDF request."""
