"""What a browser is made to send by a page of another origin is refused, by a server or an app."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from journeybee.sandbox import Sandbox


async def ask(sandbox: Sandbox, method: str, path: str, headers: dict[str, str]) -> httpx.Response:
    transport = httpx.ASGITransport(app=sandbox)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        return await client.request(method, path, headers=headers)


def new_sandbox(**options: Any) -> Sandbox:
    return Sandbox(world="empty", **options)


@pytest.mark.parametrize(
    "host",
    ["localhost", "LOCALHOST:8000", "app.localhost", "127.0.0.1:1", "[::1]:8000", "192.168.1.5"],
)
async def test_hosts_that_cannot_be_rebound(host: str) -> None:
    assert (await ask(new_sandbox(), "GET", "/_sandbox", {"host": host})).status_code == 200


@pytest.mark.parametrize("path", ["/", "/_sandbox", "/v1/leads/", "/api/v1/leads", "/nothing"])
@pytest.mark.parametrize(
    "host",
    ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example:8000", "evil.example.", "["],
)
async def test_any_other_host_is_refused(host: str, path: str) -> None:
    sandbox = new_sandbox()
    headers = {"host": host, "authorization": f"Bearer {sandbox.api_key}"}
    answer = await ask(sandbox, "GET", path, headers)
    assert answer.status_code == 421
    assert host in answer.json()["error"]["message"]
    assert sandbox.requests == []


async def test_a_host_may_be_allowed() -> None:
    sandbox = new_sandbox(allowed_hosts=["Sandbox"])
    assert (await ask(sandbox, "GET", "/", {"host": "sandbox:8000"})).status_code == 200
    with pytest.raises(TypeError, match=r"pass a list, \['sandbox'\]"):
        new_sandbox(allowed_hosts="sandbox")


@pytest.mark.parametrize(
    "mark",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": "http://localhost:3000"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"},
        {"sec-fetch-site": "same-site", "sec-fetch-mode": "cors"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"},
    ],
    ids=str,
)
async def test_pages_of_other_origins_are_refused(mark: dict[str, str]) -> None:
    sandbox = new_sandbox()
    headers = {**mark, "authorization": f"Bearer {sandbox.api_key}"}
    for method, path in (("GET", "/_sandbox"), ("POST", "/v1/partners"), ("OPTIONS", "/v1/leads/")):
        answer = await ask(sandbox, method, path, headers)
        assert (answer.status_code, answer.json()["error"]["code"]) == (403, "forbidden")
        assert not any(name.startswith("access-control") for name in answer.headers)
    assert sandbox.requests == []


@pytest.mark.parametrize(
    "mark",
    [
        {"origin": "http://localhost", "sec-fetch-site": "same-origin"},
        {"sec-fetch-site": "none", "sec-fetch-mode": "navigate"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"},
    ],
    ids=str,
)
async def test_the_start_page_opens_by_itself_and_by_a_link(mark: dict[str, str]) -> None:
    answer = await ask(new_sandbox(), "GET", "/", mark)
    assert answer.status_code == 200
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


async def test_the_refusal_quotes_no_more_than_json_can_hold() -> None:
    answer = await ask(new_sandbox(), "GET", "/", {"host": "\"<script>'.example"})
    assert answer.headers["content-type"] == "application/json"
    assert json.loads(answer.content)["error"]["code"] == "misdirected_request"
