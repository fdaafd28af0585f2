"""The methods of a pager that leaves of the package implement."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any, Generic, Literal, NoReturn, TypeVar

T = TypeVar("T")
_COUNT = "count() asks the API how many items there are"


class Unfetched:
    """A list that has not been fetched: it has no length, no index, and no fields of a page."""

    __slots__ = ()

    if not TYPE_CHECKING:

        def __len__(self) -> NoReturn:
            # A TypeError, which `list` ignores when it asks for a length.
            raise TypeError(
                f"a list has no len() or truth before it is fetched: {self!r}; {_COUNT}"
            )

        def __getitem__(self, index: object) -> NoReturn:
            raise TypeError(f"a list has no [{index!r}] before it is fetched: {self!r}")

        def __getattr__(self, name: str) -> Any:
            from journeybee.hints import unknown_attribute

            raise AttributeError(f"{unknown_attribute(self, name)}; this is {self!r}")


class LeafMethods(Unfetched, Generic[T]):
    """Finds items, and makes tables of them."""

    __slots__ = ()

    async def find(self, **fields: Any) -> T | None:
        """The first item whose fields have these values, None if there is none.

        Costs a request for each page up to that item. Fields that the list has a parameter of the
        same name for, such as `status`, are sent as it; other parameters that narrow the list, such
        as `search`, are for the call: `list(search="ada").find(email="ada@example.com")`. Dates
        and times may be text. `update(item)` takes the item.

        Raises:
            UsageError: items have no such field, or it never has such a value; nothing is sent.

        .. versionadded:: 0.1
        """
        found: T | None = await _leaf("items.finding").find(self, fields)
        return found

    async def find_only(self, **fields: Any) -> T | None:
        """The only item with these values, as `find`; reads the whole list, or what is left of it.

        Raises:
            UsageError: several items have them, with their ids; or no item can.

        .. versionadded:: 0.1
        """
        found: T | None = await _leaf("items.finding").find_only(self, fields)
        return found

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
        return await _leaf("items.frames").to_arrow(self, nested)

    async def to_pandas(self, *, nested: Literal["json", "struct"] = "json") -> Any:
        """The items of all pages as a `pandas.DataFrame`, typed as `to_arrow` does.

        .. versionadded:: 0.1
        """
        return await _leaf("items.frames").to_pandas(self, nested)

    async def to_polars(self, *, nested: Literal["json", "struct"] = "json") -> Any:
        """The items of all pages as a `polars.DataFrame`, typed as `to_arrow` does.

        .. versionadded:: 0.1
        """
        return await _leaf("items.frames").to_polars(self, nested)

    def _repr_html_(self) -> str:
        # A notebook shows it without being asked to, so it sends nothing.
        return str(_leaf("items.notebook").outline_of(self, repr(self)))


def _leaf(name: str) -> Any:
    return importlib.import_module(f"journeybee.{name}")
