"""Every command line that the documentation shows is run, in bash, against one sandbox."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from journeybee.blocking import JourneyBee as BlockingClient
from journeybee.cli.habits import COMMANDS, OPTIONS
from journeybee.limits.redis import RedisTokenBucket
from scripts.tools.check_readme import BLOCK
from tests.cli.interruptions import ROOT
from tests.programs import valkey_of_the_wheel
from tests.redis_server import Servers

if TYPE_CHECKING:
    from tests.cli.harness import Prompt

# Lines that wait for something, which other tests of theirs do; here their options are read.
INSTEAD = {
    "journeybee listen": "journeybee listen --help",
    "journeybee trigger lead_created": "journeybee trigger lead_created --help",
    "journeybee trigger lead_created --to http://127.0.0.1:9000/": "journeybee trigger --help",
    'journeybee sync leads deals --to crm.db --every 15m --exec "python load.py"': "journeybee "
    "sync leads deals --to crm.db --exec cat",
    "journeybee auth login": 'echo "$JOURNEYBEE_API_KEY" | journeybee auth login',
}
HABITS = re.compile(r"^\| (?:gh|stripe|httpie) \| `.*?` \| `(.*?)`", re.MULTILINE)


# The others are run in this process, which takes a hundredth of the time.
NEEDS_A_SHELL = re.compile(r"[|<>;$&]|^[A-Z_]+=|^(?!journeybee )")


def documented() -> list[str]:
    """The lines of console blocks that call the command, and those of the table of habits."""
    found = list[str]()
    for page in [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]:
        text = page.read_text()
        for block in BLOCK.finditer(text):
            if block["language"] == "console":
                found += re.findall(
                    r"^\$ (?!pip )(.*?\bjourneybee .*?)(?:  #.*)?$", block["text"], re.MULTILINE
                )
        found += HABITS.findall(text)
    return [line for line in found if not line.startswith(("export ", "alias "))]


@pytest.mark.thorough
def test_the_lines_run(
    jb: Prompt, binaries: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = documented()
    assert len(lines) >= 40
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PATH", f"{binaries}:/usr/bin:/bin")
    monkeypatch.setenv("JOURNEYBEE_WEBHOOK_SECRET", "00000000-0000-4000-8000-000000000000")
    Path(".config/fish/completions").mkdir(parents=True)
    Path("body.json").write_text('{"label": "warm", "association": "lead"}')
    Path("fields.json").write_text("[]")
    with Servers(valkey_of_the_wheel()).alone() as redis:
        limiter = RedisTokenBucket(redis.url, key="our-account")
        with BlockingClient(limiter=limiter) as client:
            client.stages.list().page()  # so that `journeybee limits` has a window to show
        wrong = [
            f"{line}: {problem}"
            for line in lines
            if (problem := _problem(jb, _with_ids(INSTEAD.get(line, line), jb, redis.url)))
        ]
        limiter.close()
    assert not wrong, "\n".join(wrong)


def _with_ids(line: str, jb: Prompt, redis: str) -> str:
    (lead,) = jb.rows("leads", "create", "--email", "ada@example.com")
    (task,) = jb.rows("tasks", "create", "--title", "Call")
    (tag,) = jb.rows("tags", "create", "--label", "hot", "--association", "lead")
    line = re.sub(r"6f1c0c58-[0-9a-f-]+", lead["uuid"], line)
    line = line.replace("7c9e6679-7425-40de-944b-e07fc1f90ae7", tag["uuid"])
    line = line.replace("UUID", (task if " tasks " in line else lead)["uuid"])
    return line.replace("redis://localhost:6379/0", redis)


def _problem(jb: Prompt, line: str) -> str:
    """Run a line; returns what is wrong, "" for nothing."""
    if NEEDS_A_SHELL.search(line):
        result = subprocess.run(
            ["bash", "-c", line], capture_output=True, text=True, check=False, timeout=60
        )
        code, err = result.returncode, result.stderr
    else:
        shown = jb(*shlex.split(line)[1:])
        code, err = shown.code, shown.err
    # `verify` finds that the rows of an empty account cannot be compared.
    return "" if code == 0 or " verify " in line else f"{code} {err}"


@pytest.mark.parametrize(
    ("line", "meant"),
    [
        *((f"leads {name} x", meant) for name, meant in COMMANDS.items()),
        *((f"leads list {name}", meant) for name, meant in OPTIONS.items() if name != "-V"),
    ],
)
def test_names_of_other_tools_are_answered_with_those_here(
    line: str, meant: str, jb: Prompt
) -> None:
    result = jb(*line.split())
    assert result.code == 2
    assert f"here it is `{meant}`" in result.err


def test_options_of_all_commands_come_before_the_command(jb: Prompt) -> None:
    for option in ("--quiet", "-q", "--base-url", "--verbose"):
        result = jb("leads", "list", option)
        assert result.code == 2
        assert f"comes before the command: `journeybee {option} ... leads list`" in result.err
