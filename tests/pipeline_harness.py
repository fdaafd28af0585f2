"""A pipeline over a function in place of a server, with its time, chance and limiter in hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import httpx

from journeybee.limits import RateLimiter
from journeybee.pipeline import Pipeline, Request
from journeybee.settings import resolve_settings

KEY = "jb_live_0123456789abcdef"
URL = "https://api.example.test/v1"


class CountingPermit:
    def __init__(self, limiter: CountingLimiter) -> None:
        self._limiter = limiter
        self._open = True

    def _close(self) -> None:
        assert self._open, "a permit was closed twice"
        self._open = False
        self._limiter.open -= 1

    def done(self) -> None:
        self._close()
        self._limiter.done += 1

    def unsent(self) -> None:
        self._close()
        self._limiter.unsent += 1


class CountingLimiter:
    """Grants at once and keeps account."""

    def __init__(self) -> None:
        self.open = self.done = self.unsent = 0
        self.cool_downs: list[float] = []

    @property
    def account(self) -> tuple[int, int, int]:
        return self.open, self.done, self.unsent

    async def acquire(self) -> CountingPermit:
        self.open += 1
        return CountingPermit(self)

    def cool_down(self, seconds: float) -> None:
        self.cool_downs.append(seconds)


class FakeTime:
    def __init__(self) -> None:
        self.now = 0.0
        self.sleeps: list[float] = []

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.now += seconds


def make_pipeline(
    handler: Callable[[httpx.Request], Any] | httpx.AsyncBaseTransport | None,
    limiter: RateLimiter | None = None,
    *,
    key: str = KEY,
    base_url: str = URL,
    time: FakeTime | None = None,
    auth: tuple[str, str] = ("Authorization", "Bearer "),
    **options: Any,
) -> Pipeline:
    """`handler` answers each request, or raises; None leaves the pipeline its own client."""
    time = time or FakeTime()
    settings = resolve_settings(
        default_base_url=base_url,
        api_key=key,
        auth=auth,
        environ={},
    )
    if handler is not None:
        transport = (
            handler
            if isinstance(handler, httpx.AsyncBaseTransport)
            else httpx.MockTransport(handler)
        )
        options["http_client"] = httpx.AsyncClient(transport=transport)
    options.setdefault("_sleep", time.sleep)
    options.setdefault("_clock", time)
    options.setdefault("_random", lambda: 0.0)
    return Pipeline(settings, limiter or CountingLimiter(), **options)


def get(path: str = "/leads/1", **options: Any) -> Request:
    return Request("GET", options.pop("path_template", "/leads/{uuid}"), path, **options)


Answer = httpx.Response | Exception


def answering(*answers: Answer) -> Callable[[httpx.Request], httpx.Response]:
    """Give each answer once, then the last one for ever."""
    left = list(answers)

    def handler(_request: httpx.Request) -> httpx.Response:
        answer = left.pop(0) if len(left) > 1 else left[0]
        if isinstance(answer, Exception):
            raise answer
        return answer

    return handler


def answer(status: int, retry_after: str | None = None) -> httpx.Response:
    return httpx.Response(status, headers={"retry-after": retry_after} if retry_after else {})
