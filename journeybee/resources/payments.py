from journeybee.binding import Resource, paged, single
from journeybee_api.v1.operations import payments


class Payments(Resource):
    """Payments to partners."""

    list = paged(payments.list_payments)
    get = single(payments.get_payment)
