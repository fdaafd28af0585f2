from journeybee.binding import Resource, listed
from journeybee_api.v1.operations import currencies


class Currencies(Resource):
    """Currencies of the account."""

    list = listed(currencies.list_currencies)
