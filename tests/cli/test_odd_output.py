"""Every output is valid and complete for any content, and reports its replacements."""

from __future__ import annotations

import csv
import gzip
import importlib
import io
import json
import os
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from journeybee.cli.program import run, run_process
from journeybee.cli.sanitize import csv_cell
from journeybee.items.frames import EXTRA
from tests.cli.interruptions import JOURNEYBEE, ROOT
from tests.cli.odd_texts import FORMULAS, HALVES, TEXTS, strict_json, whole

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.raw_lists import RawLists

duckdb: Any = importlib.import_module("duckdb")


arrow_csv: Any = importlib.import_module("pyarrow.csv")


arrow_json: Any = importlib.import_module("pyarrow.json")


parquet: Any = importlib.import_module("pyarrow.parquet")


arrow: Any = importlib.import_module("pyarrow")


# Each text in a column of the spec and in an unknown field.
CORPUS = [*TEXTS.values(), *FORMULAS, *HALVES.values()]


ROWS = [{"uuid": str(n), "company_name": t, "odd": {t[:9]: [t]}} for n, t in enumerate(CORPUS)]


@pytest.fixture
def lists(lists: RawLists) -> RawLists:
    lists.rows = [json.dumps(row).encode() for row in ROWS]
    return lists


def export(tmp_path: Path, name: str, *words: str) -> Path:
    out = tmp_path / name
    assert run(["export", "leads", "--out", str(out), *words]) == 0
    return out


def is_said_of_each_half(said: str, of: str = "") -> None:
    for row in range(len(ROWS) - len(HALVES) + 1, len(ROWS) + 1):
        assert f"{of}row {row}, company_name: half of a surrogate pair" in said


def test_json_lines_are_those_of_strict_readers(
    lists: RawLists, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = export(tmp_path, "leads.jsonl")
    is_said_of_each_half(capsys.readouterr().err, "leads ")
    found = [strict_json(line) for line in out.read_bytes().splitlines()]
    texts = [whole(text) for text in CORPUS]
    assert [row["company_name"] for row in found] == texts
    assert [row[EXTRA]["odd"].popitem()[1] for row in found] == [[text] for text in texts]
    options = arrow_json.ReadOptions(block_size=1 << 24)
    kinds = arrow_json.ParseOptions(explicit_schema=arrow.schema([("company_name", "string")]))
    table = arrow_json.read_json(out, read_options=options, parse_options=kinds)
    assert table["company_name"].to_pylist() == texts
    columns = "columns={'company_name': 'VARCHAR'}, format='newline_delimited'"
    names = duckdb.sql(f"select * from read_json('{out}', {columns})").fetchall()
    assert [name for (name,) in names] == texts


def test_csv_is_that_of_strict_readers(
    lists: RawLists, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = export(tmp_path, "leads.csv.gz", "--bom")
    is_said_of_each_half(capsys.readouterr().err, "leads ")
    content = gzip.decompress(out.read_bytes())
    plain = tmp_path / "leads.csv"
    plain.write_bytes(content)
    assert content.startswith("\ufeff".encode())
    texts = [csv_cell(whole(text)) for text in CORPUS]
    before = csv.field_size_limit(1 << 24)
    rows = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))
    csv.field_size_limit(before)
    assert [row["company_name"] for row in rows] == texts
    assert all(strict_json(row[EXTRA]) for row in rows)
    options = "header=true, all_varchar=true, nullstr='nothing', max_line_size=4000000"
    names = duckdb.sql(f"select company_name from read_csv('{plain}', {options})").fetchall()
    assert [name or "" for (name,) in names] == texts
    table = arrow_csv.read_csv(
        plain,
        read_options=arrow_csv.ReadOptions(block_size=1 << 24),
        parse_options=arrow_csv.ParseOptions(newlines_in_values=True),
        convert_options=arrow_csv.ConvertOptions(column_types={"company_name": "string"}),
    )
    assert table["company_name"].to_pylist() == texts


def test_parquet_is_that_of_strict_readers(
    lists: RawLists, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = export(tmp_path, "leads.parquet")
    is_said_of_each_half(capsys.readouterr().err, "leads ")
    texts = [whole(text) for text in CORPUS]
    table = parquet.read_table(out)
    table.validate(full=True)
    assert table["company_name"].to_pylist() == texts
    names = duckdb.sql(f"select company_name from '{out}'").fetchall()
    assert [name for (name,) in names] == texts


READ: dict[str, Callable[[str], list[Any]]] = {
    "json": lambda text: [row["company_name"] for row in strict_json(text)],
    "jsonl": lambda text: [strict_json(line)["company_name"] for line in text.splitlines()],
    "csv": lambda text: [row["company_name"] for row in csv.DictReader(io.StringIO(text))],
}


def in_encoding(encoding: str, monkeypatch: pytest.MonkeyPatch, *words: str) -> tuple[int, str]:
    """Run a command whose standard output is a file in an encoding."""
    file = io.BytesIO()
    with monkeypatch.context() as patch, io.TextIOWrapper(file, encoding=encoding) as out:
        patch.setattr("sys.stdout", out)
        patch.setattr("sys.argv", ["journeybee", *words])
        code = run_process()
        return code, file.getvalue().decode(encoding)


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
@pytest.mark.parametrize("format_name", READ)
def test_standard_output_in_any_encoding_is_complete(
    lists: RawLists,
    format_name: str,
    encoding: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    texts = ["Łukasz", "Zoë", "😀", "plain", *HALVES.values()]
    lists.rows = [json.dumps({"uuid": "1", "company_name": text}).encode() for text in texts]
    code, out = in_encoding(encoding, monkeypatch, "leads", "list", "--format", format_name)
    said = capsys.readouterr().err
    assert code == 0, said
    expected = [whole(text) for text in texts]
    if format_name == "csv" and encoding != "utf-8":
        expected = [t.encode(encoding, "backslashreplace").decode(encoding) for t in expected]
        assert f"row 1, company_name: characters that {encoding} does not have" in said
    elif encoding == "cp1252":
        assert out.isascii()
    assert READ[format_name](out) == expected
    assert "row 5, company_name: half of a surrogate pair" in said


def test_a_process_whose_output_is_in_an_old_encoding_writes_all(lists: RawLists) -> None:
    lists.rows = [json.dumps({"company_name": text}).encode() for text in ("Łukasz", "plain")]
    environment = {
        "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'generated'}",
        "PYTHONIOENCODING": "cp1252",
    }
    result = subprocess.run(
        [*JOURNEYBEE, "leads", "list"],
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        check=True,
    )
    found = [strict_json(line)["company_name"] for line in result.stdout.splitlines()]
    assert found == ["Łukasz", "plain"]


def test_a_table_in_any_encoding_is_complete(
    lists: RawLists, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists.rows = [json.dumps({"company_name": text}).encode() for text in ("Łukasz", "plain")]
    line = ("leads", "list", "--format", "table", "--fields", "company_name")
    code, out = in_encoding("ascii", monkeypatch, *line)
    assert code == 0
    assert out.split() == ["company_name", "\\u0141ukasz", "plain"]


NUMBERS = b'{"uuid": "1", "company_name": NaN, "tags": [1e400, -1e999, 1.5], "status": Infinity}'


@pytest.mark.parametrize("format_name", ["json", "jsonl", "csv"])
def test_a_number_that_is_not_json_is_null_and_said(
    lists: RawLists, format_name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lists.rows = [ROWS_OF_ONE, NUMBERS]
    assert run(["leads", "list", "--format", format_name]) == 0
    out, said = capsys.readouterr()
    for path, number in (
        ("company_name", "nan"),
        ("tags[0]", "inf"),
        ("tags[1]", "-inf"),
        ("status", "inf"),
    ):
        assert f"row 2, {path}: {number} is written as null" in said
    assert READ[format_name](out)[1] in {None, ""}
    assert "NaN" not in out
    assert "Infinity" not in out


ROWS_OF_ONE = b'{"uuid": "0", "company_name": "x"}'


@pytest.mark.parametrize("format_name", ["jsonl", "csv", "parquet"])
def test_an_export_of_such_numbers_is_complete(
    lists: RawLists, tmp_path: Path, format_name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lists.rows = [ROWS_OF_ONE, NUMBERS]
    out = export(tmp_path, f"leads.{format_name}")
    assert "leads row 2, tags[0]: inf is written as null" in capsys.readouterr().err
    counted = duckdb.sql(f"select count(*), count(company_name) from '{out}'").fetchall()
    assert counted == [(2, 1)]


def test_of_many_only_some_are_named_and_the_rest_counted(
    lists: RawLists, capsys: pytest.CaptureFixture[str]
) -> None:
    lists.rows = [b'{"company_name": NaN}'] * 25
    assert run(["leads", "list", "--format", "jsonl"]) == 0
    said = [line for line in capsys.readouterr().err.splitlines() if "written as null" in line]
    assert len(said) == 11
    assert said[-1] == "journeybee: company_name: nan is written as null (and 15 more)"


def test_keys_that_are_replaced_stay_apart(
    lists: RawLists, capsys: pytest.CaptureFixture[str]
) -> None:
    lists.rows = [b'{"\\ud83d": 1, "\\ud83e": 2, "\\ufffd": 3}']
    assert run(["leads", "list", "--format", "jsonl"]) == 0
    assert sorted(strict_json(capsys.readouterr().out).values()) == [1, 2, 3]


def test_rows_that_are_no_objects_are_kept(
    lists: RawLists, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lists.rows = [b'"text"', b"null", b"[1]", ROWS_OF_ONE]
    expected = ["text", None, [1]]
    for format_name in ("json", "jsonl", "csv", "table"):
        assert run(["leads", "list", "--format", format_name]) == 0, format_name
        out = capsys.readouterr().out
        if format_name == "json":
            assert [row.get("value") for row in strict_json(out)][:3] == expected
    found = [strict_json(line) for line in export(tmp_path, "x.jsonl").read_text().splitlines()]
    assert [row.get(EXTRA, {}).get("value") for row in found] == [*expected, None]
    export(tmp_path, "x.parquet")


def test_columns_of_any_request_are_all_there_and_none_is_a_formula(
    lists: RawLists, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    lists.rows = [b'{"=1+1": "=2", "\\uff1d3": 1}', b'{"later": 2}']
    line = ["api", "GET", "/things", "--format", "csv", "--bom"]
    body = b"[%s]" % b", ".join(lists.rows)
    monkeypatch.setattr(lists, "answer", lambda _: (200, body))
    assert run(line) == 0
    rows = list(csv.reader(io.StringIO(capsys.readouterr().out.removeprefix("\ufeff"))))
    assert rows == [["'=1+1", "'\uff1d3", "later"], ["'=2", "1", ""], ["", "", "2"]]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_runs_as_a_formula(text: str) -> None:
    assert csv_cell(text) == f"'{text}"


def test_a_byte_order_mark_is_for_csv_in_unicode(
    lists: RawLists,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert run(["leads", "list", "--format", "csv", "--bom"]) == 0
    assert capsys.readouterr().out.startswith("\ufeffuuid,")
    asked = len(lists.asked)
    assert run(["leads", "list", "--bom"]) == 2
    assert run(["export", "leads", "--out", str(tmp_path / "x.jsonl"), "--bom"]) == 2
    assert "--bom is for CSV" in capsys.readouterr().err
    line = ("leads", "list", "--format", "csv", "--bom")
    assert in_encoding("cp1252", monkeypatch, *line) == (2, "")
    assert "--bom is for UTF-8" in capsys.readouterr().err
    assert len(lists.asked) == asked


def test_times_keep_what_parquet_has_no_place_for(lists: RawLists, tmp_path: Path) -> None:
    times = [
        "2026-02-01T10:00:00.123456789Z",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59-14:00",
    ]
    lists.rows = [json.dumps({"uuid": "u", "created_at": time}).encode() for time in times]
    rows = parquet.read_table(export(tmp_path, "leads.parquet")).to_pylist()
    assert [json.loads(row[EXTRA])["created_at"] for row in rows] == times
    assert not any(row["created_at"] for row in rows)
