"""The clients of the two other surfaces against the sandbox, over real HTTP."""

from __future__ import annotations

import importlib
import inspect
import re
from collections.abc import Iterator
from typing import Any

import pytest

from journeybee import AuthenticationError, Page, RetryPolicy, TokenBucket
from journeybee.client import Client
from journeybee.legacy import LegacyJourneyBee
from journeybee.saleshandy import Saleshandy
from journeybee.sandbox import Sandbox
from journeybee.sandbox.http.server import SandboxServer
from journeybee.sandbox.spec.document import Operation
from tests.bound_operations import bound, method_of, python_names
from tests.sandbox.test_sandbox_surfaces import BODIES, CALLS, filled, path_of

CLIENTS: dict[str, type[Client]] = {"legacy": LegacyJourneyBee, "saleshandy": Saleshandy}
PATHS = {name: {id_: path for path, id_ in bound(client)} for name, client in CLIENTS.items()}
BUILDERS = {
    info.id: info.builder
    for name in CLIENTS
    for info in importlib.import_module(f"journeybee_api.{name}.operations").OPERATIONS
}


@pytest.fixture(scope="module")
def server() -> Iterator[SandboxServer]:
    with Sandbox(world="tiny", rate_limit=None).serve() as server:
        yield server


def arguments(sandbox: Sandbox, operation: Operation) -> dict[str, Any]:
    """Valid arguments of an operation by the names its builder has for them."""
    pattern = re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", operation.path)
    found = re.fullmatch(pattern, path_of(sandbox, operation))
    assert found
    given: dict[str, Any] = dict(found.groupdict())
    if any(parameter.name == "userId" for parameter in operation.parameters):
        given["userId"] = 1
    names = inspect.signature(BUILDERS[operation.id]).parameters
    body = filled(sandbox, BODIES.get(operation.id))
    if isinstance(body, dict) and "body" not in names:
        given |= body
    elif body is not None:
        given["body"] = body
    return python_names(BUILDERS[operation.id], given)


def connected(server: SandboxServer, surface: str, key: str) -> Client:
    limiter = TokenBucket(limit=100_000, period=1.0, burst=100_000)
    url = server.url_of(surface)
    policy = RetryPolicy(max_retries=0)
    return CLIENTS[surface](key, base_url=url, limiter=limiter, retry=policy, strict=True)


@pytest.mark.parametrize(("surface", "operation"), CALLS, ids=lambda v: getattr(v, "id", ""))
async def test_each_operation_is_answered(
    surface: str, operation: Operation, server: SandboxServer
) -> None:
    sandbox = server.sandbox
    assert isinstance(sandbox, Sandbox)
    if any(request.method != "GET" for request in sandbox.requests):
        sandbox.reset()
    if operation.id == "update_deal_note":
        deal = sandbox.surfaces["legacy"].resources.store.items("lead-deals")[0]["id"]
        async with connected(server, "legacy", server.api_key) as client:
            await method_of(client, "deals.notes.create")(deal, document={"type": "doc"})
    given = arguments(sandbox, operation)
    path = PATHS[surface][operation.id]
    async with connected(server, surface, server.api_key) as client:
        result = await method_of(client, path)(**given)
    request = sandbox.requests[-1]
    assert (request.surface, request.operation_id) == (surface, operation.id)
    assert request.status == operation.status
    assert result is not None or operation.status == 204
    if operation.id.startswith("list_"):
        assert isinstance(result, Page)
    async with connected(server, surface, "jb_wrong_key") as client:
        with pytest.raises(AuthenticationError):
            await method_of(client, path)(**given)


async def test_a_drain_by_cursor_meets_every_lead_once(server: SandboxServer) -> None:
    server.sandbox.reset()
    async with connected(server, "legacy", server.api_key) as client:
        create = method_of(client, "leads.create")
        rows = [
            {"association_type": "referral", "email": f"{number}@b.example"}
            for number in range(120)
        ]
        results = await create.many(rows)
        assert not results.failed
        leads = await method_of(client, "leads.list")(user_id=1).collect()
    store = server.sandbox.surfaces["legacy"].resources.store
    assert sorted(lead.id for lead in leads) == sorted(item["id"] for item in store.items("leads"))
