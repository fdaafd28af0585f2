"""Requests against the schemas of their operation."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from journeybee.jsonvalue import is_object
from journeybee.sandbox.errors import ApiError, invalid, not_found
from journeybee.sandbox.spec.document import Operation, Parameter, Schema, Spec
from journeybee.sandbox.spec.references import title
from journeybee.sandbox.spec.values import MAX_INTEGER, parse_json


class Validator:
    """Checks the parts of requests against the schemas of their operation."""

    def __init__(self, spec: Spec) -> None:
        from journeybee.sandbox.spec.json_schema import SchemaChecker

        self._spec = spec
        self.check = SchemaChecker(spec).check

    def path(self, operation: Operation, values: Mapping[str, str]) -> None:
        for parameter in operation.parameters:
            if parameter.location == "path":
                value = _scalar(values[parameter.name], set(self._types(parameter.schema)))
                try:
                    self.check(parameter.schema, value, f"params/{parameter.name}")
                except ApiError:
                    if operation.refusals & {400, 422}:
                        raise
                    # A malformed identifier cannot name an item.
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


def _scalar(text: str, types: set[str]) -> Any:
    if "integer" in types and re.fullmatch(r"-?[0-9]{1,16}", text):
        # A larger number cannot be represented exactly in JSON: left as text, it is refused.
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
