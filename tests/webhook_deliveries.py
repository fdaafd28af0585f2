"""Deliveries of webhooks, genuine and forged."""

from __future__ import annotations

import base64
import json
import pickle
import traceback
from pathlib import Path
from typing import Any

import jwt
import pytest

from journeybee import Webhook, WebhookVerificationError
from journeybee_api.legacy.webhooks import WEBHOOKS

SECRET = "5a1d6f2e-0c4b-4e8f-9b53-7d2a8c1e6f40"


OTHER = "00000000-1111-4222-8333-444444444444"


NOW = 1_790_000_000.0


SAMPLES = {
    path.stem: path.read_bytes()
    for path in sorted((Path(__file__).parent / "samples" / "webhooks").glob("*.json"))
}


LEAD = SAMPLES["lead_created"]


BY_MODEL = {WEBHOOKS[event_id]: event_id for event_id in SAMPLES}


def webhook(secret: str = SECRET, **options: Any) -> Webhook:
    options.setdefault("clock", lambda: NOW)
    return Webhook(secret, **options)


def refused(body: bytes | str, headers: Any, **options: Any) -> tuple[str, str]:
    """The step at which a delivery is refused, and the problem, without the secret."""
    with pytest.raises(WebhookVerificationError) as caught:
        webhook(**options).unwrap(body, headers)
    error = caught.value
    shown = [str(error), repr(error), *traceback.format_exception(error)]
    assert not any(SECRET in text for text in shown)
    assert SECRET.encode() not in pickle.dumps(error)
    assert error.__cause__ is None
    assert error.__context__ is None or not isinstance(error.__context__, jwt.PyJWTError)
    again = pickle.loads(pickle.dumps(error))
    assert (again.step, str(again)) == (error.step, str(error))
    return error.step, str(error).partition(": ")[2]


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def part(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


def claims(**changes: Any) -> dict[str, Any]:
    return {
        "company_uuid": "c",
        "user_uuid": "u",
        "event_id": "lead_created",
        "iat": NOW,
        "exp": NOW + 3600,
        **changes,
    }
