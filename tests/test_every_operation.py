"""Each operation of the spec is bound once, and works with the sandbox over HTTP."""

from __future__ import annotations

import inspect
import itertools
import pkgutil
import ssl
from collections import Counter
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import anyio
import httpx
import pytest

import journeybee.resources
from journeybee import (
    AuthenticationError,
    JourneyBee,
    NotFoundError,
    Page,
    Pager,
    RetryPolicy,
    TokenBucket,
)
from journeybee.introspection import names
from journeybee.operations import Resource
from journeybee.operations.calls import WriteCall
from journeybee.sandbox import Sandbox
from journeybee.surfaces import SURFACES
from journeybee_api._runtime import Model
from journeybee_api.v1.operations import OPERATIONS
from scripts.codegen.bind.plan import advice
from scripts.codegen.bind.tables import read_operations, read_tables
from scripts.codegen.surfaces import GENERATED, ROOT
from tests.arguments import example_arguments
from tests.bound_operations import bound, method_of, python_names

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from journeybee_api._runtime import OperationInfo

# Reading the certificates again for each of hundreds of clients would take most of the time.
NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
NOWHERE = "00000000-0000-0000-0000-000000000000"
BY_ID = {info.id: info for info in OPERATIONS}


DOCUMENT = SURFACES["v1"].document


def takes_json(info: OperationInfo) -> bool:
    """Whether the sandbox can serve an operation: it takes no files and no forms."""
    body = DOCUMENT["paths"][info.path][info.method.lower()].get("requestBody", {})
    return "content" not in body or "application/json" in body["content"]


SERVED = [info for info in OPERATIONS if takes_json(info)]


def tables() -> Iterator[tuple[str, type[Resource[Any]]]]:
    """The name and the class of every resource of the client itself."""
    for name in names(JourneyBee):
        yield name, getattr(JourneyBee, name)


BOUND = [pair for name, table in tables() for pair in bound(table, name)]
PATHS = {operation_id: path for path, operation_id in BOUND}


def test_every_operation_is_bound_exactly_once() -> None:
    wrong = advice(read_operations(GENERATED / "v1"), read_tables(ROOT / "journeybee"))
    assert not wrong, "`make spec` writes these lines:\n" + "\n".join(wrong)
    assert Counter(operation_id for _, operation_id in BOUND) == Counter(BY_ID.keys())


def test_every_module_of_the_tables_is_reached() -> None:
    modules = {module.name for module in pkgutil.iter_modules(journeybee.resources.__path__)}
    assert modules == {name for name, _ in tables()}


def test_at_least_a_hundred_operations_of_which_forty_or_more_are_documented() -> None:
    assert len(OPERATIONS) >= 100
    assert sum(info.evidence == "documented" for info in OPERATIONS) >= 40


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    # Each DELETE fills the sandbox again, which takes a second with the demo's thousands of rows.
    sandbox = Sandbox(world="tiny", rate_limit=None)
    with sandbox.serve() as server:
        sandbox.url = server.url  # type: ignore[attr-defined]
        yield sandbox


@asynccontextmanager
async def connected(sandbox: Sandbox, key: str | None = None) -> AsyncIterator[JourneyBee]:
    async with httpx.AsyncClient(verify=NO_CERTIFICATES) as http_client:
        yield JourneyBee(
            key or sandbox.api_key,
            base_url=sandbox.url,  # type: ignore[attr-defined]
            limiter=TokenBucket(limit=100_000, period=1.0, burst=100_000),
            retry=RetryPolicy(max_retries=0),
            http_client=http_client,
            strict=True,
        )


async def call(client: JourneyBee, info: OperationInfo, arguments: dict[str, Any]) -> Any:
    """Call an operation by its public name; for a list, the first page."""
    method = method_of(client, PATHS[info.id])
    assert inspect.signature(method).parameters == inspect.signature(info.builder).parameters
    return await method(**arguments)


def python_arguments(info: OperationInfo, sandbox: Sandbox) -> dict[str, Any]:
    """Valid arguments of an operation by the names its builder has for them."""
    path, query, body = example_arguments(DOCUMENT, info.id, sandbox)
    return python_names(info.builder, {**path, **query, **(body or {})})


def check_typed(value: Any) -> None:
    """The result is typed throughout; the strict client has checked each value."""
    if isinstance(value, Page):
        for item in value.items:
            check_typed(item)
    elif isinstance(value, Model):
        assert value.additional_properties == {}
        assert type(value).from_dict(value.to_dict()) == value
    else:
        assert value is None


@pytest.mark.parametrize("info", SERVED, ids=lambda info: info.id)
async def test_each_operation_succeeds(info: OperationInfo, sandbox: Sandbox) -> None:
    arguments = python_arguments(info, sandbox)
    async with connected(sandbox) as client:
        result = await call(client, info, arguments)
        request = sandbox.requests[-1]
    if info.method == "DELETE":
        sandbox.reset()  # its children were deleted too, and other tests need some of each
    assert request.method == info.method
    assert request.status in {200, 201, 204}
    assert result is not None or "None" in info.builder(**arguments).responses[request.status]
    check_typed(result)


# Errors are made below the operations, so one event loop for each is enough.
@pytest.mark.parametrize(
    ("info", "loop"),
    list(zip(SERVED, itertools.cycle(["asyncio", "trio"]))),
    ids=lambda value: getattr(value, "id", value),
)
def test_each_operation_fails_typed(info: OperationInfo, loop: str, sandbox: Sandbox) -> None:
    async def run() -> None:
        arguments = python_arguments(info, sandbox)
        async with connected(sandbox, "jb_wrong_key") as client:
            with pytest.raises(AuthenticationError) as refused:
                await call(client, info, arguments)
        assert refused.value.code == "unauthorized"
        if "{uuid}" in info.path:
            async with connected(sandbox) as client:
                with pytest.raises(NotFoundError) as missing:
                    await call(client, info, {**arguments, "uuid": NOWHERE})
            assert missing.value.code == "not_found"
            assert missing.value.url_template.endswith(info.path)

    anyio.run(run, backend=loop)


def test_writes_and_they_alone_can_be_made_for_many_rows() -> None:
    client = JourneyBee("key")
    many = {
        info.id for info in OPERATIONS if isinstance(method_of(client, PATHS[info.id]), WriteCall)
    }
    assert many == {info.id for info in OPERATIONS if info.method != "GET"}
    assert not any(
        hasattr(method_of(client, PATHS[info.id]), "many")
        for info in OPERATIONS
        if info.id not in many
    )


def test_each_write_can_be_made_for_many_rows(sandbox: Sandbox) -> None:
    async def run() -> None:
        async with connected(sandbox) as client:
            for info in SERVED:
                if info.method != "GET":
                    row = python_arguments(info, sandbox)
                    rows = [row, {**row, "uuid": NOWHERE}] if "{uuid}" in info.path else [row]
                    done, *failed = await method_of(client, PATHS[info.id]).many(rows)
                    check_typed(done.value)
                    assert [type(row.error) for row in failed] == [NotFoundError] * len(failed)
                if info.method == "DELETE":
                    sandbox.reset()

    anyio.run(run)


async def test_a_list_gives_a_pager_of_models(sandbox: Sandbox) -> None:
    async with connected(sandbox) as client:
        pager = client.partners.list(per_page=3)
        assert isinstance(pager, Pager)
        page = await pager
        assert len(page.items) == 3
        assert page.items[0].name
