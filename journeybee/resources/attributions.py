from journeybee.binding import Resource, bare_list
from journeybee_api.v1.operations import attributions


class Attributions(Resource):
    """What leads can be attributed to."""

    list = bare_list(attributions.list_attributions)
