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
