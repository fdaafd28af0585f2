"""A small async client for the operations alone: no limiter, no retries, no paging."""

from __future__ import annotations

from typing import Self, TypeVar

import httpx

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


class AsyncClient:
    """Sends operations; close it with ``aclose()`` or use it in ``async with``."""

    def __init__(
        self,
        base_url: str,
        token: str,
        *,
        auth: tuple[str, str] = ("Authorization", "Bearer "),
        timeout: float = 30.0,
        http_client: httpx.AsyncClient | None = None,
    ) -> None:
        """``timeout`` is in seconds; ``auth`` is the token's header and what precedes it there.

        That of each surface is its ``AUTH``. An ``http_client`` stays the caller's, who closes it.
        """
        self._base_url = base_url.rstrip("/")
        self._auth = {auth[0]: auth[1] + token}
        self._owned = http_client is None
        self._http = http_client or httpx.AsyncClient(timeout=timeout, follow_redirects=False)

    async def send(self, operation: Operation[T], *, reader: Reader = TOLERANT) -> T:
        """Send one operation and read its success body.

        Raises ResponseError for any other status, DecodeError for a body that is not what the spec
        says, and httpx.HTTPError if there is no response.
        """
        headers = {**self._auth, **operation.headers}
        query, content = query_text(operation.query), operation.content()
        if content is not None:
            headers["Content-Type"] = content[0]
        response = await self._http.request(
            operation.method,
            self._base_url + operation.path + (f"?{query}" if query else ""),
            headers=headers,
            content=content and content[1],
        )
        if not response.is_success:
            raise ResponseError(operation.id, response.status_code, response.content)
        return operation.parse(response.status_code, response.content, reader)

    async def aclose(self) -> None:
        """Close the connections, if this client made them; more than once does no harm."""
        if self._owned:
            await self._http.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *exc_info: object) -> None:
        await self.aclose()
