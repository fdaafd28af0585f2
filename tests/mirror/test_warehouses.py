"""Loads into DuckDB and PostgreSQL by dlt."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from journeybee import ConfigurationError
from journeybee.blocking import JourneyBee, Mirror
from tests.postgres_server import postgres
from tests.programs import missing

ROOT = Path(__file__).parents[2]


@pytest.fixture(params=["duckdb", "postgresql"])
def destination(request: pytest.FixtureRequest) -> Iterator[str]:
    for module in ("dlt", "duckdb", "psycopg2"):
        if find_spec(module) is None:
            missing(f"{module} is not installed: `make setup`")
    if request.param == "duckdb":
        yield "duckdb"
    else:
        with postgres() as url:
            yield url


@pytest.mark.thorough
def test_loads_give_equal_tables_and_their_history(destination: str) -> None:
    line = [sys.executable, "-m", "tests.mirror.warehouse", destination]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=False, timeout=240)
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    first, second = found["states"]
    server_before, server_after = found["server"]
    assert [row[:2] for row in first] == server_before
    assert [row[:2] for row in second] == server_after
    assert first != second
    assert [name for _, _, name in second if name == "Changed"] == ["Changed"]
    assert "leads" not in found["counts"]
    assert found["failure"] == "PipelineStepFailed"
    assert "other.db is not the mirror of the last load" in found["other"]

    loaded, changed, emptied = found["history"]
    ids = {row[0] for row in loaded}
    assert all(valid in {"True", "true"} for _, _, valid in loaded)
    assert {row[0] for row in changed} > ids
    # One was changed and one deleted, so the former version of both has ended.
    assert sum(valid in {"False", "false"} for _, _, valid in changed) == 2
    assert len(changed) == len(loaded) + 2
    assert len(emptied) == len(changed)
    assert all(valid in {"False", "false"} for _, _, valid in emptied)


def test_what_cannot_be_loaded_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from journeybee.dlt import journeybee_source

    with JourneyBee("key") as client, Mirror(tmp_path / "crm.db") as mirror:
        for name in ("leeds", "request"):
            with pytest.raises(ConfigurationError, match=f"'{name}' is not a table with a list"):
                journeybee_source(client, name, mirror=mirror)
        monkeypatch.setitem(sys.modules, "dlt", None)
        with pytest.raises(ConfigurationError, match=r'pip install "journeybee\[dlt\]"'):
            journeybee_source(client, "leads", mirror=mirror)
