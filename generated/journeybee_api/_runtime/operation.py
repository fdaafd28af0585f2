"""A request as data: what to send, and how to read what comes back. Nothing here does I/O."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from typing import Any, Generic, TypeVar

from .body import body_reader
from .content import JSON, encode, prepare
from .reader import TOLERANT, DecodeError, Reader
from .styles import header_texts, path_text, query_pairs
from .unset import UNSET

T_co = TypeVar("T_co", covariant=True)


class Operation(Generic[T_co]):
    """One call of one operation, ready to be sent: ``T_co`` is what its success body reads as.

    ``method``, ``path`` (percent-encoded), ``query`` (pairs of text), ``headers``, ``body`` (a JSON
    value where ``content_type`` is JSON, UNSET for none) and its bytes, ``content()``, say what to
    send; ``id`` and ``path_template`` what it is; ``idempotent`` that doing it twice does no harm,
    though its method does not say so.
    """

    __slots__ = (
        "body", "content_type", "headers", "id", "idempotent", "method", "module", "path",
        "path_template", "query", "responses",
    )  # fmt: skip

    def __init__(
        self,
        module: str,
        id: str,  # noqa: A002 - the spec calls it so
        method: str,
        path_template: str,
        *,
        responses: Mapping[int, str],
        path: Mapping[str, object] | None = None,
        query: Mapping[str, object] | None = None,
        headers: Mapping[str, object] | None = None,
        cookies: Mapping[str, object] | None = None,
        body: object = UNSET,
        content_type: str = JSON,
        idempotent: bool = False,
    ) -> None:
        """Encode the arguments of a builder.

        Values of queries, headers, cookies and forms that are None are not sent; nor are members of
        the body that are UNSET. Raises ValueError for an empty path parameter or one of dots only,
        and for a datetime without time zone; TypeError for what has no text or JSON form.
        """
        self.module = module
        self.id = id
        self.method = method
        self.path_template = path_template
        self.path = _fill(path_template, path or {})
        self.query = list(query_pairs(query or {}))
        self.headers = header_texts(headers or {}, cookies or {})
        self.content_type = content_type
        self.body: Any = prepare(content_type, body)
        self.responses = responses
        self.idempotent = idempotent

    def with_query(self, **values: object) -> Operation[T_co]:
        """A copy in which the named query parameters have these values; None takes one out."""
        changed = self._copy()
        kept = [pair for pair in self.query if pair[0] not in values]
        changed.query = kept + list(query_pairs(values))
        return changed

    def with_body(self, **values: object) -> Operation[T_co]:
        """A copy in which the named members of the JSON body have these values; UNSET: none.

        Raises ValueError if the body is not a JSON object.
        """
        members = {} if self.body is UNSET else self.body
        if not isinstance(members, dict):
            raise ValueError(f"the body of {self.id} is not a JSON object")  # noqa: TRY004
        changed = self._copy()
        changed.body = prepare(self.content_type, {**members, **values})
        return changed

    def _copy(self) -> Operation[T_co]:
        # A tenth of the time of `copy.copy`, and each page of a list is a copy.
        copied: Operation[T_co] = object.__new__(Operation)
        copied.module = self.module
        copied.id = self.id
        copied.method = self.method
        copied.path_template = self.path_template
        copied.path = self.path
        copied.query = self.query
        copied.headers = self.headers
        copied.content_type = self.content_type
        copied.body = self.body
        copied.responses = self.responses
        copied.idempotent = self.idempotent
        return copied

    def content(self) -> tuple[str, bytes] | None:
        """Content type and bytes of the body, None for no body.

        A multipart body has another boundary each time. Raises ValueError for NaN and infinities,
        which JSON has not.
        """
        return None if self.body is UNSET else encode(self.content_type, self.body)

    def parse(self, status_code: int, content: bytes, reader: Reader = TOLERANT) -> T_co:
        """Read the body of a success.

        A success status that the spec does not name is read as the first one it names. Raises
        DecodeError if the content is not JSON, not the kind of document the spec declares, or a
        text that is not UTF-8.
        """
        expression = self.responses.get(status_code) or next(iter(self.responses.values()))
        if expression == "None":
            return None  # type: ignore[return-value]
        if expression == "bytes":
            return content  # type: ignore[return-value]
        if expression == "text":
            return _text(content)  # type: ignore[return-value]
        if not content and "None" in expression.split(" | "):
            return None  # type: ignore[return-value]
        result: T_co = body_reader(_models_of(self.module), expression).read(content, reader)
        return result

    def __repr__(self) -> str:
        return f"<Operation {self.id}: {self.method} {self.path_template}>"


@functools.cache
def _models_of(module: str) -> str:
    """The package of the models of a module of operations."""
    return f"{module.rsplit('.', 2)[0]}.models"


def _fill(template: str, values: Mapping[str, object]) -> str:
    # Some specs distinguish operations of one URL by a fragment, which is never sent.
    path = template.partition("#")[0]
    for name, value in values.items():
        path = path.replace(f"{{{name}}}", path_text(name, value))
    return path


def _text(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise DecodeError("text", f"not UTF-8: {error.reason}") from None
