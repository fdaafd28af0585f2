"""Requests against the schemas of their operation, with refusals in the API's wording."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterable, Mapping
from typing import Any, cast
from urllib.parse import parse_qsl, urlsplit

from journeybee.jsonvalue import is_array, is_object
from journeybee.sandbox.errors import ApiError, invalid, not_found
from journeybee.sandbox.spec.document import DOCUMENT_URI, Operation, Parameter, Schema, Spec
from journeybee.sandbox.spec.references import title

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

MAX_DEPTH = 64
MAX_NUMBER = 1e100
# What a double holds exactly; the bound that the vendor's own schemas give.
MAX_INTEGER = 2**53 - 1

# A copy, so that other users of the library keep their own "uri".
_FORMATS = FormatChecker(["uuid", "date", "email"])
_FORMATS.checkers = {**_FORMATS.checkers}


@_FORMATS.checks("uri")
def _is_uri(value: object) -> bool:
    try:
        return not isinstance(value, str) or bool(urlsplit(value).scheme and urlsplit(value).netloc)
    except ValueError:
        return False


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


class Validator:
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

    def path(self, operation: Operation, values: Mapping[str, str]) -> None:
        for parameter in operation.parameters:
            if parameter.location == "path":
                value = _scalar(values[parameter.name], set(self._types(parameter.schema)))
                try:
                    self.check(parameter.schema, value, f"params/{parameter.name}")
                except ApiError:
                    if operation.refusals & {400, 422}:
                        raise
                    # An identifier of no valid form names nothing.
                    raise not_found(f"{title(operation.kind)} not found") from None

    def query(self, operation: Operation, query_string: bytes) -> dict[str, Any]:
        """The declared query parameters, as the types of their schemas. Others are ignored."""
        given: dict[str, list[str]] = {}
        for name, text in parse_qsl(query_string.decode("latin-1"), keep_blank_values=True):
            given.setdefault(name, []).append(text)
        result: dict[str, Any] = {}
        for parameter in operation.parameters:
            if parameter.location != "query":
                continue
            where = f"querystring/{parameter.name}"
            if parameter.name in given:
                value = self._typed(parameter, given[parameter.name])
                self.check(parameter.schema, value, where)
                result[parameter.name] = value
            elif parameter.required:
                raise invalid(f"{where}: Required")
        return result

    def body(self, operation: Operation, content: bytes, content_type: str) -> Any:
        """The JSON body, checked. None when the operation takes none, or an absent optional one."""
        if operation.body is None:
            return None
        if not content:
            if operation.body_required:
                raise invalid("body: Required")
            return None
        if content_type.partition(";")[0].strip().lower() != "application/json":
            raise ApiError(415, "unsupported_media_type", "Content-Type must be application/json")
        # The vendor's tool names fields with a default among the required ones.
        value = self._with_defaults(operation.body, parse_json(content))
        self.check(operation.body, value, "body")
        return value

    def _with_defaults(self, schema: Schema, value: Any) -> Any:
        if not is_object(value):
            return value
        properties = self._spec.resolve(schema).get("properties", {})
        defaults = {name: part["default"] for name, part in properties.items() if "default" in part}
        return {**defaults, **value}

    def _typed(self, parameter: Parameter, texts: list[str]) -> Any:
        if parameter.is_json:
            try:
                return parse_json(",".join(texts).encode("latin-1", "replace"))
            except ApiError as error:
                raise invalid(f"querystring/{parameter.name}: must be JSON") from error
        types = set(self._types(parameter.schema))
        if "array" in types and (len(texts) > 1 or "string" not in types):
            items = self._spec.resolve(self._array(parameter.schema)).get("items", {})
            parts = [part for text in texts for part in text.split(",")]
            return [_scalar(part, set(self._types(items))) for part in parts]
        if len(texts) > 1:
            raise invalid(f"querystring/{parameter.name}: must be given once")
        return _scalar(texts[0], types)

    def _array(self, schema: Schema) -> Schema:
        schema = self._spec.resolve(schema)
        branches = [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
        arrays = [branch for branch in branches if "array" in self._types(branch)]
        return self._array(arrays[0]) if arrays else schema

    def _types(self, schema: Schema) -> Iterable[str]:
        schema = self._spec.resolve(schema)
        declared = schema.get("type", ())
        yield from [declared] if isinstance(declared, str) else declared
        for key in ("anyOf", "oneOf", "allOf"):
            for branch in schema.get(key, ()):
                yield from self._types(branch)


def parse_json(content: bytes) -> Any:
    """The JSON value. Raises ApiError 422 for anything that could not be stored and sent again."""
    try:
        value = json.loads(content.decode("utf-8"), parse_constant=_refuse)
        check_storable(value)
    except (ValueError, RecursionError) as error:
        raise invalid("body: not valid JSON") from error
    return value


def check_storable(value: Any) -> None:
    """Refuse what a later step would stumble over: deep nesting, huge numbers, lone surrogates."""
    level = [value]
    for _ in range(MAX_DEPTH):
        following: list[Any] = []
        for node in level:
            if is_object(node):
                following.extend(node.keys())
                following.extend(node.values())
            elif is_array(node):
                following.extend(node)
            elif isinstance(node, str):
                node.encode("utf-8")
            elif isinstance(node, int) and abs(node) > MAX_INTEGER:
                raise ValueError("integer out of range")
            elif isinstance(node, float) and not abs(node) <= MAX_NUMBER:
                raise ValueError("number out of range")
        if not following:
            return
        level = following
    raise ValueError("nested too deeply")


def as_list(value: Any) -> list[str] | None:
    """A "string or array" parameter as a list: repeated keys and comma lists mean the same."""
    if value is None:
        return None
    texts = [str(item) for item in value] if is_array(value) else [str(value)]
    return [part for text in texts for part in text.split(",") if part]


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _scalar(text: str, types: set[str]) -> Any:
    if "integer" in types and re.fullmatch(r"-?[0-9]{1,16}", text):
        # Beyond it no JSON could say which page was asked for: left as text, it is refused.
        return int(text) if abs(int(text)) <= MAX_INTEGER else text
    if "number" in types:
        try:
            number = float(text)
        except ValueError:
            return text
        return number if math.isfinite(number) else text
    if "boolean" in types and text in ("true", "false"):
        return text == "true"
    return text


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
