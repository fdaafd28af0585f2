"""The example receivers, served by uvicorn, with deliveries over HTTP."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from journeybee import Webhook
from journeybee.sandbox.http.server import SandboxServer

ROOT = Path(__file__).parent.parent
SECRET = "5a1d6f2e-0c4b-4e8f-9b53-7d2a8c1e6f40"
RECEIVERS = ("webhook_fastapi", "webhook_starlette")
SAMPLES = {path.stem: path for path in (ROOT / "tests" / "samples" / "webhooks").glob("*.json")}


@pytest.fixture(scope="module", params=RECEIVERS)
def url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The URL of an example, loaded by path as uvicorn loads it."""
    spec = importlib.util.spec_from_file_location(
        request.param, ROOT / "examples" / f"{request.param}.py"
    )
    assert spec is not None
    assert spec.loader is not None
    module: Any = importlib.util.module_from_spec(spec)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JOURNEYBEE_WEBHOOK_SECRET", SECRET)
        # FastAPI looks the names of annotations up in the module.
        patch.setitem(sys.modules, request.param, module)
        spec.loader.exec_module(module)
        with SandboxServer(module.app, "127.0.0.1", 0) as server:
            yield f"{server.root}/webhooks"


def deliver(url: str, body: bytes, headers: dict[str, str]) -> httpx.Response:
    return httpx.post(url, content=body, headers=headers, trust_env=False)


@pytest.mark.parametrize("event_id", SAMPLES)
def test_each_kind_of_delivery_is_taken(url: str, event_id: str) -> None:
    headers = Webhook(SECRET).sign(event_id)
    assert deliver(url, SAMPLES[event_id].read_bytes(), headers).status_code == 200


def test_what_was_delivered_is_printed(url: str, capsys: pytest.CaptureFixture[str]) -> None:
    deliver(url, SAMPLES["lead_created"].read_bytes(), Webhook(SECRET).sign("lead_created"))
    assert "ada@engines.example" in (out := capsys.readouterr().out) or "Engines Ltd" in out


def test_what_is_not_to_be_trusted_is_answered_with_401(url: str) -> None:
    body = SAMPLES["lead_created"].read_bytes()
    signed, other = Webhook(SECRET).sign("lead_created"), Webhook("other" * 8).sign("lead_created")
    refused = [
        deliver(url, body, {}),
        deliver(url, body, other),
        deliver(url, body, Webhook(SECRET).sign("lead_created", expires_in=-600)),
        deliver(url, body, Webhook(SECRET).sign("deal_created")),
        deliver(url, b"{", signed),
        deliver(url, b"x" * (10 << 20), signed),
        deliver(url, body, [*signed.items(), *signed.items()]),  # type: ignore[arg-type]
    ]
    assert [response.status_code for response in refused] == [401] * 7
    assert not any(SECRET in response.text for response in refused)
