from journeybee.operations import Resource, listed, single
from journeybee_api.v1.operations import custom_fields


class CustomFields(Resource):
    """Definitions of custom fields."""

    list = listed(custom_fields.list_custom_fields)
    get = single(custom_fields.get_custom_field)
    create = single(custom_fields.create_custom_field)
    update = single(custom_fields.update_custom_field)
    delete = single(custom_fields.delete_custom_field)
