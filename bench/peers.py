"""The SDKs that are compared: how each is imported, made, asked for a list, and drained.

They are text, because some questions run them in a fresh interpreter. `url` is the server's.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass, replace
from typing import Any

Run = Callable[..., Awaitable[Any]]


@dataclass(frozen=True)
class Peer:
    """One SDK.

    Attributes:
        name: of the distribution.
        requires: what is installed in its environment, beside httpx.
        client: an expression that makes a client for `url`.
        method: an expression that reaches the list method of the client, which is not called.
        one: statements that set `items` to the 20 items of the first page.
        drain: statements that add the number of all items, 100 a page, to `count`.
        keep: an expression for the list of the items of a page of 100.
        path: where raw httpx gets the same bodies.
        three: an expression that reads three fields of an `item` of a drain.
        every: one that reads all of them.
    """

    name: str
    requires: tuple[str, ...]
    imports: str
    client: str
    method: str
    one: str
    drain: str
    path: str
    kind: str = "async"
    three: str = ""
    every: str = ""

    def function(self, statements: str, result: str) -> Run:
        """An async function of a client, or of raw httpx and the URL."""
        scope: dict[str, Any] = {}
        body = textwrap.indent(f"count = 0\n{statements}\nreturn {result}", "    ")
        exec(f"{self.imports}\nasync def run(client, url=''):\n{body}", scope)
        run: Run = scope["run"]
        return run

    def fetch(self) -> Run:
        return self.function(self.one, "items")

    def drained(self, touch: str = "") -> Run:
        """An async function that drains the list, and does something with each `item`."""
        drain = self.drain.replace("count += 1", f"count += 1; {touch}") if touch else self.drain
        return self.function(drain, "count")

    def drained_raw(self, touch: str) -> Run:
        """The same by raw httpx, of the members that have those names."""
        return RAW.drained(re.sub(r"item\.(\w+)\b(?!\()", r"item['\1']", touch))

    def make(self, url: str) -> Any:
        scope: dict[str, Any] = {"url": url}
        exec(f"{self.imports}\nclient = {self.client}", scope)
        return scope["client"]


@asynccontextmanager
async def entered(client: Any) -> AsyncIterator[Any]:
    """The client in its own context, if it has one: some keep connections only there."""
    async with client if hasattr(client, "__aenter__") else nullcontext():
        yield client


def each(items: str) -> str:
    return f"async for item in {items}:\n    count += 1"


PYDANTIC = "[getattr(item, name) for name in type(item).model_fields]"
# What the package requires; it is imported from here.
BASE = ("httpx", "attrs", "anyio")
OURS = Peer(
    "journeybee",
    BASE,
    "from journeybee import JourneyBee, TokenBucket",
    "JourneyBee('key-of-the-bench', base_url=url + '/v1',"
    " limiter=TokenBucket(10**6, 60, burst=10**6))",
    "client.leads.list",
    "items = (await client.leads.list(per_page=20)).items",
    each("client.leads.list(per_page=100)"),
    "/v1/leads/",
    three="item.uuid, item.email, item.created_at",
    every="[getattr(item, name) for name in item.__slots__]",
)
RAW = Peer(
    "httpx",
    ("httpx",),
    "import httpx",
    "httpx.AsyncClient(headers={'Authorization': 'Bearer key-of-the-bench'}, timeout=30)",
    "client.get",
    "items = (await client.get(url + '?page=1&per_page=20')).raise_for_status().json()",
    textwrap.dedent("""\
        for page in range(1, 41):
            answer = await client.get(f'{url}?page={page}&per_page=100')
            body = answer.raise_for_status().json()
            items = body
            if isinstance(body, dict):
                items = body['data'] if 'data' in body else body['results']
            for item in items:
                count += 1"""),
    "/v1/leads/",
    "no models",
    every="list(item.values())",
)
PEERS = (
    replace(OURS, name="journeybee[fast]", requires=(*BASE, "msgspec", "sniffio")),
    OURS,
    Peer(
        "openai",
        ("openai==3.54.0",),
        "from openai import AsyncOpenAI",
        "AsyncOpenAI(api_key='sk-bench', base_url=url + '/openai')",
        "client.files.list",
        "items = (await client.files.list(limit=20)).data",
        each("client.files.list(limit=100)"),
        "/openai/files",
        three="item.id, item.filename, item.created_at",
        every=PYDANTIC,
    ),
    Peer(
        "stripe",
        ("stripe==16.1.0",),
        "from stripe import StripeClient, HTTPXClient",
        "StripeClient('sk_test_bench', base_addresses={'api': url}, http_client=HTTPXClient())",
        "client.v1.customers.list_async",
        "items = (await client.v1.customers.list_async({'limit': 20})).data",
        "page = await client.v1.customers.list_async({'limit': 100})\n"
        + each("page.auto_paging_iter()"),
        "/v1/customers",
        three="item.id, item.email, item.created",
        every="list(item.to_dict().values())",
    ),
    Peer(
        "notion-client",
        ("notion-client==3.1.0",),
        "from notion_client import AsyncClient\n"
        "from notion_client.helpers import async_iterate_paginated_api",
        "AsyncClient(auth='ntn_bench', base_url=url)",
        "client.users.list",
        "items = (await client.users.list(page_size=20))['results']",
        each("async_iterate_paginated_api(client.users.list, page_size=100)"),
        "/v1/users",
        "async, plain dicts",
        three="item['id'], item['name'], item['type']",
        every="list(item.values())",
    ),
    Peer(
        "workos",
        ("workos==10.8.0",),
        "from workos import AsyncWorkOSClient",
        "AsyncWorkOSClient(api_key='sk_bench', client_id='client', base_url=url + '/')",
        "client.organizations.list_organizations",
        "items = (await client.organizations.list_organizations(limit=20)).data",
        "page = await client.organizations.list_organizations(limit=100)\n"
        + each("page.auto_paging_iter()"),
        "/organizations",
        three="item.id, item.name, item.created_at",
        every="[getattr(item, name) for name in item.__slots__]",
    ),
    Peer(
        "hubspot-api-client",
        ("hubspot-api-client==12.0.0",),
        "import hubspot",
        "hubspot.Client.create(access_token='pat-bench', host=url)",
        "client.crm.contacts.basic_api.get_page",
        "items = client.crm.contacts.basic_api.get_page(limit=20).results",
        "count += len(client.crm.contacts.get_all())",
        "/crm/v3/objects/contacts",
        "sync only",
    ),
    Peer(
        "svix",
        ("svix==2.9.1",),
        "from svix.api import SvixAsync, SvixOptions, ApplicationListOptions",
        "SvixAsync('key-of-the-bench', SvixOptions(server_url=url))",
        "client.application.list",
        "items = (await client.application.list(ApplicationListOptions(limit=20))).data",
        textwrap.dedent("""\
            cursor, done = None, False
            while not done:
                options = ApplicationListOptions(limit=100, iterator=cursor)
                page = await client.application.list(options)
                cursor, done = page.iterator, page.done
                for item in page.data:
                    count += 1"""),
        "/api/v1/app",
        "async, pages by hand",
        three="item.id, item.name, item.uid",
        every=PYDANTIC,
    ),
    Peer(
        "githubkit",
        # It allows hishel 2.0.0 and cannot be imported with it.
        ("githubkit==0.16.1", "hishel==1.4.0"),
        "from githubkit import GitHub",
        # Its cache is off: the others have none.
        "GitHub('ghp_bench', base_url=url + '/', http_cache=False)",
        "client.rest.issues.async_list_labels_for_repo",
        "items = (await client.rest.issues.async_list_labels_for_repo('o', 'r', per_page=20))"
        ".parsed_data",
        each(
            "client.rest.paginate(client.rest.issues.async_list_labels_for_repo,"
            " owner='o', repo='r', per_page=100)"
        ),
        "/repos/o/r/labels",
        three="item.id, item.name, item.color",
        every=PYDANTIC,
    ),
)
