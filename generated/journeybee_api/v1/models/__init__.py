# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""The models of this surface; each is loaded when it is first named."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .analytics_date_range import AnalyticsDateRange
    from .asset import Asset
    from .asset_category import AssetCategory
    from .asset_page import AssetPage
    from .asset_resource_type import AssetResourceType
    from .attribution import Attribution
    from .auto_assign_recipient import AutoAssignRecipient
    from .billing_period import BillingPeriod
    from .billing_type import BillingType
    from .block_border import BlockBorder
    from .block_spacing import BlockSpacing
    from .block_style import BlockStyle
    from .category import Category
    from .certification import Certification
    from .certification_enrollment import CertificationEnrollment
    from .certification_enrollment_status import CertificationEnrollmentStatus
    from .certification_page import CertificationPage
    from .commission_calculation import CommissionCalculation
    from .commission_calculation_type import CommissionCalculationType
    from .commission_entry import CommissionEntry
    from .commission_entry_calculation import CommissionEntryCalculation
    from .commission_leg import CommissionLeg
    from .commission_option import CommissionOption
    from .commission_period import CommissionPeriod
    from .commission_period_rates import CommissionPeriodRates
    from .commission_rule import CommissionRule
    from .commission_rule_page import CommissionRulePage
    from .commission_scaling_config import CommissionScalingConfig
    from .commission_scaling_tier import CommissionScalingTier
    from .commission_split import CommissionSplit
    from .currency import Currency
    from .currency_ref import CurrencyRef
    from .custom_field_category import CustomFieldCategory
    from .custom_field_definition import CustomFieldDefinition
    from .custom_field_entity_type import CustomFieldEntityType
    from .custom_field_input import CustomFieldInput
    from .custom_field_option import CustomFieldOption
    from .custom_field_option_create import CustomFieldOptionCreate
    from .custom_field_type import CustomFieldType
    from .custom_field_value import CustomFieldValue
    from .custom_field_value_object import CustomFieldValueObject
    from .deal import Deal
    from .deal_commission import DealCommission
    from .deal_page import DealPage
    from .deal_payment import DealPayment
    from .embedded_custom_field import EmbeddedCustomField
    from .formula_calculation_type import FormulaCalculationType
    from .formula_type import FormulaType
    from .label_ref import LabelRef
    from .lead import Lead
    from .lead_attribution import LeadAttribution
    from .lead_direction import LeadDirection
    from .lead_note import LeadNote
    from .lead_note_attachment import LeadNoteAttachment
    from .lead_page import LeadPage
    from .lead_product import LeadProduct
    from .lead_product_source import LeadProductSource
    from .lead_ref import LeadRef
    from .lead_source import LeadSource
    from .lead_status import LeadStatus
    from .mdf_request import MdfRequest
    from .mdf_request_page import MdfRequestPage
    from .pagination import Pagination
    from .partner import Partner
    from .partner_contact import PartnerContact
    from .partner_domain import PartnerDomain
    from .partner_engagement import PartnerEngagement
    from .partner_leads_month import PartnerLeadsMonth
    from .partner_leads_timeline import PartnerLeadsTimeline
    from .partner_page import PartnerPage
    from .partner_ref import PartnerRef
    from .partner_revenue import PartnerRevenue
    from .partner_revenue_leaderboard import PartnerRevenueLeaderboard
    from .partner_type import PartnerType
    from .partnership_ref import PartnershipRef
    from .payment import Payment
    from .payment_category import PaymentCategory
    from .payment_page import PaymentPage
    from .payment_recipient_type import PaymentRecipientType
    from .payment_target import PaymentTarget
    from .period import Period
    from .priced_product_ref import PricedProductRef
    from .pricing_calculator import PricingCalculator
    from .pricing_calculator_formula import PricingCalculatorFormula
    from .pricing_calculator_page import PricingCalculatorPage
    from .pricing_calculator_product import PricingCalculatorProduct
    from .product import Product
    from .product_page import ProductPage
    from .product_ref import ProductRef
    from .product_status import ProductStatus
    from .quantity_type import QuantityType
    from .quote import Quote
    from .quote_currency import QuoteCurrency
    from .quote_line_item import QuoteLineItem
    from .resource import Resource
    from .resource_block import ResourceBlock
    from .resource_block_type import ResourceBlockType
    from .resource_page import ResourcePage
    from .room import Room
    from .room_action_bar import RoomActionBar
    from .room_action_button import RoomActionButton
    from .room_advanced_search import RoomAdvancedSearch
    from .room_block import RoomBlock
    from .room_block_settings import RoomBlockSettings
    from .room_block_type import RoomBlockType
    from .room_detail import RoomDetail
    from .room_display import RoomDisplay
    from .room_goals import RoomGoals
    from .room_overview import RoomOverview
    from .room_page import RoomPage
    from .room_pricing_calculator import RoomPricingCalculator
    from .room_settings import RoomSettings
    from .stage import Stage
    from .stage_association import StageAssociation
    from .stage_phase import StagePhase
    from .tag import Tag
    from .tag_association import TagAssociation
    from .task import Task
    from .task_page import TaskPage
    from .task_priority import TaskPriority
    from .task_status import TaskStatus
    from .tier import Tier
    from .user import User
    from .user_page import UserPage
    from .user_ref import UserRef
    from .user_role import UserRole
    from .webhook_event import WebhookEvent
    from .webhook_subscription import WebhookSubscription

__all__ = [
    "AnalyticsDateRange",
    "Asset",
    "AssetCategory",
    "AssetPage",
    "AssetResourceType",
    "Attribution",
    "AutoAssignRecipient",
    "BillingPeriod",
    "BillingType",
    "BlockBorder",
    "BlockSpacing",
    "BlockStyle",
    "Category",
    "Certification",
    "CertificationEnrollment",
    "CertificationEnrollmentStatus",
    "CertificationPage",
    "CommissionCalculation",
    "CommissionCalculationType",
    "CommissionEntry",
    "CommissionEntryCalculation",
    "CommissionLeg",
    "CommissionOption",
    "CommissionPeriod",
    "CommissionPeriodRates",
    "CommissionRule",
    "CommissionRulePage",
    "CommissionScalingConfig",
    "CommissionScalingTier",
    "CommissionSplit",
    "Currency",
    "CurrencyRef",
    "CustomFieldCategory",
    "CustomFieldDefinition",
    "CustomFieldEntityType",
    "CustomFieldInput",
    "CustomFieldOption",
    "CustomFieldOptionCreate",
    "CustomFieldType",
    "CustomFieldValue",
    "CustomFieldValueObject",
    "Deal",
    "DealCommission",
    "DealPage",
    "DealPayment",
    "EmbeddedCustomField",
    "FormulaCalculationType",
    "FormulaType",
    "LabelRef",
    "Lead",
    "LeadAttribution",
    "LeadDirection",
    "LeadNote",
    "LeadNoteAttachment",
    "LeadPage",
    "LeadProduct",
    "LeadProductSource",
    "LeadRef",
    "LeadSource",
    "LeadStatus",
    "MdfRequest",
    "MdfRequestPage",
    "Pagination",
    "Partner",
    "PartnerContact",
    "PartnerDomain",
    "PartnerEngagement",
    "PartnerLeadsMonth",
    "PartnerLeadsTimeline",
    "PartnerPage",
    "PartnerRef",
    "PartnerRevenue",
    "PartnerRevenueLeaderboard",
    "PartnerType",
    "PartnershipRef",
    "Payment",
    "PaymentCategory",
    "PaymentPage",
    "PaymentRecipientType",
    "PaymentTarget",
    "Period",
    "PricedProductRef",
    "PricingCalculator",
    "PricingCalculatorFormula",
    "PricingCalculatorPage",
    "PricingCalculatorProduct",
    "Product",
    "ProductPage",
    "ProductRef",
    "ProductStatus",
    "QuantityType",
    "Quote",
    "QuoteCurrency",
    "QuoteLineItem",
    "Resource",
    "ResourceBlock",
    "ResourceBlockType",
    "ResourcePage",
    "Room",
    "RoomActionBar",
    "RoomActionButton",
    "RoomAdvancedSearch",
    "RoomBlock",
    "RoomBlockSettings",
    "RoomBlockType",
    "RoomDetail",
    "RoomDisplay",
    "RoomGoals",
    "RoomOverview",
    "RoomPage",
    "RoomPricingCalculator",
    "RoomSettings",
    "Stage",
    "StageAssociation",
    "StagePhase",
    "Tag",
    "TagAssociation",
    "Task",
    "TaskPage",
    "TaskPriority",
    "TaskStatus",
    "Tier",
    "User",
    "UserPage",
    "UserRef",
    "UserRole",
    "WebhookEvent",
    "WebhookSubscription",
]

_MODULES = {
    "AnalyticsDateRange": "analytics_date_range",
    "Asset": "asset",
    "AssetCategory": "asset_category",
    "AssetPage": "asset_page",
    "AssetResourceType": "asset_resource_type",
    "Attribution": "attribution",
    "AutoAssignRecipient": "auto_assign_recipient",
    "BillingPeriod": "billing_period",
    "BillingType": "billing_type",
    "BlockBorder": "block_border",
    "BlockSpacing": "block_spacing",
    "BlockStyle": "block_style",
    "Category": "category",
    "Certification": "certification",
    "CertificationEnrollment": "certification_enrollment",
    "CertificationEnrollmentStatus": "certification_enrollment_status",
    "CertificationPage": "certification_page",
    "CommissionCalculation": "commission_calculation",
    "CommissionCalculationType": "commission_calculation_type",
    "CommissionEntry": "commission_entry",
    "CommissionEntryCalculation": "commission_entry_calculation",
    "CommissionLeg": "commission_leg",
    "CommissionOption": "commission_option",
    "CommissionPeriod": "commission_period",
    "CommissionPeriodRates": "commission_period_rates",
    "CommissionRule": "commission_rule",
    "CommissionRulePage": "commission_rule_page",
    "CommissionScalingConfig": "commission_scaling_config",
    "CommissionScalingTier": "commission_scaling_tier",
    "CommissionSplit": "commission_split",
    "Currency": "currency",
    "CurrencyRef": "currency_ref",
    "CustomFieldCategory": "custom_field_category",
    "CustomFieldDefinition": "custom_field_definition",
    "CustomFieldEntityType": "custom_field_entity_type",
    "CustomFieldInput": "custom_field_input",
    "CustomFieldOption": "custom_field_option",
    "CustomFieldOptionCreate": "custom_field_option_create",
    "CustomFieldType": "custom_field_type",
    "CustomFieldValue": "custom_field_value",
    "CustomFieldValueObject": "custom_field_value_object",
    "Deal": "deal",
    "DealCommission": "deal_commission",
    "DealPage": "deal_page",
    "DealPayment": "deal_payment",
    "EmbeddedCustomField": "embedded_custom_field",
    "FormulaCalculationType": "formula_calculation_type",
    "FormulaType": "formula_type",
    "LabelRef": "label_ref",
    "Lead": "lead",
    "LeadAttribution": "lead_attribution",
    "LeadDirection": "lead_direction",
    "LeadNote": "lead_note",
    "LeadNoteAttachment": "lead_note_attachment",
    "LeadPage": "lead_page",
    "LeadProduct": "lead_product",
    "LeadProductSource": "lead_product_source",
    "LeadRef": "lead_ref",
    "LeadSource": "lead_source",
    "LeadStatus": "lead_status",
    "MdfRequest": "mdf_request",
    "MdfRequestPage": "mdf_request_page",
    "Pagination": "pagination",
    "Partner": "partner",
    "PartnerContact": "partner_contact",
    "PartnerDomain": "partner_domain",
    "PartnerEngagement": "partner_engagement",
    "PartnerLeadsMonth": "partner_leads_month",
    "PartnerLeadsTimeline": "partner_leads_timeline",
    "PartnerPage": "partner_page",
    "PartnerRef": "partner_ref",
    "PartnerRevenue": "partner_revenue",
    "PartnerRevenueLeaderboard": "partner_revenue_leaderboard",
    "PartnerType": "partner_type",
    "PartnershipRef": "partnership_ref",
    "Payment": "payment",
    "PaymentCategory": "payment_category",
    "PaymentPage": "payment_page",
    "PaymentRecipientType": "payment_recipient_type",
    "PaymentTarget": "payment_target",
    "Period": "period",
    "PricedProductRef": "priced_product_ref",
    "PricingCalculator": "pricing_calculator",
    "PricingCalculatorFormula": "pricing_calculator_formula",
    "PricingCalculatorPage": "pricing_calculator_page",
    "PricingCalculatorProduct": "pricing_calculator_product",
    "Product": "product",
    "ProductPage": "product_page",
    "ProductRef": "product_ref",
    "ProductStatus": "product_status",
    "QuantityType": "quantity_type",
    "Quote": "quote",
    "QuoteCurrency": "quote_currency",
    "QuoteLineItem": "quote_line_item",
    "Resource": "resource",
    "ResourceBlock": "resource_block",
    "ResourceBlockType": "resource_block_type",
    "ResourcePage": "resource_page",
    "Room": "room",
    "RoomActionBar": "room_action_bar",
    "RoomActionButton": "room_action_button",
    "RoomAdvancedSearch": "room_advanced_search",
    "RoomBlock": "room_block",
    "RoomBlockSettings": "room_block_settings",
    "RoomBlockType": "room_block_type",
    "RoomDetail": "room_detail",
    "RoomDisplay": "room_display",
    "RoomGoals": "room_goals",
    "RoomOverview": "room_overview",
    "RoomPage": "room_page",
    "RoomPricingCalculator": "room_pricing_calculator",
    "RoomSettings": "room_settings",
    "Stage": "stage",
    "StageAssociation": "stage_association",
    "StagePhase": "stage_phase",
    "Tag": "tag",
    "TagAssociation": "tag_association",
    "Task": "task",
    "TaskPage": "task_page",
    "TaskPriority": "task_priority",
    "TaskStatus": "task_status",
    "Tier": "tier",
    "User": "user",
    "UserPage": "user_page",
    "UserRef": "user_ref",
    "UserRole": "user_role",
    "WebhookEvent": "webhook_event",
    "WebhookSubscription": "webhook_subscription",
}


def __getattr__(name: str) -> Any:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(importlib.import_module(f".{_MODULES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
