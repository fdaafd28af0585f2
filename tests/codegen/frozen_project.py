"""A project of 28 operations as it once was: what tests of the code generator change and read.

The spec of today is replaced by the one that the vendor publishes; these tests do not notice.
"""

from __future__ import annotations

import copy
import functools
import re
from pathlib import Path
from typing import Any

from scripts.codegen.bind.tables import Generated
from scripts.codegen.document import operations
from scripts.codegen.intake.parse import load_document
from scripts.codegen.normalise.naming import Names
from scripts.codegen.normalise.passes import normalise
from scripts.codegen.surfaces import Surface
from scripts.codegen.walk import clone

SPEC = Path(__file__).parent / "frozen.yaml"
CLIENT = '''\
"""What all clients share."""

from __future__ import annotations

from journeybee.drift import DriftCounter
from journeybee.operations import Resource
from journeybee.operations.caller import Caller
from journeybee.pipeline import Pipeline


class Client:
    """What all clients share."""

    drift: DriftCounter

    def __init__(self) -> None:
        self.caller = Caller(Pipeline())
        self.drift = DriftCounter()

    def request(self) -> Resource:
        """Send a request."""
'''
V1 = '''\
"""The client of v1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic

from journeybee.client import Client
from journeybee.operations import Awaited, M

if TYPE_CHECKING:
    from journeybee.resources.currencies import Currencies
    from journeybee.resources.deals import Deals
    from journeybee.resources.leads import Leads
    from journeybee.resources.tags import Tags
    from journeybee.resources.tiers import Tiers
    from journeybee.resources.users import Users
    from journeybee.resources.webhooks import Webhooks


class V1Resources(Generic[M]):
    """The resources of v1."""

    currencies: Currencies[M]
    deals: Deals[M]
    leads: Leads[M]
    tags: Tags[M]
    tiers: Tiers[M]
    users: Users[M]
    webhooks: Webhooks[M]


class JourneyBee(Client, V1Resources[Awaited]):
    """A client of v1."""

    surface = "v1"
'''
RESOURCES = {
    "currencies": '''\
from journeybee.operations import M, Resource, bare_list
from journeybee_api.v1.operations import currencies


class Currencies(Resource[M]):
    """Currencies of the account."""

    list = bare_list(currencies.list_currencies)
''',
    "deals": '''\
from journeybee.operations import M, Resource, bare_list, nested, paged
from journeybee_api.v1.operations import deal_payments, deals


class DealPayments(Resource[M]):
    """Payments of a deal."""

    list = bare_list(deal_payments.list_deal_payments)


class Deals(Resource[M]):
    """Deals and their payments."""

    list = paged(deals.list_deals)

    payments: DealPayments[M] = nested(DealPayments)
''',
    "leads": '''\
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
from journeybee_api.v1.operations import lead_notes, leads


class LeadNotes(Resource[M]):
    """Notes on a lead."""

    list = bare_list(lead_notes.list_lead_notes)
    get = single(lead_notes.get_lead_note)
    create = write(lead_notes.create_lead_note)
    update = patch_below(lead_notes.update_lead_note)
    delete = write(lead_notes.delete_lead_note)


class Leads(Resource[M]):
    """Leads and what hangs on them."""

    list = paged(leads.list_leads)
    get = single(leads.get_lead)
    create = write(leads.create_lead)
    update = patch(leads.update_lead)
    delete = write(leads.delete_lead)

    notes: LeadNotes[M] = nested(LeadNotes)
''',
    "tags": '''\
from journeybee.operations import M, Resource, bare_list, patch, single, write
from journeybee_api.v1.operations import tags


class Tags(Resource[M]):
    """Tags."""

    list = bare_list(tags.list_tags)
    get = single(tags.get_tag)
    create = write(tags.create_tag)
    update = patch(tags.update_tag)
    delete = write(tags.delete_tag)
''',
    "tiers": '''\
from journeybee.operations import M, Resource, bare_list, write
from journeybee_api.v1.operations import tiers


class Tiers(Resource[M]):
    """Tiers of partners."""

    list = bare_list(tiers.list_tiers)
    create = write(tiers.create_tier)
''',
    "users": '''\
from journeybee.operations import M, Resource, paged, patch, single, write
from journeybee_api.v1.operations import users


class Users(Resource[M]):
    """Users of the account."""

    list = paged(users.list_users)
    get = single(users.get_user)
    create = write(users.create_user)
    update = patch(users.update_user)
    delete = write(users.delete_user)
''',
    "webhooks": '''\
from journeybee.operations import M, Resource, bare_list, nested, write
from journeybee_api.v1.operations import webhooks


class WebhookSubscriptions(Resource[M]):
    """Which URL gets which event."""

    list = bare_list(webhooks.list_webhook_subscriptions)
    create = write(webhooks.create_webhook_subscription)
    delete = write(webhooks.delete_webhook_subscription)


class Webhooks(Resource[M]):
    """Webhooks."""

    subscriptions: WebhookSubscriptions[M] = nested(WebhookSubscriptions)
''',
}
FILES = {
    "client.py": CLIENT,
    "v1.py": V1,
    **{f"resources/{name}.py": text for name, text in RESOURCES.items()},
}
PAGE = "class {0}(Model):\n    data: list[Any]\n    pagination: Pagination\n"


@functools.cache
def _published() -> dict[str, Any]:
    return load_document(SPEC.read_bytes(), SPEC.name)


def published() -> dict[str, Any]:
    """The spec, to be changed at will."""
    return clone(_published())


@functools.cache
def _normalised() -> tuple[dict[str, Any], Names]:
    names = Names()
    return normalise(_published(), names), names


def normalised() -> dict[str, Any]:
    """What the generator gets; not to be changed."""
    return _normalised()[0]


def names() -> Names:
    """The names that its users know, which learn what is new."""
    return copy.deepcopy(_normalised()[1])


@functools.cache
def frozen_operations() -> tuple[Generated, ...]:
    """What was generated, in the order in which it is read."""
    lines = re.findall(r"= (\w+)\(\w+\.(\w+)\)", "".join(FILES.values()))
    kinds = {name: kind for kind, name in lines}
    found = [
        Generated(
            operation["operationId"],
            operation["tags"][0].lower().replace(" ", "_"),
            method.upper(),
            path,
            kinds[operation["operationId"]],
        )
        for method, path, operation in operations(normalised())
    ]
    return tuple(sorted(found, key=lambda operation: operation.module))


def write_tables(folder: Path) -> Path:
    """What tables are made of, in ``folder``."""
    package = folder / "journeybee"
    (package / "resources").mkdir(parents=True)
    for name, text in FILES.items():
        (package / name).write_text(text)
    return package


def write_generated(folder: Path) -> Path:
    """As much of the generated package as tables are bound by, in ``folder``."""
    package = folder / "v1"
    for name in ("operations", "models"):
        (package / name).mkdir(parents=True)
    for operation in frozen_operations():
        path = package / "operations" / f"{operation.module}.py"
        model = f"{operation.module.title().replace('_', '')}Page"
        returned = {"bare_list": "list[Any]", "paged": model}.get(operation.kind, "None")
        if operation.kind == "paged":
            (package / "models" / f"{model.lower()}.py").write_text(PAGE.format(model))
        with path.open("a") as module:
            if operation.kind == "paged":
                module.write(f"from ..models.{model.lower()} import {model}\n")
            module.write(
                f"def {operation.id}() -> Operation[{returned}]:\n"
                f"    return Operation(__name__, {operation.id!r}, {operation.method!r},"
                f" {operation.path!r})\n"
            )
    return package


def write_project(folder: Path) -> Surface:
    """All that a spec is taken into, in ``folder``."""
    write_tables(folder)
    write_generated(folder / "generated" / "journeybee_api")
    (folder / "openapi.yaml").write_bytes(SPEC.read_bytes())
    surface = Surface("v1", folder / "openapi.yaml")
    surface.names.parent.mkdir(parents=True)
    names().write(surface.names)
    return surface
