"""One published API that the sandbox serves: its spec, its keys and the form of its errors."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from journeybee.sandbox.crud.catalog import Call
from journeybee.sandbox.crud.resources import Resources
from journeybee.sandbox.errors import ApiError, not_found
from journeybee.sandbox.spec.document import Operation, Spec
from journeybee.sandbox.spec.validation import Validator
from journeybee.sandbox.store.items import Item
from journeybee.sandbox.surfaces import legacy, saleshandy, v1
from journeybee.sandbox.surfaces.dialects import ListDialect
from journeybee.surfaces import SURFACES

Found = tuple[Operation, dict[str, str]]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one surface differs from the others, apart from its spec.

    Attributes:
        prefix: the path below which the sandbox serves it.
        key_header: the header that carries the key, in lower case.
        schemes: the accepted schemes before the key; empty if the key has none.
        answer: does what a checked request asks for.
        envelope: the body of a refusal.
        invalid: the status of a request that does not fit the schema.
        reads_by_post: whether a POST only reads.
    """

    name: str
    prefix: str
    key_header: str
    schemes: tuple[str, ...]
    answer: Callable[[Resources, Call], Any]
    envelope: Callable[[ApiError], Any]
    invalid: int = 422
    reads_by_post: bool = False


def _code_and_message(error: ApiError) -> Any:
    return {"error": {"code": error.code, "message": error.message}}


def _text(error: ApiError) -> Any:
    return {"error": error.message}


def _numbered(error: ApiError) -> Any:
    # Numbers that users of the API reported: a wrong key, a server error, any other.
    code = {401: 1001, 500: 5001}.get(error.status, 4000)
    return {"code": code, "type": error.code, "message": error.message}


DIALECTS = (
    Dialect("v1", "/v1", "authorization", ("bearer", "api-key"), v1.answer, _code_and_message),
    Dialect("legacy", "/api/v1", "authorization", ("bearer",), legacy.answer, _text, 400),
    Dialect(
        "saleshandy",
        "/saleshandy/v1",
        "x-api-key",
        (),
        saleshandy.answer,
        _numbered,
        400,
        reads_by_post=True,
    ),
)
V1 = DIALECTS[0]


class Surface:
    """A dialect with a spec, and the items that are kept for it."""

    resources: Resources

    def __init__(
        self, dialect: Dialect, lists: ListDialect, spec: Spec, validator: Validator
    ) -> None:
        self.dialect = dialect
        self.lists = lists
        self.spec = spec
        self.validator = validator

    def match(self, method: str, path: str) -> Found | None:
        """The operation and path parameters of a raw path with the prefix."""
        prefix = self.dialect.prefix
        return self.spec.match(method, path[len(prefix) :]) if path.startswith(prefix) else None

    def unrouted(self, path: str) -> ApiError:
        """The refusal of a path or method that the spec does not have."""
        prefix = self.dialect.prefix
        methods = self.spec.methods(path[len(prefix) :]) if path.startswith(prefix) else []
        if not methods:
            return not_found("Route not found")
        # Not documented; HTTP itself requires the header.
        allow = {"allow": ", ".join(methods)}
        return ApiError(405, "method_not_allowed", "Method not allowed", allow)

    def key_in(self, headers: Mapping[str, str]) -> str:
        """The key that was sent. Raises ApiError 401 for none, or one under an unknown scheme."""
        header = headers.get(self.dialect.key_header)
        if not header:
            name = self.dialect.key_header.capitalize()
            raise ApiError(401, "unauthorized", f"{name} header is required")
        if not self.dialect.schemes:
            return header.strip()
        scheme, _, key = header.partition(" ")
        if scheme.lower() not in self.dialect.schemes:
            raise ApiError(401, "unauthorized", "Invalid API key")
        return key.strip()

    def call(
        self, found: Found, query_string: bytes, headers: Mapping[str, str], body: bytes | None
    ) -> Call:
        """The request, checked against the spec. Raises ApiError."""
        operation, path = found
        if body is None:
            raise ApiError(413, "payload_too_large", "Body is larger than 1 MiB")
        self.validator.path(operation, path)
        query = self.validator.query(operation, self.lists.request(operation, query_string))
        value = self.validator.body(operation, body, headers.get("content-type", ""))
        return Call(operation, path, query, value)

    def answer(self, call: Call) -> Any:
        """Do what a checked request asks for; the JSON value to answer. Raises ApiError."""
        return self.dialect.answer(self.resources, call)

    def enveloped(self, call: Call, value: Any) -> Any:
        """An answer in the envelope that the lists of this server have."""
        return self.lists.answer(call.operation, value)

    def item_of(self, call: Call) -> Item | None:
        """The item that the path of a call ends in, if there is one."""
        record = self.resources.store.records.get(call.key) if call.operation.is_item else None
        return record.item if record else None

    def refusal(self, error: ApiError) -> tuple[int, Any]:
        """Status and body of a refusal."""
        status = self.dialect.invalid if error.code == "validation_error" else error.status
        envelope = _text if self.lists.text_errors else self.dialect.envelope
        return status, envelope(error)


def surfaces(document: Mapping[str, Any] | None, lists: ListDialect) -> list[Surface]:
    """All surfaces of the generated client; a custom document replaces v1 and is the only one."""
    if document is not None:
        spec = Spec(document)
        return [Surface(V1, lists, spec, Validator(spec))]
    return [Surface(dialect, lists, *_published(dialect.name)) for dialect in DIALECTS]


@cache
def _published(name: str) -> tuple[Spec, Validator]:
    # Read once: a test run creates many sandboxes, and none modifies these two.
    published = SURFACES[name]
    evidence = {id_: info.evidence for id_, info in published.operations.items()}
    spec = Spec(published.document, evidence)
    return spec, Validator(spec)
