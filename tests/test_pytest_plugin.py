"""The fixtures in a user's project: with each async plugin, and without any."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
IN_PROCESS = """
async def test_mine(journeybee_sandbox):
    lead = await journeybee_sandbox.leads.create(email="a@b.example", company_name="Cedar")
    assert (await journeybee_sandbox.leads.get(lead.uuid)).company_name == "Cedar"
    assert [r.status for r in journeybee_sandbox.sandbox.requests] == [201, 200]
"""
OVER_HTTP = """
import journeybee

async def test_served(journeybee_sandbox_server):
    server = journeybee_sandbox_server
    async with journeybee.JourneyBee(server.api_key, base_url=server.url) as client:
        assert (await client.leads.list()).total == 12
    assert server.sandbox.requests[-1].operation_id == "list_leads"
"""
MARKED = """
import pytest

@pytest.mark.journeybee_sandbox(world="empty", rate_limit=1)
def test_marked(journeybee_sandbox):
    assert journeybee_sandbox.sandbox.rate_limit == 1
    assert journeybee_sandbox.sandbox.store.items("partners") == []

def test_each_test_has_its_own(journeybee_sandbox):
    assert journeybee_sandbox.sandbox.requests == []
"""
# trio.run replaces a plugin: no plugin for trio alone is installed here.
TRIO = """
import trio

def test_trio(journeybee_sandbox, journeybee_sandbox_server):
    trio.run(mine, journeybee_sandbox)
    trio.run(served, journeybee_sandbox_server)
"""


def run(folder: Path, text: str, *options: str) -> str:
    """Run pytest on one file as a user would; returns the end of its output."""
    (folder / "test_it.py").write_text(text)
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider", *options],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "generated")])},
        capture_output=True,
        text=True,
        check=False,
        timeout=100,
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout.splitlines()[-1]


PLUGIN = ("-p", "journeybee.pytest_plugin")


@pytest.mark.thorough
def test_with_pytest_asyncio(tmp_path: Path) -> None:
    marked = "import pytest\npytestmark = pytest.mark.asyncio\n"
    # Without it, that plugin warns.
    option = ("-o", "asyncio_default_fixture_loop_scope=function")
    ended = run(tmp_path, marked + IN_PROCESS + OVER_HTTP, *PLUGIN, *option)
    assert ended.startswith("2 passed")


@pytest.mark.thorough
def test_with_the_plugin_of_anyio_on_both_backends(tmp_path: Path) -> None:
    marked = "import pytest\npytestmark = pytest.mark.anyio\n"
    ended = run(tmp_path, marked + IN_PROCESS + OVER_HTTP, *PLUGIN, "-p", "no:asyncio")
    assert ended.startswith("4 passed")


@pytest.mark.thorough
def test_with_trio_itself(tmp_path: Path) -> None:
    text = (IN_PROCESS + OVER_HTTP).replace("def test_", "def ")
    ended = run(tmp_path, text + TRIO, *PLUGIN, "-p", "no:asyncio")
    assert ended.startswith("1 passed")


@pytest.mark.thorough
def test_without_any_event_loop(tmp_path: Path) -> None:
    ended = run(tmp_path, MARKED, *PLUGIN, "-p", "no:asyncio", "--strict-markers")
    assert ended.startswith("2 passed")


def test_the_plugin_costs_nothing_where_it_is_not_used() -> None:
    program = "import sys, journeybee.pytest_plugin; print('httpx' in sys.modules)"
    result = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "generated")])},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stdout == "False\n"
