"""Read by mypy and pyright in test_types.py: what is revealed, and where an error must be.

``# is: T`` is the type that both reveal on the line, ``# wrong`` a line that both must refuse.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import reveal_type

from journeybee import APIResponse, HookEvent, Hooks, JourneyBee, RetryPolicy, Webhook, blocking
from journeybee.legacy import LegacyJourneyBee
from journeybee.saleshandy import Saleshandy
from journeybee.telemetry import telemetry_hooks
from journeybee_api.legacy import models as legacy
from journeybee_api.v1 import AsyncClient, models
from journeybee_api.v1.operations import leads


async def lists(client: JourneyBee) -> None:
    reveal_type(client.leads.list())  # is: Pager[Lead]
    reveal_type(await client.leads.list())  # is: Page[Lead]
    async for lead in client.leads.list(status="new", per_page=50):
        reveal_type(lead)  # is: Lead
        reveal_type(lead.created_at)  # is: datetime
    async for page in client.partners.list().pages():
        reveal_type(page.items)  # is: list[Partner]
    reveal_type(await client.tags.list().collect(limit=3))  # is: list[Tag]
    async for row in client.analytics.partner_engagement_leaderboard(limit=10):
        reveal_type(row.unique_users)  # is: int
    async with client.leads.list().prefetch(4) as leads_ahead:
        async for lead in leads_ahead:
            reveal_type(lead)  # is: Lead
    pager = client.leads.list().with_options(on_shift="refetch", progress=print)
    reveal_type(pager)  # is: Pager[Lead]
    reveal_type(pager.from_cursor(pager.cursor))  # is: Pager[Lead]
    reveal_type(await pager.first())  # is: Lead | None
    reveal_type(await pager.count())  # is: int
    reveal_type(await pager.find(email="a@example.com"))  # is: Lead | None
    reveal_type(pager.stats.waited)  # is: float
    client.leads.list(prefetch=4)  # wrong
    client.leads.list().prefetch()  # wrong
    client.leads.list().with_options(on_shift="ignore")  # wrong
    client.leads.list().with_options(on_shfit="warn")  # wrong
    client.leads.list().with_options(progress=lambda: None)  # wrong
    async for _ in client.leads.list().prefetch(4):  # wrong
        pass
    client.leads.list(stauts="new")  # wrong
    client.leads.list(status="nwe")  # wrong
    client.leads.list(per_page="many")  # wrong


async def single(client: JourneyBee) -> None:
    lead = await client.leads.get("uuid")
    reveal_type(lead)  # is: Lead
    reveal_type(await client.leads.quote.get("uuid"))  # is: None | Quote
    reveal_type(await client.leads.notes.create("uuid", content="x"))  # is: LeadNote
    reveal_type(await client.tags.delete("uuid"))  # is: None
    await client.tasks.create(title="x", priority=None, due_date=datetime.now(UTC))
    await client.leads.get()  # wrong
    await client.tasks.create(titel="x")  # wrong
    await client.tasks.create()  # wrong
    await client.tasks.create(title=None)  # wrong
    await client.tasks.update("uuid", sttaus="done")  # wrong
    await client.partners.update("uuid", name=3)  # wrong
    _ = lead.compnay_name  # wrong
    _ = client.leeds  # wrong
    _ = client.leads.fetch  # wrong


async def many(client: JourneyBee) -> None:
    results = await client.leads.create.many([{"email": "a@example.com"}], concurrency=4)
    reveal_type(results)  # is: BulkResults[Lead]
    reveal_type(results[0].value)  # is: Lead
    reveal_type(results[0].error)  # is: JourneyBeeError | None
    reveal_type(results.failed)  # is: list[BulkResult[Lead]]
    reveal_type((await client.tags.delete.many([{"uuid": "u"}]))[0].value)  # is: None
    await client.tasks.update.many(({"uuid": "u"} for _ in "ab"), skip=range(1), on_result=print)
    await client.leads.create.many([["a@example.com"]])  # wrong
    await client.leads.create.many([{"email": "a"}], start=1)  # wrong
    _ = client.leads.get.many  # wrong
    _ = client.leads.list.many  # wrong


async def changed_models(client: JourneyBee, older: LegacyJourneyBee) -> None:
    lead = await client.leads.get("uuid")
    lead.status = "lost"
    reveal_type(await client.leads.update(lead))  # is: Lead
    reveal_type(await client.leads.update("uuid", status="lost"))  # is: Lead
    reveal_type(await client.leads.update(uuid="uuid", status="lost"))  # is: Lead
    note = await client.leads.notes.get("uuid", "note")
    reveal_type(await client.leads.notes.update("uuid", note))  # is: LeadNote
    await client.leads.update.many([lead, {"uuid": "u", "status": "lost"}])
    older_lead = await older.leads.get(1, 2)
    reveal_type(await older.leads.update(older_lead))  # is: None | Updated
    async for older_deal in older.deals.list():
        reveal_type(await older.deals.update(older_deal))  # is: None | Updated
    upsert = client.leads.upsert
    reveal_type(await upsert(match="email", email="a@example.com"))  # is: Lead
    reveal_type(await upsert("email", client.leads.list(search="a"), email="a"))  # is: Lead
    contact = await client.partners.contacts.upsert(match="email", uuid="uuid", email="a")
    reveal_type(contact)  # is: PartnerContact
    await client.leads.upsert(email="a@example.com")  # wrong
    await client.leads.upsert(match="email", emial="a@example.com")  # wrong
    await client.leads.upsert("email", client.deals.list(), email="a")  # wrong
    await client.tags.upsert(match="label", label="a")  # wrong
    await client.deals.update(lead)  # wrong
    await client.leads.update(lead, status="lost")  # wrong
    await client.leads.notes.update(note)  # wrong
    await client.leads.create(lead)  # wrong
    await older.leads.update(lead)  # wrong


async def raw(client: JourneyBee) -> None:
    response = await client.leads.get.with_response("uuid")
    reveal_type(response)  # is: APIResponse[Lead]
    reveal_type(response.parse())  # is: Lead
    reveal_type(response.request_id)  # is: None | str
    reveal_type((await client.tags.delete.with_response("uuid")).parse())  # is: None
    page = await client.leads.list()
    reveal_type(page.response)  # is: APIResponse[Any]
    untyped: APIResponse = response
    reveal_type(untyped.parse())  # is: Any
    await client.leads.get.with_response()  # wrong
    await client.tasks.create.with_response(titel="x")  # wrong
    _ = client.leads.list.with_response  # wrong
    response.retries = 1  # wrong
    match RetryPolicy(deadline=5):
        case RetryPolicy(tries):
            reveal_type(tries)  # is: int


def hooks(events: list[HookEvent]) -> None:
    async def later(event: HookEvent) -> None:
        reveal_type(event.status_code)  # is: int | None

    JourneyBee(hooks=Hooks(before_send=events.append, on_retry=later))
    JourneyBee(hooks=[Hooks(on_wait=events.append), telemetry_hooks()])
    Hooks(before_sent=later)  # wrong
    Hooks(before_send=lambda: None)  # wrong


async def other_surfaces(legacy: LegacyJourneyBee, saleshandy: Saleshandy) -> None:
    reveal_type(legacy.leads.list(status=["new"]))  # is: Pager[Lead]
    reveal_type(await legacy.with_options(timeout=5).users.list())  # is: Page[User]
    reveal_type((await legacy.leads.notes.update(1, 2, mentions=[3])).id)  # is: int
    reveal_type(saleshandy.analytics.team_stats(type="email"))  # is: Pager[dict[str, Any]]
    reveal_type(saleshandy.analytics.consolidated_stats())  # is: Pager[SentEmail]
    LegacyJourneyBee("key", user_id=7, strict=True)
    LegacyJourneyBee("key", user_id="7")  # wrong
    LegacyJourneyBee("key", userid=7)  # wrong
    legacy.leads.list(status="new")  # wrong
    saleshandy.analytics.team_stats(order_by="email")  # wrong
    _ = legacy.leeds  # wrong


def webhooks(body: bytes, headers: dict[str, str]) -> None:
    hook = Webhook("secret", tolerance=30)
    event = hook.unwrap(body, headers)
    reveal_type(event)  # is: WebhookEvent
    reveal_type(hook.parse(body, hook.verify([(b"authorization", b"x")])))  # is: WebhookEvent
    reveal_type(event.claims.issued_at)  # is: datetime
    match event.payload:
        case legacy.LeadWebhook(lead=lead):
            reveal_type(lead)  # is: WebhookLead
            reveal_type(lead.created_at)  # is: Milliseconds | Unset
        case legacy.DealNoteWebhook(note=note):
            reveal_type(note)  # is: WebhookDealNote
        case _:
            pass
    reveal_type(hook.sign("lead_created", expires_in=60))  # is: dict[str, str]
    hook.unwrap(body)  # wrong
    hook.unwrap(["lead"], headers)  # wrong
    Webhook()  # wrong
    _ = event.lead  # wrong
    _ = event.payload.lead  # wrong


async def low_level(client: AsyncClient) -> None:
    reveal_type(await client.send(leads.get_lead("uuid")))  # is: Lead
    reveal_type(models.Task.from_dict({}))  # is: Task
    leads.get_lead(id="uuid")  # wrong


def without_await(client: blocking.JourneyBee, other: blocking.LegacyJourneyBee) -> None:
    for lead in client.leads.list(status="new", per_page=50):
        reveal_type(lead)  # is: Lead
    reveal_type(client.leads.list())  # is: BlockingPager[Lead]
    reveal_type(client.leads.list().page())  # is: BlockingPage[Lead]
    reveal_type(client.leads.upsert("email", client.leads.list(), email="a"))  # is: Lead
    client.leads.upsert("email", client.deals.list(), email="a")  # wrong
    reveal_type(client.leads.list().page()[0])  # is: Lead
    for page in client.partners.list().pages():
        reveal_type(page.get_next_page().items)  # is: list[Partner]
    with client.leads.list().prefetch(4) as leads_ahead:
        for lead in leads_ahead:
            reveal_type(lead)  # is: Lead
    reveal_type(client.leads.get("1f0e"))  # is: Lead
    reveal_type(client.leads.get.with_response("1f0e"))  # is: APIResponse[Lead]
    reveal_type(client.leads.delete("1f0e"))  # is: None
    reveal_type(client.leads.create.many([{"email": "a@b.example"}])[0].value)  # is: Lead
    for note in client.leads.notes.list("1f0e"):
        reveal_type(note.content)  # is: None | str
    with client.with_options(timeout=3) as view:
        reveal_type(view.leads.list().first())  # is: Lead | None
    for lead_of_old in other.leads.list():
        reveal_type(lead_of_old)  # is: Lead
    lead = client.leads.get("uuid")
    reveal_type(client.leads.update(lead))  # is: Lead
    reveal_type(client.leads.update("uuid", email=None))  # is: Lead
    client.leads.update(client.deals.get("uuid"))  # wrong
    for row in blocking.Saleshandy("key").analytics.team_stats():
        reveal_type(row)  # is: dict[str, Any]
    client.leads.list(stauts="new")  # wrong
    client.leads.notes.list(1)  # wrong
    client.with_options(retry=3)  # wrong
    client.request("GET", "/leads", parms={})  # wrong
