from journeybee.operations import M, Resource, bare_list, nested, paged, patch, single, write
from journeybee.operations.upserts import upserts
from journeybee_api.v1.operations import deal_commission, deal_payments, deals


class DealCommission(Resource[M]):
    """The commission calculation of a deal."""

    get = single(deal_commission.get_deal_commission)
    """Get the commission calculation of a deal."""
    set = write(deal_commission.set_deal_commission)
    """Replace the commission calculation of a deal."""


class DealPayments(Resource[M]):
    """Payments of a deal."""

    list = bare_list(deal_payments.list_deal_payments)
    """List the payments of a deal."""


class Deals(Resource[M]):
    """Deals, their commission and payments."""

    list = paged(deals.list_deals)
    """List deals."""
    get = single(deals.get_deal)
    """Get a deal."""
    create = write(deals.create_deal)
    """Create a deal for a lead."""
    update = patch(deals.update_deal)
    """Change a deal."""
    delete = write(deals.delete_deal)
    """Delete a deal."""
    upsert = upserts(list, create, update)
    """Create a deal, or update the one that matches."""

    commission: DealCommission[M] = nested(DealCommission)
    payments: DealPayments[M] = nested(DealPayments)
