"""The Singer messages of a list: `SCHEMA`, a `RECORD` for each row, `STATE`.

Values are those of the Parquet files: nested ones are JSON text, and what does not fit the type in
the spec is in `_extra`, since targets refuse a record that departs from its schema.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import IO, Any

from journeybee.cli.columns import Columns
from journeybee.items import frames
from journeybee_api._runtime import json_default
from journeybee_api._runtime.annotations import union_members

_TYPES: dict[Any, dict[str, Any]] = {
    int: {"type": ["null", "integer"]},
    float: {"type": ["null", "number"]},
    bool: {"type": ["null", "boolean"]},
    datetime: {"type": ["null", "string"], "format": "date-time"},
    date: {"type": ["null", "string"], "format": "date"},
}
_TEXT: dict[str, Any] = {"type": ["null", "string"]}


def write_singer(lines: Iterator[bytes], out: IO[bytes], *, stream: str, columns: Columns) -> None:
    """Write rows, each given as a line of JSON."""
    kinds = frames.kinds_of(columns.types)
    properties = {name: _schema_of(hint) for name, hint in columns.types.items()}
    key = [name for name in ("uuid", "id") if name in properties][:1]
    schema = {"type": "object", "properties": {**properties, frames.EXTRA: _TEXT}}
    _write(out, "SCHEMA", stream=stream, schema=schema, key_properties=key)
    time, count = datetime.now(UTC).isoformat(timespec="milliseconds"), 0
    for line in lines:
        count += 1
        row = frames.typed_row(json.loads(line), kinds)
        _write(out, "RECORD", stream=stream, record=row, time_extracted=time)
    _write(out, "STATE", value={"bookmarks": {stream: {"rows": count, "time_extracted": time}}})


def _write(out: IO[bytes], kind: str, **members: Any) -> None:
    text = json.dumps({"type": kind, **members}, default=json_default)
    out.write(f"{text}\n".encode())


def _schema_of(hint: Any) -> dict[str, Any]:
    members = set(union_members(hint))
    members -= {int} if float in members else set()
    return _TYPES.get(members.pop(), _TEXT) if len(members) == 1 else _TEXT
