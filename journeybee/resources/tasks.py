from journeybee.operations import M, Resource, paged, patch, single, write
from journeybee_api.v1.operations import tasks


class Tasks(Resource[M]):
    """Tasks."""

    list = paged(tasks.list_tasks)
    get = single(tasks.get_task)
    create = write(tasks.create_task)
    update = patch(tasks.update_task)
    delete = write(tasks.delete_task)
