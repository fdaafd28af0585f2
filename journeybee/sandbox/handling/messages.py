"""Requests and replies, independent of the transport."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, `delay` seconds late; `sent` is how many bytes of it are sent, None for all."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    delay: float = 0.0
    sent: int | None = None


class DroppedError(ConnectionResetError):
    """The connection is to be closed without an answer, after `delay` seconds."""

    def __init__(self, delay: float) -> None:
        super().__init__("the sandbox dropped the connection")
        self.delay = delay


@dataclass(frozen=True, slots=True)
class Incoming:
    """A request as received; its body is None if it was too large."""

    method: str
    path: str
    query: bytes
    headers: Mapping[str, str]
    body: bytes | None
