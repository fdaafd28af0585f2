"""The files of an export, made from a spool in each of its formats.

Parquet has a column of its own type for each field, and what does not fit goes to `_extra`. Nested
values are JSON text there: as structs they would lose what the spec does not know.
"""

from __future__ import annotations

import gzip
import importlib
import io
import json
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

import click

from journeybee.cli.columns import Columns
from journeybee.cli.export.singer import write_singer
from journeybee.cli.failures import LocalError
from journeybee.cli.sanitize import CsvWriter
from journeybee.items import frames

FORMATS = ("jsonl", "jsonl.gz", "jsonl.zst", "csv", "csv.gz", "csv.zst", "parquet", "singer")
_ROWS_OF_A_GROUP = 20_000
_BYTES_OF_A_GROUP = 64_000_000


def format_of(out: Path) -> str:
    """The format that the name of a file asks for."""
    for name in sorted(FORMATS, key=len, reverse=True):
        if out.name.lower().endswith(f".{name}"):
            return name
    allowed = ", ".join(f".{name}" for name in FORMATS)
    problem = f"{out.name!r} names no format: end it in {allowed}, or give --format for a folder"
    raise click.BadParameter(problem, param_hint="--out")


def write_file(
    lines: Iterator[bytes],
    file: IO[bytes],
    *,
    format_name: str,
    name: str,
    columns: Columns,
    bom: bool,
) -> None:
    """Write the rows of a list of this name, each given as a line of JSON, in a format."""
    kind, _, compression = format_name.partition(".")
    if kind == "parquet":
        write_parquet(lines, file, columns)
        return
    if kind == "singer":
        write_singer(lines, file, stream=name, columns=columns)
        return
    with _compressed(file, compression) as out:
        if kind == "csv":
            _write_csv(map(json.loads, lines), out, columns, bom=bom)
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
    text.write("\ufeff" if bom else "")
    writer = CsvWriter(text)
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


def write_parquet(lines: Iterator[bytes], target: IO[bytes], columns: Columns) -> None:
    """Write rows, each given as a line of JSON; without rows the columns are written too."""
    arrow, parquet = _module("pyarrow", "parquet"), _module("pyarrow.parquet", "parquet")
    kinds = frames.kinds_of(columns.types)
    schema = frames.schema_of(arrow, kinds)
    with parquet.ParquetWriter(target, schema, compression="zstd") as writer:
        for group in _row_groups(lines):
            rows = [frames.typed_row(row, kinds) for row in group]
            writer.write_table(arrow.Table.from_pylist(rows, schema=schema))


def _row_groups(lines: Iterator[bytes]) -> Iterator[list[dict[str, Any]]]:
    """The rows in groups that fit into little memory."""
    group, size = list[dict[str, Any]](), 0
    for line in lines:
        group.append(json.loads(line))
        size += len(line)
        if len(group) == _ROWS_OF_A_GROUP or size > _BYTES_OF_A_GROUP:
            yield group
            group, size = [], 0
    if group:
        yield group
