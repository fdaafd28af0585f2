"""What does it cost to import an SDK, and to come to the first list from nothing?"""

from __future__ import annotations

import statistics
import textwrap

from bench.environments import run_in
from bench.peers import PEERS, RAW, Peer
from bench.server import serving
from bench.table import Table, ratios, spread

ROUNDS = 9
STEPS = (
    "import",
    "import, client, list method",
    "import, client, list answered",
    "processor time of all three",
)

PROGRAM = """\
import sys, time
url = sys.argv[1]
start, processor = time.perf_counter(), time.process_time()
{imports}
steps = [time.perf_counter() - start]
client = {client}
{method}
steps.append(time.perf_counter() - start)
import asyncio
async def run():
{one}
asyncio.run(run())
steps += [time.perf_counter() - start, time.process_time() - processor]
print(len(sys.modules), *steps)
"""


def program(peer: Peer) -> str:
    # Of ours the method is called: that sends nothing, and reads the list's arguments.
    method = f"{peer.method}()" if peer.name.startswith("journeybee") else peer.method
    one = textwrap.indent(peer.one, "    ")
    return PROGRAM.format(imports=peer.imports, client=peer.client, method=method, one=one)


def measure() -> list[Table]:
    """A table for the time of each step."""
    times: dict[str, list[list[float]]] = {}
    with serving() as url:
        for number in range(ROUNDS + 1):
            # Forwards and backwards in turn; the first round makes the environments.
            for peer in (RAW, *PEERS)[:: 1 if number % 2 else -1]:
                where = url + RAW.path if peer is RAW else url
                output = run_in(peer, "-c", program(peer), where)
                if number:
                    times.setdefault(peer.name, []).append([float(v) for v in output.split()])
    note = (
        f"Fresh interpreters, each SDK in an environment of its own, {ROUNDS} rounds in "
        "alternating order: the median and, in brackets, the quartiles. As a multiple of raw "
        "httpx, round by round, where there is no unit. The last column has the modules that are "
        "loaded in the end. Of journeybee the list method is called, which sends nothing; httpx is "
        "imported with the first request, so the column to look at is that of the list answered. "
        "The server has no TLS. Raw httpx reads the certificates all the same, which takes it a "
        "quarter of that time; journeybee reads them for a server that has it."
    )
    headings = ["", "import, ms", *STEPS, "modules"]
    question = "From `import` to the first list of items, without TLS: time, of that of raw httpx"
    table = Table("From import to the first list", note, headings, question=question)
    raw = times[RAW.name]
    for name, rounds in times.items():
        steps = [
            ratios([r[step] for r in rounds], [r[step] for r in raw])
            for step in range(1, len(STEPS) + 1)
        ]
        table.ratios[name] = statistics.median(steps[2])
        milliseconds = spread([1000 * r[1] for r in rounds], 0)
        table.rows.append([name, milliseconds, *map(spread, steps), f"{rounds[0][0]:.0f}"])
    return [table]
