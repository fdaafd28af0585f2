from journeybee.operations import Resource, listed, single
from journeybee_api.v1.operations import tags


class Tags(Resource):
    """Tags."""

    list = listed(tags.list_tags)
    get = single(tags.get_tag)
    create = single(tags.create_tag)
    update = single(tags.update_tag)
    delete = single(tags.delete_tag)
