from journeybee.operations import M, Resource, bare_list, patch, single, write
from journeybee.operations.upserts import upserts
from journeybee_api.v1.operations import custom_fields


class CustomFields(Resource[M]):
    """Definitions of custom fields."""

    list = bare_list(custom_fields.list_custom_fields)
    """List custom fields."""
    get = single(custom_fields.get_custom_field)
    """Get a custom field."""
    create = write(custom_fields.create_custom_field)
    """Create a custom field."""
    update = patch(custom_fields.update_custom_field)
    """Change a custom field."""
    delete = write(custom_fields.delete_custom_field)
    """Delete a custom field."""
    upsert = upserts(list, create, update)
    """Create a custom field, or update the one that matches."""
