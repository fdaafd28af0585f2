"""The output, files and exit code of `journeybee verify`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.cli.harness import Prompt, prompt

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def jb(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Iterator[Prompt]:
    monkeypatch.setenv("HOME", str(tmp_path))
    with prompt(capsys, monkeypatch, world="tiny") as typed:
        yield typed


def test_a_server_that_fits(jb: Prompt, tmp_path: Path) -> None:
    report, overlay = tmp_path / "report.md", tmp_path / "observed.yaml"
    result = jb("verify", "--report", str(report), "--overlay", str(overlay))
    assert (result.code, result.out) == (0, "")
    assert " differ, " in result.err
    assert "; 0 differences." in report.read_text()
    written = json.loads(overlay.read_text())
    assert (written["overlay"], written["info"]["version"]) == ("1.0.0", written["info"]["version"])
    assert {request.method for request in jb.sandbox.requests} == {"GET"}


@pytest.mark.thorough
def test_a_server_that_differs(jb: Prompt, tmp_path: Path) -> None:
    jb.sandbox.faults.add(operation="list_tags", drift="extra_field")
    report = tmp_path / "report.json"
    result = jb("verify", "--report", str(report))
    assert result.code == 1
    assert "Tag." in result.out
    assert "not in the spec" in result.out
    (difference,) = json.loads(report.read_text())["differences"]
    assert (difference["aspect"], difference["operations"]) == ("field", ["list_tags"])


@pytest.mark.thorough
def test_a_run_that_ends_early_goes_on(jb: Prompt, tmp_path: Path) -> None:
    state = tmp_path / "state.json"
    line = ("verify", "--max-requests", "30", "--state", str(state))
    first = jb(*line)
    assert first.code == 1
    assert "the same line continues with the operations that are left" in first.err
    assert 0 in (jb(*line).code for _ in range(4))
    assert not state.exists()
    assert jb(*line, "--restart").code == 1


def test_the_surface_and_bad_options(jb: Prompt) -> None:
    assert jb("verify", "--max-requests", "0").code == 2
    assert jb("--base-url", "http://127.0.0.1:9/v1", "verify").code in {3, 5}
