"""The exceptions of the package, one tree under `JourneyBeeError`.

All can be pickled and copied, and none contains the API key.
"""

from __future__ import annotations

import re

from journeybee.hints import hint_of, one_line, where_of
from journeybee.response import APIResponse

_MAX_BODY = 10_000


class JourneyBeeError(Exception):
    """Base class of the exceptions of this package.

    .. versionadded:: 0.1
    """

    def __reduce__(self) -> tuple[object, ...]:
        # The default calls the class with `args` alone, which loses keyword-only arguments.
        return _rebuild, (type(self), self.args, self.__dict__.copy())


def _rebuild(
    cls: type[JourneyBeeError], args: tuple[object, ...], state: dict[str, object]
) -> JourneyBeeError:
    error = cls.__new__(cls, *args)
    error.__dict__.update(state)
    return error


class ConfigurationError(JourneyBeeError, ValueError):
    """Raised before anything is sent, when a setting or an option cannot be used.

    .. versionadded:: 0.1
    """


class APIKeyError(ConfigurationError):
    """Raised by a call for which a function or a file had no usable API key; nothing was sent.

    .. versionadded:: 0.1
    """


class UsageError(JourneyBeeError, RuntimeError):
    """Raised before anything is sent, when an object is closed, or on another event loop.

    .. versionadded:: 0.1
    """


class APIConnectionError(JourneyBeeError):
    """Raised when no complete response came: no connection, or one that broke.

    Attributes:
        method: HTTP method.
        url: the URL without its query.
        url_template: the same with placeholders for path parameters.
        retries: how many times the request had been retried.

    .. versionadded:: 0.1
    """

    def __init__(
        self,
        message: str,
        *,
        method: str = "",
        url: str = "",
        url_template: str = "",
        retries: int = 0,
    ) -> None:
        super().__init__(message)
        self.message = message
        self.method = method
        self.url = url
        self.url_template = url_template or url
        self.retries = retries

    def __str__(self) -> str:
        return f"{self.message} {where_of(self.method, self.url_template, None)}".rstrip()


class APITimeoutError(APIConnectionError):
    """Raised when connecting, sending or reading took longer than its timeout.

    .. versionadded:: 0.1
    """


class RateLimitWaitError(JourneyBeeError):
    """Raised when a request would wait longer than `max_wait` seconds for the limiter.

    Nothing of this attempt was sent.

    .. versionadded:: 0.1
    """

    def __init__(self, message: str, *, max_wait: float | None = None) -> None:
        super().__init__(message)
        self.max_wait = max_wait


class ListShiftedError(JourneyBeeError, ValueError):
    """Raised when a list changed while it was read, so that rows may be missing.

    .. versionadded:: 0.1
    """


class WebhookVerificationError(JourneyBeeError):
    """Raised when a webhook delivery fails verification, or cannot be read.

    Attributes:
        step: what failed: `header`, `token`, `claims`, `time`, `body` or `entity`.

    .. versionadded:: 0.1
    """

    def __init__(self, step: str, problem: str) -> None:
        super().__init__(one_line(f"{step}: {problem}"))
        self.step = step


class _ResponseError(JourneyBeeError):
    """Base class of the errors about a response that was received.

    Attributes:
        status_code: HTTP status, any integer.
        request_id: the `x-request-id` of the response, to quote to support.
        url: the URL without its query.
        response: the whole response; `method`, `url_template` and `retries` are its own.

    .. versionadded:: 0.1
    """

    def __init__(self, message: str, response: APIResponse) -> None:
        super().__init__(message)
        self.message = message
        self.status_code = response.status_code
        self.request_id = response.request_id
        self.method = response.method
        self.url = response.url.partition("?")[0]
        self.url_template = response.url_template
        self.retries = response.retries
        self.response = response

    def __str__(self) -> str:
        where = where_of(self.method, self.url_template, self.request_id)
        text = f"{one_line(self._head())}: {one_line(self.message)} {one_line(where)}".rstrip()
        return text + hint_of(self.status_code, self.url_template)

    def _head(self) -> str:
        return str(self.status_code)


class APIResponseError(_ResponseError):
    """Raised when the body of a 2xx response differs from the spec.

    Attributes:
        model: name of the expected type.
        path: JSON path of the value that differs, `$` for the whole body.
        body: the raw body, at most its first 10,000 bytes.

    .. versionadded:: 0.1
    """

    def __init__(self, message: str, *, response: APIResponse, model: str, path: str = "$") -> None:
        super().__init__(message, response)
        self.model = model
        self.path = path
        self.body = response.content[:_MAX_BODY]

    def _head(self) -> str:
        return f"{self.model} at {self.path}"


class ResponseTooLargeError(APIResponseError):
    """Raised when the body of a 2xx response is larger than `max_response_bytes`.

    Also if its compression ratio is above 500, as only in an attack. The rest is not read, and the
    connection is closed; `body` has the beginning.

    .. versionadded:: 0.1
    """


class APIStatusError(_ResponseError):
    """Raised for a response outside 200-299 without a class of its own, redirects included.

    Attributes:
        code: the API's own error code such as `not_found`, a number in Saleshandy, or None.
        message: the API's message, else the standard phrase of the status.
        body: the decoded JSON, the text (at most 10,000 characters) of any other body, or None.
        retry_after: seconds to wait according to the server, or None.

    .. versionadded:: 0.1
    """

    def __init__(
        self,
        message: str,
        *,
        response: APIResponse,
        code: str | int | None = None,
        body: object = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message, response)
        self.code = code
        self.body = body
        self.retry_after = retry_after

    def _head(self) -> str:
        return str(self.status_code) if self.code is None else f"{self.status_code} {self.code}"


class BadRequestError(APIStatusError):
    """Raised for 400: the request is malformed.

    .. versionadded:: 0.1
    """


class AuthenticationError(APIStatusError):
    """Raised for 401: the API key is missing, wrong or revoked.

    .. versionadded:: 0.1
    """


class PermissionDeniedError(APIStatusError):
    """Raised for 403: the API key may not do this, such as writing with a read-only key.

    .. versionadded:: 0.1
    """


class ModuleDisabledError(PermissionDeniedError):
    """Raised for 403 `module_disabled`: the account has this part of JourneyBee switched off.

    .. versionadded:: 0.1
    """


class NotFoundError(APIStatusError):
    """Raised for 404: there is no such record or path.

    .. versionadded:: 0.1
    """


class ConflictError(APIStatusError):
    """Raised for 409: the record's state forbids it, such as deleting a stage in use.

    .. versionadded:: 0.1
    """


class UnprocessableEntityError(APIStatusError):
    """Raised for 422: a value did not pass validation; see `field`.

    .. versionadded:: 0.1
    """

    @property
    def field(self) -> str | None:
        """The first invalid field, or None if the message does not name it.

        For `body/name: Required` it is `name`; a nested one is `contacts/0/email`.
        """
        found = re.match(r"(?:body|querystring|query|params|headers)/([^:\s]+)", self.message)
        return found[1] if found else None


class RateLimitError(APIStatusError):
    """Raised for 429: too many requests; `retry_after` says how long to wait, in seconds.

    .. versionadded:: 0.1
    """


class ServerError(APIStatusError):
    """Raised for 500-599: the server failed.

    .. versionadded:: 0.1
    """
