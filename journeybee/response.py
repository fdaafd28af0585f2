"""What comes back from the API, as plain values; errors and pages keep it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs


class Headers(Mapping[str, str]):
    """Response headers; names are case-insensitive, repeated ones joined with a comma."""

    def __init__(self, items: Iterable[tuple[str, str]]) -> None:
        self._values: dict[str, str] = {}
        for name, value in items:
            earlier = self._values.get(name.lower())
            self._values[name.lower()] = value if earlier is None else f"{earlier}, {value}"

    def __getitem__(self, name: str) -> str:
        return self._values[name.lower()]

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"Headers({self._values!r})"


@attrs.frozen
class APIResponse:
    """One response, read to its end.

    Attributes:
        content: the body, decompressed.
        retries: how many times the request had been repeated before this response.
        url: the URL as it was sent, query included.
        url_template: without the query, path parameters' names in place of their values.
    """

    status_code: int
    headers: Headers
    content: bytes = attrs.field(repr=False)
    method: str
    url: str = attrs.field(repr=False)
    url_template: str
    retries: int = 0

    @property
    def request_id(self) -> str | None:
        """The `x-request-id` header, to quote to support."""
        return self.headers.get("x-request-id")
