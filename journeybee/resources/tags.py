from journeybee.operations import M, Resource, bare_list, patch, single, write
from journeybee.operations.upserts import upserts
from journeybee_api.v1.operations import tags


class Tags(Resource[M]):
    """Tags."""

    list = bare_list(tags.list_tags)
    """List tags."""
    get = single(tags.get_tag)
    """Get a tag."""
    create = write(tags.create_tag)
    """Create a tag."""
    update = patch(tags.update_tag)
    """Change a tag."""
    delete = write(tags.delete_tag)
    """Delete a tag."""
    upsert = upserts(list, create, update)
    """Create a tag, or update the one that matches."""
