from journeybee.operations import M, Resource, paged, patch, single, write
from journeybee.operations.upserts import upserts
from journeybee_api.v1.operations import tasks


class Tasks(Resource[M]):
    """Tasks."""

    list = paged(tasks.list_tasks)
    """List tasks."""
    get = single(tasks.get_task)
    """Get a task."""
    create = write(tasks.create_task)
    """Create a task."""
    update = patch(tasks.update_task)
    """Change a task."""
    delete = write(tasks.delete_task)
    """Delete a task."""
    upsert = upserts(list, create, update)
    """Create a task, or update the one that matches."""
