"""Reads the JSON body of a response as the type that a builder names."""

from __future__ import annotations

import functools
import json
import math
from collections.abc import Callable
from typing import Any

from .annotations import resolve
from .codec import FieldType, json_name
from .reader import DecodeError, Differs, Reader

WARM_UP: float = 20_000
"""Bytes of a type that are read before the exact way is compiled, which takes some 5 ms."""


@functools.cache
def body_reader(models: str, expression: str) -> BodyReader:
    """The reader of bodies whose type is ``expression`` in the package ``models``."""
    return BodyReader(FieldType(resolve(expression, models), expression, "$"))


class BodyReader:
    """Reads bodies of one type, in the exact way first where that is warm and msgspec installed."""

    def __init__(self, field: FieldType) -> None:
        self._field = field
        self._cold: float = WARM_UP
        self._exact: Callable[[bytes], Any] | None = None

    def read(self, content: bytes, reader: Reader) -> Any:
        """Read the bytes of a body.

        Raises DecodeError if they are not JSON or not the kind of document that is declared, and
        for a strict reader at the first difference.
        """
        if self._cold > 0:
            self._cold -= len(content)
        elif self._exact is None:
            self._cold = math.inf
            self._exact = _exact_reader(self._field)
        if self._exact is not None:
            try:
                return self._exact(content)
            except Differs:
                pass
        try:
            data = json.loads(content)
        except (ValueError, RecursionError) as error:
            problem = f"not JSON: {error}" if content else "empty body"
            raise DecodeError(self._field.model, problem) from None
        return self.decode(data, reader)

    def decode(self, data: Any, reader: Reader) -> Any:
        """Read the JSON value of a body."""
        field = self._field
        if not field.fits(data):
            problem = f"expected {field.expected}, got {json_name(data)}"
            raise DecodeError(field.model, problem)
        return field.decode(data, reader)


def _exact_reader(field: FieldType) -> Callable[[bytes], Any] | None:
    try:
        from .exact import exact_reader

        return exact_reader(field)
    except (ImportError, TypeError):
        return None
