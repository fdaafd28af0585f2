from journeybee.operations import M, Resource, paged, single
from journeybee_api.v1.operations import payments


class Payments(Resource[M]):
    """Payments to partners."""

    list = paged(payments.list_payments)
    """List payments."""
    get = single(payments.get_payment)
    """Get a payment."""
