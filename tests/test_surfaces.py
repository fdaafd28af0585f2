"""Each operation of the two other surfaces is bound once, and called over HTTP on loopback."""

from __future__ import annotations

import importlib
import inspect
import ssl
from collections import Counter
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import httpx
import pytest
from jsonschema import Draft202012Validator

from journeybee import AuthenticationError, Page, Pager, RetryPolicy, TokenBucket
from journeybee.client import Client
from journeybee.legacy import LegacyJourneyBee
from journeybee.saleshandy import Saleshandy
from journeybee_api._runtime import Model, OperationInfo
from tests.bound_operations import bound, method_of, python_names
from tests.sample_server import KEY, SampleServer, serving

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

CLIENTS: dict[str, type[Client]] = {"legacy": LegacyJourneyBee, "saleshandy": Saleshandy}
INFOS: dict[str, tuple[OperationInfo, ...]] = {
    name: importlib.import_module(f"journeybee_api.{name}.operations").OPERATIONS
    for name in CLIENTS
}
PATHS = {name: {id_: path for path, id_ in bound(CLIENTS[name])} for name in CLIENTS}
CALLS = [
    pytest.param(name, info, id=f"{name} {info.id}") for name in CLIENTS for info in INFOS[name]
]
NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
# The pages show answers of another page size than these arguments request.
OF_ANOTHER_SIZE = {"list_users", "consolidated_stats"}


@pytest.fixture(scope="module")
def sample_servers() -> Iterator[dict[str, SampleServer]]:
    with serving("legacy") as legacy, serving("saleshandy") as saleshandy:
        yield {"legacy": legacy, "saleshandy": saleshandy}


@pytest.mark.parametrize("surface", CLIENTS)
def test_every_operation_is_bound_exactly_once(surface: str) -> None:
    counted = Counter(id_ for _, id_ in bound(CLIENTS[surface]))
    assert counted == Counter(info.id for info in INFOS[surface])


@asynccontextmanager
async def connected(
    server: SampleServer, key: str = KEY, *, strict: bool = True
) -> AsyncIterator[Client]:
    async with httpx.AsyncClient(verify=NO_CERTIFICATES, trust_env=False) as http_client:
        yield CLIENTS[server.surface](
            key,
            base_url=server.url,
            limiter=TokenBucket(limit=100_000, period=1.0, burst=100_000),
            retry=RetryPolicy(max_retries=0),
            http_client=http_client,
            strict=strict,
        )


def resolve(document: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    if "$ref" not in node:
        return node
    target: Any = document
    for part in node["$ref"].removeprefix("#/").split("/"):
        target = target[part]
    return resolve(document, target)


def example(document: dict[str, Any], schema: dict[str, Any]) -> Any:
    """A valid value for a schema, with every property."""
    schema = resolve(document, schema)
    if "anyOf" in schema:
        return example(document, schema["anyOf"][0])
    if "enum" in schema:
        return schema["enum"][0]
    kinds = schema.get("type", "string")
    match kinds if isinstance(kinds, str) else kinds[0]:
        case "object":
            fields = schema.get("properties", {})
            return {name: example(document, field) for name, field in fields.items()}
        case "array":
            return [example(document, schema["items"])] * 2
        case "integer" | "number":
            return schema.get("minimum", 7)
        case kind:
            return True if kind == "boolean" else "text"


def arguments(document: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
    """A value for each parameter of an operation, by JSON name; a whole body is `body`."""
    found = dict[str, Any]()
    for parameter in (resolve(document, p) for p in operation.get("parameters", [])):
        schema = parameter.get("schema") or parameter["content"]["application/json"]["schema"]
        found[parameter["name"]] = example(document, schema)
    if "requestBody" in operation:
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        value = example(document, schema)
        found |= {"body": value} if "anyOf" in schema else value
    return found


async def call(client: Client, surface: str, info: OperationInfo, given: dict[str, Any]) -> Any:
    method = method_of(client, PATHS[surface][info.id])
    assert inspect.signature(method).parameters == inspect.signature(info.builder).parameters
    return await method(**python_names(info.builder, given))


def plain(value: Any) -> Any:
    if isinstance(value, Page):
        value = value.items
    if isinstance(value, list):
        return [plain(item) for item in value]
    return value.to_dict() if isinstance(value, Model) else value


@pytest.mark.parametrize(("surface", "info"), CALLS)
async def test_each_operation_sends_what_the_spec_says(
    surface: str, info: OperationInfo, sample_servers: dict[str, SampleServer]
) -> None:
    server = sample_servers[surface]
    operation = server.document["paths"][info.path][info.method.lower()]
    given = arguments(server.document, operation)
    other_size = info.id in OF_ANOTHER_SIZE
    async with connected(server, strict=not other_size) as client:
        result = await call(client, surface, info, given)
    assert [name for name, _ in client.drift] == [info.id] * other_size
    sent = server.requests[-1]
    assert server.operation(sent)["operationId"] == info.id
    parameters = [resolve(server.document, p) for p in operation.get("parameters", [])]
    wanted = {p["name"] for p in parameters if p["in"] == "query"}
    assert parse_qs(sent.query, strict_parsing=bool(wanted)).keys() == wanted
    if "requestBody" in operation:
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        components = {"components": server.document["components"]}
        Draft202012Validator({**schema, **components}).validate(sent.body)
        assert sent.body == (given.get("body") or {n: given[n] for n in sent.body})
    status, body = server.answer(sent)
    assert str(status) in operation["responses"]
    if surface == "saleshandy" and isinstance(result, Page):
        body = body["payload"] if info.id == "team_stats" else body["payload"]["data"]
    assert plain(result) == body


@pytest.mark.parametrize(("surface", "info"), CALLS)
async def test_each_operation_fails_typed(
    surface: str, info: OperationInfo, sample_servers: dict[str, SampleServer]
) -> None:
    server = sample_servers[surface]
    given = arguments(server.document, server.document["paths"][info.path][info.method.lower()])
    async with connected(server, "another_key_123") as client:
        with pytest.raises(AuthenticationError) as refused:
            await call(client, surface, info, given)
    assert refused.value.code == (1001 if surface == "saleshandy" else None)
    assert refused.value.message.startswith(("Invalid API key", "Invalid token"))


@pytest.mark.parametrize(("surface", "info"), CALLS)
def test_lists_are_pagers(surface: str, info: OperationInfo) -> None:
    method = method_of(CLIENTS[surface](KEY), PATHS[surface][info.id])
    is_list = info.id.startswith("list_") or info.id in {"team_stats", "consolidated_stats"}
    required = [
        name
        for name, parameter in inspect.signature(method).parameters.items()
        if parameter.default is inspect.Parameter.empty
    ]
    if is_list:
        filled = {"user_id": 7} if "user_id" in inspect.signature(method).parameters else {}
        assert isinstance(method(**dict.fromkeys(required, 1), **filled), Pager)
    else:
        assert inspect.iscoroutinefunction(type(method).__call__)
