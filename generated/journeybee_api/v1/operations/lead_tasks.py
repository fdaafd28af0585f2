# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged lead_tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import UNSET, Operation, UnlistedStr, Unset

if TYPE_CHECKING:
    import datetime

    from ..models.task import Task
    from ..models.task_priority import TaskPriority
    from ..models.task_status import TaskStatus


def list_lead_tasks(
    uuid: str,
) -> Operation[list[Task]]:
    """List the tasks of a lead.

    GET /leads/{uuid}/tasks

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "list_lead_tasks",
        "GET",
        "/leads/{uuid}/tasks",
        responses={200: "list[Task]"},
        path={"uuid": uuid},
    )


def create_lead_task(
    uuid: str,
    *,
    title: str,
    status: TaskStatus | UnlistedStr | Unset = UNSET,
    shared: bool | Unset = UNSET,
    content: str | None | Unset = UNSET,
    priority: TaskPriority | UnlistedStr | None | None | Unset = UNSET,
    due_date: str | datetime.date | None | None | Unset = UNSET,
    lead_uuid: str | None | Unset = UNSET,
    deal_uuid: str | None | Unset = UNSET,
    partnership_uuid: str | None | Unset = UNSET,
    assigned_user_uuids: list[str] | Unset = UNSET,
) -> Operation[Task]:
    """Create a task on a lead.

    POST /leads/{uuid}/tasks

    Args:
        uuid: Uuid of the object.
        status: How far a task is.
        content: Markdown is allowed and turned into rich text.
    """
    return Operation(
        __name__,
        "create_lead_task",
        "POST",
        "/leads/{uuid}/tasks",
        responses={201: "Task"},
        path={"uuid": uuid},
        body={
            "title": title,
            "status": status,
            "shared": shared,
            "content": content,
            "priority": priority,
            "due_date": due_date,
            "lead_uuid": lead_uuid,
            "deal_uuid": deal_uuid,
            "partnership_uuid": partnership_uuid,
            "assigned_user_uuids": assigned_user_uuids,
        },
    )
