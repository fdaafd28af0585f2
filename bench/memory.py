"""How much memory does a client take, and how much the items that go through it?"""

from __future__ import annotations

import textwrap

from bench.environments import run_in
from bench.peers import PEERS, RAW, Peer
from bench.server import serving
from bench.table import Table

CLIENTS = 10
KEPT = 10

PROGRAM = """\
import asyncio, gc, os, resource, sys, tracemalloc
url = sys.argv[1]

def resident():
    gc.collect()
    with open("/proc/self/statm") as statm:
        return int(statm.read().split()[1]) * resource.getpagesize()

empty = resident()
{imports}

async def one(client):
{one}
    return items

async def drain(client, count=0):
{drain}
    return count

async def main():
    async def entered(client):
        if hasattr(client, "__aenter__"):
            await client.__aenter__()
        return client

    clients = [await entered({client})]
    await one(clients[0])
    first = resident()
    for _ in range({clients}):
        clients.append(await entered({client}))
        await one(clients[-1])
    more = (resident() - first) / {clients}
    client = clients[0]
    await drain(client)
    tracemalloc.start()
    gc.collect()
    start = tracemalloc.get_traced_memory()[0]
    await drain(client)
    gc.collect()
    passed = tracemalloc.get_traced_memory()[0] - start
    start = tracemalloc.get_traced_memory()[0]
    kept = [await one(client) for _ in range({kept})]
    gc.collect()
    held = tracemalloc.get_traced_memory()[0] - start
    print(first - empty, more, passed / 4000, held / (20 * {kept}))

asyncio.run(main())
"""


def program(peer: Peer) -> str:
    return PROGRAM.format(
        imports=peer.imports,
        client=peer.client,
        one=textwrap.indent(peer.one, "    "),
        drain=textwrap.indent(peer.drain, "    "),
        clients=CLIENTS,
        kept=KEPT,
    )


def measure() -> list[Table]:
    """One table."""
    table = Table(
        "Memory",
        "A fresh interpreter each, in an environment of its own. Growth of the resident set with "
        f"the import, the first client and its first list; with each of {CLIENTS} more clients "
        "that made a call; then traced memory that is left after 4,000 more items were read and "
        "let go, and that of items which are kept, per million. Raw httpx keeps dicts of the same "
        "leads; bodies of other APIs differ.",
        [
            "",
            "first client, MB",
            "another client, kB",
            "left per million, MB",
            "kept per million, MB",
        ],
    )
    with serving() as url:
        for peer in (RAW, *PEERS):
            where = url + RAW.path if peer is RAW else url
            output = run_in(peer, "-c", program(peer), where)
            first, more, passed, held = map(float, output.split())
            table.rows.append(
                [
                    peer.name,
                    f"{first / 1e6:.0f}",
                    f"{more / 1e3:.0f}",
                    f"{passed:.1f}",
                    f"{held:.0f}",
                ]
            )
            table.ratios[peer.name] = first
    own = table.ratios[RAW.name]
    table.ratios = {name: value / own for name, value in table.ratios.items()}
    return [table]
