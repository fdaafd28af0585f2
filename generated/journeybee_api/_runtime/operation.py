# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""A request as data: what to send, and how to read what comes back. Nothing here does I/O."""

from __future__ import annotations

import copy
import datetime
import json
import uuid
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import quote

from .codec import body_decoder, to_json
from .reader import TOLERANT, DecodeError, Reader
from .timestamp import time_text
from .unset import UNSET

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

T_co = TypeVar("T_co", covariant=True)


class Operation(Generic[T_co]):
    """One call of one operation, ready to be sent: ``T_co`` is what its success body reads as.

    ``method``, ``path`` (percent-encoded), ``query`` (pairs of text), ``headers`` and ``body`` (a
    JSON value, or UNSET for none) say what to send; ``id`` and ``path_template`` what it is.
    """

    __slots__ = (
        "body", "headers", "id", "method", "module", "path", "path_template", "query", "responses",
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
        body: object = UNSET,
    ) -> None:
        """Encode the arguments of a builder.

        Query and header values that are None are not sent; members of the body that are UNSET are
        not sent. Raises ValueError for an empty path parameter or one of dots only, and for a
        datetime without time zone; TypeError for what has no text or JSON form.
        """
        self.module = module
        self.id = id
        self.method = method
        self.path_template = path_template
        self.path = _fill(path_template, path or {})
        self.query = list(query_pairs(query or {}))
        self.headers = dict(query_pairs(headers or {}))
        self.body: Any = UNSET if body is UNSET else to_json("body", body)
        self.responses = responses

    def with_query(self, **values: object) -> Operation[T_co]:
        """A copy in which the named query parameters have these values; None takes one out."""
        changed = copy.copy(self)
        kept = [pair for pair in self.query if pair[0] not in values]
        changed.query = kept + list(query_pairs(values))
        return changed

    def parse(self, status_code: int, content: bytes, reader: Reader = TOLERANT) -> T_co:
        """Read the body of a success.

        A success status that the spec does not name is read as the first one it names. Raises
        DecodeError if the content is not JSON, or not the kind of document the spec declares.
        """
        expression = self.responses.get(status_code) or next(iter(self.responses.values()))
        if expression == "None":
            return None  # type: ignore[return-value]
        try:
            data = json.loads(content)
        except (ValueError, RecursionError) as error:
            problem = f"not JSON: {error}" if content else "empty body"
            raise DecodeError(expression, problem) from None
        models = f"{self.module.rsplit('.', 2)[0]}.models"
        result: T_co = body_decoder(models, expression)(data, reader)
        return result

    def __repr__(self) -> str:
        return f"<Operation {self.id}: {self.method} {self.path_template}>"


def _fill(template: str, values: Mapping[str, object]) -> str:
    path = template
    for name, value in values.items():
        text = _text(name, value)
        if text.strip(".") == "" or "\x00" in text:
            what = "is empty" if text == "" else "would change the path"
            raise ValueError(f"{name}={text!r} {what}: give the id of one object")
        path = path.replace(f"{{{name}}}", quote(text, safe=""))
    return path


def query_pairs(values: Mapping[str, object]) -> Iterator[tuple[str, str]]:
    """The pairs of text that stand for values: None is left out, a list gives a pair an item."""
    for name, value in values.items():
        if value is None or value is UNSET:
            continue
        if isinstance(value, list | tuple | set | frozenset):
            for item in value:  # pyright: ignore[reportUnknownVariableType]
                yield name, _text(name, item)  # pyright: ignore[reportUnknownArgumentType]
        else:
            yield name, _text(name, value)


def _text(name: str, value: object) -> str:
    """The text of a path, query or header value."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        return time_text(name, value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, int | float | uuid.UUID):
        return str(value)
    raise TypeError(f"{name}={value!r} cannot be sent: a {type(value).__name__} has no text form")
