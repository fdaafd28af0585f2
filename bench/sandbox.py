"""How fast the sandbox is: `python -m bench.sandbox`. Wants a machine that does little else."""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from urllib.parse import urlsplit

from journeybee.sandbox import Sandbox
from journeybee.sandbox.handling.messages import Incoming

REQUESTS, CONNECTIONS, ROWS = 4000, 4, 100_000
# Load from another process, so that client and server have a core each.
LOAD = "import sys; from bench.sandbox import load; load(*sys.argv[1:])"


def main() -> None:
    """Print start, throughput and the time of a page among many rows."""
    began = time.perf_counter()
    sandbox = Sandbox(world="demo", rate_limit=None)
    with sandbox.serve() as server:
        print(f"start with demo, serving: {time.perf_counter() - began:.3f} s")
        uuid = sandbox.store.items("leads")[0]["uuid"]
        for name, path in (("one lead", f"/leads/{uuid}"), ("25 leads", "/leads/?per_page=25")):
            command = [sys.executable, "-c", LOAD, server.url + path, sandbox.api_key]
            seconds = float(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
            print(f"{name} over HTTP: {REQUESTS / seconds:.0f} requests/s")
    leads(sandbox)


def load(url: str, key: str) -> None:
    """Send the requests over a few connections that stay open; prints the seconds it took."""
    parts = urlsplit(url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path

    def work(count: int) -> None:
        connection = HTTPConnection(parts.hostname or "", parts.port)
        for _ in range(count):
            connection.request("GET", target, headers={"authorization": f"Bearer {key}"})
            answer = connection.getresponse()
            if answer.status != 200:
                raise RuntimeError(f"met {answer.status}")
            answer.read()
        connection.close()

    began = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(work, [REQUESTS // CONNECTIONS] * CONNECTIONS))
    print(time.perf_counter() - began)


def leads(sandbox: Sandbox) -> None:
    """Fill up with leads and list pages of them."""
    resources = sandbox.resources
    for number in range(ROWS - resources.store.count("leads")):
        uuid = resources.make.uuid()
        resources.add("leads", {"uuid": uuid, "email": f"{number}@x.example", "status": "new"})
    headers = {"authorization": f"Bearer {sandbox.api_key}"}
    for query in ("page=1", "page=2000", "per_page=100&page=900", "search=99999"):
        times: list[float] = []
        for _ in range(30):
            began = time.perf_counter()
            reply = sandbox.handle(Incoming("GET", "/v1/leads/", query.encode(), headers, b""))
            times.append(time.perf_counter() - began)
            if reply.status != 200:
                raise RuntimeError(f"met {reply.status}")
        print(f"{ROWS} leads, {query}: median {statistics.median(times) * 1000:.1f} ms")


if __name__ == "__main__":
    main()
