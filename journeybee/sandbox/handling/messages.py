"""A request as it came in, and the reply to it, whatever carries them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, and what is to go wrong with it: `sent` says how many bytes of it are sent."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    delay: float = 0.0
    dropped: bool = False
    sent: int | None = None


@dataclass(frozen=True, slots=True)
class Incoming:
    """A request as it came in; a body of None was too large."""

    method: str
    path: str
    query: bytes
    headers: Mapping[str, str]
    body: bytes | None
