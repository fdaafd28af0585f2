"""``make spec-try``: a row for any spec, and no trace in the project."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from scripts.tools import try_spec as trying
from tests.codegen.fragments import NULL, TEXT, media, object_of

if TYPE_CHECKING:
    from pathlib import Path


def a_spec(**others: Any) -> bytes:
    """A spec of two operations that have one model between them."""
    lead = object_of(id=TEXT, name={"anyOf": [TEXT, NULL]})
    operation = {"responses": {"200": {"description": "", **media(lead)}}}
    paths: dict[str, Any] = {"/leads/{id}": {"get": operation, "patch": operation}}
    version = {} if "swagger" in others else {"openapi": "3.0.3"}
    document = {**version, "info": {"title": "t", "version": "1"}, "paths": paths}
    return json.dumps(document | others).encode()


@pytest.mark.thorough
def test_a_spec_is_measured(tmp_path: Path) -> None:
    row = trying.try_spec(a_spec(), "my-api.v2.json", tmp_path)
    assert (row.spec, row.version, row.stopped) == ("my-api.v2.json", "3.0.3", [])
    assert (row.operations, row.generated, row.models, row.type_errors) == (2, 2, 1, 0)
    package = tmp_path / "journeybee_api" / "my_api_v2"
    lines = sum(len(p.read_text().splitlines()) for p in package.rglob("*.py"))
    assert row.lines == lines + len((package / "openapi.json").read_text().splitlines())
    assert row.imports is not None
    alone, with_models = row.imports
    assert 0 < alone < 5
    assert 0 < with_models < 5
    cells = row.cells()
    assert len(cells) == len(trying.HEADINGS)
    assert cells[:5] == ["my-api.v2.json", "3.0.3", "2", "2", "0"]
    assert (cells[6], cells[8]) == ("0.50", "0 errors")


@pytest.mark.thorough
def test_errors_in_types_are_counted(tmp_path: Path) -> None:
    package = tmp_path / "journeybee_api"
    (package / "bad").mkdir(parents=True)
    (package / "__init__.py").touch()
    (package / "bad" / "__init__.py").write_text("a: int = ''\ndef f(x): ...\n")
    assert trying.count_type_errors(package, "bad") == 2
    with pytest.raises(RuntimeError, match="mypy said"):
        trying.count_type_errors(package, "absent")


@pytest.mark.parametrize(
    ("spec", "version", "operations", "reason"),
    [
        (
            a_spec(paths={"/a b": {"get": {}}}),
            "3.0.3",
            "1",
            "#/paths: there is nothing left",
        ),
        (a_spec(swagger="2.0"), "2.0", "0", "#/swagger: Swagger 2.0 is not read"),
        (b"{", "", "0", "a.json#: is not"),
    ],
)
def test_what_is_refused_has_a_row_that_says_why(
    tmp_path: Path, spec: bytes, version: str, operations: str, reason: str
) -> None:
    row = trying.try_spec(spec, "a.json", tmp_path)
    assert row.stopped[0].startswith(reason)
    cells = row.cells()
    assert cells[1:5] == [version, operations, "0", f"{operations}, stopped"]
    assert cells[5:7] == ["", ""]
    assert cells[8:] == ["", ""]


def test_what_the_pipeline_trips_over_is_told_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trip(*_: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr(trying, "build", trip)
    row = trying.try_spec(a_spec(), "a.json", tmp_path)
    assert row.stopped[0] == "crashed with KeyError('x')"
    assert row.generated == 0


def test_the_models_of_operations_and_what_is_in_them_are_loaded(tmp_path: Path) -> None:
    models, operations = tmp_path / "models", tmp_path / "operations"
    models.mkdir()
    operations.mkdir()
    (models / "a.py").write_text("from .b import B\n")
    (models / "b.py").write_text("from .a import A\nfrom attrs import define\n")
    (models / "c.py").touch()
    (operations / "it.py").write_text("if True:\n    from ..models.a import A\nimport json\n")
    assert trying.models_read(operations / "it.py") == {"A", "B"}


def test_a_table_is_printed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.json"
    path.write_bytes(a_spec(paths={}))
    assert trying.main([str(path), "--keep", str(tmp_path / "kept")]) == 1
    table, reasons = capsys.readouterr()
    assert [line.count("|") for line in table.splitlines()] == [len(trying.HEADINGS) + 1] * 3
    assert table.splitlines()[2].startswith("| a.json | 3.0.3 | 0 | 0 | 0")
    assert all(line.startswith("a.json: ") for line in reasons.splitlines())
    assert (tmp_path / "kept" / "a").is_dir()
    (tmp_path / "kept" / "a" / "mine").touch()
    with pytest.raises(SystemExit):
        trying.main([str(path), "--keep", str(tmp_path / "kept")])
    assert "move it away" in capsys.readouterr().err
    assert (tmp_path / "kept" / "a" / "mine").exists()
