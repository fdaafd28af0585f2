# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from __future__ import annotations

from ..._runtime import UNSET, Model, Unset, define


@define(kw_only=True, eq=False, repr=False)
class ProspectStats(Model):
    """Figures of prospects, each a number as text."""

    wire_names = {
        "not_contacted": "notContacted",
        "not_interested": "notInterested",
        "meeting_booked": "meetingBooked",
        "out_of_office": "outOfOffice",
        "not_now": "notNow",
        "do_not_contact": "doNotContact",
        "interested_deal_value": "interestedDealValue",
        "meeting_booked_deal_value": "meetingBookedDealValue",
        "closed_deal_value": "closedDealValue",
        "sent_no_open": "sentNoOpen",
        "opened_no_reply": "openedNoReply",
        "opened_no_clicked": "openedNoClicked",
        "clicked_no_reply": "clickedNoReply",
        "in_active": "inActive",
    }

    total: str | Unset = UNSET
    open: str | Unset = UNSET
    replied: str | Unset = UNSET
    clicked: str | Unset = UNSET
    unsubscribed: str | Unset = UNSET
    contacted: str | Unset = UNSET
    not_contacted: str | Unset = UNSET
    uncategorized: str | Unset = UNSET
    interested: str | Unset = UNSET
    not_interested: str | Unset = UNSET
    meeting_booked: str | Unset = UNSET
    out_of_office: str | Unset = UNSET
    closed: str | Unset = UNSET
    not_now: str | Unset = UNSET
    do_not_contact: str | Unset = UNSET
    interested_deal_value: str | Unset = UNSET
    meeting_booked_deal_value: str | Unset = UNSET
    closed_deal_value: str | Unset = UNSET
    sent_no_open: str | Unset = UNSET
    opened_no_reply: str | Unset = UNSET
    opened_no_clicked: str | Unset = UNSET
    clicked_no_reply: str | Unset = UNSET
    completed: str | Unset = UNSET
    """Seen by users of the API."""
    active: str | Unset = UNSET
    """Seen by users of the API."""
    upcoming: str | Unset = UNSET
    """Seen by users of the API."""
    in_active: str | Unset = UNSET
    """Seen by users of the API."""
    waiting: str | Unset = UNSET
    """Seen by users of the API."""
    bounced: str | Unset = UNSET
    """Seen by users of the API."""
    paused: str | Unset = UNSET
    """Seen by users of the API."""
    finished: str | Unset = UNSET
    """Seen by users of the API."""
