from journeybee.operations import Resource, paged, single
from journeybee_api.v1.operations import commissions


class Commissions(Resource):
    """Commission rules."""

    list = paged(commissions.list_commissions)
    get = single(commissions.get_commission)
    create = single(commissions.create_commission)
    update = single(commissions.update_commission)
    delete = single(commissions.delete_commission)
