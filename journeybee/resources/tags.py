from journeybee.operations import M, Resource, bare_list, patch, single, write
from journeybee_api.v1.operations import tags


class Tags(Resource[M]):
    """Tags."""

    list = bare_list(tags.list_tags)
    get = single(tags.get_tag)
    create = write(tags.create_tag)
    update = patch(tags.update_tag)
    delete = write(tags.delete_tag)
