# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Every webhook of this surface, and the model of its body."""

from __future__ import annotations

WEBHOOKS = {
    "lead_created": "LeadWebhook",
    "lead_updated": "LeadWebhook",
    "lead_deleted": "LeadWebhook",
    "deal_created": "DealWebhook",
    "deal_updated": "DealWebhook",
    "deal_deleted": "DealWebhook",
    "partner_created": "PartnershipWebhook",
    "partner_updated": "PartnershipWebhook",
    "partner_contact_created": "PartnershipWebhook",
    "partner_contact_updated": "PartnershipWebhook",
    "lead_note_created": "LeadNoteWebhook",
    "lead_note_updated": "LeadNoteWebhook",
    "lead_note_deleted": "LeadNoteWebhook",
    "deal_note_created": "DealNoteWebhook",
    "deal_note_updated": "DealNoteWebhook",
    "deal_note_deleted": "DealNoteWebhook",
    "message_created": "MessageWebhook",
    "message_updated": "MessageWebhook",
    "message_deleted": "MessageWebhook",
}
