"""`with_response`: the response of one call, and its body when it is asked for."""

from __future__ import annotations

import copy
import inspect
import json
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from journeybee import APIResponse, APIResponseError, JourneyBee, NotFoundError
from journeybee.response import Headers
from journeybee_api.v1.models import Lead
from journeybee_api.v1.operations import leads
from tests.pipeline_harness import KEY

LEAD = {"uuid": "77", "email": "ann@example.test", "brand_new": 1}


def client_of(handler: Callable[[httpx.Request], httpx.Response], **options: Any) -> JourneyBee:
    transport = httpx.MockTransport(handler)
    return JourneyBee(KEY, http_client=httpx.AsyncClient(transport=transport), **options)


async def test_the_response_and_its_body() -> None:
    def handler(request: httpx.Request) -> httpx.Response:
        assert request.url.path.endswith("/leads/77")
        return httpx.Response(200, json=LEAD, headers={"X-Request-ID": "req-1", "X-More": "a"})

    client = client_of(handler)
    response = await client.leads.get.with_response("77")
    assert type(response) is APIResponse
    assert (response.status_code, response.request_id, response.retries) == (200, "req-1", 0)
    assert response.headers["x-more"] == "a"
    assert json.loads(response.content) == LEAD
    lead = response.parse()
    assert type(lead) is Lead
    assert lead == await client.leads.get("77")
    assert response.parse() == lead
    assert copy.copy(response) == response
    assert KEY not in repr(response)


async def test_arguments_are_those_of_the_call() -> None:
    sent: list[Any] = []

    def handler(request: httpx.Request) -> httpx.Response:
        sent.append(json.loads(request.content))
        return httpx.Response(200, json=LEAD)

    await client_of(handler).leads.update.with_response("77", status="new")
    assert sent == [{"status": "new"}]
    with pytest.raises(TypeError):
        await client_of(handler).leads.update.with_response("77", stauts="new")  # type: ignore[call-overload]
    update = inspect.signature(JourneyBee(KEY).leads.update)
    assert update.parameters == inspect.signature(leads.update_lead).parameters


async def test_retries_are_counted() -> None:
    answers = [httpx.Response(503, headers={"retry-after": "0"}), httpx.Response(204)]
    response = await client_of(lambda _: answers.pop(0)).leads.delete.with_response("77")
    assert (response.status_code, response.retries) == (204, 1)
    response.parse()


async def test_a_body_that_does_not_fit_is_met_when_it_is_read() -> None:
    client = client_of(lambda _: httpx.Response(200, content=b"<html>"))
    response = await client.leads.get.with_response("77")
    assert response.content == b"<html>"
    with pytest.raises(APIResponseError) as caught:
        response.parse()
    assert caught.value.model == "Lead"
    assert caught.value.body == b"<html>"
    # The error must be picklable, so its response cannot be parsed.
    assert copy.deepcopy(caught.value).response.content == b"<html>"


async def test_an_error_is_raised_as_by_the_call() -> None:
    client = client_of(lambda _: httpx.Response(404, json={"error": {"code": "gone"}}))
    with pytest.raises(NotFoundError) as caught:
        await client.leads.get.with_response("77")
    assert caught.value.response.parse() == {"error": {"code": "gone"}}


@pytest.mark.parametrize(("content", "value"), [(b"", None), (b"[1]", [1]), (b"null", None)])
def test_elsewhere_parse_gives_plain_json(content: bytes, value: object) -> None:
    response = APIResponse(200, Headers([]), content, "GET", "https://h.test", "https://h.test")
    assert response.parse() == value


def test_elsewhere_parse_refuses_what_is_not_json() -> None:
    response = APIResponse(200, Headers([]), b"<", "GET", "https://h.test", "https://h.test")
    with pytest.raises(ValueError, match="Expecting value"):
        response.parse()
