"""Deliveries of webhooks: every attack is refused at its step, what is genuine is read typed."""

from __future__ import annotations

import base64
import copy
import datetime
import hmac
import json
import logging
import pickle
import traceback
from pathlib import Path
from typing import Any

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import Headers

import journeybee
from journeybee import ConfigurationError, Webhook, WebhookEvent, WebhookVerificationError
from journeybee.webhooks import _ENTITIES, _PARENTS
from journeybee_api._runtime import Drift, Milliseconds, Model, Reader
from journeybee_api.legacy import models
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
    """The step at which a delivery is refused, and the problem; the secret is nowhere in it."""
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


def test_there_is_a_sample_for_every_body_and_a_model_for_each_of_19_events() -> None:
    assert len(WEBHOOKS) == 19
    assert set(BY_MODEL) == set(WEBHOOKS.values()) == set(_ENTITIES)
    assert set(_PARENTS) < set(_ENTITIES)


@pytest.mark.parametrize("event_id", WEBHOOKS)
def test_each_event_is_read_typed_and_written_back_as_it_came(event_id: str) -> None:
    body = SAMPLES[BY_MODEL[WEBHOOKS[event_id]]]
    event = webhook().unwrap(body, webhook().sign(event_id, company_uuid="c1", user_uuid="u1"))
    assert isinstance(event, WebhookEvent)
    assert event.id == event.claims.event_id == event_id
    assert (event.claims.company_uuid, event.claims.user_uuid) == ("c1", "u1")
    assert event.claims.issued_at == datetime.datetime.fromtimestamp(NOW, datetime.UTC)
    payload = event.payload
    assert type(payload) is getattr(models, WEBHOOKS[event_id])
    assert isinstance(payload, Model)
    assert payload.to_dict() == json.loads(body)
    assert json.dumps(payload.to_dict(), indent=2, ensure_ascii=False).encode() + b"\n" == body
    strict = Reader(strict=True)
    assert type(payload).from_dict(json.loads(body), strict) == payload


def test_times_are_aware_and_keep_their_number() -> None:
    event = webhook().unwrap(LEAD, webhook().sign("lead_created"))
    assert isinstance(event.payload, models.LeadWebhook)
    created = event.payload.lead.created_at
    assert isinstance(created, Milliseconds)
    assert created == datetime.datetime(2024, 5, 20, 14, 15, 15, 227000, datetime.UTC)
    assert created.milliseconds == 1716214515227
    for same in (copy.deepcopy(created), pickle.loads(pickle.dumps(created))):
        assert (same, same.milliseconds) == (created, created.milliseconds)
    later = created + datetime.timedelta(days=1)
    assert (later - created).days == 1
    assert later.tzinfo is datetime.UTC


@given(st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text()))
def test_any_time_is_kept(value: Any) -> None:
    drift: list[Drift] = []
    note = {"uuid": "n", "created_at": value, "lead_uuid": "l"}
    read = models.WebhookLeadNote.from_dict(note, Reader(on_drift=drift.append))
    assert read.to_dict() == note
    assert isinstance(read.created_at, Milliseconds) is not bool(drift)


def genuine(token: str) -> list[Any]:
    """A token in every form in which frameworks hand headers on."""
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


def test_unknown_events_claims_and_fields_are_taken() -> None:
    body = json.loads(LEAD)
    body["lead"]["score"] = {"value": 3}
    body["source"] = "new"
    headers = webhook().sign("lead_created", api_key="jb_api_secret", external_settings={"a": 1})
    event = webhook().unwrap(json.dumps(body), headers)
    assert isinstance(event.payload, models.LeadWebhook)
    assert event.payload.lead.additional_properties == {"score": {"value": 3}}
    assert event.payload.additional_properties == {"source": "new"}
    assert event.claims.others == {"external_settings": {"a": 1}}
    assert "jb_api_secret" not in repr(event)
    assert b"jb_api_secret" not in pickle.dumps(event)
    opened = webhook().unwrap('{"payout": {"uuid": "p"}}', webhook().sign("payout_made"))
    assert (opened.id, opened.payload) == ("payout_made", {"payout": {"uuid": "p"}})


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
    # The attack: whoever has the public key signs with it by HMAC. PyJWT would not, so by hand.
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
    # This class joins them, which no token survives.
    assert refused(LEAD, httpx.Headers(twice))[0] == "token"


@pytest.mark.parametrize("event_id", SAMPLES)
@pytest.mark.parametrize("other", SAMPLES)
def test_a_body_of_another_entity_is_refused(event_id: str, other: str) -> None:
    headers = webhook().sign(event_id)
    if other == event_id:
        assert webhook().unwrap(SAMPLES[other], headers).id == event_id
    else:
        assert refused(SAMPLES[other], headers)[0] == "entity"


@pytest.mark.parametrize(
    "body", [b"{}", b'{"lead": null}', b'{"lead": [{}]}', b'{"lead": {}, "deal": {}}']
)
def test_a_body_without_its_entity_or_with_another_is_refused(body: bytes) -> None:
    assert refused(body, webhook().sign("lead_created"))[0] == "entity"


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "not a JSON object"),
        (b"<html>", "not a JSON object"),
        (b"lead=1", "not a JSON object"),
        (b"[]", "not a JSON object"),
        (b'{"lead": {"uuid": "', "not a JSON object"),
        (b'{"lead": "\xff\xfe"}', "not a JSON object"),
        (b'{"lead": ' + b"9" * 5000 + b"}", "not a JSON object"),
        (b"[" * 200_000, "not a JSON object"),
        (b'{"lead": ' + b"[" * 60 + b"]" * 60 + b"}", "nested deeper than 50 levels"),
        (b'{"a":' * 60 + b"1" + b"}" * 60, "nested deeper than 50 levels"),
        (b'{"lead": "' + b"a" * (10 << 20) + b'"}', "larger than 5 MiB"),
    ],
    ids=[
        "empty",
        "html",
        "form",
        "array",
        "cut",
        "bytes",
        "number",
        "open",
        "lists",
        "deep",
        "big",
    ],
)
def test_what_is_no_body_is_refused(body: bytes, problem: str) -> None:
    assert refused(body, webhook().sign("lead_created")) == ("body", problem)
    unknown = webhook().sign("something_new")
    assert refused(body, unknown) == ("body", problem)


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


def test_the_body_is_not_signed_as_the_documentation_says() -> None:
    headers = webhook().sign("lead_created")
    swapped = LEAD.replace(b"ada@engines.example", b"eve@engines.example")
    event = webhook().unwrap(swapped, headers)
    assert isinstance(event.payload, models.LeadWebhook)
    assert event.payload.lead.email == "eve@engines.example"
    assert "does not cover the body" in (Webhook.__doc__ or "")


def test_the_secret_is_shown_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    hook = webhook()
    hook.unwrap(LEAD, hook.sign("lead_created"))
    assert SECRET not in repr(hook) + str(vars(hook)) + caplog.text
    for leave in (pickle.dumps, copy.copy, copy.deepcopy):
        with pytest.raises(TypeError):
            leave(hook._secret)
    with pytest.raises(TypeError):
        pickle.dumps(hook)


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"secret": ""}, "secret is empty"),
        ({"secret": "  "}, "secret is empty"),
        ({"secret": f"{SECRET}\n"}, "secret contains white space"),
        ({"secret": f" {SECRET}"}, "secret contains white space"),
        ({"secret": None}, "secret must be a str, not NoneType"),
        ({"secret": SECRET.encode()}, "secret must be a str, not bytes"),
        ({"tolerance": "60"}, "tolerance='60'"),
        ({"tolerance": -1}, "tolerance=-1"),
        ({"tolerance": float("inf")}, "tolerance=inf"),
        ({"tolerance": float("nan")}, "tolerance=nan"),
    ],
)
def test_what_it_cannot_work_with(options: dict[str, Any], problem: str) -> None:
    with pytest.raises(ConfigurationError, match=problem) as caught:
        webhook(**options)
    assert SECRET not in str(caught.value)


def test_gateways_hand_over_lists_of_values_and_bodies_already_read() -> None:
    hook = webhook()
    value = hook.sign("lead_created")["Authorization"]
    body = json.loads(LEAD)
    plain = hook.unwrap(LEAD, {"Authorization": value}).payload
    for headers in (
        {"authorization": [value], "host": ["x"], "x-none": None},
        [(b"authorization", [value])],
        {"Authorization": (value,)},
    ):
        assert hook.unwrap(body, headers).payload == plain  # type: ignore[arg-type]
        assert hook.unwrap(bytearray(LEAD), headers).payload == plain  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("body", "headers", "step", "problem"),
    [
        (None, "good", "body", "must be bytes, a str or a dict, not NoneType"),
        (["x"], "good", "body", "must be bytes, a str or a dict, not list"),
        (LEAD, None, "header", "not NoneType"),
        (LEAD, "Authorization", "header", "not str"),
        (LEAD, 5, "header", "not int"),
        (LEAD, [("authorization",)], "header", "not list"),
        (LEAD, {"authorization": None}, "header", "no Authorization header"),
        (LEAD, {"authorization": []}, "header", "no Authorization header"),
        (LEAD, {"authorization": ["Bearer x", "Bearer y"]}, "header", "more than one"),
        (LEAD, {None: "x", 3: "y"}, "header", "no Authorization header"),
    ],
)
def test_what_no_request_looks_like(body: Any, headers: Any, step: str, problem: str) -> None:
    headers = webhook().sign("lead_created") if headers == "good" else headers
    assert (step, True) == ((found := refused(body, headers))[0], problem in found[1])


def test_an_expired_delivery_can_be_made_for_tests() -> None:
    headers = webhook().sign("lead_created", expires_in=-120)
    assert refused(LEAD, headers) == ("time", "the token has expired")
    assert refused(LEAD, webhook().sign("lead_created", user_uuid=None))[0] == "claims"


def test_the_package_names_what_it_loads_late() -> None:
    assert journeybee.Webhook is Webhook
    assert not [name for name in journeybee.__all__ if not hasattr(journeybee, name)]
    with pytest.raises(AttributeError, match="Webhok"):
        _ = journeybee.Webhok  # type: ignore[attr-defined]
