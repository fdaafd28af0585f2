# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Every operation of this surface, once."""

from ..._runtime import OperationInfo


def _info(*fields: str) -> OperationInfo:
    id, method, path, tag, evidence, module = fields
    return OperationInfo(id, method, path, tag, evidence, f"{__name__}.{module}")


# fmt: off
OPERATIONS = (
    _info('list_categories', 'GET', '/categories', 'Categories', 'documented', 'categories'),
    _info('create_category', 'POST', '/categories', 'Categories', 'documented', 'categories'),
    _info('update_categories', 'PATCH', '/categories', 'Categories', 'documented', 'categories'),
    _info('list_contacts', 'GET', '/contacts', 'Contacts', 'documented', 'contacts'),
    _info('create_contact', 'POST', '/contacts', 'Contacts', 'documented', 'contacts'),
    _info('update_contact', 'PATCH', '/contacts/{contactId}', 'Contacts', 'documented', 'contacts'),
    _info('list_custom_fields', 'GET', '/custom-fields', 'Custom Fields', 'documented', 'custom_fields'),
    _info('create_custom_field', 'POST', '/custom-fields', 'Custom Fields', 'documented', 'custom_fields'),
    _info('list_deal_notes', 'GET', '/lead-deals/{dealId}/notes', 'Deal Notes', 'inferred', 'deal_notes'),
    _info('create_deal_note', 'POST', '/lead-deals/{dealId}/notes', 'Deal Notes', 'inferred', 'deal_notes'),
    _info('update_deal_note', 'PATCH', '/lead-deals/{dealId}/notes/{noteId}', 'Deal Notes', 'documented', 'deal_notes'),
    _info('list_deal_stages', 'GET', '/stages/lead-deal-stages', 'Deal Stages', 'documented', 'deal_stages'),
    _info('create_deal_stage', 'POST', '/stages/lead-deal-stages', 'Deal Stages', 'documented', 'deal_stages'),
    _info('update_deal_stages', 'PATCH', '/stages/lead-deal-stages', 'Deal Stages', 'inferred', 'deal_stages'),
    _info('get_deal', 'GET', '/companies/{companyId}/lead-deals/{dealId}', 'Deals', 'documented', 'deals'),
    _info('list_deals', 'GET', '/lead-deals', 'Deals', 'documented', 'deals'),
    _info('create_deal', 'POST', '/lead-deals', 'Deals', 'documented', 'deals'),
    _info('update_deal', 'PATCH', '/lead-deals/{dealId}', 'Deals', 'documented', 'deals'),
    _info('list_lead_notes', 'GET', '/leads/{leadId}/notes', 'Lead Notes', 'documented', 'lead_notes'),
    _info('create_lead_note', 'POST', '/leads/{leadId}/notes', 'Lead Notes', 'documented', 'lead_notes'),
    _info('update_lead_note', 'PATCH', '/leads/{leadId}/notes/{noteId}', 'Lead Notes', 'documented', 'lead_notes'),
    _info('get_lead', 'GET', '/companies/{companyId}/leads/{leadId}', 'Leads', 'documented', 'leads'),
    _info('list_leads', 'GET', '/leads', 'Leads', 'documented', 'leads'),
    _info('create_lead', 'POST', '/leads', 'Leads', 'documented', 'leads'),
    _info('delete_lead', 'DELETE', '/leads/{leadId}', 'Leads', 'documented', 'leads'),
    _info('update_lead', 'PATCH', '/leads/{leadId}', 'Leads', 'documented', 'leads'),
    _info('list_partner_stages', 'GET', '/stages/partner-stages', 'Partner Stages', 'documented', 'partner_stages'),
    _info('create_partner_stage', 'POST', '/stages/partner-stages', 'Partner Stages', 'documented', 'partner_stages'),
    _info('update_partner_stages', 'PATCH', '/stages/partner-stages', 'Partner Stages', 'documented', 'partner_stages'),
    _info('list_partnership_users', 'GET', '/partnerships/{partnershipId}/users', 'Partnership Users', 'documented', 'partnership_users'),
    _info('list_partnerships', 'GET', '/partnerships', 'Partnerships', 'documented', 'partnerships'),
    _info('create_partnership', 'POST', '/partnerships', 'Partnerships', 'documented', 'partnerships'),
    _info('delete_partnership', 'DELETE', '/partnerships/{partnershipId}', 'Partnerships', 'documented', 'partnerships'),
    _info('update_partnership', 'PATCH', '/partnerships/{partnershipId}', 'Partnerships', 'documented', 'partnerships'),
    _info('list_tags', 'GET', '/tags', 'Tags', 'documented', 'tags'),
    _info('create_tag', 'POST', '/tags', 'Tags', 'documented', 'tags'),
    _info('list_tiers', 'GET', '/tiers', 'Tiers', 'documented', 'tiers'),
    _info('create_tier', 'POST', '/tiers', 'Tiers', 'documented', 'tiers'),
    _info('update_tiers', 'PATCH', '/tiers', 'Tiers', 'inferred', 'tiers'),
    _info('list_users', 'GET', '/users', 'Users', 'documented', 'users'),
)
