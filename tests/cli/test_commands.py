"""Every operation is a command, made when it is asked for."""

from __future__ import annotations

import importlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import pytest
from click.testing import CliRunner

from journeybee.cli.parameters import given
from journeybee.cli.program import program
from journeybee.introspection import bound_operations
from journeybee.surfaces import SURFACES, Surface

if TYPE_CHECKING:
    from tests.cli.harness import Prompt


ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("surface", SURFACES.values(), ids=SURFACES)
def test_every_operation_is_a_command_with_help_and_evidence(surface: Surface) -> None:
    paths = dict(bound_operations(surface.client))
    assert {bound.builder.__name__ for bound in paths.values()} == set(surface.operations)
    index, runner = surface.operations, CliRunner()
    for path, bound in paths.items():
        info = index[bound.builder.__name__]
        words = path.replace("_", "-").split(".")
        result = runner.invoke(program, ["--surface", surface.name, *words, "--help"])
        assert result.exit_code == 0, result.output
        assert f"{info.method} {info.path}" in result.output
        assert f"Evidence: {info.evidence}." in result.output


def test_no_option_of_the_tool_hides_one_of_an_operation() -> None:
    for surface in SURFACES.values():
        for path, _ in bound_operations(surface.client):
            context = click.Context(program, info_name="journeybee")
            context.params["surface"] = surface.name
            command: click.Command = program
            for word in path.split("."):
                assert isinstance(command, click.Group)
                found = command.get_command(context, word.replace("_", "-"))
                assert found is not None, path
                command = found
            flags = [flag for parameter in command.params for flag in parameter.opts]
            names = [parameter.name for parameter in command.params]
            unsaid = command.make_context("x", [], resilient_parsing=True).params
            assert given(unsaid) == {}, path
            assert len(flags) == len(set(flags)), path
            assert len(names) == len(set(names)), path


def modules_of(*words: str) -> set[str]:
    """The modules that a command line imports."""
    report = (
        "import sys; from journeybee.cli.program import run\n"
        "run(sys.argv[1:]); print(*sys.modules, file=sys.stderr)"
    )
    environment = {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'generated'}", "PYTHON_COLORS": "0"}
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", report, *words],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    return set(result.stderr.split())


def test_help_loads_no_table_and_nothing_that_sends() -> None:
    modules = modules_of("--help")
    heavy = {"httpx", "httpcore", "ssl", "asyncio", "rich", "keyring", "pyarrow", "typer"}
    assert not heavy & modules
    assert not {m for m in modules if m.startswith("journeybee.resources.")}
    assert not {m for m in modules if m.startswith("journeybee_api.v1.")} - {
        "journeybee_api.v1.operations"
    }
    # Compared with the modules that `import httpx` loads.
    with_httpx = subprocess.run(
        [sys.executable, "-c", "import sys, httpx; print(len(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert len(modules) < 1.2 * int(with_httpx.stdout)


def test_one_command_loads_its_own_table_only() -> None:
    modules = modules_of("tags", "create", "--help")
    tables = {m for m in modules if m.startswith("journeybee.resources.")}
    assert tables == {"journeybee.resources.tags"}
    assert "httpx" not in modules


def test_arguments_reach_the_server(jb: Prompt) -> None:
    fields = '[{"custom_field_uuid": "x", "value": 1}]'
    line = ["leads", "create", "--email", "a@example.com", "--tag-uuids", "[]", "--first-name", ""]
    assert jb(*line, "--custom-fields", fields).code == 4
    sent = jb.sent[-1]
    assert sent == {
        "email": "a@example.com",
        "tag_uuids": [],
        "first_name": "",
        "custom_fields": json.loads(fields),
    }


def test_lists_flags_numbers_files_and_null(jb: Prompt, tmp_path: Path) -> None:
    (tmp_path / "fields.json").write_text("[]")
    (task,) = jb.rows("tasks", "create", "--title", "A", "--due-date", "2026-02-01", "--shared")
    assert (task["due_date"][:10], task["shared"]) == ("2026-02-01", True)
    assert jb("tasks", "update", task["uuid"], "--set", "due-date=null", "--no-shared").code == 0
    assert jb.sent[-1] == {"due_date": None, "shared": False}
    users = ["--assigned-user-uuids", "a", "--assigned-user-uuids", "b"]
    jb("tasks", "update", task["uuid"], *users)
    assert jb.sent[-1] == {"assigned_user_uuids": ["a", "b"]}
    path = str(tmp_path / "fields.json")
    assert jb("leads", "create", "--custom-fields", f"@{path}").code == 0
    assert jb.sent[-1] == {"custom_fields": []}


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
    ("line", "request_"),
    [
        ("api /tags/", "GET /tags/"),
        ("api tags/", "GET /tags/"),
        ("api get /leads/?page=2&per_page=1 -q status=new", "GET /leads/ page status per_page"),
        ('api /tags/ -d {"label":"x","association":"lead"}', "POST /tags/"),
    ],
)
def test_any_endpoint_is_reached_with_few_words(jb: Prompt, line: str, request_: str) -> None:
    assert jb(*line.split()).code == 0
    (sent,) = jb.sandbox.requests
    method, path, *query = request_.split()
    assert (sent.method, sent.path, {name for name, _ in sent.query}) == (
        method,
        f"/v1{path}",
        set(query),
    )


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


def test_selected_values_are_written_as_a_shell_reads_them(jb: Prompt) -> None:
    for name in ("Ada", "Grace"):
        jb.rows("leads", "create", "--email", f"{name}@example.com", "--first-name", name)
    raw = ("leads", "list", "--raw", "--transform")
    assert jb(*raw, "[].first_name").out == "Ada\nGrace\n"
    assert jb(*raw, "[0].first_name").out == "Ada\n"
    assert jb(*raw, "[].{a: first_name}").out == '{"a": "Ada"}\n{"a": "Grace"}\n'
    assert jb(*raw, "[0].partner").out == "null\n"
    with_fields = ("leads", "list", "--json", "email", "--transform", "[0]")
    assert json.loads(jb(*with_fields).out) == {"email": "Ada@example.com"}
    assert json.loads(jb("leads", "list", "--json").out) == jb.rows("leads", "list")


def test_verbose_shows_each_request_and_no_key(jb: Prompt) -> None:
    result = jb("--verbose", "leads", "list")
    assert "journeybee: GET /leads/: 200 in " in result.err
    assert jb.sandbox.api_key not in result.err
    assert "GET /leads/" not in jb("leads", "list").err


def test_a_limit_fetches_no_more_pages_than_it_needs(jb: Prompt) -> None:
    for number in range(5):
        jb.rows("leads", "create", "--email", f"{number}@example.com")
    before = len(jb.sandbox.requests)
    assert len(jb.rows("leads", "list", "--per-page", "2", "--limit", "3")) == 3
    assert len(jb.sandbox.requests) - before == 2
    assert len(jb.rows("leads", "list", "--per-page", "2")) == 5


def test_a_page_that_is_named_is_shown_alone(jb: Prompt) -> None:
    for number in range(5):
        jb.rows("leads", "create", "--email", f"{number}@example.com")
    everything = jb.rows("leads", "list")
    before = len(jb.sandbox.requests)
    assert jb.rows("leads", "list", "--page", "2", "--per-page", "2") == everything[2:4]
    assert jb.rows("leads", "list", "--page", "2", "--per-page", "2", "--limit", "1") == [
        everything[2]
    ]
    assert len(jb.sandbox.requests) - before == 2


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
    ("text", "sent"),
    [
        ("null", None),
        ('"null"', "null"),
        ('["a"]', ["a"]),
        ("[]", []),
        ('{"a": [{"b": null}]}', {"a": [{"b": None}]}),
        ("1.5", 1.5),
        ('"caf\\u00e9"', "caf\u00e9"),
        ("@value.json", {"from": "a file"}),
    ],
)
@pytest.mark.parametrize("field", ["phone-number", "phone_number"])
def test_a_field_can_be_any_json(
    jb: Prompt, text: str, sent: Any, field: str, tmp_path: Path
) -> None:
    (tmp_path / "value.json").write_text('{"from": "a file"}')
    setting = f"{field}={text.replace('@', f'@{tmp_path}/')}"
    jb("leads", "create", "--email", "ada@example.com", "--set", setting)
    assert jb.sent[-1] == {"email": "ada@example.com", "phone_number": sent}


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


def test_what_of_the_spec_has_no_command_is_listed_too(
    jb: Prompt, monkeypatch: pytest.MonkeyPatch
) -> None:
    index: Any = importlib.import_module("journeybee_api.v1.operations")
    entry = ("operation", "PUT /odd", "#/paths/~1odd/put", "has XML")
    monkeypatch.setattr(index, "NOT_GENERATED", (entry,), raising=False)
    *rows, last = jb.rows("ops")
    assert last == {
        "command": "",
        "evidence": "not generated",
        "request": "PUT /odd",
        "does": "operation: has XML",
    }
    assert len(rows) == len(index.OPERATIONS)
    assert jb.rows("ops", "odd", "xml") == [last]


class Answers(io.StringIO):
    """A terminal in which an answer is typed."""

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("answer", "words", "code"), [("n\n", [], 1), ("", [], 130), ("y\n", [], 0), ("", ["--yes"], 0)]
)
def test_a_deletion_in_a_terminal_is_confirmed(
    jb: Prompt, monkeypatch: pytest.MonkeyPatch, answer: str, words: list[str], code: int
) -> None:
    (tag,) = jb.rows("tags", "create", "--label", "hot", "--association", "lead")
    monkeypatch.setattr("sys.stdin", Answers(answer))
    monkeypatch.setattr("sys.stderr", asked := Answers())
    assert jb("tags", "delete", tag["uuid"], *words).code == code
    assert (f"Delete tags {tag['uuid']}?" in asked.getvalue()) is not bool(words)
    assert len(jb.rows("tags", "list")) == (code != 0)


def test_quiet_leaves_notes_out(jb: Prompt) -> None:
    assert jb("leads", "list", "--format", "table").err == "No results.\n"
    assert jb("--quiet", "leads", "list", "--format", "table").err == ""
    assert "Did you mean" in jb("-q", "laeds").err


def test_a_key_in_a_file_that_the_environment_names(
    jb: Prompt, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "key").write_text(f"{jb.sandbox.api_key}\n")
    monkeypatch.setenv("JOURNEYBEE_API_KEY_FILE", str(tmp_path / "key"))
    both = jb("tags", "list")
    assert (both.code, "not both" in both.err) == (2, True)
    monkeypatch.delenv("JOURNEYBEE_API_KEY")
    assert jb("tags", "list").code == 0
    assert "JOURNEYBEE_API_KEY_FILE" in jb("auth", "status").out
    (tmp_path / "key").write_text("")
    empty = jb("tags", "list")
    assert (empty.code, "is empty" in empty.err) == (3, True)
