from journeybee.operations import M, Resource, paged, patch, single, write
from journeybee.operations.upserts import upserts
from journeybee_api.v1.operations import commissions


class Commissions(Resource[M]):
    """Commission rules."""

    list = paged(commissions.list_commissions)
    """List commission rules."""
    get = single(commissions.get_commission)
    """Get a commission rule."""
    create = write(commissions.create_commission)
    """Create a commission rule."""
    update = patch(commissions.update_commission)
    """Change a commission rule."""
    delete = write(commissions.delete_commission)
    """Delete a commission rule."""
    upsert = upserts(list, create, update)
    """Create a commission rule, or update the one that matches."""
