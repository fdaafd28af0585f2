"""Fixtures: a prompt with an empty sandbox, and a server of raw lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli.harness import Prompt, prompt
from tests.cli.raw_lists import RawLists, serve
from tests.cli.small_export import ROWS

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def jb(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Iterator[Prompt]:
    with prompt(capsys, monkeypatch) as typed:
        yield typed


@pytest.fixture
def lists(monkeypatch: pytest.MonkeyPatch) -> Iterator[RawLists]:
    found = RawLists(ROWS)
    with serve(found) as url:
        monkeypatch.setenv("JOURNEYBEE_API_KEY", "jb_key")
        monkeypatch.setenv("JOURNEYBEE_BASE_URL", url)
        monkeypatch.setenv("JOURNEYBEE_REQUESTS_PER_MINUTE", "100000")
        yield found
