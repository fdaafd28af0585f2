from journeybee.operations import M, Resource, bare_list, patch, single, write
from journeybee.operations.upserts import upserts
from journeybee_api.v1.operations import categories


class Categories(Resource[M]):
    """Categories of partners."""

    list = bare_list(categories.list_categories)
    """List categories."""
    get = single(categories.get_category)
    """Get a category."""
    create = write(categories.create_category)
    """Create a category."""
    update = patch(categories.update_category)
    """Change a category."""
    delete = write(categories.delete_category)
    """Delete a category."""
    upsert = upserts(list, create, update)
    """Create a category, or update the one that matches."""
