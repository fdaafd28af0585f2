"""Creating or updating a record by the fields that identify it, and the requests that it takes."""

from __future__ import annotations

import inspect
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import pytest

from journeybee import JourneyBee, UsageError, introspection
from journeybee.operations.upserts import Upsert, UpsertCall
from journeybee.resources.leads import Leads
from journeybee.sandbox import Sandbox
from journeybee_api.v1.models import CustomFieldInput, CustomFieldValueObject
from tests.bound_operations import method_of

if TYPE_CHECKING:
    from journeybee_api.v1.models import Lead

TABLES = [
    "categories", "certifications.enrollments", "commissions", "custom_field_values",
    "custom_fields", "deals", "leads", "leads.products", "partners", "partners.contacts",
    "pricing_calculators", "pricing_calculators.formulas", "products", "resources", "stages",
    "tags", "tasks", "tiers", "users",
]  # fmt: skip


@pytest.fixture(scope="module")
def sandbox() -> Sandbox:
    """One for all tests, each of which makes its own lead."""
    return Sandbox(world="tiny")


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[JourneyBee]:
    async with sandbox.client() as client:
        yield client


@pytest.fixture
async def lead(client: JourneyBee) -> Lead:
    return await client.leads.create(email=f"{uuid4()}@example.com", status="new", source="manual")


def sent(sandbox: Sandbox, before: int) -> list[tuple[str, str, Any]]:
    return [(r.method, r.path.removeprefix("/v1"), r.body) for r in sandbox.requests[before:]]


async def test_a_record_is_created_updated_or_left(client: JourneyBee, sandbox: Sandbox) -> None:
    calls: list[tuple[str, dict[str, Any]]] = []
    name = str(uuid4())
    for colour in ("gold", "gold", "silver"):
        before = len(sandbox.requests)
        tag = await client.tags.upsert(
            match=("association", "label"), label=name, association="lead", text_color=colour
        )
        calls += [(r.method, dict(r.query)) for r in sandbox.requests[before:]]
        assert (tag.label, tag.text_color) == (name, colour)
    # The filter that the list has is used; the second call finds everything as it is to be.
    listed = ("GET", {"association": "lead"})
    assert calls == [listed, ("POST", {}), listed, listed, ("PATCH", {})]


async def test_only_what_differs_is_sent(client: JourneyBee, sandbox: Sandbox, lead: Lead) -> None:
    tags = [tag.uuid for tag in await client.tags.list(association="lead").collect(2)]
    among = client.leads.list(search=lead.email)
    before = len(sandbox.requests)
    upsert = client.leads.upsert
    changed = await upsert(
        match="email", among=among, email=lead.email, status="lost", tag_uuids=tags
    )
    assert (changed.uuid, changed.status) == (lead.uuid, "lost")
    # The order of tags has no meaning, and the record shows them all.
    again = await upsert("email", among, email=lead.email, status="lost", tag_uuids=tags[::-1])
    assert again == changed
    assert [r.method for r in sandbox.requests[before:]] == ["GET", "PATCH", "GET"]
    body = sandbox.requests[before + 1].body
    assert body == {"status": "lost", "tag_uuids": tags}


async def test_a_field_that_no_update_takes_is_not_lost(client: JourneyBee, lead: Lead) -> None:
    among = client.leads.list(search=lead.email)
    upsert = client.leads.upsert
    same = await upsert("email", among, email=lead.email, source="manual")
    assert same.uuid == lead.uuid
    with pytest.raises(UsageError, match=f"{lead.uuid} with source='manual', and no update"):
        await upsert("email", among, email=lead.email, source="campaign", status="lost")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"match": "emial", "email": "a@x"}, "match='emial' .* did you mean email"),
        ({"match": "email", "status": "new"}, "match='email' needs a value .* pass email="),
        ({"match": "email", "email": None}, "email=None identifies no record"),
        ({"match": (), "email": "a@x"}, r"leads.upsert\(match=\.\.\.\)"),
        ({"email": "a@x"}, r"leads.upsert\(\) missing .* 'match'"),
        ({"match": "email", "email": "a@x", "stauts": "new"}, "did you mean status"),
    ],
)
async def test_nothing_is_sent_for_arguments_that_do_not_fit(
    client: JourneyBee, sandbox: Sandbox, arguments: dict[str, Any], message: str
) -> None:
    before = len(sandbox.requests)
    with pytest.raises((UsageError, TypeError), match=message):
        await client.leads.upsert(**arguments)
    assert len(sandbox.requests) == before


async def test_several_records_that_match_are_named(
    client: JourneyBee, sandbox: Sandbox, lead: Lead
) -> None:
    other = await client.leads.create(email=lead.email)
    among = client.leads.list(search=lead.email)
    before = len(sandbox.requests)
    with pytest.raises(UsageError, match=f"2 items have email={lead.email!r}") as raised:
        await client.leads.upsert("email", among, email=lead.email, status="lost")
    assert {lead.uuid, other.uuid} <= set(str(raised.value).replace(",", "").split())
    among_deals: Any = client.deals.list()
    with pytest.raises(UsageError, match="cannot look among list_deals"):
        await client.leads.upsert("email", among_deals, email=lead.email)
    assert [r.method for r in sandbox.requests[before:]] == ["GET"]


async def test_records_below_another(client: JourneyBee, sandbox: Sandbox, lead: Lead) -> None:
    product = await client.products.list().first()
    assert product is not None
    before = len(sandbox.requests)
    for quantity in (2, 3, 3):
        row = await client.leads.products.upsert(
            match="product_uuid", uuid=lead.uuid, product_uuid=product.uuid, quantity=quantity
        )
    assert (row.product.uuid, row.quantity) == (product.uuid, 3)
    path = f"/leads/{lead.uuid}/products"
    calls = [(method, path) for method, path, _ in sent(sandbox, before)]
    assert calls[:3] == [("GET", path), ("POST", path), ("GET", path)]
    assert [method for method, _ in calls[3:]] == ["PATCH", "GET"]


async def test_custom_fields_that_are_there_are_not_written(
    client: JourneyBee, sandbox: Sandbox, lead: Lead
) -> None:
    field = await client.custom_fields.list(category="lead").find(type="textarea")
    assert field is not None
    before = len(sandbox.requests)
    for text in ("x", "x", "y"):
        value = CustomFieldInput(
            custom_field_uuid=field.uuid, value=CustomFieldValueObject(text=text)
        )
        among = client.leads.list(search=lead.email)
        await client.leads.upsert("email", among, email=lead.email, custom_fields=[value])
        own = await client.custom_field_values.upsert(
            match="custom_field_uuid", custom_field_uuid=field.uuid, entity_type="lead",
            entity_uuid=lead.uuid, value=CustomFieldValueObject(text=text),
        )  # fmt: skip
        assert own.value.text == text
    methods = [r.method for r in sandbox.requests[before:]]
    assert methods == ["GET", "PATCH", "GET", "GET", "GET", "GET", "PATCH", "GET"]


def test_without_await(sandbox: Sandbox) -> None:
    with sandbox.blocking_client() as client:
        for status in ("new", "lost", "lost"):
            among = client.leads.list(search="bo@example.com")
            lead = client.leads.upsert(
                match="email", among=among, email="bo@example.com", status=status
            )
            assert lead.status == status
        assert client.tiers.upsert(match="label", label="Zed").label == "Zed"


def test_every_upsert_is_made_of_operations_that_fit() -> None:
    found: dict[str, UpsertCall[..., Any]] = {}
    client = JourneyBee("key")
    for path, _ in introspection.bound_operations(JourneyBee):
        table = path.rpartition(".")[0]
        call = getattr(method_of(client, table), "upsert", None)
        if path.endswith(".update") and call is not None:
            found[table] = call
    assert sorted(found) == TABLES
    for table, call in found.items():
        create = inspect.signature(method_of(client, f"{table}.create"))
        added = list(inspect.signature(call).parameters)
        assert added == [*create.parameters, "match", "among"]
        assert repr(call).startswith("<operation upsert(")
        assert "match: the field that identifies a record" in str(call.__doc__)
    assert isinstance(Leads.upsert, Upsert)
