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
from journeybee_api.v1.operations import (
    lead_attributions,
    lead_notes,
    lead_products,
    lead_quotes,
    lead_tasks,
    lead_users,
    leads,
)


class LeadUsers(Resource[M]):
    """Users assigned to a lead."""

    list = bare_list(lead_users.list_lead_users)
    assign = write(lead_users.assign_lead_user)
    unassign = write(lead_users.unassign_lead_user)


class LeadAttributions(Resource[M]):
    """What a lead is attributed to."""

    list = bare_list(lead_attributions.list_lead_attributions)
    create = write(lead_attributions.create_lead_attribution)
    delete = write(lead_attributions.delete_lead_attribution)


class LeadNotes(Resource[M]):
    """Notes on a lead."""

    list = bare_list(lead_notes.list_lead_notes)
    get = single(lead_notes.get_lead_note)
    create = write(lead_notes.create_lead_note)
    update = patch_below(lead_notes.update_lead_note)
    delete = write(lead_notes.delete_lead_note)


class LeadProducts(Resource[M]):
    """Products a lead is interested in."""

    list = bare_list(lead_products.list_lead_products)
    create = write(lead_products.create_lead_product)
    update = patch_below(lead_products.update_lead_product)
    delete = write(lead_products.delete_lead_product)


class LeadQuote(Resource[M]):
    """The quote of a lead."""

    get = single(lead_quotes.get_lead_quote)


class LeadTasks(Resource[M]):
    """Tasks on a lead."""

    list = bare_list(lead_tasks.list_lead_tasks)
    create = write(lead_tasks.create_lead_task)


class Leads(Resource[M]):
    """Leads and what hangs on them."""

    list = paged(leads.list_leads)
    get = single(leads.get_lead)
    create = write(leads.create_lead)
    update = patch(leads.update_lead)
    delete = write(leads.delete_lead)

    assigned_users: LeadUsers[M] = nested(LeadUsers)
    attributions: LeadAttributions[M] = nested(LeadAttributions)
    notes: LeadNotes[M] = nested(LeadNotes)
    products: LeadProducts[M] = nested(LeadProducts)
    quote: LeadQuote[M] = nested(LeadQuote)
    tasks: LeadTasks[M] = nested(LeadTasks)
