"""Parquet has the types of the spec, and loses no value."""

from __future__ import annotations

import datetime
import io
import json
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from journeybee.cli.columns import Columns
from journeybee.cli.export.formats import write_parquet
from journeybee.items.frames import EXTRA
from tests.cli.libraries import library

if TYPE_CHECKING:
    from pathlib import Path

TYPES = Columns(
    {
        "text": str | None,
        "whole": int,
        "real": float,
        "flag": bool,
        "at": datetime.datetime,
        "on": datetime.date,
        "deep": list[Any],
    }
)


TYPED = {
    "text": "x",
    "whole": 2**62,
    "real": 1,
    "flag": True,
    "at": "2026-02-01T10:00:00.123456+02:00",
    "on": "2026-02-01",
    "deep": [{"a": None}],
}


WRONG = {
    "text": 1,
    "whole": 2**63,
    "real": 2**63 + 1,
    "flag": 0,
    "at": "2026-02-01T10:00:00",
    "on": "soon",
    EXTRA: {"new": [1]},
}


def as_line(row: dict[str, Any]) -> bytes:
    return json.dumps(row).encode()


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec="utf-8"), max_size=8)
    | st.datetimes(timezones=st.timezones()).map(datetime.datetime.isoformat)
    | st.dates().map(str),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=2), inner),
    max_leaves=4,
)


ROWS = st.lists(st.dictionaries(st.sampled_from(sorted(TYPED)), JSON))


@given(ROWS)
def test_parquet_takes_any_rows_and_keeps_their_values(rows: list[dict[str, Any]]) -> None:
    file = io.BytesIO()
    write_parquet(map(as_line, rows), file, TYPES)
    frame = library("pyarrow.parquet").read_table(io.BytesIO(file.getvalue())).to_pylist()
    assert len(frame) == len(rows)
    for found, row in zip(frame, rows, strict=True):
        extra = json.loads(found.pop(EXTRA) or "{}")
        for name, value in row.items():
            kept = extra.get(name, found[name])
            if name in {"at", "on"} and name not in extra and value is not None:
                assert kept == type(kept).fromisoformat(value)
            elif name == "deep" and value is not None:
                assert json.loads(kept) == value
            else:
                assert kept == value


def test_parquet_has_the_types_of_the_spec_and_keeps_what_does_not_fit(tmp_path: Path) -> None:
    file = tmp_path / "typed.parquet"
    with file.open("wb") as target:
        write_parquet(map(as_line, [TYPED, WRONG, {}]), target, TYPES)
    described = library("duckdb").sql(f"describe select * from '{file}'").fetchall()
    assert [kind for _, kind, *_ in described] == [
        "VARCHAR",
        "BIGINT",
        "DOUBLE",
        "BOOLEAN",
        "TIMESTAMP WITH TIME ZONE",
        "DATE",
        "VARCHAR",
        "VARCHAR",
    ]
    frame = library("pandas").read_parquet(file, dtype_backend="pyarrow")
    assert [str(kind).partition("[")[0] for kind in frame.dtypes] == [
        "string",
        "int64",
        "double",
        "bool",
        "timestamp",
        "date32",
        "string",
        "string",
    ]
    right, wrong, empty = frame.to_dict("records")
    assert right["whole"] == 2**62
    assert right["at"] == library("pandas").Timestamp("2026-02-01T08:00:00.123456Z")
    assert json.loads(right["deep"]) == TYPED["deep"]
    assert library("pandas").isna(right[EXTRA])
    extra = json.loads(wrong.pop(EXTRA))
    assert extra == {**{k: v for k, v in WRONG.items() if k != EXTRA}, "new": [1]}
    assert all(library("pandas").isna(value) for value in [*wrong.values(), *empty.values()])
