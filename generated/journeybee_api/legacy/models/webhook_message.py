# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Milliseconds, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class WebhookMessage(Model):
    """A message in a room."""

    uuid: str
    created_at: Milliseconds | Unset = UNSET
    updated_at: Milliseconds | Unset = UNSET
    content: str | Unset = UNSET
    replied_to_message_uuid: str | None | Unset = UNSET
    room_uuid: str | Unset = UNSET
    created_by_user_uuid: str | Unset = UNSET
    created_by_user_email: str | Unset = UNSET
    created_by_user_first_name: str | Unset = UNSET
    created_by_user_last_name: str | Unset = UNSET
    created_by_user_profile_image_url: str | Unset = UNSET
    created_by_user_company_uuid: str | Unset = UNSET
    created_by_user_company_name: str | Unset = UNSET
    attachments: list[WebhookAttachment] | Unset = UNSET
    partnership_uuid: str | Unset = UNSET
    partner_type: str | Unset = UNSET


from .webhook_attachment import WebhookAttachment
