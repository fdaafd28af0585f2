"""The httpx client that a pipeline opens itself, without the steps that the package does not use.

What surrounds those steps is that of httpx, so that libraries which wrap `AsyncClient.send`, the
transport or the connection pool, to trace requests or to answer them in tests, see each request.
Where httpx renames what is overridden here, its own steps are taken again.
"""

from __future__ import annotations

import functools
import select
import sys
import weakref
from contextlib import suppress
from typing import Any, cast

import httpx


class _NoCookies(httpx.Cookies):
    """Keeps no cookies: none is sent, and those of long-lived clients would add up."""

    def extract_cookies(self, response: httpx.Response) -> None:
        """Leave them."""


class OwnClient(httpx.AsyncClient):
    """Sends each request once: without cookies, authentication flow and redirects."""

    _no_cookies = _NoCookies()

    @property
    def cookies(self) -> httpx.Cookies:
        """None, whatever is set."""
        return self._no_cookies

    @cookies.setter
    def cookies(self, cookies: Any) -> None: ...

    async def _send_handling_auth(
        self, request: httpx.Request, *_auth: Any, **_redirects: Any
    ) -> httpx.Response:
        return await self._send_single_request(request)


def plain_url(base_url: str, target: str) -> httpx.URL:
    """`httpx.URL(base_url + target)`, for a target in which that finds nothing to encode.

    httpx parses a URL in 15 microseconds, most of it for the part that stays the same.

    Raises:
        httpx.InvalidURL: the base URL is not a URL.
    """
    path, _, query = target.partition("?")
    base, folder = _reference(base_url)
    url: Any = object.__new__(httpx.URL)
    url._uri_reference = base._replace(path=folder + path, query=query or None)  # noqa: SLF001
    return cast("httpx.URL", url)


@functools.lru_cache(16)
def _reference(base_url: str) -> tuple[Any, str]:
    url: Any = httpx.URL(base_url)
    base = url._uri_reference  # noqa: SLF001
    return base, base.path.rstrip("/")


def keep_socket_at_hand(stream: Any) -> None:
    """Let httpcore see more cheaply whether the server has closed a connection.

    It looks at each idle connection twice a request. anyio finds the socket for that in 30
    microseconds; to ask the system about it takes one.
    """
    socket = stream.get_extra_info("socket")
    # Windows cannot poll.
    if sys.platform == "win32" or socket is None:
        return
    poll = select.poll()
    poll.register(socket, select.POLLIN)
    kind: Any = stream.__class__

    def get_extra_info(info: str) -> Any:
        if info == "is_readable":
            # Another loop may have closed it, of which trio would raise ValueError.
            return socket.fileno() < 0 or bool(poll.poll(0))
        return kind.get_extra_info(owner(), info)

    # Where httpcore has streams of fixed attributes, it goes on asking anyio.
    with suppress(AttributeError, TypeError):
        # A reference to itself would keep a connection that is dropped from being closed.
        owner = weakref.ref(stream)
        stream.get_extra_info = get_extra_info
