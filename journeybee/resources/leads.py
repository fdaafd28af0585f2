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
    """List the users a lead is assigned to."""
    assign = write(lead_users.assign_lead_user)
    """Assign a user to a lead."""
    unassign = write(lead_users.unassign_lead_user)
    """Take a user off a lead."""


class LeadAttributions(Resource[M]):
    """What a lead is attributed to."""

    list = bare_list(lead_attributions.list_lead_attributions)
    """List the attributions of a lead."""
    create = write(lead_attributions.create_lead_attribution)
    """Attach an attribution to a lead."""
    delete = write(lead_attributions.delete_lead_attribution)
    """Detach an attribution from a lead."""


class LeadNotes(Resource[M]):
    """Notes on a lead."""

    list = bare_list(lead_notes.list_lead_notes)
    """List the notes on a lead."""
    get = single(lead_notes.get_lead_note)
    """Get a note on a lead."""
    create = write(lead_notes.create_lead_note)
    """Add a note to a lead."""
    update = patch_below(lead_notes.update_lead_note)
    """Change a note on a lead."""
    delete = write(lead_notes.delete_lead_note)
    """Delete a note on a lead."""


class LeadProducts(Resource[M]):
    """Products a lead is interested in."""

    list = bare_list(lead_products.list_lead_products)
    """List the products on a lead."""
    create = write(lead_products.create_lead_product)
    """Add a product to a lead."""
    update = patch_below(lead_products.update_lead_product)
    """Change quantity or unit price of a product on a lead."""
    delete = write(lead_products.delete_lead_product)
    """Take a product off a lead."""
    upsert = upserts(list, create, update)
    """Create a product on a lead, or update the one that matches."""


class LeadQuote(Resource[M]):
    """The quote of a lead."""

    get = single(lead_quotes.get_lead_quote)
    """Get the quote of a lead."""


class LeadTasks(Resource[M]):
    """Tasks on a lead."""

    list = bare_list(lead_tasks.list_lead_tasks)
    """List the tasks of a lead."""
    create = write(lead_tasks.create_lead_task)
    """Create a task on a lead."""


class Leads(Resource[M]):
    """Leads and what hangs on them."""

    list = paged(leads.list_leads)
    """List leads."""
    get = single(leads.get_lead)
    """Get a lead."""
    create = write(leads.create_lead)
    """Create a lead."""
    update = patch(leads.update_lead)
    """Change a lead."""
    delete = write(leads.delete_lead)
    """Delete a lead."""
    upsert = upserts(list, create, update)
    """Create a lead, or update the one that matches."""

    assigned_users: LeadUsers[M] = nested(LeadUsers)
    attributions: LeadAttributions[M] = nested(LeadAttributions)
    notes: LeadNotes[M] = nested(LeadNotes)
    products: LeadProducts[M] = nested(LeadProducts)
    quote: LeadQuote[M] = nested(LeadQuote)
    tasks: LeadTasks[M] = nested(LeadTasks)
