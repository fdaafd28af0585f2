"""Files contain exactly the rows of the server, in every format and after every interruption."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import os
from typing import TYPE_CHECKING, Any

import pytest

from journeybee import JourneyBee
from journeybee.cli.export.formats import FORMATS
from journeybee.cli.export.sources import Source, exportable
from journeybee.cli.sanitize import csv_cell
from journeybee.legacy import LegacyJourneyBee
from tests.cli.interruptions import expected
from tests.cli.libraries import library

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.harness import Prompt

ODD = {"first_name": "=1+1", "last_name": "\x1b[1m,\"'\n", "company_name": "Zoë 東京 👩‍💻"}


@pytest.fixture
def rows(jb: Prompt) -> list[dict[str, Any]]:
    """The leads of a sandbox, some of them odd, as its list returns them."""
    for number in range(5):
        line = ["leads", "create", "--email", f"{number}@example.com"]
        for name, value in ODD.items() if number % 2 else ():
            line += [f"--{name.replace('_', '-')}={value}"]
        assert jb(*line).code == 0
    return expected(jb.sandbox, "leads")


def read(file: Path) -> str:
    data = file.read_bytes()
    if file.suffix == ".gz":
        data = gzip.decompress(data)
    if file.suffix == ".zst":
        data = library("backports.zstd").decompress(data)
    return data.decode()


# Singer messages have the time of their run, and tests of their own.
TABLES = [name for name in FORMATS if name != "singer"]


@pytest.mark.parametrize("format_name", TABLES)
def test_each_format_holds_exactly_the_rows(
    jb: Prompt, rows: list[dict[str, Any]], tmp_path: Path, format_name: str
) -> None:
    out = tmp_path / f"leads.{format_name}"
    result = jb("export", "leads", "--out", str(out))
    assert result.code == 0, result.err
    columns = Source.find(JourneyBee, "leads").columns.names
    if format_name.startswith("jsonl"):
        found = [json.loads(line) for line in read(out).splitlines()]
        assert found == rows
        order = [name for name in columns if name in rows[0]]
        assert [list(row) for row in found] == [order] * len(rows)
    elif format_name.startswith("csv"):
        header, *cells = csv.reader(io.StringIO(read(out)))
        assert header == columns
        as_text = [
            ["" if (cell := csv_cell(row.get(name))) is None else str(cell) for name in columns]
            for row in rows
        ]
        assert cells == as_text
    else:
        times = ("created_at", "updated_at")
        instants = ", ".join(f"epoch_us({name}) as {name}" for name in times)
        read_back = library("duckdb").sql(f"select * replace ({instants}) from '{out}'").fetchall()
        for row in rows:
            row |= {name: library("pandas").Timestamp(row[name]).value // 1000 for name in times}
        assert [[_plain(value) for value in values] for values in read_back] == [
            [row.get(name) for name in columns] for row in rows
        ]
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def _plain(value: Any) -> Any:
    nested = isinstance(value, str) and value[:1] in {"[", "{"}
    return json.loads(value) if nested else value


def test_the_same_rows_give_the_same_bytes(
    jb: Prompt, rows: list[dict[str, Any]], tmp_path: Path
) -> None:
    assert rows
    for format_name in TABLES:
        made = [tmp_path / f"{n}.{format_name}" for n in (1, 2)]
        for out in made:
            assert jb("export", "leads", "--out", str(out)).code == 0
        assert made[0].read_bytes() == made[1].read_bytes()


def test_a_folder_has_a_file_for_each_resource_and_a_manifest(
    jb: Prompt, rows: list[dict[str, Any]], tmp_path: Path
) -> None:
    out = tmp_path / "all"
    assert jb("export", "--all", "--format", "jsonl.gz", "--out", str(out)).code == 0
    manifest = json.loads((out / "manifest.json").read_text())
    names = [part["file"] for part in manifest["files"]]
    assert names == [f"{name}.jsonl.gz" for name in exportable(JourneyBee)]
    assert {path.name for path in out.iterdir()} == {*names, "manifest.json"}
    assert [path.name for path in tmp_path.iterdir()] == ["all"]
    for part in manifest["files"]:
        content = (out / part["file"]).read_bytes()
        assert part["bytes"] == len(content)
        assert part["sha256"] == hashlib.sha256(content).hexdigest()
        assert part["rows"] == len(gzip.decompress(content).splitlines())
    (leads,) = (part for part in manifest["files"] if part["file"] == "leads.jsonl.gz")
    assert leads["rows"] == len(rows)


def test_an_empty_list_still_has_its_columns(jb: Prompt, tmp_path: Path) -> None:
    out = tmp_path / "deals.parquet"
    assert jb("export", "deals", "--out", str(out)).code == 0
    frame = library("pandas").read_parquet(out)
    assert list(frame.columns) == Source.find(JourneyBee, "deals").columns.names
    assert frame.empty


class StopHereError(Exception):
    """Simulates a machine that stops."""


@pytest.mark.thorough
def test_stopped_at_any_step_on_the_disk_it_goes_on(
    jb: Prompt, rows: list[dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = {name: getattr(os, name) for name in ("replace", "unlink", "rmdir")}
    steps = last = 0

    def step(name: str) -> Any:
        def act(*arguments: Any, **handles: Any) -> Any:
            nonlocal steps
            steps += 1
            if steps == last:
                raise StopHereError
            return real[name](*arguments, **handles)

        return act

    code = 1
    while code:
        steps, last = 0, last + 1
        folder = tmp_path / str(last)
        out = folder / "all"
        line = ["export", "leads", "tags", "--format", "jsonl", "--out", str(out), "--resume"]
        with monkeypatch.context() as patch:
            for name in real:
                patch.setattr(os, name, step(name))
            code = jb(*line).code
        assert jb(*line).code == 0
        assert [path.name for path in folder.iterdir()] == ["all"]
        names = {"leads.jsonl", "tags.jsonl", "manifest.json"}
        assert {path.name for path in out.iterdir()} == names
        found = [json.loads(text) for text in (out / "leads.jsonl").read_text().splitlines()]
        assert found == rows
    assert last > 12


def test_what_would_go_wrong_is_said_before_anything_is_sent(
    jb: Prompt, rows: list[dict[str, Any]], tmp_path: Path
) -> None:
    assert rows
    out = str(tmp_path / "x.csv")
    sent = len(jb.sandbox.requests)
    for line, words in {
        ("leads", "--out", str(tmp_path / "x.xlsx")): "names no format",
        ("leads", "tags", "--out", out): "folder",
        ("leeds", "--out", out): "these can",
        ("leads.notes", "--out", out): "these can",
        (
            "leads",
            "--where",
            "colour=red",
            "--out",
            out,
        ): "no filter 'colour': there are",
        ("leads", "--where", "per_page=x", "--out", out): "not a valid integer",
        ("leads", "--where", "page=2", "--out", out): "has all pages",
        ("leads", "--where", "status", "--out", out): "NAME=VALUE",
        ("leads", "--where=search=a", "--where=search=b", "--out", out): "takes one value, not 2",
        ("--out", out): "name what to export",
    }.items():
        result = jb("export", *line)
        assert result.code == 2, line
        assert words in result.err, line
    assert len(jb.sandbox.requests) == sent
    assert not list(tmp_path.iterdir())


def test_filters_reach_the_list(jb: Prompt, rows: list[dict[str, Any]], tmp_path: Path) -> None:
    out = tmp_path / "x.jsonl"
    assert jb("export", "leads", "--where", "search=3@", "--out", str(out)).code == 0
    assert [json.loads(line) for line in out.read_text().splitlines()] == [rows[3]]


def test_nothing_is_overwritten_unless_asked(
    jb: Prompt, rows: list[dict[str, Any]], tmp_path: Path
) -> None:
    out = tmp_path / "x.jsonl"
    out.write_text("mine")
    assert jb("export", "leads", "--out", str(out)).code == 2
    assert out.read_text() == "mine"
    assert jb("export", "leads", "--out", str(out), "--overwrite").code == 0
    assert len(out.read_text().splitlines()) == len(rows)
    assert "complete" in jb("export", "leads", "--out", str(out), "--resume").err


def test_an_interrupted_export_is_neither_forgotten_nor_mixed_up(
    jb: Prompt, rows: list[dict[str, Any]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "x.jsonl"
    line = ["export", "leads", "--where", "per-page=2", "--out", str(out)]
    fault = jb.sandbox.faults.add(operation="list_leads", status=400, every=2)
    stopped = jb(*line)
    assert stopped.code == 4
    assert "2 rows are kept: the same line with --resume continues" in stopped.err
    jb.sandbox.faults.remove(fault)
    assert "was interrupted" in jb(*line).err
    other = ["export", "tags", "--out", str(out), "--resume"]
    assert "another export was interrupted" in jb(*other).err
    # The line need not be repeated: it is in the state.
    assert jb("export", "--out", str(out), "--resume").code == 0
    assert len(out.read_text().splitlines()) == len(rows)


def test_filters_become_arguments_of_their_types() -> None:
    where = {"status": ["new"], "search": ["a=b"], "per-page": ["5"]}
    arguments = Source.find(JourneyBee, "leads", where).arguments
    assert arguments == {"status": "new", "search": "a=b", "per_page": 5}
    where = {"tags": ["1", "2"], "sort": ['[{"column": "name"}]']}
    arguments = Source.find(LegacyJourneyBee, "deals", where).arguments
    assert arguments == {"tags": [1, 2], "sort": [{"column": "name"}]}


def test_other_surfaces_can_be_exported_too() -> None:
    names = set(exportable(LegacyJourneyBee))
    assert {"leads", "partnerships", "users"} <= names
    for name in names:
        assert Source.find(LegacyJourneyBee, name).columns.types, name
