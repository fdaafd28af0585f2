"""Lists as tables of Arrow, pandas and polars, with a typed column for each field of the spec.

What does not fit its column is in `_extra` as JSON text, so nothing is lost. Needs pyarrow.
"""

from __future__ import annotations

import datetime
import importlib
import json
import math
import re
import typing
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Literal, TypeAlias, cast

import attrs

from journeybee import introspection
from journeybee.errors import ConfigurationError
from journeybee_api._runtime import Model, json_default
from journeybee_api._runtime.annotations import union_members

if TYPE_CHECKING:
    from journeybee.pagination import Pager, Style
    from journeybee_api._runtime import Operation

Nested: TypeAlias = Literal["json", "struct"]
Source: TypeAlias = "tuple[Operation[Any], Style]"
"""The `source` of a pager or page."""
EXTRA = "_extra"
"""The column of fields that the spec does not have, and of values that do not fit."""
# More digits than the microseconds of a column.
_FINER = re.compile(r"[.,]\d{6}\d*[1-9]")
_LARGEST = 2**63


@attrs.frozen
class Kind:
    """A type of column: its Arrow type, and the conversion of a value, which may refuse it."""

    arrow_type: Callable[[Any], Any]
    convert: Callable[[Any], Any]


async def to_arrow(pager: Pager[Any], nested: Nested) -> Any:
    """The items of all pages as a `pyarrow.Table`; see `Pager.to_arrow`."""
    arrow = _module("pyarrow", "arrow")
    kinds = kinds_of(item_types(pager.source), nested)
    rows = [typed_row(_plain(item), kinds) async for item in pager]
    return arrow.Table.from_pylist(rows, schema=schema_of(arrow, kinds))


async def to_pandas(pager: Pager[Any], nested: Nested) -> Any:
    """The items of all pages as a `pandas.DataFrame`; see `Pager.to_pandas`."""
    convert = converter("pandas")
    return convert(await to_arrow(pager, nested))


async def to_polars(pager: Pager[Any], nested: Nested) -> Any:
    """The items of all pages as a `polars.DataFrame`; see `Pager.to_polars`."""
    convert = converter("polars")
    return convert(await to_arrow(pager, nested))


def page_to_arrow(items: Sequence[Any], source: Source, nested: Nested) -> Any:
    """The items of one page as a `pyarrow.Table`."""
    arrow = _module("pyarrow", "arrow")
    kinds = kinds_of(item_types(source), nested)
    rows = [typed_row(_plain(item), kinds) for item in items]
    return arrow.Table.from_pylist(rows, schema=schema_of(arrow, kinds))


def converter(library: Literal["pandas", "polars"]) -> Callable[[Any], Any]:
    """What makes a frame of a library of an Arrow table; ConfigurationError if one is missing."""
    arrow, found = _module("pyarrow", library), _module(library, library)
    if library == "polars":
        from_arrow: Callable[[Any], Any] = found.from_arrow
        return from_arrow
    # Integers beside missing ones would become floats, which cannot hold all of them.
    mapper = {arrow.int64(): found.Int64Dtype()}.get
    return lambda table: table.to_pandas(types_mapper=mapper)


def item_types(source: Source) -> dict[str, Any]:
    """The types of the fields of a list's items, by JSON name; none if the spec has none."""
    model = introspection.list_model(*source)
    return introspection.field_types(model) if model else {}


def kinds_of(types: Mapping[str, Any], nested: Nested = "json") -> dict[str, Kind]:
    """The kind of column of each field.

    Raises:
        ConfigurationError: another `nested`.
    """
    if nested not in typing.get_args(Nested):
        raise ConfigurationError(f"nested={nested!r} is neither 'json' nor 'struct'")
    return {name: _kind_of(hint, nested, ()) for name, hint in types.items()}


def schema_of(arrow: Any, kinds: Mapping[str, Kind]) -> Any:
    """The Arrow schema of columns, and of `_extra`."""
    fields = [arrow.field(name, kind.arrow_type(arrow)) for name, kind in kinds.items()]
    return arrow.schema([*fields, arrow.field(EXTRA, arrow.string())])


def typed_row(row: Mapping[str, Any], kinds: Mapping[str, Kind]) -> dict[str, Any]:
    """The row with the values that its columns hold, and the rest in `_extra`."""
    extra = {name: value for name, value in row.items() if name not in kinds}
    extra |= extra.pop(EXTRA, {})
    result: dict[str, Any] = {}
    for name, kind in kinds.items():
        value = row.get(name)
        if value is None:
            continue
        try:
            result[name] = kind.convert(value)
        except (ValueError, OverflowError):
            extra[name] = value
    if extra:
        result[EXTRA] = _json_text(extra)
    return result


def _plain(item: Any) -> dict[str, Any]:
    return item.to_dict() if isinstance(item, Model) else item


def _module(name: str, extra: str) -> Any:
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        raise ConfigurationError(
            f'this needs {name}: `pip install "journeybee[{extra}]"`'
        ) from None


def _kind_of(hint: Any, nested: Nested, above: tuple[type, ...]) -> Kind:
    members = {
        str if typing.get_origin(member) is typing.Literal else member
        for member in union_members(hint)
    }
    if members == {int, float}:
        members = {float}
    member = members.pop() if len(members) == 1 else None
    kind = _KINDS.get(member)
    if kind is None and nested == "struct" and member not in above:
        kind = _nested_kind(member, above)
    return kind or Kind(lambda arrow: arrow.string(), _json_text)


def _nested_kind(kind: Any, above: tuple[type, ...]) -> Kind | None:
    """A struct for a model, a list for a list; None for what has no fixed members."""
    if typing.get_origin(kind) is list:
        item = _kind_of(typing.get_args(kind)[0], "struct", above)
        return Kind(
            lambda arrow: arrow.list_(item.arrow_type(arrow)),
            _only(list, lambda values: [v if v is None else item.convert(v) for v in values]),
        )
    if not (isinstance(kind, type) and attrs.has(kind)):
        return None
    members = {
        name: _kind_of(hint, "struct", (*above, kind))
        for name, hint in introspection.field_types(cast("type[Model]", kind)).items()
    }

    def convert(value: dict[str, Any]) -> dict[str, Any]:
        if value.keys() - members.keys():
            raise ValueError(value)
        return {n: v if v is None else members[n].convert(v) for n, v in value.items()}

    if not members:
        return None
    return Kind(
        lambda a: a.struct([a.field(n, kind.arrow_type(a)) for n, kind in members.items()]),
        _only(dict, convert),
    )


def _json_text(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=json_default)
    # A lone surrogate cannot be encoded: as an escape it can.
    return text if text.isascii() or _is_unicode(text) else json.dumps(value, default=json_default)


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _only(kind: type, convert: Callable[[Any], Any] | None = None) -> Callable[[Any], Any]:
    """A conversion that refuses values of other classes; True is not an int here."""

    def checked(value: Any) -> Any:
        if value.__class__ is not kind:
            raise ValueError(value)
        return convert(value) if convert else value

    return checked


def _text(value: str) -> str:
    value.encode()  # UnicodeEncodeError, a ValueError, for a lone surrogate
    return value


def _int64(value: int) -> int:
    if not -_LARGEST <= value < _LARGEST:
        raise ValueError(value)
    return value


def _real(value: Any) -> float:
    if value.__class__ not in {int, float} or not math.isfinite(value) or float(value) != value:
        raise ValueError(value)
    return float(value)


def _time(value: str) -> datetime.datetime:
    read = datetime.datetime.fromisoformat(value)
    if read.tzinfo is None or _FINER.search(value):
        raise ValueError(value)
    return read.astimezone(datetime.UTC)


_KINDS: dict[Any, Kind] = {
    str: Kind(lambda arrow: arrow.string(), _only(str, _text)),
    bool: Kind(lambda arrow: arrow.bool_(), _only(bool)),
    int: Kind(lambda arrow: arrow.int64(), _only(int, _int64)),
    float: Kind(lambda arrow: arrow.float64(), _real),
    datetime.datetime: Kind(lambda arrow: arrow.timestamp("us", tz="UTC"), _only(str, _time)),
    datetime.date: Kind(lambda arrow: arrow.date32(), _only(str, datetime.date.fromisoformat)),
}
