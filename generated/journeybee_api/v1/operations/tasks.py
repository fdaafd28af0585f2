# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged tasks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import UNSET, Operation, UnlistedStr, Unset

if TYPE_CHECKING:
    import datetime

    from ..models.task import Task
    from ..models.task_page import TaskPage
    from ..models.task_priority import TaskPriority
    from ..models.task_status import TaskStatus


def list_tasks(
    *,
    status: TaskStatus | UnlistedStr | None = None,
    priority: TaskPriority | UnlistedStr | None = None,
    lead_uuid: str | None = None,
    deal_uuid: str | None = None,
    partnership_uuid: str | None = None,
    page: int | None = None,
    per_page: int | None = None,
) -> Operation[TaskPage]:
    """List tasks.

    GET /tasks/

    Args:
        status: How far a task is.
        priority: How urgent a task is.
        lead_uuid: Only items of this lead.
        deal_uuid: Only items of this deal.
        partnership_uuid: Only items of this partnership.
        page: Number of the page, from 1.
        per_page: Items on a page.
    """
    return Operation(
        __name__,
        "list_tasks",
        "GET",
        "/tasks/",
        responses={200: "TaskPage"},
        query={
            "status": status,
            "priority": priority,
            "lead_uuid": lead_uuid,
            "deal_uuid": deal_uuid,
            "partnership_uuid": partnership_uuid,
            "page": page,
            "per_page": per_page,
        },
    )


def create_task(
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
    """Create a task.

    POST /tasks/

    Args:
        status: How far a task is.
        content: Markdown is allowed and turned into rich text.
    """
    return Operation(
        __name__,
        "create_task",
        "POST",
        "/tasks/",
        responses={201: "Task"},
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


def get_task(
    uuid: str,
) -> Operation[Task]:
    """Get a task.

    GET /tasks/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "get_task",
        "GET",
        "/tasks/{uuid}",
        responses={200: "Task"},
        path={"uuid": uuid},
    )


def delete_task(
    uuid: str,
) -> Operation[None]:
    """Delete a task.

    DELETE /tasks/{uuid}

    Args:
        uuid: Uuid of the object.
    """
    return Operation(
        __name__,
        "delete_task",
        "DELETE",
        "/tasks/{uuid}",
        responses={204: "None"},
        path={"uuid": uuid},
    )


def update_task(
    uuid: str,
    *,
    title: str | Unset = UNSET,
    status: TaskStatus | UnlistedStr | Unset = UNSET,
    shared: bool | Unset = UNSET,
    content: str | None | Unset = UNSET,
    priority: TaskPriority | UnlistedStr | None | None | Unset = UNSET,
    due_date: str | datetime.date | None | None | Unset = UNSET,
    assigned_user_uuids: list[str] | Unset = UNSET,
) -> Operation[Task]:
    """Change a task.

    PATCH /tasks/{uuid}

    Args:
        uuid: Uuid of the object.
        status: How far a task is.
        content: Markdown is allowed and turned into rich text.
        assigned_user_uuids: Replaces the users the task is assigned to.
    """
    return Operation(
        __name__,
        "update_task",
        "PATCH",
        "/tasks/{uuid}",
        responses={200: "Task"},
        path={"uuid": uuid},
        body={
            "title": title,
            "status": status,
            "shared": shared,
            "content": content,
            "priority": priority,
            "due_date": due_date,
            "assigned_user_uuids": assigned_user_uuids,
        },
    )
