"""A small async client for the operations alone: no limiter, no retries, no paging."""

from __future__ import annotations

from typing import NoReturn, Self, TypeVar

import httpx

from .hidden_frames import HiddenFrames
from .operation import Operation
from .reader import TOLERANT, Reader
from .styles import query_text

T = TypeVar("T")


class ResponseError(Exception):
    """The server answered with a status that is not a success."""

    def __init__(self, operation_id: str, status_code: int, content: bytes) -> None:
        super().__init__(operation_id, status_code, content)
        self.operation_id = operation_id
        self.status_code = status_code
        self.content = content

    def __str__(self) -> str:
        return f"{self.operation_id}: HTTP status {self.status_code}"


class _Token:
    """Shown as `***`, and not pickled."""

    __slots__ = ("_value",)

    def __init__(self, value: _Token | str) -> None:
        self._value: str = value.reveal() if isinstance(value, _Token) else value

    def reveal(self) -> str:
        return self._value

    def __repr__(self) -> str:
        return "***"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a token is not pickled: it would be written in clear")


class AsyncClient:
    """Sends operations; close it with ``aclose()`` or use it in ``async with``."""

    def __init__(
        self,
        base_url: str,
        token: _Token | str,
        *,
        auth: tuple[str, str] = ("Authorization", "Bearer "),
        timeout: float = 30.0,
        http_client: httpx.AsyncClient | None = None,
    ) -> None:
        """``timeout`` is in seconds; ``auth`` is the token's header and what precedes it there.

        That of each surface is its ``AUTH``. An ``http_client`` stays the caller's, who closes it.
        """
        self._base_url = base_url.rstrip("/")
        # First of all: error trackers record the variables of every frame.
        token = _Token(token)
        self._token = token
        self._auth = auth
        self._owned = http_client is None
        self._http = http_client or httpx.AsyncClient(timeout=timeout, follow_redirects=False)

    async def send(self, operation: Operation[T], *, reader: Reader = TOLERANT) -> T:
        """Send one operation and read its success body.

        Raises ResponseError for any other status, DecodeError for a body that is not what the spec
        says, and httpx.HTTPError if there is no response.
        """
        query, content = query_text(operation.query), operation.content()
        url = self._base_url + operation.path + (f"?{query}" if query else "")
        headers = dict(operation.headers)
        if content is not None:
            headers["Content-Type"] = content[0]
        with HiddenFrames():
            response = await self._exchange(operation.method, url, headers, content and content[1])
        if not response.is_success:
            raise ResponseError(operation.id, response.status_code, response.content)
        return operation.parse(response.status_code, response.content, reader)

    async def _exchange(
        self, method: str, url: str, headers: dict[str, str], content: bytes | None
    ) -> httpx.Response:
        name, prefix = self._auth
        headers = {name: prefix + self._token.reveal(), **headers}
        try:
            return await self._http.request(method, url, headers=headers, content=content)
        except httpx.RequestError as error:
            # The request that was sent has the token in its headers.
            error.request = httpx.Request(method, url)
            raise

    async def aclose(self) -> None:
        """Close the connections, if this client made them; more than once does no harm."""
        if self._owned:
            await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.aclose()
