# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""The models of this surface; each is loaded when it is first named."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .assigned_user import AssignedUser
    from .attribution import Attribution
    from .categories_update import CategoriesUpdate
    from .category import Category
    from .coloured_label import ColouredLabel
    from .contact import Contact
    from .created import Created
    from .custom_field import CustomField
    from .custom_field_category import CustomFieldCategory
    from .custom_field_content import CustomFieldContent
    from .custom_field_filter import CustomFieldFilter
    from .custom_field_input import CustomFieldInput
    from .custom_field_option import CustomFieldOption
    from .custom_field_option_create import CustomFieldOptionCreate
    from .custom_field_type import CustomFieldType
    from .custom_field_value import CustomFieldValue
    from .deal import Deal
    from .deal_custom_field import DealCustomField
    from .deal_detail import DealDetail
    from .deal_note_webhook import DealNoteWebhook
    from .deal_partner import DealPartner
    from .deal_sort import DealSort
    from .deal_stage import DealStage
    from .deal_stage_phase import DealStagePhase
    from .deal_user import DealUser
    from .deal_webhook import DealWebhook
    from .integration_custom_field import IntegrationCustomField
    from .integration_name import IntegrationName
    from .label import Label
    from .label_change import LabelChange
    from .lead import Lead
    from .lead_association_type import LeadAssociationType
    from .lead_created import LeadCreated
    from .lead_deal import LeadDeal
    from .lead_deal_summary import LeadDealSummary
    from .lead_detail import LeadDetail
    from .lead_note_webhook import LeadNoteWebhook
    from .lead_partnership import LeadPartnership
    from .lead_sender import LeadSender
    from .lead_sort import LeadSort
    from .lead_sort_field import LeadSortField
    from .lead_source import LeadSource
    from .lead_status import LeadStatus
    from .lead_user import LeadUser
    from .lead_view import LeadView
    from .lead_webhook import LeadWebhook
    from .logo import Logo
    from .message_webhook import MessageWebhook
    from .note import Note
    from .note_author import NoteAuthor
    from .note_created import NoteCreated
    from .page_meta import PageMeta
    from .partner_address import PartnerAddress
    from .partner_company import PartnerCompany
    from .partner_stage import PartnerStage
    from .partner_stage_phase import PartnerStagePhase
    from .partner_type import PartnerType
    from .partner_user import PartnerUser
    from .partnership import Partnership
    from .partnership_created import PartnershipCreated
    from .partnership_fallback import PartnershipFallback
    from .partnership_invitation import PartnershipInvitation
    from .partnership_lead import PartnershipLead
    from .partnership_lead_input import PartnershipLeadInput
    from .partnership_record import PartnershipRecord
    from .partnership_sort import PartnershipSort
    from .partnership_sort_field import PartnershipSortField
    from .partnership_view import PartnershipView
    from .partnership_webhook import PartnershipWebhook
    from .pipedrive_link import PipedriveLink
    from .powerups import Powerups
    from .reseller_side import ResellerSide
    from .short_tag import ShortTag
    from .stage_change import StageChange
    from .stages_update import StagesUpdate
    from .tag import Tag
    from .tag_association import TagAssociation
    from .tier import Tier
    from .tier_change import TierChange
    from .tiers_update import TiersUpdate
    from .updated import Updated
    from .updated_ids import UpdatedIds
    from .updated_record import UpdatedRecord
    from .user import User
    from .user_page import UserPage
    from .user_role import UserRole
    from .webhook_attachment import WebhookAttachment
    from .webhook_commission import WebhookCommission
    from .webhook_configuration import WebhookConfiguration
    from .webhook_custom_field import WebhookCustomField
    from .webhook_deal import WebhookDeal
    from .webhook_deal_note import WebhookDealNote
    from .webhook_deal_user import WebhookDealUser
    from .webhook_lead import WebhookLead
    from .webhook_lead_note import WebhookLeadNote
    from .webhook_lead_sender import WebhookLeadSender
    from .webhook_lead_user import WebhookLeadUser
    from .webhook_message import WebhookMessage
    from .webhook_partnership import WebhookPartnership
    from .webhook_payment import WebhookPayment
    from .webhook_setting import WebhookSetting
    from .webhook_tag import WebhookTag

__all__ = [
    "AssignedUser",
    "Attribution",
    "CategoriesUpdate",
    "Category",
    "ColouredLabel",
    "Contact",
    "Created",
    "CustomField",
    "CustomFieldCategory",
    "CustomFieldContent",
    "CustomFieldFilter",
    "CustomFieldInput",
    "CustomFieldOption",
    "CustomFieldOptionCreate",
    "CustomFieldType",
    "CustomFieldValue",
    "Deal",
    "DealCustomField",
    "DealDetail",
    "DealNoteWebhook",
    "DealPartner",
    "DealSort",
    "DealStage",
    "DealStagePhase",
    "DealUser",
    "DealWebhook",
    "IntegrationCustomField",
    "IntegrationName",
    "Label",
    "LabelChange",
    "Lead",
    "LeadAssociationType",
    "LeadCreated",
    "LeadDeal",
    "LeadDealSummary",
    "LeadDetail",
    "LeadNoteWebhook",
    "LeadPartnership",
    "LeadSender",
    "LeadSort",
    "LeadSortField",
    "LeadSource",
    "LeadStatus",
    "LeadUser",
    "LeadView",
    "LeadWebhook",
    "Logo",
    "MessageWebhook",
    "Note",
    "NoteAuthor",
    "NoteCreated",
    "PageMeta",
    "PartnerAddress",
    "PartnerCompany",
    "PartnerStage",
    "PartnerStagePhase",
    "PartnerType",
    "PartnerUser",
    "Partnership",
    "PartnershipCreated",
    "PartnershipFallback",
    "PartnershipInvitation",
    "PartnershipLead",
    "PartnershipLeadInput",
    "PartnershipRecord",
    "PartnershipSort",
    "PartnershipSortField",
    "PartnershipView",
    "PartnershipWebhook",
    "PipedriveLink",
    "Powerups",
    "ResellerSide",
    "ShortTag",
    "StageChange",
    "StagesUpdate",
    "Tag",
    "TagAssociation",
    "Tier",
    "TierChange",
    "TiersUpdate",
    "Updated",
    "UpdatedIds",
    "UpdatedRecord",
    "User",
    "UserPage",
    "UserRole",
    "WebhookAttachment",
    "WebhookCommission",
    "WebhookConfiguration",
    "WebhookCustomField",
    "WebhookDeal",
    "WebhookDealNote",
    "WebhookDealUser",
    "WebhookLead",
    "WebhookLeadNote",
    "WebhookLeadSender",
    "WebhookLeadUser",
    "WebhookMessage",
    "WebhookPartnership",
    "WebhookPayment",
    "WebhookSetting",
    "WebhookTag",
]

_MODULES = {
    "AssignedUser": "assigned_user",
    "Attribution": "attribution",
    "CategoriesUpdate": "categories_update",
    "Category": "category",
    "ColouredLabel": "coloured_label",
    "Contact": "contact",
    "Created": "created",
    "CustomField": "custom_field",
    "CustomFieldCategory": "custom_field_category",
    "CustomFieldContent": "custom_field_content",
    "CustomFieldFilter": "custom_field_filter",
    "CustomFieldInput": "custom_field_input",
    "CustomFieldOption": "custom_field_option",
    "CustomFieldOptionCreate": "custom_field_option_create",
    "CustomFieldType": "custom_field_type",
    "CustomFieldValue": "custom_field_value",
    "Deal": "deal",
    "DealCustomField": "deal_custom_field",
    "DealDetail": "deal_detail",
    "DealNoteWebhook": "deal_note_webhook",
    "DealPartner": "deal_partner",
    "DealSort": "deal_sort",
    "DealStage": "deal_stage",
    "DealStagePhase": "deal_stage_phase",
    "DealUser": "deal_user",
    "DealWebhook": "deal_webhook",
    "IntegrationCustomField": "integration_custom_field",
    "IntegrationName": "integration_name",
    "Label": "label",
    "LabelChange": "label_change",
    "Lead": "lead",
    "LeadAssociationType": "lead_association_type",
    "LeadCreated": "lead_created",
    "LeadDeal": "lead_deal",
    "LeadDealSummary": "lead_deal_summary",
    "LeadDetail": "lead_detail",
    "LeadNoteWebhook": "lead_note_webhook",
    "LeadPartnership": "lead_partnership",
    "LeadSender": "lead_sender",
    "LeadSort": "lead_sort",
    "LeadSortField": "lead_sort_field",
    "LeadSource": "lead_source",
    "LeadStatus": "lead_status",
    "LeadUser": "lead_user",
    "LeadView": "lead_view",
    "LeadWebhook": "lead_webhook",
    "Logo": "logo",
    "MessageWebhook": "message_webhook",
    "Note": "note",
    "NoteAuthor": "note_author",
    "NoteCreated": "note_created",
    "PageMeta": "page_meta",
    "PartnerAddress": "partner_address",
    "PartnerCompany": "partner_company",
    "PartnerStage": "partner_stage",
    "PartnerStagePhase": "partner_stage_phase",
    "PartnerType": "partner_type",
    "PartnerUser": "partner_user",
    "Partnership": "partnership",
    "PartnershipCreated": "partnership_created",
    "PartnershipFallback": "partnership_fallback",
    "PartnershipInvitation": "partnership_invitation",
    "PartnershipLead": "partnership_lead",
    "PartnershipLeadInput": "partnership_lead_input",
    "PartnershipRecord": "partnership_record",
    "PartnershipSort": "partnership_sort",
    "PartnershipSortField": "partnership_sort_field",
    "PartnershipView": "partnership_view",
    "PartnershipWebhook": "partnership_webhook",
    "PipedriveLink": "pipedrive_link",
    "Powerups": "powerups",
    "ResellerSide": "reseller_side",
    "ShortTag": "short_tag",
    "StageChange": "stage_change",
    "StagesUpdate": "stages_update",
    "Tag": "tag",
    "TagAssociation": "tag_association",
    "Tier": "tier",
    "TierChange": "tier_change",
    "TiersUpdate": "tiers_update",
    "Updated": "updated",
    "UpdatedIds": "updated_ids",
    "UpdatedRecord": "updated_record",
    "User": "user",
    "UserPage": "user_page",
    "UserRole": "user_role",
    "WebhookAttachment": "webhook_attachment",
    "WebhookCommission": "webhook_commission",
    "WebhookConfiguration": "webhook_configuration",
    "WebhookCustomField": "webhook_custom_field",
    "WebhookDeal": "webhook_deal",
    "WebhookDealNote": "webhook_deal_note",
    "WebhookDealUser": "webhook_deal_user",
    "WebhookLead": "webhook_lead",
    "WebhookLeadNote": "webhook_lead_note",
    "WebhookLeadSender": "webhook_lead_sender",
    "WebhookLeadUser": "webhook_lead_user",
    "WebhookMessage": "webhook_message",
    "WebhookPartnership": "webhook_partnership",
    "WebhookPayment": "webhook_payment",
    "WebhookSetting": "webhook_setting",
    "WebhookTag": "webhook_tag",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f".{_MODULES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
