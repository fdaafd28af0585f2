"""Singer messages: one stream a file, whose records agree with its schema."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any

from hypothesis import given
from jsonschema import Draft7Validator, FormatChecker

from journeybee.cli.export.singer import write_singer
from tests.cli.test_export_parquet import ROWS, TYPED, TYPES, WRONG

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.harness import Prompt


def messages(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    out = io.BytesIO()
    write_singer((json.dumps(row).encode() for row in rows), out, stream="leads", columns=TYPES)
    return [json.loads(line) for line in out.getvalue().splitlines()]


@given(rows=ROWS)
def test_any_rows_agree_with_the_schema(rows: list[dict[str, Any]]) -> None:
    schema, *records, state = messages([TYPED, WRONG, *rows])
    checker = Draft7Validator(schema["schema"], format_checker=FormatChecker())
    for record in records:
        checker.validate(record["record"])
    assert state["value"]["bookmarks"]["leads"]["rows"] == len(records) == len(rows) + 2
    assert records[0]["record"]["deep"] == json.dumps(TYPED["deep"])


def test_a_list_becomes_a_stream(jb: Prompt, tmp_path: Path) -> None:
    jb("leads", "create", "--email", "one@example.com")
    path = tmp_path / "leads.singer"
    assert jb("export", "leads", "--out", str(path)).code == 0
    schema, record, state = map(json.loads, path.read_text().splitlines())
    assert [message["type"] for message in (schema, record, state)] == ["SCHEMA", "RECORD", "STATE"]
    assert (schema["stream"], schema["key_properties"]) == ("leads", ["uuid"])
    assert schema["schema"]["properties"]["created_at"]["format"] == "date-time"
    assert record["record"]["email"] == "one@example.com"
    assert state["value"]["bookmarks"]["leads"]["rows"] == 1
