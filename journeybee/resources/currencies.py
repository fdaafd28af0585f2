from journeybee.operations import M, Resource, bare_list
from journeybee_api.v1.operations import currencies


class Currencies(Resource[M]):
    """Currencies of the account."""

    list = bare_list(currencies.list_currencies)
    """List currencies."""
