"""The JourneyBee API before v1, at app.journeybee.io/api/v1: numeric ids, cursors, bare arrays."""

from __future__ import annotations

from typing import Generic, Unpack

from journeybee.client import Client
from journeybee.operations import (
    Awaited,
    M,
    Resource,
    bare_list,
    nested,
    paged_by,
    patch_of,
    single,
    write,
)
from journeybee.pagination import LastItemCursor, PageNumbers
from journeybee.pipeline.client_options import ClientOptions, hidden
from journeybee.settings import APIKey
from journeybee.settings.secrecy import Secret
from journeybee_api.legacy import AUTH, BASE_URL
from journeybee_api.legacy.models import User
from journeybee_api.legacy.operations import (
    categories,
    contacts,
    custom_fields,
    deal_notes,
    deal_stages,
    deals,
    lead_notes,
    leads,
    partner_stages,
    partnership_users,
    partnerships,
    tags,
    tiers,
    users,
)

BY_CREATION = LastItemCursor()
BY_PARTNERSHIP = LastItemCursor(value="partnership.created_at")


# One page of the vendor shows the array without parameters, another one pages with `meta`.
ARRAY_OR_PAGES = PageNumbers(size="pageSize", default_size=10, max_size=50, whole=True)


class LegacyCategories(Resource[M]):
    """Categories of partners."""

    list = bare_list(categories.list_categories)
    """List categories."""
    create = write(categories.create_category)
    """Create a category."""
    update = write(categories.update_categories)
    """Rename categories."""


class LegacyContacts(Resource[M]):
    """People at partners."""

    list = bare_list(contacts.list_contacts)
    """List contacts at partners."""
    create = write(contacts.create_contact)
    """Create a contact."""
    update = patch_of(contacts.update_contact, contacts.list_contacts)
    """Change a contact."""


class LegacyCustomFields(Resource[M]):
    """Definitions of custom fields."""

    list = bare_list(custom_fields.list_custom_fields)
    """List custom fields."""
    create = write(custom_fields.create_custom_field)
    """Create a custom field."""


class LegacyDealNotes(Resource[M]):
    """Notes on a deal."""

    list = bare_list(deal_notes.list_deal_notes)
    """List the notes on a deal."""
    create = write(deal_notes.create_deal_note)
    """Write a note on a deal."""
    update = write(deal_notes.update_deal_note)
    """Change a note on a deal."""


class LegacyDealStages(Resource[M]):
    """Steps of the deal pipeline."""

    list = bare_list(deal_stages.list_deal_stages)
    """List deal stages."""
    create = write(deal_stages.create_deal_stage)
    """Create a deal stage."""
    update = write(deal_stages.update_deal_stages)
    """Change deal stages."""


class LegacyDeals(Resource[M]):
    """Deals and the notes on them."""

    list = bare_list(deals.list_deals, BY_CREATION)
    """List deals."""
    get = single(deals.get_deal)
    """Get a deal."""
    create = write(deals.create_deal)
    """Create a deal on a lead."""
    update = patch_of(deals.update_deal, deals.list_deals, deals.get_deal)
    """Change a deal."""

    notes: LegacyDealNotes[M] = nested(LegacyDealNotes)


class LegacyLeadNotes(Resource[M]):
    """Notes on a lead."""

    list = bare_list(lead_notes.list_lead_notes)
    """List the notes on a lead."""
    create = write(lead_notes.create_lead_note)
    """Write a note on a lead."""
    update = write(lead_notes.update_lead_note)
    """Change a note on a lead."""


class LegacyLeads(Resource[M]):
    """Leads and the notes on them."""

    list = bare_list(leads.list_leads, BY_CREATION)
    """List leads."""
    get = single(leads.get_lead)
    """Get a lead."""
    create = write(leads.create_lead)
    """Create a lead."""
    update = patch_of(leads.update_lead, leads.list_leads, leads.get_lead)
    """Change a lead."""
    delete = write(leads.delete_lead)
    """Delete a lead."""

    notes: LegacyLeadNotes[M] = nested(LegacyLeadNotes)


class LegacyPartnerStages(Resource[M]):
    """Steps of the partner pipeline."""

    list = bare_list(partner_stages.list_partner_stages)
    """List partner stages."""
    create = write(partner_stages.create_partner_stage)
    """Create a partner stage."""
    update = write(partner_stages.update_partner_stages)
    """Change partner stages."""


class LegacyPartnershipUsers(Resource[M]):
    """Users of a partner's company."""

    list = bare_list(partnership_users.list_partnership_users)
    """List the partner's users."""


class LegacyPartnerships(Resource[M]):
    """Partnerships and the users of the partner."""

    list = bare_list(partnerships.list_partnerships, BY_PARTNERSHIP)
    """List partnerships."""
    create = write(partnerships.create_partnership)
    """Create a partnership and invite the partner."""
    update = write(partnerships.update_partnership)
    """Change a partnership."""
    delete = write(partnerships.delete_partnership)
    """End a partnership."""

    users: LegacyPartnershipUsers[M] = nested(LegacyPartnershipUsers)


class LegacyTags(Resource[M]):
    """Coloured labels."""

    list = bare_list(tags.list_tags)
    """List tags."""
    create = write(tags.create_tag)
    """Create a tag."""


class LegacyTiers(Resource[M]):
    """Levels of partners."""

    list = bare_list(tiers.list_tiers)
    """List tiers."""
    create = write(tiers.create_tier)
    """Create a tier."""
    update = write(tiers.update_tiers)
    """Change tiers."""


class LegacyUsers(Resource[M]):
    """Users of the company."""

    list = paged_by(users.list_users, ARRAY_OR_PAGES, User)
    """List the company's users."""


class LegacyResources(Generic[M]):
    """The resources of the API before v1."""

    categories: LegacyCategories[M] = nested(LegacyCategories)
    contacts: LegacyContacts[M] = nested(LegacyContacts)
    custom_fields: LegacyCustomFields[M] = nested(LegacyCustomFields)
    deal_stages: LegacyDealStages[M] = nested(LegacyDealStages)
    deals: LegacyDeals[M] = nested(LegacyDeals)
    leads: LegacyLeads[M] = nested(LegacyLeads)
    partner_stages: LegacyPartnerStages[M] = nested(LegacyPartnerStages)
    partnerships: LegacyPartnerships[M] = nested(LegacyPartnerships)
    tags: LegacyTags[M] = nested(LegacyTags)
    tiers: LegacyTiers[M] = nested(LegacyTiers)
    users: LegacyUsers[M] = nested(LegacyUsers)


class LegacyJourneyBee(Client, LegacyResources[Awaited]):
    """An async client of the JourneyBee API before v1, used like `JourneyBee`.

    .. versionadded:: 0.1
    """

    surface = "legacy"
    default_base_url = BASE_URL
    _auth = AUTH
    env_prefix = "JOURNEYBEE_LEGACY"

    def __init__(
        self,
        api_key: APIKey | None = None,
        *,
        user_id: int | None = None,
        **options: Unpack[ClientOptions],
    ) -> None:
        """Configure the client; nothing is sent yet.

        Args:
            api_key: the key; by default the environment's JOURNEYBEE_LEGACY_API_KEY.
            user_id: the acting user; without it, operations that need a user raise
                ConfigurationError unless the call names one.
            options: those of `JourneyBee`.
        """
        api_key = Secret.of(api_key)
        options = hidden(options)
        super().__init__(api_key, **options)
        self._caller = self._caller._replace(defaults={"user_id": user_id})
