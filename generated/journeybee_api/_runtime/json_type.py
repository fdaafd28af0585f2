"""The type of a value that the spec does not restrict."""

from __future__ import annotations

from typing import TypeAlias

Json: TypeAlias = bool | int | float | str | list["Json"] | dict[str, "Json"] | None
"""A value of JSON: null, a boolean, a number, a text, or an array or object of such values."""
