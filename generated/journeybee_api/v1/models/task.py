# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

import datetime

from ..._runtime import Model, UnlistedStr, define


@define(kw_only=True, eq=False, repr=False)
class Task(Model):
    """A piece of work, alone or tied to a lead, a deal or a partnership."""

    uuid: str
    title: str
    content: str | None
    """Rich text."""
    status: TaskStatus | UnlistedStr
    """How far a task is."""
    priority: TaskPriority | UnlistedStr | None
    due_date: str | None
    shared: bool
    lead_uuid: str | None
    deal_uuid: str | None
    partnership_uuid: str | None
    assigned_users: list[UserRef]
    created_at: datetime.datetime
    updated_at: datetime.datetime


from .task_priority import TaskPriority
from .task_status import TaskStatus
from .user_ref import UserRef
