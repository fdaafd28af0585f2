from journeybee.operations import M, Resource, bare_list, patch, single, write
from journeybee.operations.upserts import upserts
from journeybee_api.v1.operations import tiers


class Tiers(Resource[M]):
    """Tiers of partners."""

    list = bare_list(tiers.list_tiers)
    """List tiers."""
    get = single(tiers.get_tier)
    """Get a tier."""
    create = write(tiers.create_tier)
    """Create a tier."""
    update = patch(tiers.update_tier)
    """Change a tier."""
    delete = write(tiers.delete_tier)
    """Delete a tier."""
    upsert = upserts(list, create, update)
    """Create a tier, or update the one that matches."""
