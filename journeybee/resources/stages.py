from journeybee.operations import M, Resource, bare_list, patch, single, write
from journeybee.operations.upserts import upserts
from journeybee_api.v1.operations import stages


class Stages(Resource[M]):
    """Stages of partners and deals."""

    list = bare_list(stages.list_stages)
    """List stages."""
    get = single(stages.get_stage)
    """Get a stage."""
    create = write(stages.create_stage)
    """Create a stage."""
    update = patch(stages.update_stage)
    """Change a stage."""
    delete = write(stages.delete_stage)
    """Delete a stage."""
    upsert = upserts(list, create, update)
    """Create a stage, or update the one that matches."""
