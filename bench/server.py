"""A server on loopback that answers lists in the shape of each API, from memory.

It is a process of its own with a thread per connection and no web framework, so that what is
measured is the clients. Of a list it has 40 pages of 100 items, and one page of any other size.
"""

from __future__ import annotations

import functools
import json
import multiprocessing
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import anyio
import httpx

from bench.shapes import LINKED, SHAPES
from journeybee.sandbox import Sandbox

PAGES = 40
_SIZE = re.compile(r"(?:per_page|limit|page_size)=(\d+)")
_NUMBER = re.compile(r"[?&]page=(\d+)")
_CURSOR = re.compile(r"=x-(\d+)-")


@contextmanager
def serving() -> Iterator[str]:
    """The URL of a server that runs meanwhile."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=256)
    # Started, not forked: it is to hold nothing of what is measured.
    context = multiprocessing.get_context("spawn")
    process = context.Process(target=_serve, args=(listener, demo_leads(100)), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        process.kill()
        process.join()


def demo_page(count: int) -> bytes:
    """The body of a page of leads of the sandbox's demo world."""

    async def fetch() -> bytes:
        sandbox = Sandbox(world="demo")
        transport = httpx.ASGITransport(sandbox)
        headers = {"Authorization": f"Bearer {sandbox.api_key}"}
        async with httpx.AsyncClient(transport=transport, headers=headers) as client:
            answer = await client.get("http://localhost/v1/leads/", params={"per_page": count})
            return answer.raise_for_status().content

    return anyio.run(fetch)


def demo_leads(count: int) -> list[dict[str, Any]]:
    """Leads of the sandbox's demo world."""
    leads: list[dict[str, Any]] = json.loads(demo_page(count))["data"]
    return leads


def _serve(listener: socket.socket, leads: list[dict[str, Any]]) -> None:
    port = listener.getsockname()[1]

    @functools.cache
    def respond(target: str) -> bytes:
        size = int(found[1]) if (found := _SIZE.search(target)) else 20
        page = int(found[1]) if (found := _NUMBER.search(target)) else 1
        page = int(found[1]) + 1 if (found := _CURSOR.search(target)) else page
        path = target.partition("?")[0]
        shape = next(shape for begin, shape in SHAPES.items() if path.startswith(begin))
        pages = PAGES if size == 100 else 1
        body = json.dumps(shape(page, size, pages, leads)).encode()
        head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}"
        if path.startswith(LINKED) and page < pages:
            following = f"http://127.0.0.1:{port}{path}?per_page={size}&page={page + 1}"
            head += f'\r\nlink: <{following}>; rel="next"'
        return f"{head}\r\n\r\n".encode() + body

    def answer(connection: socket.socket) -> None:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        waiting = b""
        while received := connection.recv(65536):
            waiting += received
            while b"\r\n\r\n" in waiting:
                head, _, waiting = waiting.partition(b"\r\n\r\n")
                connection.sendall(respond(head.split(b" ", 2)[1].decode()))

    while True:
        connection, _ = listener.accept()
        threading.Thread(target=answer, args=(connection,), daemon=True).start()
