from journeybee.operations import Resource, listed, single
from journeybee_api.v1.operations import categories


class Categories(Resource):
    """Categories of partners."""

    list = listed(categories.list_categories)
    get = single(categories.get_category)
    create = single(categories.create_category)
    update = single(categories.update_category)
    delete = single(categories.delete_category)
