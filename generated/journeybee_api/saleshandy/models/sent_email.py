# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, UnlistedStr, Unset, define


@define(kw_only=True, eq=False, repr=False)
class SentEmail(Model):
    """One email that was sent."""

    wire_names = {
        "sequence_title": "Sequence Title",
        "sequence_owner": "Sequence Owner",
        "step_number": "Step Number",
        "sender_email": "Sender Email",
        "recipient_email": "Recipient Email",
        "recipient_name": "Recipient name",
        "email_sent_at": "Email Sent At",
        "open_count": "Open Count",
        "last_opened_at": "Last Opened At",
        "replied": "Replied",
        "replied_at": "Replied At",
        "conversation_id": "Conversation Id",
        "current_sentiment": "Current Sentiment",
        "click_count": "Click Count",
        "last_clicked_at": "Last Clicked At",
        "last_link_clicked": "Last Link Clicked",
        "bounced": "Bounced",
        "bounced_at": "Bounced At",
        "unsubscribed": "Unsubscribed",
        "deleted": "Deleted",
        "sequence_id": "Sequence Id",
        "client": "Client",
        "step_id": "Step Id",
        "variant": "Variant",
        "variant_id": "Variant Id",
    }

    sequence_title: str | Unset = UNSET
    sequence_owner: str | Unset = UNSET
    step_number: int | Unset = UNSET
    sender_email: str | Unset = UNSET
    recipient_email: str | Unset = UNSET
    recipient_name: str | Unset = UNSET
    email_sent_at: str | Unset = UNSET
    """A date as text, such as Thu Dec 18 2024 10:59:29 GMT+5:30 (Asia/Kolkata)."""
    open_count: int | Unset = UNSET
    last_opened_at: str | Unset = UNSET
    """A date as text, or empty."""
    replied: YesNo | UnlistedStr | Unset = UNSET
    """Yes or no."""
    replied_at: str | Unset = UNSET
    conversation_id: str | Unset = UNSET
    current_sentiment: str | Unset = UNSET
    """May be empty."""
    click_count: int | Unset = UNSET
    last_clicked_at: str | Unset = UNSET
    last_link_clicked: str | Unset = UNSET
    bounced: YesNo | UnlistedStr | Unset = UNSET
    """Yes or no."""
    bounced_at: str | Unset = UNSET
    unsubscribed: YesNo | UnlistedStr | Unset = UNSET
    """Yes or no."""
    deleted: YesNo | UnlistedStr | Unset = UNSET
    """Yes or no."""
    sequence_id: str | Unset = UNSET
    client: Client | Unset = UNSET
    """The client something is done for; may be empty."""
    step_id: str | Unset = UNSET
    """Seen by users of the API."""
    variant: str | Unset = UNSET
    """Seen by users of the API."""
    variant_id: str | Unset = UNSET
    """Seen by users of the API."""


from .client import Client
from .yes_no import YesNo
