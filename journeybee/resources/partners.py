from journeybee.operations import (
    M,
    Resource,
    bare_list,
    nested,
    paged,
    patch,
    patch_below,
    single,
    write,
)
from journeybee.operations.upserts import upserts
from journeybee_api.v1.operations import partner_contacts, partners


class PartnerContacts(Resource[M]):
    """Contacts at a partner."""

    list = bare_list(partner_contacts.list_partner_contacts)
    """List the contacts at a partner."""
    get = single(partner_contacts.get_partner_contact)
    """Get a contact at a partner."""
    create = write(partner_contacts.create_partner_contact)
    """Add a contact to a partner."""
    update = patch_below(partner_contacts.update_partner_contact)
    """Change a contact at a partner."""
    delete = write(partner_contacts.delete_partner_contact)
    """Delete a contact at a partner."""
    upsert = upserts(list, create, update)
    """Create a contact of a partner, or update the one that matches."""


class Partners(Resource[M]):
    """Partners and their contacts."""

    list = paged(partners.list_partners)
    """List partners."""
    get = single(partners.get_partner)
    """Get a partner."""
    create = write(partners.create_partner)
    """Create a partner."""
    update = patch(partners.update_partner)
    """Change a partner."""
    delete = write(partners.delete_partner)
    """Delete a partner."""
    upsert = upserts(list, create, update)
    """Create a partner, or update the one that matches."""

    contacts: PartnerContacts[M] = nested(PartnerContacts)
