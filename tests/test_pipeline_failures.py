"""Errors, retries, cool-downs: what each does to the caller and to the permits."""

from __future__ import annotations

import ssl
from collections.abc import Callable

import anyio
import anyio.abc
import httpx
import pytest

from journeybee.errors import (
    APIConnectionError,
    APIStatusError,
    APITimeoutError,
    RateLimitError,
    ServerError,
)
from journeybee.limits import TokenBucket
from journeybee.pipeline import Options, Request, RetryPolicy
from tests.pipeline_harness import (
    URL,
    Answer,
    CountingLimiter,
    FakeTime,
    answer,
    answering,
    get,
    make_pipeline,
)

NO_RETRY = Options(retry=RetryPolicy(max_retries=0))

# -------------------------------------------------------------------------------------- errors


@pytest.mark.parametrize(
    "status", [300, 302, 307, 308, 400, 401, 404, 418, 429, 499, 500, 520, 999]
)
async def test_every_other_status_is_raised(status: int) -> None:
    limiter = CountingLimiter()
    pipeline = make_pipeline(
        lambda _: httpx.Response(
            status,
            json={"error": {"code": "some_code", "message": "Some message"}},
            headers={"x-request-id": "req-1", "location": f"{URL}/elsewhere"},
        ),
        limiter,
    )
    with pytest.raises(APIStatusError) as caught:
        await pipeline.send(get(query=[("email", "ann@example.test")]), NO_RETRY)
    error = caught.value
    assert (error.status_code, error.code, error.request_id) == (status, "some_code", "req-1")
    assert error.response.status_code == status
    assert "(GET https://api.example.test/v1/leads/{uuid}, request id req-1)" in str(error)
    assert "ann" not in str(error)
    assert error.__cause__ is None
    assert error.__context__ is None
    assert limiter.account == (0, 1, 0)


async def test_a_redirect_is_not_followed() -> None:
    urls: list[str] = []

    def handler(request: httpx.Request) -> httpx.Response:
        urls.append(str(request.url))
        return httpx.Response(301, headers={"location": "https://evil.test/"})

    with pytest.raises(APIStatusError, match="301: redirects are never followed"):
        await make_pipeline(handler).send(get())
    assert urls == [f"{URL}/leads/1"]


@pytest.mark.parametrize(
    ("raised", "expected", "sent", "words"),
    [
        (httpx.ConnectError("x"), APIConnectionError, False, "nothing was sent: ConnectError"),
        (
            httpx.ConnectTimeout("x"),
            APITimeoutError,
            False,
            "nothing was sent: ConnectTimeout, see connect_timeout",
        ),
        (httpx.PoolTimeout("x"), APITimeoutError, False, "no free connection in the pool"),
        (httpx.ProxyError("x"), APIConnectionError, False, "nothing was sent: ProxyError"),
        (httpx.ReadTimeout("x"), APITimeoutError, True, "no complete response: ReadTimeout"),
        (httpx.WriteTimeout("x"), APITimeoutError, True, "no complete response: WriteTimeout"),
        (httpx.ReadError("x"), APIConnectionError, True, "no complete response: ReadError"),
        (httpx.WriteError("x"), APIConnectionError, True, "no complete response: WriteError"),
        (httpx.RemoteProtocolError("x"), APIConnectionError, True, "RemoteProtocolError"),
        (httpx.LocalProtocolError("x"), APIConnectionError, True, "LocalProtocolError"),
        (httpx.DecodingError("x"), APIConnectionError, True, "DecodingError"),
    ],
)
async def test_transport_errors(
    raised: Exception, expected: type[APIConnectionError], sent: bool, words: str
) -> None:
    limiter = CountingLimiter()
    pipeline = make_pipeline(answering(raised), limiter)
    with pytest.raises(APIConnectionError) as caught:
        await pipeline.send(get(query=[("q", "hush")]), NO_RETRY)
    error = caught.value
    assert type(error) is expected
    assert words in str(error)
    assert str(error).endswith("(GET https://api.example.test/v1/leads/{uuid})")
    assert (error.method, error.url, error.retries) == ("GET", f"{URL}/leads/1", 0)
    assert limiter.account == ((0, 1, 0) if sent else (0, 0, 1))


async def test_the_reason_of_the_operating_system_is_reported() -> None:
    # A port that was free a moment ago.
    listener = await anyio.create_tcp_listener(local_host="127.0.0.1")
    port = listener.extra(anyio.abc.SocketAttribute.local_port)
    await listener.aclose()
    pipeline = make_pipeline(None, base_url=f"http://127.0.0.1:{port}")
    with pytest.raises(APIConnectionError, match=r"ConnectError \(ConnectionRefusedError: "):
        await pipeline.send(get(), NO_RETRY)
    await pipeline.aclose()


async def test_a_certificate_that_is_not_trusted_names_the_setting() -> None:
    def refuse(_request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("x") from ssl.SSLCertVerificationError(1, "unknown authority")

    with pytest.raises(APIConnectionError, match=r"unknown authority.*, see SSL_CERT_FILE"):
        await make_pipeline(refuse).send(get(), NO_RETRY)


async def test_other_exceptions_pass_and_cost_their_permit() -> None:
    limiter = CountingLimiter()
    pipeline = make_pipeline(answering(ZeroDivisionError("bug")), limiter, max_connections=1)
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            await pipeline.send(get())
    assert limiter.account == (0, 2, 0)


# ------------------------------------------------------------------------------------- retries

UNSENT = httpx.ConnectError("x")
LOST = httpx.ReadTimeout("x")


@pytest.mark.parametrize(
    ("event", "idempotent", "others"),
    [
        (UNSENT, True, True),
        (httpx.ConnectTimeout("x"), True, True),
        (httpx.PoolTimeout("x"), True, True),
        (LOST, True, False),
        (httpx.ReadError("x"), True, False),
        (httpx.WriteError("x"), True, False),
        (httpx.RemoteProtocolError("x"), True, False),
        (answer(429), True, True),
        (answer(429, "1"), True, True),
        (answer(429, "121"), False, False),
        (answer(503, "1"), True, True),
        (answer(503, "121"), False, False),
        (answer(503), True, False),
        (answer(503, "soon"), True, False),
        (answer(408), True, False),
        (answer(500), True, False),
        (answer(502), True, False),
        (answer(504), True, False),
        (answer(400), False, False),
        (answer(404), False, False),
        (answer(302), False, False),
    ],
    ids=str,
)
async def test_retry_table(event: Answer, idempotent: bool, others: bool) -> None:
    for method in ("GET", "HEAD", "PUT", "DELETE", "POST", "PATCH"):
        retried = idempotent if method not in ("POST", "PATCH") else others
        limiter = CountingLimiter()
        pipeline = make_pipeline(answering(event, answer(200)), limiter)
        request = Request(method, "/x", "/x")
        if retried:
            assert (await pipeline.send(request)).retries == 1, method
        else:
            with pytest.raises((APIStatusError, APIConnectionError)):
                await pipeline.send(request)
        assert limiter.open == 0
        assert limiter.done + limiter.unsent == (2 if retried else 1), method


async def test_every_attempt_takes_a_permit_and_the_last_error_is_raised() -> None:
    time, limiter = FakeTime(), CountingLimiter()
    pipeline = make_pipeline(
        answering(answer(500), UNSENT, LOST, answer(502)), limiter, time=time, _random=lambda: 1.0
    )
    with pytest.raises(ServerError) as caught:
        await pipeline.send(get())
    assert (caught.value.status_code, caught.value.retries) == (502, 3)
    assert limiter.account == (0, 3, 1)
    assert time.sleeps == [0.5, 1.0, 2.0]


async def test_max_retries_of_the_call() -> None:
    limiter = CountingLimiter()
    pipeline = make_pipeline(answering(answer(500)), limiter, options=NO_RETRY)
    with pytest.raises(ServerError):
        await pipeline.send(get())
    assert limiter.done == 1
    with pytest.raises(ServerError):
        await pipeline.send(get(), Options(retry=RetryPolicy(max_retries=5)))
    assert limiter.done == 7


async def test_retry_after_of_a_503_is_slept_and_does_not_pause_others() -> None:
    time, limiter = FakeTime(), CountingLimiter()
    pipeline = make_pipeline(answering(answer(503, "7"), answer(200)), limiter, time=time)
    await pipeline.send(get())
    assert time.sleeps == [7.0]
    assert limiter.cool_downs == []


async def test_a_429_pauses_the_shared_limiter_even_when_it_is_raised() -> None:
    time, limiter = FakeTime(), CountingLimiter()
    pipeline = make_pipeline(answering(answer(429, "7")), limiter, time=time, _random=lambda: 1.0)
    with pytest.raises(RateLimitError) as caught:
        await pipeline.send(get())
    assert (caught.value.retry_after, caught.value.retries) == (7.0, 3)
    assert limiter.cool_downs == [7.5] * 4
    # The limiter waits, once for all requests.
    assert time.sleeps == []


async def test_a_429_without_retry_after_pauses_longer_each_time() -> None:
    limiter = CountingLimiter()
    with pytest.raises(RateLimitError) as caught:
        await make_pipeline(answering(answer(429)), limiter).send(get())
    assert caught.value.retry_after is None
    assert limiter.cool_downs == [1, 2, 4, 8]


async def test_a_long_retry_after_is_raised_and_pauses_others_for_no_more_than_two_minutes() -> (
    None
):
    limiter = CountingLimiter()
    with pytest.raises(RateLimitError) as caught:
        await make_pipeline(answering(answer(429, "3600")), limiter).send(get())
    assert (caught.value.retry_after, caught.value.retries) == (3600.0, 0)
    assert limiter.cool_downs == [120.0]
    with pytest.raises(ServerError) as other:
        await make_pipeline(answering(answer(503, "3600")), limiter).send(get())
    assert other.value.retry_after == 3600.0


async def test_after_a_429_every_client_of_the_limiter_waits() -> None:
    time = FakeTime()

    async def wait(_changed: anyio.Event, seconds: float) -> None:
        time.now += seconds

    shared = TokenBucket(clock=time, _wait=wait)
    times: list[float] = []

    def recording(*answers: Answer) -> Callable[[httpx.Request], httpx.Response]:
        inner = answering(*answers)

        def handler(request: httpx.Request) -> httpx.Response:
            times.append(time.now)
            return inner(request)

        return handler

    first = make_pipeline(recording(answer(429, "30")), shared, time=time)
    second = make_pipeline(recording(answer(200)), shared, time=time)
    await second.send(get())
    with pytest.raises(RateLimitError):
        await first.send(get(), NO_RETRY)
    await second.send(get())
    assert times == [0.0, 0.0, 30.0]


async def test_no_attempt_begins_after_the_deadline() -> None:
    time, limiter = FakeTime(), CountingLimiter()
    pipeline = make_pipeline(answering(answer(503, "4")), limiter, time=time)
    with pytest.raises(ServerError) as caught:
        await pipeline.send(get(), Options(retry=RetryPolicy(max_retries=99, deadline=10)))
    assert caught.value.retries == 2
    assert time.sleeps == [4, 4]
    with pytest.raises(RateLimitError) as limited:
        await make_pipeline(answering(answer(429, "11")), limiter).send(
            get(), Options(retry=RetryPolicy(deadline=10))
        )
    assert limited.value.retries == 0
    assert limiter.cool_downs == [11]
