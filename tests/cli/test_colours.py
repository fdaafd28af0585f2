"""Styles only where they are wanted: `NO_COLOR`, `CLICOLOR`, `FORCE_COLOR`, pipes and terminals."""

from __future__ import annotations

import io
import re
import sys
from typing import TYPE_CHECKING

import pytest

from journeybee.cli import terminal
from journeybee.cli.columns import Columns
from journeybee.cli.output import Output
from journeybee.cli.table import show_object
from tests.cli.harness import Prompt

if TYPE_CHECKING:
    from pathlib import Path

# What a command that shows tables, objects, errors, bars, findings and help is run with.
LINES = (
    "tags create --label hot --association lead --format table",
    "tags list --format table",
    "leads get none",
    "leads lst",
    "help leads",
    "ops lead --format table",
    "doctor --format table",
    "export tags --format jsonl --out {folder}/out",
    "sync tags --to {folder}/crm.db",
    "verify --max-requests 3 --state {folder}/state.json",
    "trigger lead_created --secret x --to http://127.0.0.1:9/",
    "auth status",
)
STYLE = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "TTY_COMPATIBLE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


def shown(jb: Prompt, monkeypatch: pytest.MonkeyPatch, line: str, *, terminal: bool) -> str:
    if terminal:
        for stream in (sys.stdout, sys.stderr):
            monkeypatch.setattr(stream, "isatty", lambda: True)
    result = jb(*line.split())
    return result.out + result.err


@pytest.mark.thorough
def test_nothing_is_styled_with_no_color(
    jb: Prompt, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("FORCE_COLOR", "1")
    for line in LINES:
        text = shown(jb, monkeypatch, line.format(folder=tmp_path), terminal=True)
        assert text, line
        assert not STYLE.search(text), line


@pytest.mark.thorough
def test_no_escape_code_reaches_a_pipe(
    jb: Prompt, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for line in LINES:
        text = shown(jb, monkeypatch, line.format(folder=tmp_path), terminal=False)
        assert text, line
        assert "\x1b" not in text, line


@pytest.mark.parametrize(
    ("variables", "is_terminal", "styled"),
    [
        ({}, True, True),
        ({}, False, False),
        ({"CLICOLOR": "0"}, True, False),
        ({"CLICOLOR": "1"}, False, False),
        ({"CLICOLOR_FORCE": "1"}, False, True),
        ({"CLICOLOR_FORCE": "0"}, False, False),
        ({"FORCE_COLOR": "1"}, False, True),
        ({"FORCE_COLOR": "0"}, True, True),
        ({"NO_COLOR": "", "FORCE_COLOR": ""}, True, True),
        ({"NO_COLOR": "1", "CLICOLOR_FORCE": "1"}, True, False),
    ],
)
def test_variables_switch_styles(
    variables: dict[str, str],
    is_terminal: bool,
    styled: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    out = io.StringIO()
    monkeypatch.setattr(out, "isatty", lambda: is_terminal)
    show_object(out, {"name": "Ada"})
    assert bool(STYLE.search(out.getvalue())) == styled


@pytest.mark.parametrize("format_name", ["json", "jsonl", "csv"])
def test_what_programs_read_is_never_styled(
    format_name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    Output(format_name, None, Columns({})).value({"name": "Ada"})
    assert "\x1b" not in capsys.readouterr().out


def test_a_dumb_terminal_has_no_lines_that_are_erased(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert terminal.moves_cursor(sys.stderr)
    monkeypatch.setenv("TERM", "dumb")
    assert not terminal.moves_cursor(sys.stderr)
