"""A server made from the published introduction of the API, and not from this project's spec.

The introduction says: send the key as a bearer token; at most 100 requests a minute, then 429;
lists take `page` and `pageSize` (10, at most 50), as in `/users?page=1&pageSize=10`; `meta`
has `record-count` and `page-count`; an error is `{"error": "text"}`. It does not show the envelope
of the rows of a list, so that is `wrap`.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import httpx

KEY = "key_0123456789"
Wrap = Callable[[list[Any], dict[str, int]], Any]

WRAPS: dict[str, Wrap] = {
    "data": lambda rows, meta: {"data": rows, "meta": meta},
    "named": lambda rows, meta: {"users": rows, "meta": meta},
    # The sample is one object with id, name and meta: perhaps that is a row.
    "in each row": lambda rows, meta: [{**row, "meta": meta} for row in rows],
}


class Introduction:
    """Answers as the introduction says; `requests` has (method, path, query) of each."""

    def __init__(self, wrap: str, *, slash: bool = True, rows: int = 237) -> None:
        self.wrap = WRAPS[wrap]
        self.slash = slash
        self.users = [{"id": number, "name": f"secret-{number}"} for number in range(1, rows + 1)]
        self.requests: list[tuple[str, str, dict[str, str]]] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        query = dict(request.url.params)
        path = request.url.path.removeprefix("/v1")
        self.requests.append((request.method, path, query))
        if request.headers.get("authorization") != f"Bearer {KEY}":
            return httpx.Response(401, json={"error": "Invalid API key"})
        if (path.rstrip("/") if self.slash else path) != "/users":
            return httpx.Response(404, json={"error": "Not found"})
        page, size = int(query.get("page", "1")), min(int(query.get("pageSize", "10")), 50)
        rows = self.users[(page - 1) * size : page * size]
        count = len(self.users)
        meta = {"record-count": count, "page-count": math.ceil(count / size)}
        return httpx.Response(200, json=self.wrap(rows, meta))
