from journeybee.operations import M, Resource, bare_list, single, write
from journeybee_api.v1.operations import categories


class Categories(Resource[M]):
    """Categories of partners."""

    list = bare_list(categories.list_categories)
    get = single(categories.get_category)
    create = write(categories.create_category)
    update = write(categories.update_category)
    delete = write(categories.delete_category)
