from journeybee.operations import M, Resource, bare_list, patch, single, write
from journeybee_api.v1.operations import categories


class Categories(Resource[M]):
    """Categories of partners."""

    list = bare_list(categories.list_categories)
    get = single(categories.get_category)
    create = write(categories.create_category)
    update = patch(categories.update_category)
    delete = write(categories.delete_category)
