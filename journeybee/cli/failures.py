"""What an error means to whoever typed the command: an exit code, and a paragraph."""

from __future__ import annotations

from journeybee.errors import (
    APIConnectionError,
    APIResponseError,
    APIStatusError,
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    ConflictError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    RateLimitWaitError,
    UnprocessableEntityError,
)

UNEXPECTED, USAGE, DENIED, REFUSED, TRY_AGAIN = 1, 2, 3, 4, 5


class NoKeyError(Exception):
    """Raised when there is no API key to send."""


class LocalError(Exception):
    """Raised for what is wrong on this machine, such as a file that is in the way."""


_CODES: tuple[tuple[tuple[type[Exception], ...], int], ...] = (
    ((NoKeyError, AuthenticationError, PermissionDeniedError), DENIED),
    ((NotFoundError, ConflictError, BadRequestError, UnprocessableEntityError), REFUSED),
    ((RateLimitError, RateLimitWaitError, APIConnectionError), TRY_AGAIN),
    # Of what a call was given, before anything is sent, the package says ValueError.
    ((ConfigurationError, ValueError, LocalError), USAGE),
)
_ADVICE: tuple[tuple[type[Exception], str], ...] = (
    (AuthenticationError, "Store a valid key with `journeybee auth login`."),
    (APIResponseError, "`journeybee api` shows the answer as it is."),
)


def explain(error: Exception) -> tuple[int, str]:
    """The exit code and the text of an error; the text may hold what a server wrote."""
    code = next((code for kinds, code in _CODES if isinstance(error, kinds)), UNEXPECTED)
    if isinstance(error, UnicodeError):  # a ValueError that no argument of the line explains
        code = UNEXPECTED
    text = str(error) or type(error).__name__
    if code == UNEXPECTED and not isinstance(error, APIStatusError | APIResponseError | OSError):
        text = f"unexpected {type(error).__name__}: {text}"
    advice = [advice for kind, advice in _ADVICE if isinstance(error, kind)]
    return code, ". ".join([text.rstrip("."), *advice])
