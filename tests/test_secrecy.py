"""The API key is in no repr, log line, exception, traceback variable or pickle."""

from __future__ import annotations

import logging
import pickle
import traceback

import httpx
import pytest

from journeybee.errors import APIConnectionError, APIStatusError, JourneyBeeError
from journeybee.pipeline import Options, Pipeline, RetryPolicy
from tests.pipeline_harness import KEY, get, make_pipeline

NO_RETRY = Options(retry=RetryPolicy(max_retries=0))
SURFACES = [("Authorization", "Bearer "), ("x-api-key", "")]


def everything_shown(error: BaseException) -> str:
    """What a crash reporter could collect: text, arguments, notes, variables, linked exceptions."""
    parts: list[str] = []
    seen: set[int] = set()
    left: list[BaseException | None] = [error]
    while left:
        one = left.pop()
        if one is None or id(one) in seen:
            continue
        seen.add(id(one))
        left += [one.__cause__, one.__context__]
        parts += [str(one), repr(one), repr(one.args), repr(vars(one))]
        for frame, _line in traceback.walk_tb(one.__traceback__):
            # The frames of the test hold the key.
            if "journeybee" in frame.f_globals.get("__name__", ""):
                parts += [repr(value) for value in frame.f_locals.values()]
        for value in vars(one).values():
            parts.append(repr(getattr(value, "headers", "")) + repr(getattr(value, "content", "")))
    return "\n".join(parts)


def failing_with(failure: Exception | httpx.Response, auth: tuple[str, str]) -> Pipeline:
    def handler(request: httpx.Request) -> httpx.Response:
        assert KEY in request.headers[auth[0]]
        if isinstance(failure, httpx.Response):
            return failure
        failure.__dict__["_request"] = request
        raise failure

    return make_pipeline(handler, auth=auth)


@pytest.mark.parametrize("auth", SURFACES, ids=str)
@pytest.mark.parametrize(
    "failure",
    [
        httpx.ConnectError(f"could not send x-api-key: {KEY}"),
        httpx.ReadTimeout(KEY),
        httpx.LocalProtocolError(f"Illegal header value b'Bearer {KEY}'"),
    ],
    ids=str,
)
async def test_connection_errors(failure: Exception, auth: tuple[str, str]) -> None:
    with pytest.raises(APIConnectionError) as caught:
        await failing_with(failure, auth).send(get(), NO_RETRY)
    assert KEY not in everything_shown(caught.value)
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None
    assert KEY.encode() not in pickle.dumps(caught.value)


@pytest.mark.parametrize("auth", SURFACES, ids=str)
@pytest.mark.parametrize("status", [302, 401, 429, 500])
async def test_a_server_that_quotes_the_key(status: int, auth: tuple[str, str]) -> None:
    quoting = httpx.Response(
        status,
        json={"error": {"code": f"code {KEY}", "message": f"bad key {KEY}"}},
        headers={"x-request-id": KEY, "x-echo": f"Bearer {KEY}", "location": f"https://e/{KEY}"},
    )
    with pytest.raises(APIStatusError) as caught:
        await failing_with(quoting, auth).send(get(), NO_RETRY)
    assert caught.value.message != ""
    assert "***" in str(caught.value)
    assert KEY not in everything_shown(caught.value)
    assert KEY.encode() not in pickle.dumps(caught.value)


def test_this_file_would_see_a_key() -> None:
    error = JourneyBeeError("x")
    error.__cause__ = ValueError(KEY)
    assert KEY in everything_shown(error)
    error = JourneyBeeError("x")
    error.kept = httpx.Response(200, headers={"echo": KEY})  # type: ignore[attr-defined]
    assert KEY in everything_shown(error)


async def test_reprs_and_pickles_of_the_machinery() -> None:
    pipeline = make_pipeline(lambda _: httpx.Response(200))
    response = await pipeline.send(get())
    shown = f"{pipeline!r} {pipeline.settings!r} {vars(pipeline)!r} {response!r}"
    assert KEY not in shown
    assert KEY.encode() not in pickle.dumps(response)
    with pytest.raises(TypeError):
        pickle.dumps(pipeline.settings)


def record_text(record: logging.LogRecord) -> str:
    return f"{record.getMessage()} {vars(record)}"


async def test_log_lines(caplog: pytest.LogCaptureFixture) -> None:
    answers: list[httpx.Response | Exception] = [
        httpx.Response(500),
        httpx.ReadError(KEY),
        httpx.Response(200),
    ]

    def handler(_request: httpx.Request) -> httpx.Response:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    pipeline = make_pipeline(handler)
    with caplog.at_level(logging.DEBUG):
        await pipeline.send(get("/leads/77", query=[("q", "hush")]))
    ours = [record for record in caplog.records if record.name == "journeybee.http"]
    assert [record.getMessage() for record in ours] == [
        "GET /leads/{uuid}: 500 in 0.000 s, attempt 1",
        "GET /leads/{uuid}: ReadError in 0.000 s, attempt 2",
        "GET /leads/{uuid}: 200 in 0.000 s, attempt 3",
        "GET /leads/{uuid}: 200 in 0.000 s, attempts: 3",
    ]
    assert [record.levelno for record in ours] == [logging.DEBUG] * 3 + [logging.INFO]
    assert all(
        word not in record_text(record) for record in ours for word in (KEY, "hush", "/leads/77")
    )
    assert all(KEY not in record_text(record) for record in caplog.records)
