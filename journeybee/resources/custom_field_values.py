from journeybee.operations import M, Resource, bare_list, patch, write
from journeybee.operations.upserts import upserts
from journeybee_api.v1.operations import custom_field_values


class CustomFieldValues(Resource[M]):
    """Values of custom fields on partners, leads and deals."""

    list = bare_list(custom_field_values.list_custom_field_values)
    """List the custom field values of one partner, lead or deal."""
    create = write(custom_field_values.create_custom_field_value)
    """Store a custom field value."""
    update = patch(custom_field_values.update_custom_field_value)
    """Change a custom field value."""
    delete = write(custom_field_values.delete_custom_field_value)
    """Delete a custom field value."""
    upsert = upserts(list, create, update)
    """Create a custom field value, or update the one that matches."""
