"""Responses of the API as plain values; errors and pages keep them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Generic, cast

from journeybee.immutable import Immutable, read_only_fields

if TYPE_CHECKING:
    # Type checkers include this one; `typing` has defaults from Python 3.13 on only.
    from typing_extensions import TypeVar

    T_co = TypeVar("T_co", covariant=True, default=Any)
else:
    from typing import TypeVar

    T_co = TypeVar("T_co", covariant=True)


class Headers(Mapping[str, str]):
    """Response headers; names are case-insensitive, repeated ones joined with a comma."""

    def __init__(self, items: Iterable[tuple[str, str]], *, lower: bool = False) -> None:
        """`lower`: the names are in lower case already."""
        pairs = list(items) if lower else [(name.lower(), value) for name, value in items]
        self._values = dict(pairs)
        if len(self._values) < len(pairs):
            for name in self._values:
                self._values[name] = ", ".join(value for other, value in pairs if other == name)

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()]

    if not TYPE_CHECKING:
        # Without an exception where there is none, which takes longer than all else of it.
        def get(self, name: str, default: Any = None) -> Any:
            return self._values.get(name.lower(), default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Headers({self._values!r})"


@read_only_fields
class APIResponse(Immutable, Generic[T_co]):
    """A complete response; `parse` reads its body as a `T_co`.

    Attributes:
        content: the body, decompressed.
        retries: how many times the request had been retried before this response.
        url: the URL as it was sent, query included.
        url_template: without the query, and with placeholders for path parameters.
        waited: seconds that its attempts waited for a connection slot and for the limiter.

    .. versionadded:: 0.1
    """

    status_code: int
    headers: Headers
    content: bytes
    method: str
    url: str
    url_template: str
    retries: int
    waited: float
    _parser: Callable[[], T_co] | None

    __match_args__ = (
        "status_code", "headers", "content", "method", "url", "url_template", "retries", "waited",
    )  # fmt: skip

    def __init__(  # noqa: PLR0917
        self,
        status_code: int,
        headers: Headers,
        content: bytes,
        method: str,
        url: str,
        url_template: str,
        retries: int = 0,
        waited: float = 0.0,
        _parser: Callable[[], T_co] | None = None,
    ) -> None:
        super().__init__(
            status_code=status_code,
            headers=headers,
            content=content,
            method=method,
            url=url,
            url_template=url_template,
            retries=retries,
            waited=waited,
            _parser=_parser,
        )

    def _shown(self) -> dict[str, Any]:
        hidden = {"headers", "content", "url"}
        return {name: value for name, value in super()._shown().items() if name not in hidden}

    def parse(self) -> T_co:
        """Read the body.

        From `with_response` it is what the call itself returns. Elsewhere, as on pages and errors,
        it is the plain JSON value, None for an empty body.

        Raises:
            APIResponseError: from `with_response`; the body is not what the spec says.
            ValueError: elsewhere; the body is not JSON.
        """
        if self._parser is not None:
            return self._parser()
        return cast("T_co", json.loads(self.content) if self.content else None)

    @property
    def request_id(self) -> str | None:
        """The `x-request-id` header, to quote to support."""
        return self.headers.get("x-request-id")
