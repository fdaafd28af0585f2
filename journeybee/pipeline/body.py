"""Reads the body of a response as it comes: decompressed, and never more of it than is allowed.

httpx decompresses each piece as a whole, so that 2 kB on the wire can fill the memory; here no step
makes more than 64 KiB of what it is given.
"""

from __future__ import annotations

import operator
import zlib
from collections.abc import AsyncGenerator, Iterator, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, cast

import httpx

if TYPE_CHECKING:
    import h11

_STEP = 64 * 1024
# JSON of equal rows compresses about 300 times; DEFLATE reaches 1,032.
_LARGEST_RATIO = 500
_UNBOUNDED_RATIO_BELOW = 1024 * 1024
_WINDOW_BITS = {"gzip": 31, "x-gzip": 31, "deflate": 15}
# A status that has no body (RFC 9110, section 6.4.1).
_WITHOUT_BODY = (204, 304)


_h11_state = operator.attrgetter("_stream._httpcore_stream._stream._connection._h11_state")


class BodyRefusedError(Exception):
    """Raised when a body is not read any further; `content` is the beginning of it."""

    def __init__(self, problem: str, content: bytes = b"", *, too_large: bool = False) -> None:
        super().__init__(problem)
        self.content = content
        self.too_large = too_large


class Received:
    """A response, read to its end unless there was a `problem` with its body."""

    __slots__ = ("content", "headers", "problem", "status_code")

    def __init__(
        self,
        status_code: int,
        headers: list[tuple[str, str]],
        content: bytes,
        problem: BodyRefusedError | None = None,
    ) -> None:
        self.status_code = status_code
        self.headers = headers
        self.content = content
        self.problem = problem


async def read_body(response: httpx.Response, headers: Mapping[str, str], limit: int) -> bytes:
    """Read a response to its end, and have its connection closed when it cannot be used again.

    Raises:
        BodyRefusedError: more than `limit` bytes, or an encoding that was not requested.
        zlib.error: the compressed data is broken.
    """
    if response.is_stream_consumed:
        # By an event hook of the user's http_client, or made without a network.
        body = _Body("", limit)
        body.feed(await response.aread())
        return body.finish()
    # Not `aiter_raw`, which releases the connection before it is looked at below.
    chunks = aiter(cast("Any", response.stream))
    try:
        body = _Body(headers.get("content-encoding", ""), limit)
        async for chunk in chunks:
            body.feed(chunk)
        content = body.finish()
    except (BodyRefusedError, zlib.error):
        _retire_connection(response)
        await _abandon(response, chunks)
        raise
    if _is_followed(response, headers):
        _retire_connection(response)
    return content


async def _abandon(response: httpx.Response, chunks: Any) -> None:
    """Read no more; ends the generators of httpx, which trio reports when they are left as are."""
    network = response.extensions.get("network_stream")
    if network is None:
        if isinstance(chunks, AsyncGenerator):
            await chunks.aclose()
        return
    await network.aclose()
    # Only what is in a buffer can come now, then the error of a closed stream.
    with suppress(httpx.HTTPError):
        async for _ in chunks:
            pass


class _Body:
    """The decoded bytes so far."""

    def __init__(self, encodings: str, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._pieces: list[bytes] = []
        # Most are not encoded.
        self._stages: list[_Stage] = []
        if not encodings:
            return
        codings = [coding.strip().lower() for coding in encodings.split(",")]
        codings = [coding for coding in codings if coding not in ("", "identity")]
        for coding in codings:
            if coding not in _WINDOW_BITS:
                raise BodyRefusedError(f"content-encoding {coding!r} was not requested")
        # They were applied in the order of the header.
        self._stages = [_Stage(coding) for coding in reversed(codings)]

    def feed(self, data: bytes, stage: int = 0) -> None:
        if stage < len(self._stages):
            for piece in self._stages[stage].decode(data):
                if self._stages[stage].size > self._limit:
                    raise self._too_large()
                self.feed(piece, stage + 1)
            return
        self._size += len(data)
        if self._size > self._limit:
            raise self._too_large()
        self._pieces.append(data)

    def finish(self) -> bytes:
        for stage in self._stages:
            stage.finish()
        return b"".join(self._pieces)

    def _too_large(self) -> BodyRefusedError:
        problem = f"the body is larger than max_response_bytes={self._limit}"
        return BodyRefusedError(problem, self._pieces[0] if self._pieces else b"", too_large=True)


class _Stage:
    """Undoes one content coding.

    Attributes:
        size: bytes that came out of it so far.
    """

    def __init__(self, coding: str) -> None:
        self._bits = _WINDOW_BITS[coding]
        self._decompressor = zlib.decompressobj(self._bits)
        self._taken = 0
        self.size = 0

    def decode(self, data: bytes) -> Iterator[bytes]:
        """Decode some more, in pieces of a bounded size."""
        self._taken += len(data)
        full = False
        while data or full:
            if self._decompressor.eof:
                # A gzip file may have several members; whatever else follows counts as padding.
                if not data.startswith(b"\x1f\x8b"):
                    return
                self._decompressor = zlib.decompressobj(self._bits)
            piece = self._step(data)
            full = len(piece) == _STEP
            data = self._decompressor.unconsumed_tail or self._decompressor.unused_data
            self.size += len(piece)
            if self.size > max(_UNBOUNDED_RATIO_BELOW, _LARGEST_RATIO * self._taken):
                problem = f"the body is compressed more than {_LARGEST_RATIO} times"
                raise BodyRefusedError(problem, too_large=True)
            if piece:
                yield piece

    def _step(self, data: bytes) -> bytes:
        try:
            return self._decompressor.decompress(data, _STEP)
        except zlib.error:
            # Some servers send `deflate` without the header that zlib expects.
            if self.size or self._bits != _WINDOW_BITS["deflate"]:
                raise
            self._bits = -zlib.MAX_WBITS
            self._decompressor = zlib.decompressobj(self._bits)
            return self._decompressor.decompress(data, _STEP)

    def finish(self) -> None:
        """Check that the data has come to its end; raises zlib.error if not."""
        if self._taken and not self._decompressor.eof:
            raise zlib.error("incomplete compressed data")


def _is_followed(response: httpx.Response, headers: Mapping[str, str]) -> bool:
    """Whether the connection holds bytes that the next request would take for its response."""
    state = _protocol_state(response)
    if state is None:
        return False
    if state.trailing_data[0]:
        return True
    if response.status_code != 204:
        return False
    return headers.get("content-length", "0") != "0" or "transfer-encoding" in headers


def _retire_connection(response: httpx.Response) -> None:
    """Have httpcore close the connection with the response instead of using it again."""
    state = _protocol_state(response)
    if state is not None:
        state.send_failed()


def _protocol_state(response: httpx.Response) -> h11.Connection | None:
    """The parser of the connection that httpcore read the response from, None if it has none.

    Neither httpx nor httpcore shows it; `tests/test_response_bounds.py` fails if they move it.
    """
    try:
        return cast("h11.Connection", _h11_state(response.stream))
    except AttributeError:
        return None
