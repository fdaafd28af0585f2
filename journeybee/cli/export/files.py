"""Files of the formats, made from a spool."""

from __future__ import annotations

import gzip
import importlib
import io
import json
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import IO, Any

from journeybee.cli.columns import Columns
from journeybee.cli.csv_writer import CsvWriter
from journeybee.cli.export.extras import module
from journeybee.cli.export.plan import Plan


def write_file(lines: Iterator[bytes], file: IO[bytes], *, plan: Plan, columns: Columns) -> None:
    """Write rows, each given as a line of JSON, in the format of a plan."""
    kind, _, compression = plan.format.partition(".")
    if kind == "parquet":
        from journeybee.cli.export.parquet import write_parquet

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
        module("pyarrow", "parquet")
    elif format_name.endswith(".zst"):
        _zstd()


def _zstd() -> Any:
    try:
        return importlib.import_module("compression.zstd")  # from Python 3.14 on
    except ModuleNotFoundError:
        return module("backports.zstd", "zstd")


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
