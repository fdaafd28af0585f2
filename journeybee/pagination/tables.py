"""The methods of a pager that make a table of its whole list."""

from __future__ import annotations

import importlib
from typing import Any, Literal


class Tables:
    """Makes tables of the items of all pages, by `journeybee.frames`."""

    __slots__ = ()

    async def to_arrow(self, *, nested: Literal["json", "struct"] = "json") -> Any:
        """The items of all pages as a `pyarrow.Table`: a typed column for each field of the spec.

        Times are UTC timestamps in microseconds. Fields that the spec does not have, and values
        that do not fit their column, are in the column `_extra`, as JSON text.

        Args:
            nested: objects and lists as JSON text, or as structs and lists of Arrow.

        Raises:
            ConfigurationError: pyarrow is not installed.

        .. versionadded:: 0.1
        """
        return await _frames().to_arrow(self, nested)

    async def to_pandas(self, *, nested: Literal["json", "struct"] = "json") -> Any:
        """The items of all pages as a `pandas.DataFrame`, typed as `to_arrow` does.

        .. versionadded:: 0.1
        """
        return await _frames().to_pandas(self, nested)

    async def to_polars(self, *, nested: Literal["json", "struct"] = "json") -> Any:
        """The items of all pages as a `polars.DataFrame`, typed as `to_arrow` does.

        .. versionadded:: 0.1
        """
        return await _frames().to_polars(self, nested)


def _frames() -> Any:
    return importlib.import_module("journeybee.frames")
