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
from journeybee_api.v1.operations import partner_contacts, partners


class PartnerContacts(Resource[M]):
    """Contacts at a partner."""

    list = bare_list(partner_contacts.list_partner_contacts)
    get = single(partner_contacts.get_partner_contact)
    create = write(partner_contacts.create_partner_contact)
    update = patch_below(partner_contacts.update_partner_contact)
    delete = write(partner_contacts.delete_partner_contact)


class Partners(Resource[M]):
    """Partners and their contacts."""

    list = paged(partners.list_partners)
    get = single(partners.get_partner)
    create = write(partners.create_partner)
    update = patch(partners.update_partner)
    delete = write(partners.delete_partner)

    contacts: PartnerContacts[M] = nested(PartnerContacts)
