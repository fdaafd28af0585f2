"""Tells a failed exchange from an error of code that the user put below the client, and why."""

from __future__ import annotations

import ssl
import traceback
from typing import cast

import anyio
import httpx

_FAILURES = (
    OSError,  # ssl.SSLError and TimeoutError among others
    httpx.HTTPError,
    httpx.InvalidURL,
    httpx.StreamError,
    httpx.CookieConflict,
    anyio.BrokenResourceError,
    anyio.BusyResourceError,
    anyio.ClosedResourceError,
    anyio.EndOfStream,
)
# An unexpected error that one of these raises, such as `UnicodeError` for a host name or
# `RuntimeError` for a closed event loop, is a failed exchange too.
_LIBRARIES = frozenset(
    {
        *("anyio", "asyncio", "sniffio", "trio", "outcome", "selectors"),
        *("httpx", "httpcore", "h11", "h2", "hpack", "socksio"),
        *("socket", "ssl", "encodings", "idna"),
    }
)


def is_transport_failure(error: BaseException) -> bool:
    """Whether the error means that no complete response came.

    Else it comes from code of the user, such as an event hook or a transport of an `http_client`,
    or from the interpreter, and is to be raised unchanged.
    """
    if isinstance(error, BaseExceptionGroup):
        members = cast("BaseExceptionGroup[BaseException]", error).exceptions
        return all(map(is_transport_failure, members))
    if isinstance(error, _FAILURES):
        return True
    if not isinstance(error, Exception) or isinstance(error, MemoryError | RecursionError):
        return False
    return _raised_in(error) in _LIBRARIES


def sole_member(error: BaseException) -> BaseException:
    """The one error in a group of one, such as Ctrl-C in the task group of a connect."""
    if not isinstance(error, BaseExceptionGroup):
        return error
    first, *others = cast("BaseExceptionGroup[BaseException]", error).exceptions
    return cast("BaseException", error) if others else sole_member(first)


def _raised_in(error: Exception) -> str:
    """The top-level package of the innermost frame of the traceback, empty without one."""
    name = ""
    for frame, _line in traceback.walk_tb(error.__traceback__):
        name = str(frame.f_globals.get("__name__", ""))
    return name.partition(".")[0]


def system_reason(error: BaseException | None) -> str:
    """The operating system's message; other messages might quote what was to be sent."""
    while error is not None:
        if isinstance(error, OSError) and error.strerror:
            reason = f" ({type(error).__name__}: {error.strerror})"
            # A proxy that looks into TLS has an authority of its own.
            untrusted = isinstance(error, ssl.SSLCertVerificationError)
            return f"{reason}, see SSL_CERT_FILE" if untrusted else reason
        if isinstance(error, BaseExceptionGroup):
            error = cast("BaseExceptionGroup[BaseException]", error).exceptions[0]
        else:
            error = error.__cause__ or error.__context__
    return ""
