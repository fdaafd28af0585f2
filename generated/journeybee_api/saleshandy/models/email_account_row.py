# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from typing import Any

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class EmailAccountRow(Model):
    """Figures of a sending account."""

    wire_names = {
        "email_address": "Email Address",
        "name": "Name",
        "esp": "ESP",
        "sequence_count": "Sequence Count",
        "setup_score": "Setup Score",
        "inbox_score": "Inbox Score",
        "total_contacted": "Total Contacted",
        "total_sent": "Total Sent",
        "opens": "Opens",
        "clicked": "Clicked",
        "replies": "Replies",
        "bounce_rate": "Bounce Rate",
        "unsubscribed": "Unsubscribed",
        "not_now": "Not Now",
        "do_not_contact": "Do Not Contact",
        "uncategorized": "Uncategorized",
        "positive_sentiments": "Positive Sentiments",
        "negative_sentiments": "Negative Sentiments",
        "neutral_sentiments": "Neutral Sentiments",
        "interested": "Interested",
        "meeting_booked": "Meeting Booked",
        "out_of_office": "Out of Office",
        "not_interested": "Not Interested",
        "tags": "Tags",
        "owner": "Owner",
    }

    email_address: str | Unset = UNSET
    name: str | Unset = UNSET
    esp: str | Unset = UNSET
    sequence_count: int | Unset = UNSET
    setup_score: float | Unset = UNSET
    inbox_score: float | Unset = UNSET
    total_contacted: int | Unset = UNSET
    total_sent: int | Unset = UNSET
    opens: int | Unset = UNSET
    clicked: int | Unset = UNSET
    replies: int | Unset = UNSET
    bounce_rate: float | Unset = UNSET
    unsubscribed: int | Unset = UNSET
    not_now: int | Unset = UNSET
    do_not_contact: int | Unset = UNSET
    uncategorized: int | Unset = UNSET
    positive_sentiments: int | Unset = UNSET
    negative_sentiments: int | Unset = UNSET
    neutral_sentiments: int | Unset = UNSET
    interested: int | Unset = UNSET
    meeting_booked: int | Unset = UNSET
    out_of_office: int | Unset = UNSET
    not_interested: int | Unset = UNSET
    tags: list[Any] | Unset = UNSET
    owner: str | Unset = UNSET
