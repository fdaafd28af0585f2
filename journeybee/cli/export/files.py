"""Files of the formats, made from a spool."""

from __future__ import annotations

import csv
import gzip
import importlib
import io
import json
import os
import shutil
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from journeybee.cli.columns import Columns
from journeybee.cli.export.extras import module
from journeybee.cli.text import csv_cell


def write_file(spool: Path, target: Path, format_name: str, columns: Columns) -> None:
    """Make the file of a format from the rows of a spool, and sync it."""
    kind, _, compression = format_name.partition(".")
    if kind == "parquet":
        from journeybee.cli.export.parquet import write_parquet

        write_parquet(rows_of(spool), target, columns)
    else:
        with target.open("wb") as raw, _compressed(raw, compression) as out:
            if kind == "csv":
                _write_csv(rows_of(spool), out, columns)
            else:
                with spool.open("rb") as source:
                    shutil.copyfileobj(source, out)
    with target.open("rb") as file:
        os.fsync(file.fileno())


def rows_of(spool: Path) -> Iterator[dict[str, Any]]:
    """The rows of a spool."""
    with spool.open("rb") as file:
        for line in file:
            yield json.loads(line)


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


def _write_csv(rows: Iterator[dict[str, Any]], out: IO[bytes], columns: Columns) -> None:
    text = io.TextIOWrapper(out, encoding="utf-8", newline="", errors="backslashreplace")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns.names)
    for row in rows:
        writer.writerow([csv_cell(row.get(name)) for name in columns.names])
    text.flush()
    text.detach()
