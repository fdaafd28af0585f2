"""No raw text of a server reaches a terminal or a spreadsheet; all formats have the same rows."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journeybee.cli.columns import Columns, pick
from journeybee.cli.output import FORMATS, Output
from journeybee.cli.sanitize import csv_cell, json_text, shown

HOSTILE = "\x1b]0;owned\x07\x9b31m\x7f\u202e\ud800\u2028\r\nend"
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(), max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


class Terminal(io.StringIO):
    """Standard output that claims to be a terminal."""

    def isatty(self) -> bool:
        return True


@given(JSON, st.sampled_from([None, 2]))
def test_json_reads_back_and_holds_no_control_character(value: Any, indent: int | None) -> None:
    text = json_text(value, indent=indent)
    assert json.loads(text) == value
    assert not set(text.replace("\n", "")) & set(map(chr, [*range(32), *range(0x7F, 0xA0)]))
    text.encode()


def test_shown_keeps_what_people_write() -> None:
    assert shown("Zoë, 東京 👩‍💻 ñ") == "Zoë, 東京 👩‍💻 ñ"
    assert shown(HOSTILE).isprintable()


@pytest.mark.parametrize("format_name", FORMATS)
def test_a_hostile_server_cannot_touch_the_terminal(
    format_name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = Terminal()
    monkeypatch.setattr("sys.stdout", out)
    output = Output(format_name, None, Columns({}))
    sink = output.rows()
    sink.write([{HOSTILE: HOSTILE, "deep": {HOSTILE: [HOSTILE]}}])
    sink.close()
    output.value({HOSTILE: {HOSTILE: HOSTILE}})
    output.value(HOSTILE)
    text = out.getvalue()
    assert "\\u001b" in text
    # The rest are the escapes of this tool: bold, and ends of lines.
    assert shown(text.replace("\x1b[1m", "").replace("\x1b[0m", "").replace("\n", "")).count(
        "\\u"
    ) == text.count("\\u")


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("+cmd|' /C calc'!A0", "'+cmd|' /C calc'!A0"),
        ("-2+3", "'-2+3"),
        ("\t=1", "'\t=1"),
        ("+49 (30) 1234-56", "+49 (30) 1234-56"),
        ("-12.5", "-12.5"),
        (-12.5, -12.5),
        (True, "true"),
        ({"a": ["=1"]}, '{"a": ["=1"]}'),
        ("plain", "plain"),
        (None, None),
    ],
)
def test_a_cell_never_runs_as_a_formula(value: Any, cell: Any) -> None:
    assert csv_cell(value) == cell


@pytest.mark.parametrize(
    ("path", "value"),
    [("a", 1), ("b.c", 2), ("d.e", [3, None]), ("b.x", None), ("a.b", None), ("x", None)],
)
def test_fields_reach_into_objects_and_lists(path: str, value: Any) -> None:
    assert pick({"a": 1, "b": {"c": 2}, "d": [{"e": 3}, {}]}, path) == value


def written(format_name: str, rows: list[list[dict[str, Any]]], fields: str | None = None) -> str:
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", out)
        sink = Output(format_name, fields, Columns({"a": str, "b": int})).rows()
        for part in rows:
            sink.write(part)
        sink.close()
    return out.getvalue()


def test_formats_hold_the_rows_of_all_pages() -> None:
    pages: list[list[dict[str, Any]]] = [[{"a": "x", "b": 1}], [], [{"a": "y", "c": [2]}]]
    rows = [row for page in pages for row in page]
    assert json.loads(written("json", pages)) == rows
    assert [json.loads(line) for line in written("jsonl", pages).splitlines()] == rows
    cells = list(csv.reader(io.StringIO(written("csv", pages))))
    assert cells == [["a", "b", "_extra"], ["x", "1", ""], ["y", "", '{"c": [2]}']]
    assert written("table", pages).split() == ["a", "b", "x", "1", "y"]


def test_formats_of_an_empty_list() -> None:
    assert json.loads(written("json", [[]])) == []
    assert not written("jsonl", [[]])
    assert written("csv", [[]]) == "a,b,_extra\n"
    assert written("csv", [[]], "b") == "b\n"
    assert not written("table", [[]])


def test_a_table_never_is_wider_than_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    row = {f"column_{number}": "東" * (number * 7) for number in range(12)}
    fields = ",".join(row)
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.stdout", out)
        sink = Output("table", fields, Columns({})).rows()
        sink.write([row])
        sink.write([{**row, "column_1": "x" * 500}])
    assert out.getvalue()
    assert all(len(line) <= 60 for line in out.getvalue().splitlines())
