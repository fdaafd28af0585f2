# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
from typing import Literal, TypeAlias

WebhookEvent: TypeAlias = Literal[
    "deals.create",
    "deals.delete",
    "deals.update",
    "leads.create",
    "leads.delete",
    "leads.notes_create",
    "leads.notes_delete",
    "leads.notes_update",
    "leads.update",
    "mdf.payout_completed",
    "mdf.payout_failed",
    "partners.contact_create",
    "partners.contact_update",
    "partners.create",
    "partners.update",
    "payments.completed",
    "payments.failed",
    "payments.processing",
]
