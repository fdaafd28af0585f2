"""Tests of a function against the sandbox: `pytest examples/test_with_faults.py`.

The fixtures come with `pip install "journeybee[sandbox]"`. No test waits: waits move the clock of
the sandbox.
"""

import pytest

from journeybee import JourneyBee, NotFoundError, ServerError
from journeybee.sandbox import SandboxClient

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def qualify(client: JourneyBee, email: str) -> str:
    """What is tested."""
    lead = await client.leads.list().find_only(email=email)
    if lead is None:
        raise LookupError(f"no lead has the address {email}")
    return (await client.leads.update(lead.uuid, status="qualified")).status


async def test_it_changes_the_lead(journeybee_sandbox: SandboxClient) -> None:
    lead = await journeybee_sandbox.leads.create(email="ada@example.com")
    assert await qualify(journeybee_sandbox, "ada@example.com") == "qualified"
    assert (await journeybee_sandbox.leads.get(lead.uuid)).status == "qualified"


async def test_it_outlasts_a_short_outage(journeybee_sandbox: SandboxClient) -> None:
    sandbox = journeybee_sandbox.sandbox
    await journeybee_sandbox.leads.create(email="ada@example.com")
    before = sandbox.clock.now()
    sandbox.faults.add(status=503, retry_after=30, operation="leads.list", times=2)
    assert await qualify(journeybee_sandbox, "ada@example.com") == "qualified"
    assert (sandbox.clock.now() - before).total_seconds() >= 60


async def test_it_reports_a_long_outage(journeybee_sandbox: SandboxClient) -> None:
    journeybee_sandbox.sandbox.faults.add(status=503)
    with pytest.raises(ServerError):
        await qualify(journeybee_sandbox, "ada@example.com")


async def test_it_reports_a_lead_that_is_deleted_meanwhile(
    journeybee_sandbox: SandboxClient,
) -> None:
    await journeybee_sandbox.leads.create(email="ada@example.com")
    journeybee_sandbox.sandbox.faults.add(status=404, operation="leads.update", times=1)
    with pytest.raises(NotFoundError):
        await qualify(journeybee_sandbox, "ada@example.com")
