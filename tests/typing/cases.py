"""Read by mypy and pyright in test_types.py: what is revealed, and where an error must be.

``# is: T`` is the type that both reveal on the line, ``# wrong`` a line that both must refuse.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import reveal_type

from journeybee import JourneyBee
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


async def low_level(client: AsyncClient) -> None:
    reveal_type(await client.send(leads.get_lead("uuid")))  # is: Lead
    reveal_type(models.Task.from_dict({}))  # is: Task
    leads.get_lead(id="uuid")  # wrong
