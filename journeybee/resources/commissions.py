from journeybee.operations import M, Resource, paged, patch, single, write
from journeybee_api.v1.operations import commissions


class Commissions(Resource[M]):
    """Commission rules."""

    list = paged(commissions.list_commissions)
    get = single(commissions.get_commission)
    create = write(commissions.create_commission)
    update = patch(commissions.update_commission)
    delete = write(commissions.delete_commission)
