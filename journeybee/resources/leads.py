from journeybee.operations import Resource, listed, nested, paged, single
from journeybee_api.v1.operations import (
    lead_attributions,
    lead_notes,
    lead_products,
    lead_quotes,
    lead_tasks,
    lead_users,
    leads,
)


class LeadUsers(Resource):
    """Users assigned to a lead."""

    list = listed(lead_users.list_lead_users)
    assign = single(lead_users.assign_lead_user)
    unassign = single(lead_users.unassign_lead_user)


class LeadAttributions(Resource):
    """What a lead is attributed to."""

    list = listed(lead_attributions.list_lead_attributions)
    create = single(lead_attributions.create_lead_attribution)
    delete = single(lead_attributions.delete_lead_attribution)


class LeadNotes(Resource):
    """Notes on a lead."""

    list = listed(lead_notes.list_lead_notes)
    get = single(lead_notes.get_lead_note)
    create = single(lead_notes.create_lead_note)
    update = single(lead_notes.update_lead_note)
    delete = single(lead_notes.delete_lead_note)


class LeadProducts(Resource):
    """Products a lead is interested in."""

    list = listed(lead_products.list_lead_products)
    create = single(lead_products.create_lead_product)
    update = single(lead_products.update_lead_product)
    delete = single(lead_products.delete_lead_product)


class LeadQuote(Resource):
    """The quote of a lead."""

    get = single(lead_quotes.get_lead_quote)


class LeadTasks(Resource):
    """Tasks on a lead."""

    list = listed(lead_tasks.list_lead_tasks)
    create = single(lead_tasks.create_lead_task)


class Leads(Resource):
    """Leads and what hangs on them."""

    list = paged(leads.list_leads)
    get = single(leads.get_lead)
    create = single(leads.create_lead)
    update = single(leads.update_lead)
    delete = single(leads.delete_lead)

    assigned_users = nested(LeadUsers)
    attributions = nested(LeadAttributions)
    notes = nested(LeadNotes)
    products = nested(LeadProducts)
    quote = nested(LeadQuote)
    tasks = nested(LeadTasks)
