from journeybee.operations import Resource, paged, single
from journeybee_api.v1.operations import tasks


class Tasks(Resource):
    """Tasks."""

    list = paged(tasks.list_tasks)
    get = single(tasks.get_task)
    create = single(tasks.create_task)
    update = single(tasks.update_task)
    delete = single(tasks.delete_task)
