"""The files of an export, made from a spool in each of its formats.

Parquet has a column of its own type for each field, and what does not fit goes to `_extra`. Nested
values are JSON text there: as structs they would lose what the spec does not know.
"""

from __future__ import annotations

import datetime
import gzip
import importlib
import io
import json
import math
import re
import typing
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from typing import IO, Any

import attrs

from journeybee import introspection
from journeybee.cli.columns import EXTRA, Columns
from journeybee.cli.export.plan import Plan
from journeybee.cli.failures import LocalError
from journeybee.cli.sanitize import CsvWriter, json_text

_ROWS_OF_A_GROUP = 20_000
_BYTES_OF_A_GROUP = 64_000_000
# More digits than the microseconds of a column.
_FINER = re.compile(r"[.,]\d{6}\d*[1-9]")
_LARGEST = 2**63


def write_file(lines: Iterator[bytes], file: IO[bytes], *, plan: Plan, columns: Columns) -> None:
    """Write rows, each given as a line of JSON, in the format of a plan."""
    kind, _, compression = plan.format.partition(".")
    if kind == "parquet":
        write_parquet(lines, file, columns)
        return
    with _compressed(file, compression) as out:
        if kind == "csv":
            _write_csv(map(json.loads, lines), out, columns, bom=plan.bom)
        else:
            out.writelines(lines)


def require(format_name: str) -> None:
    """LocalError that names the extra, before anything is fetched, if the format needs it."""
    if format_name == "parquet":
        _module("pyarrow", "parquet")
    elif format_name.endswith(".zst"):
        _zstd()


def _zstd() -> Any:
    try:
        return importlib.import_module("compression.zstd")  # from Python 3.14 on
    except ModuleNotFoundError:
        return _module("backports.zstd", "zstd")


@contextmanager
def _compressed(raw: IO[bytes], compression: str) -> Generator[IO[bytes], None, None]:
    if compression == "gz":
        # No time in the header: the same rows give the same bytes.
        zipped: Any = gzip.GzipFile(fileobj=raw, mode="wb", filename="", mtime=0)
        with zipped as out:
            yield out
    elif compression == "zst":
        with _zstd().open(raw, "wb") as out:
            yield out
    else:
        yield raw


def _write_csv(
    rows: Iterator[dict[str, Any]], out: IO[bytes], columns: Columns, *, bom: bool
) -> None:
    text = io.TextIOWrapper(out, encoding="utf-8", newline="")
    writer = CsvWriter(text, bom=bom)
    writer.row(columns.names)
    for row in rows:
        writer.row([row.get(name) for name in columns.names])
    text.flush()
    text.detach()


def _module(name: str, extra: str) -> Any:
    """A module that an extra brings."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        raise LocalError(f'this format needs `pip install "journeybee[{extra}]"`') from None


@attrs.frozen
class _Kind:
    """A type of column: its name in Arrow, and what makes a value of it, or ValueError."""

    arrow: str
    convert: Callable[[Any], Any]


def write_parquet(lines: Iterator[bytes], target: IO[bytes], columns: Columns) -> None:
    """Write rows, each given as a line of JSON; the columns are there also where no row is."""
    arrow, parquet = _module("pyarrow", "parquet"), _module("pyarrow.parquet", "parquet")
    kinds = {name: _kind_of(hint) for name, hint in columns.types.items()}
    types = {
        "text": arrow.string(),
        "int": arrow.int64(),
        "float": arrow.float64(),
        "bool": arrow.bool_(),
        "time": arrow.timestamp("us", tz="UTC"),
        "date": arrow.date32(),
    }
    fields = [arrow.field(name, types[kind.arrow]) for name, kind in kinds.items()]
    schema = arrow.schema([*fields, arrow.field(EXTRA, arrow.string())])
    with parquet.ParquetWriter(target, schema, compression="zstd") as writer:
        for group in _groups(lines):
            rows = [_typed(row, kinds) for row in group]
            writer.write_table(arrow.Table.from_pylist(rows, schema=schema))


def _groups(lines: Iterator[bytes]) -> Iterator[list[dict[str, Any]]]:
    """The rows, as many at a time as do not need much memory."""
    group, size = list[dict[str, Any]](), 0
    for line in lines:
        group.append(json.loads(line))
        size += len(line)
        if len(group) == _ROWS_OF_A_GROUP or size > _BYTES_OF_A_GROUP:
            yield group
            group, size = [], 0
    if group:
        yield group


def _typed(row: dict[str, Any], kinds: dict[str, _Kind]) -> dict[str, Any]:
    extra: dict[str, Any] = dict(row.get(EXTRA, {}))
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
        result[EXTRA] = json_text(extra)
    return result


def _kind_of(hint: Any) -> _Kind:
    """The type of column for what the spec says of a field."""
    members = {
        str if typing.get_origin(member) is typing.Literal else member
        for member in introspection.union_members(hint)
    }
    if members == {int, float}:
        members = {float}
    kind = _KINDS.get(members.pop()) if len(members) == 1 else None
    return kind or _Kind("text", json_text)


def _of_class(*classes: type) -> Callable[[Any], Any]:
    def convert(value: Any) -> Any:
        if value.__class__ not in classes:
            raise ValueError(value)
        return value

    return convert


def _whole(value: Any) -> int:
    if value.__class__ is not int or not -_LARGEST <= value < _LARGEST:
        raise ValueError(value)
    return int(value)


def _real(value: Any) -> float:
    if value.__class__ not in {int, float} or not math.isfinite(value) or float(value) != value:
        raise ValueError(value)
    return float(value)


def _time(value: Any) -> datetime.datetime:
    read = datetime.datetime.fromisoformat(value) if value.__class__ is str else None
    if read is None or read.tzinfo is None or _FINER.search(value):
        raise ValueError(value)
    return read.astimezone(datetime.UTC)


def _date(value: Any) -> datetime.date:
    if value.__class__ is not str:
        raise ValueError(value)
    return datetime.date.fromisoformat(value)


_KINDS: dict[Any, _Kind] = {
    str: _Kind("text", _of_class(str)),
    bool: _Kind("bool", _of_class(bool)),
    int: _Kind("int", _whole),
    float: _Kind("float", _real),
    datetime.datetime: _Kind("time", _time),
    datetime.date: _Kind("date", _date),
}
