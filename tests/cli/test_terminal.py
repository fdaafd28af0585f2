"""The command in a real terminal, its completion in real shells, and real signals."""

from __future__ import annotations

import json
import re
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

import pytest

from journeybee.cli.commands import completion
from journeybee.cli.output import FORMATS
from journeybee.sandbox import Sandbox
from scripts.tools.terminal.session import Line, differences, read_session, run_line
from tests.cli.interruptions import environment, interrupted_export
from tests.programs import find_program

if TYPE_CHECKING:
    from pathlib import Path

EVIL = "\x1b]0;owned\x07\x9b31m\u202e\r"
DUMPS = {
    # What each shell completes after it has loaded the script.
    "bash": 'source "$0"; COMP_WORDS=(journeybee lea); COMP_CWORD=1; '
    "_journeybee_completion journeybee; echo ${COMPREPLY[@]}; complete -p journeybee",
    "zsh": 'autoload -U compinit; compinit -u -D; source "$0"; echo ${_comps[journeybee]}; '
    "compadd() { echo ${(P)@[-1]} $@ }; _describe() { echo ${(P)3} }; words=(journeybee lea); "
    "CURRENT=2; _journeybee_completion",
    "fish": "source $argv[1]; complete -C 'journeybee lea'",
}


@pytest.mark.thorough
def test_command_lines_in_a_terminal(binaries: Path) -> None:
    _, lines = read_session()
    assert len(lines) >= 30
    assert {line.shown[-2] for line in lines} >= set("02345")
    sandbox = Sandbox(world="empty", rate_limit=None)
    with sandbox.serve() as server:
        wrong = differences(binaries, environment(sandbox, server.url))
    assert not wrong, "\n\n".join(wrong)


@pytest.mark.parametrize("shell", DUMPS)
def test_completion_loads_in_a_shell(shell: str, binaries: Path, tmp_path: Path) -> None:
    program = find_program(shell, package=shell)
    script = tmp_path / f"journeybee.{shell}"
    made = subprocess.run(
        [binaries / "journeybee", completion.name or "", shell],
        check=True,
        capture_output=True,
        text=True,
    )
    script.write_text(made.stdout)
    result = subprocess.run(
        [program, "-c", DUMPS[shell], script],
        env={"PATH": f"{binaries}:/usr/bin:/bin", "HOME": str(tmp_path), "TERM": "dumb"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert re.search(r"^leads\b", result.stdout, re.MULTILINE), result
    assert not result.stderr, result


class Hostile(BaseHTTPRequestHandler):
    """Answers with escape sequences that would control a terminal."""

    def do_GET(self) -> None:
        ok = self.path.startswith("/tags")
        body = {EVIL: EVIL, "uuid": EVIL} if ok else {"error": {"code": EVIL, "message": EVIL}}
        content = json.dumps([body] if ok else body).encode()
        self.send_response(200 if ok else 400)
        self.send_header("content-length", str(len(content)))
        self.send_header("x-request-id", "\x9b2J")
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None: ...  # noqa: A002


@pytest.mark.parametrize(
    "format_name", [FORMATS[0], *(pytest.param(f, marks=pytest.mark.thorough) for f in FORMATS[1:])]
)
@pytest.mark.parametrize("resource", ["tags", "stages"])
def test_a_hostile_server_cannot_touch_a_real_terminal(
    resource: str, format_name: str, binaries: Path, tmp_path: Path
) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Hostile) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        env = {
            "PATH": f"{binaries}:/usr/bin:/bin",
            "JOURNEYBEE_API_KEY": "key",
            "JOURNEYBEE_BASE_URL": f"http://127.0.0.1:{server.server_port}",
        }
        # The exit code follows the output, which has no escapes of this tool.
        line = Line(f"journeybee {resource} list --format {format_name}")
        shown = run_line(line, env, tmp_path)
        server.shutdown()
        thread.join()
    assert shown.endswith("[exit 0]" if resource == "tags" else "[exit 4]")
    # Rows have escapes of JSON, errors those of Python.
    assert "\\u001b" in shown or "\\x1b" in shown
    assert shown.replace("\n", "").isprintable(), shown


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("journeybee tags list --format table >&- 2>&-", 0),
        ("journeybee tags get none 2>&-", 4),
        ("journeybee auth login <&-", 2),
        # Nothing failed where a reader has ended, in any format.
        ("set -o pipefail; journeybee leads list --all --format table | head -1", 0),
        ("journeybee tags list > /dev/full", 1),
    ],
)
def test_standard_files_that_are_closed_or_full(
    line: str, code: int, binaries: Path, tmp_path: Path
) -> None:
    sandbox = Sandbox(rate_limit=None)
    with sandbox.serve() as server:
        variables = environment(sandbox, server.url)
        variables |= {"PATH": f"{binaries}:/usr/bin:/bin", "HOME": str(tmp_path)}
        result = subprocess.run(
            ["bash", "-c", line], env=variables, capture_output=True, text=True, check=False
        )
    assert (result.returncode, "Traceback" in result.stderr) == (code, False), result.stderr


@pytest.mark.thorough
def test_an_export_that_is_killed_goes_on_exactly(tmp_path: Path) -> None:
    interrupted_export(kills=6, interrupts=3, seed=7, folder=tmp_path)
