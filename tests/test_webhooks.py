"""Deliveries of webhooks: attacks are refused at their step, genuine ones are read typed."""

from __future__ import annotations

import copy
import datetime
import json
import logging
import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import journeybee
from journeybee import ConfigurationError, Webhook, WebhookEvent
from journeybee.webhooks import _ENTITIES, _PARENTS
from journeybee_api._runtime import Drift, Milliseconds, Model, Reader
from journeybee_api.legacy import models
from journeybee_api.legacy.webhooks import WEBHOOKS
from tests.webhook_deliveries import (
    BY_MODEL,
    LEAD,
    NOW,
    SAMPLES,
    SECRET,
    refused,
    webhook,
)


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


def test_the_package_names_what_it_loads_late() -> None:
    assert journeybee.Webhook is Webhook
    assert not [name for name in journeybee.__all__ if not hasattr(journeybee, name)]
    with pytest.raises(AttributeError, match="Webhok"):
        _ = journeybee.Webhok  # type: ignore[attr-defined]
