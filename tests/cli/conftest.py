"""Fixtures: a prompt with an empty sandbox, and a server of raw lists."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.harness import Prompt, prompt
from tests.cli.interruptions import ROOT
from tests.cli.raw_lists import RawLists, serve
from tests.cli.small_export import ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def jb(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Prompt]:
    with prompt(capsys, monkeypatch) as typed:
        yield typed


@pytest.fixture
def binaries(tmp_path: Path) -> Path:
    """A folder with the command `journeybee`."""
    folder = tmp_path / "bin"
    folder.mkdir()
    command = folder / "journeybee"
    path = f"PYTHONPATH={ROOT}:{ROOT / 'generated'}"
    command.write_text(f'#!/bin/sh\n{path} exec {sys.executable} -m journeybee "$@"\n')
    command.chmod(0o755)
    return folder


@pytest.fixture
def lists(monkeypatch: pytest.MonkeyPatch) -> Iterator[RawLists]:
    found = RawLists(ROWS)
    with serve(found) as url:
        monkeypatch.setenv("JOURNEYBEE_API_KEY", "jb_key")
        monkeypatch.setenv("JOURNEYBEE_BASE_URL", url)
        monkeypatch.setenv("JOURNEYBEE_REQUESTS_PER_MINUTE", "100000")
        yield found
