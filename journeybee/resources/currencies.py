from journeybee.binding import Resource, bare_list
from journeybee_api.v1.operations import currencies


class Currencies(Resource):
    """Currencies of the account."""

    list = bare_list(currencies.list_currencies)
