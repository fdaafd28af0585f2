"""What cannot be meant is answered before anything is sent, with what can; words are completed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from journeybee.cli.program import program

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.harness import Prompt


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--custom-fields", "{"),
        ("--tag-uuids", "[1"),
    ],
)
def test_what_is_no_json_is_usage(jb: Prompt, option: str, value: str) -> None:
    result = jb("leads", "create", option, value)
    assert result.code == 2
    assert "JSON" in result.err
    assert not jb.sandbox.requests


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("api POST /tags/ label=hot", "'label=hot' follows the path: a body is --data"),
        ("api POST /tags/ -d @none.json", "cannot read none.json: No such file"),
        ("api https://other.example/tags/", "must begin with / and name no host"),
        ("leads list --raw", "--raw goes with --transform"),
        ("leads list --json --format csv", "--json and --transform each exclude --format"),
        ("sync leads --to -", "a mirror is a file"),
        ("export leads --out - --format csv", "`journeybee leads list --all --format csv` writes"),
        ("export leads,deals --out x/", "'leads,deals' cannot be exported"),
        ("listen --secret x --port 99999", "99999 is not in the range"),
    ],
)
def test_what_cannot_be_done_is_said_with_the_way(jb: Prompt, line: str, problem: str) -> None:
    result = jb(*line.split())
    assert result.code == 2
    assert problem in result.err
    assert not jb.sandbox.requests


@pytest.mark.parametrize(
    ("line", "say"),
    [
        ("leads update u", "nothing to change: give at least one of --email, --first-name"),
        ("leads update u --format json", "nothing to change"),
        ("leads update u --phone-number null", "--set phone-number=null sends null"),
        ("resources update u --description null", "--set description=null sends null"),
        ("tasks update u --assigned-user-uuids null", 'would store the text "null"'),
        ("leads create --phone-number null", 'would store the text "null"'),
        ("leads create --custom-fields null", "the spec has no null for --custom-fields"),
        ("leads create --set custom-fields=null", "the spec has no null for --custom-fields"),
        ("leads update u --set first-name=Ada", "a text is --first-name Ada"),
        ("leads update u --set first-name", "is not NAME=VALUE"),
        ("leads update u --set nam=1", "no field 'nam': there are email, first-name"),
        ("leads update u --set email=1 --email a@example.com", "email is given twice"),
        ("leads create --set email=1 --set email=2", "email is given twice"),
    ],
)
def test_a_write_that_can_hardly_be_meant_is_not_sent(jb: Prompt, line: str, say: str) -> None:
    result = jb(*line.split())
    assert result.code == 2
    assert say in result.err
    assert not jb.sandbox.requests


@pytest.mark.parametrize(
    ("line", "suggestion"),
    [("laeds list", "'leads'"), ("leads lst", "'list'"), ("exprt", "'export'")],
)
def test_a_wrong_command_is_answered_by_a_near_one(jb: Prompt, line: str, suggestion: str) -> None:
    result = jb(*line.split())
    assert result.code == 2
    assert f"Did you mean {suggestion}" in result.err


COMPLETIONS = {
    "lea": {"leads"},
    "leads li": {"list"},
    "leads list --sta": {"--status"},
    "leads list --status q": {"qualified"},
    "export st": {"stages"},
    "leads create --custom-fields @a": {"@a.json", "@all/"},
}


@pytest.mark.parametrize("word", COMPLETIONS)
def test_completion_offers_words(
    word: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.json").touch()
    (tmp_path / "all").mkdir()
    before = word.split(" ")[:-1]
    monkeypatch.setenv("_JOURNEYBEE_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", f"journeybee {word}")
    monkeypatch.setenv("COMP_CWORD", str(len(before) + 1))
    result = CliRunner().invoke(program, [], prog_name="journeybee")
    offered = {line.partition(",")[2] for line in result.output.splitlines()}
    assert offered == COMPLETIONS[word]
