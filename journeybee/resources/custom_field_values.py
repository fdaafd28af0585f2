from journeybee.operations import Resource, listed, single
from journeybee_api.v1.operations import custom_field_values


class CustomFieldValues(Resource):
    """Values of custom fields on partners, leads and deals."""

    list = listed(custom_field_values.list_custom_field_values)
    create = single(custom_field_values.create_custom_field_value)
    update = single(custom_field_values.update_custom_field_value)
    delete = single(custom_field_values.delete_custom_field_value)
