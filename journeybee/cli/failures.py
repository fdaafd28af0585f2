"""The exit code and the paragraph that each error becomes."""

from __future__ import annotations

from typing import Self

from journeybee import errors

UNEXPECTED, USAGE, DENIED, REFUSED, TRY_AGAIN = 1, 2, 3, 4, 5


class NoKeyError(Exception):
    """Raised when there is no API key to send."""


class LocalError(Exception):
    """Raised for a problem on this machine, such as a file in the way."""


class UnwritableError(Exception):
    """Raised when a file cannot be written to its end: a full disk, a pipe without a reader."""

    @classmethod
    def of(cls, file: object, error: OSError) -> Self:
        """Name the file: the system's error has a name only where a file is opened."""
        return cls(f"cannot write {file}: {error.strerror or error}")


_CODES = {
    NoKeyError | errors.APIKeyError: DENIED,
    errors.AuthenticationError | errors.PermissionDeniedError: DENIED,
    errors.NotFoundError | errors.ConflictError: REFUSED,
    errors.BadRequestError | errors.UnprocessableEntityError: REFUSED,
    errors.RateLimitError | errors.RateLimitWaitError | errors.APIConnectionError: TRY_AGAIN,
    UnicodeError: UNEXPECTED,
    # The package raises ValueError for arguments that it refuses before anything is sent.
    errors.ConfigurationError | ValueError | LocalError: USAGE,
}
_EXPLAINED = errors.APIStatusError | errors.APIResponseError | OSError | UnwritableError
_ADVICE: tuple[tuple[type[Exception], str], ...] = (
    (errors.AuthenticationError, "Store a valid key with `journeybee auth login`."),
    (errors.APIResponseError, "`journeybee api` shows the response body unchanged."),
)


def explain(error: Exception) -> tuple[int, str]:
    """The exit code and the text of an error; the text may hold what a server wrote."""
    code = next((code for kind, code in _CODES.items() if isinstance(error, kind)), UNEXPECTED)
    text = str(error) or type(error).__name__
    if (
        isinstance(error, OSError)
        and error.strerror
        and not isinstance(error, errors.JourneyBeeError)
    ):
        text = f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    if code == UNEXPECTED and not isinstance(error, _EXPLAINED):
        text = f"unexpected {type(error).__name__}: {text}"
    advice = [advice for kind, advice in _ADVICE if isinstance(error, kind)]
    return code, ". ".join([text.rstrip("."), *advice])
