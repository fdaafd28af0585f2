from journeybee.operations import M, Resource, bare_list, patch, single, write
from journeybee_api.v1.operations import tiers


class Tiers(Resource[M]):
    """Tiers of partners."""

    list = bare_list(tiers.list_tiers)
    get = single(tiers.get_tier)
    create = write(tiers.create_tier)
    update = patch(tiers.update_tier)
    delete = write(tiers.delete_tier)
