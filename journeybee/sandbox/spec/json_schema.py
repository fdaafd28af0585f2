"""Values against JSON schemas, with refusals in the API's wording.

Imported by the first sandbox that is made: jsonschema takes longer to import than the SDK.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, cast
from urllib.parse import urlsplit

from journeybee.sandbox.errors import invalid
from journeybee.sandbox.spec.document import DOCUMENT_URI, Schema, Spec

try:
    from jsonschema import Draft202012Validator, FormatChecker
    from jsonschema.exceptions import (
        ValidationError,
        best_match,  # pyright: ignore[reportUnknownVariableType]
    )
    from referencing import Registry, Resource
    from referencing.jsonschema import DRAFT202012
except ImportError as error:  # pragma: no cover - depends on what is installed
    raise ImportError(
        'journeybee.sandbox needs jsonschema: pip install "journeybee[sandbox]"'
    ) from error

# A copy, so that other users of the library keep their own formats.
_FORMATS = FormatChecker(["uuid", "date", "ipv4", "ipv6"])
_FORMATS.checkers = {**_FORMATS.checkers}


@_FORMATS.checks("uri")
def _is_uri(value: object) -> bool:
    try:
        return not isinstance(value, str) or bool(urlsplit(value).scheme and urlsplit(value).netloc)
    except ValueError:
        return False


@_FORMATS.checks("email")
def _is_email(value: object) -> bool:
    return not isinstance(value, str) or re.fullmatch(r"[^@\s]+@[^@\s]+", value) is not None


# As RFC 3339 has it, which JSON Schema refers to: with seconds and an offset.
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)


@_FORMATS.checks("date-time", raises=ValueError)
def _is_date_time(value: object) -> bool:
    if not isinstance(value, str):
        return True
    text = value.upper()
    return _DATE_TIME.fullmatch(text) is not None and bool(datetime.fromisoformat(text))


_TEXT = {
    "minimum": "must be >= {}",
    "maximum": "must be <= {}",
    "exclusiveMinimum": "must be > {}",
    "exclusiveMaximum": "must be < {}",
    "minLength": "must be at least {} characters",
    "maxLength": "must be at most {} characters",
    "minItems": "must have at least {} items",
    "maxItems": "must have at most {} items",
    "format": "Invalid {}",
}


class SchemaChecker:
    """Checks values against schemas of one document. Compiled schemas are kept."""

    def __init__(self, spec: Spec) -> None:
        resource: Resource[Any] = Resource.from_contents(
            spec.document, default_specification=DRAFT202012
        )
        self._spec = spec
        registry: Any = cast("Any", Registry)()
        self._registry = registry.with_resource(DOCUMENT_URI, resource)
        self._compiled: dict[int, tuple[Schema, Any]] = {}

    def check(self, schema: Schema, value: Any, where: str) -> None:
        """Raises ApiError 422 with the place and the reason, such as "body/name: Required"."""
        error = self.first_error(schema, value)
        if error is not None:
            raise invalid(_describe(error, where))

    def first_error(self, schema: Schema, value: Any) -> ValidationError | None:
        if id(schema) not in self._compiled:
            # The schema is kept beside its validator so that its id stays taken.
            self._compiled[id(schema)] = (
                schema,
                Draft202012Validator(
                    dict(schema),
                    registry=self._registry,
                    format_checker=_FORMATS,
                ),
            )
        errors = self._compiled[id(schema)][1].iter_errors(value)
        return cast("ValidationError | None", best_match(errors))


def _describe(error: ValidationError, where: str) -> str:
    place = "/".join([where, *(str(part) for part in error.absolute_path)])
    rule = str(error.validator)
    expected: Any = error.validator_value
    if rule == "required":
        instance: Any = error.instance
        missing = next(name for name in expected if name not in instance)
        return f"{place}/{missing}: Required"
    if rule == "type":
        names = [expected] if isinstance(expected, str) else expected
        return f"{place}: must be {' or '.join(names)}"
    if rule == "enum":
        return f"{place}: must be one of {', '.join(map(str, expected))}"
    if rule == "pattern":
        named = isinstance(error.schema, Mapping) and error.schema.get("format")
        return f"{place}: Invalid {named or 'format'}"
    if rule in _TEXT:
        return f"{place}: {_TEXT[rule].format(expected)}"
    return f"{place}: {error.message[:200]}"
