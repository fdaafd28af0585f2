"""Clients with functions as servers, and small specs for them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx

from journeybee import JourneyBee, RetryPolicy

KEY = "key_0123456789"
Handler = Callable[[httpx.Request], httpx.Response]


def client_of(handler: Handler, **options: Any) -> JourneyBee:
    """A client whose requests a function answers."""
    http = httpx.AsyncClient(transport=httpx.MockTransport(handler))
    options = {"requests_per_minute": 1_000_000, "retry": RetryPolicy(max_retries=0), **options}
    return JourneyBee(KEY, base_url="http://localhost/v1", http_client=http, **options)


def spec(paths: dict[str, Any], schemas: dict[str, Any] | None = None) -> dict[str, Any]:
    """A document with operations of these success schemas, by path."""
    found: dict[str, Any] = {}
    for path, schema in paths.items():
        content = {"application/json": {"schema": schema}}
        names = [part[1:-1] for part in path.split("/") if part.startswith("{")]
        found[path] = {
            "get": {
                "operationId": path.strip("/").replace("/", "_").replace("{", "").replace("}", ""),
                "tags": ["T"],
                "x-evidence": "inferred",
                "parameters": [
                    {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
                    for name in names
                ],
                "responses": {"200": {"description": "", "content": content}},
            }
        }
    return {
        "openapi": "3.1.0",
        "info": {"title": "T", "version": "1"},
        "paths": found,
        "components": {"schemas": schemas or {}},
    }


def answers(bodies: dict[str, Any], status: int = 200) -> Handler:
    """A server with one body a path, and 404 elsewhere."""

    def handler(request: httpx.Request) -> httpx.Response:
        path = request.url.path.removeprefix("/v1")
        if path not in bodies:
            return httpx.Response(404, json={"error": "Not found"})
        return httpx.Response(status, json=bodies[path])

    return handler
