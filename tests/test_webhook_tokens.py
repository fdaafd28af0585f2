"""A token is accepted only with a valid signature, known claims and a valid time."""

from __future__ import annotations

import base64
import hmac
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers

from journeybee import ConfigurationError
from tests.webhook_deliveries import (
    LEAD,
    NOW,
    OTHER,
    SECRET,
    bearer,
    claims,
    part,
    refused,
    webhook,
)


def genuine(token: str) -> list[Any]:
    """A token in every form in which frameworks pass headers."""
    name, value = "authorization", f"Bearer {token}"
    return [
        {name: value},
        {"Authorization": value, "Content-Type": "application/json"},
        {"AUTHORIZATION": f"bearer {token}"},
        [(name, value)],
        [(name.encode(), value.encode())],
        httpx.Headers({name: value}),
        Headers({name: value}),
    ]


@pytest.mark.parametrize("form", range(7))
def test_headers_come_in_many_forms(form: int) -> None:
    signed = webhook().sign("lead_created")["Authorization"]
    headers = genuine(signed.removeprefix("Bearer "))[form]
    assert webhook().unwrap(LEAD, headers).id == "lead_created"


def test_a_forged_token_is_refused() -> None:
    assert refused(LEAD, webhook(OTHER).sign("lead_created")) == (
        "token",
        "signed with another secret",
    )
    token = webhook().sign("lead_created")["Authorization"].removeprefix("Bearer ")
    head, _, signature = token.split(".")
    forged = f"{head}.{part(claims(event_id='lead_deleted'))}.{signature}"
    assert refused(LEAD, bearer(forged)) == ("token", "signed with another secret")
    assert refused(LEAD, bearer(token[:-3] + "AAA"))[0] == "token"


@pytest.mark.parametrize("algorithm", ["none", "None", "NONE", "nOnE"])
def test_a_token_without_signature_is_refused(algorithm: str) -> None:
    head = part({"alg": algorithm, "typ": "JWT"})
    for signature in ("", "AAAA"):
        token = f"{head}.{part(claims())}.{signature}"
        assert refused(LEAD, bearer(token)) == ("token", "not signed with HS256")


@pytest.mark.parametrize("algorithm", ["HS384", "HS512"])
@pytest.mark.filterwarnings("ignore::jwt.InsecureKeyLengthWarning")
def test_other_algorithms_are_refused_with_the_right_secret_too(algorithm: str) -> None:
    token = jwt.encode(claims(), SECRET, algorithm=algorithm)
    assert refused(LEAD, bearer(token)) == ("token", "not signed with HS256")


def test_a_public_key_is_no_secret() -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    signed = jwt.encode(claims(), key, algorithm="RS256")
    assert refused(LEAD, bearer(signed)) == ("token", "not signed with HS256")
    # The attack: a holder of the public key signs with it by HMAC. PyJWT refuses, so by hand.
    signing = f"{part({'alg': 'HS256', 'typ': 'JWT'})}.{part(claims())}"
    digest = hmac.digest(pem, signing.encode(), "sha256")
    forged = f"{signing}.{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"
    with pytest.raises(ConfigurationError, match="white space"):
        webhook(pem.decode()).unwrap(LEAD, bearer(forged))


@pytest.mark.parametrize(
    ("changes", "step"),
    [
        ({"exp": NOW - 61}, "time"),
        ({"exp": NOW - 59}, ""),
        ({"iat": NOW + 61}, "time"),
        ({"iat": NOW + 59}, ""),
        ({"exp": 1e300}, "claims"),
        ({"exp": float("inf")}, "claims"),
        ({"exp": float("nan")}, "claims"),
        ({"iat": -1e300}, "claims"),
        ({"exp": str(NOW + 3600)}, "claims"),
        ({"exp": True}, "claims"),
        ({"iat": None}, "claims"),
        ({"event_id": ["lead_created"]}, "claims"),
        ({"company_uuid": 7}, "claims"),
        *(({name: None}, "claims") for name in ("company_uuid", "user_uuid", "exp")),
    ],
)
def test_claims_and_times(changes: dict[str, Any], step: str) -> None:
    payload = {name: value for name, value in claims(**changes).items() if value is not None}
    headers = bearer(jwt.encode(payload, SECRET, algorithm="HS256"))
    if step:
        assert refused(LEAD, headers)[0] == step
    else:
        assert webhook().unwrap(LEAD, headers).id == "lead_created"
        assert refused(LEAD, headers, tolerance=0)[0] == "time"


@pytest.mark.parametrize("name", ["company_uuid", "user_uuid", "event_id", "iat", "exp"])
def test_a_missing_claim_is_named(name: str) -> None:
    payload = claims()
    del payload[name]
    headers = bearer(jwt.encode(payload, SECRET, algorithm="HS256"))
    assert refused(LEAD, headers) == ("claims", f"{name} is missing or of another type")


GARBAGE = [
    "x", "a.b.c", "..", "a" * 5000, "\ud800.a.b",
    "\u00e9\u00e9.\u00e9.\u00e9", part([]) + ".e30.", "e30.e30.e30",
    f"{part({'alg': 'HS256', 'crit': ['x'], 'x': 1})}.{part(claims())}.AAAA",
    f"{part({'alg': 'HS256', 'b64': False})}.{part(claims())}.AAAA",
    f"{part({'alg': 'HS256', 'kid': 3})}.{part(claims())}.AAAA",
    base64.urlsafe_b64encode(b"[" * 9000).decode().rstrip("=") + ".e30.AAAA",
]  # fmt: skip


@pytest.mark.parametrize("token", GARBAGE, ids=range(len(GARBAGE)))
def test_garbage_is_no_token(token: str) -> None:
    assert refused(LEAD, bearer(token))[0] == "token"


@given(st.text(max_size=200))
def test_no_text_is_a_token(text: str) -> None:
    assert refused(LEAD, bearer(text))[0] in {"token", "header"}


def test_a_token_of_any_length_is_not_read() -> None:
    assert refused(LEAD, bearer("a" * 20_000)) == ("token", "longer than 16384 characters")


def test_there_is_one_header_of_the_right_kind() -> None:
    good = webhook().sign("lead_created")["Authorization"]
    assert refused(LEAD, {}) == ("header", "no Authorization header")
    assert refused(LEAD, [("X-Authorization", good)])[0] == "header"
    for value in ("", "Bearer", "Bearer ", "Basic abc", good.removeprefix("Bearer ")):
        assert refused(LEAD, {"authorization": value})[0] == "header"
    twice = [("Authorization", good), ("authorization", good)]
    raw = [(name.lower().encode(), value.encode()) for name, value in twice]
    for headers in (twice, raw, Headers(raw=raw)):
        assert refused(LEAD, headers) == ("header", "more than one Authorization")
    # This class joins them, which makes an invalid token.
    assert refused(LEAD, httpx.Headers(twice))[0] == "token"


def test_signatures_are_compared_in_constant_time(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[tuple[bytes, bytes]] = []
    real = hmac.compare_digest

    def spy(one: Any, other: Any) -> bool:
        compared.append((one, other))
        return real(one, other)

    monkeypatch.setattr(hmac, "compare_digest", spy)
    webhook().unwrap(LEAD, webhook().sign("lead_created"))
    refused(LEAD, webhook(OTHER).sign("lead_created"))
    assert [len(one) for one, _ in compared] == [32, 32]
    assert [one == other for one, other in compared] == [True, False]


def test_an_expired_delivery_can_be_made_for_tests() -> None:
    headers = webhook().sign("lead_created", expires_in=-120)
    assert refused(LEAD, headers) == ("time", "the token has expired")
    assert refused(LEAD, webhook().sign("lead_created", user_uuid=None))[0] == "claims"
