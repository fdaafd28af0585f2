from journeybee.operations import Resource, listed, single
from journeybee_api.v1.operations import tiers


class Tiers(Resource):
    """Tiers of partners."""

    list = listed(tiers.list_tiers)
    get = single(tiers.get_tier)
    create = single(tiers.create_tier)
    update = single(tiers.update_tier)
    delete = single(tiers.delete_tier)
