from journeybee.binding import Resource, listed
from journeybee_api.v1.operations import attributions


class Attributions(Resource):
    """What leads can be attributed to."""

    list = listed(attributions.list_attributions)
