"""The fixtures in a user's project: with each async plugin, and without any."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
IN_PROCESS = """
from journeybee.sandbox import SandboxClient

async def test_mine(journeybee_sandbox: SandboxClient):
    lead = await journeybee_sandbox.leads.create(email="a@b.example", company_name="Cedar")
    assert (await journeybee_sandbox.leads.get(lead.uuid)).company_name == "Cedar"
    assert [r.status for r in journeybee_sandbox.sandbox.requests] == [201, 200]
    journeybee_sandbox.sandbox.faults.add(status=429, retry_after=100, operation="leads.list")
    before = journeybee_sandbox.sandbox.clock.seconds()
    with pytest.raises(journeybee.RateLimitError):
        await journeybee_sandbox.leads.list()
    assert 300 <= journeybee_sandbox.sandbox.clock.seconds() - before < 310
"""
OVER_HTTP = """
async def test_served(journeybee_sandbox_server):
    server = journeybee_sandbox_server
    async with journeybee.JourneyBee(server.api_key, base_url=server.url) as client:
        assert (await client.leads.list()).total == 12
    assert server.sandbox.requests[-1].operation_id == "list_leads"
"""
MARKED = """
import journeybee
import pytest
from journeybee.sandbox import BlockingSandboxClient

pytestmark = pytest.mark.journeybee_sandbox(rate_limit=1)

def test_blocking(journeybee_sandbox_blocking: BlockingSandboxClient):
    client = journeybee_sandbox_blocking
    client.sandbox.faults.add(status=429, retry_after=100, times=1)
    assert client.leads.create(email="a@b.example").uuid
    assert client.sandbox.rate_limit == 1

@pytest.mark.journeybee_sandbox(world="empty")
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
# Plugins of tools of this project, which take a second to load.
WITHOUT = [
    f"-pno:{name}" for name in ("cacheprovider", "schemathesis", "hypothesispytest", "xdist")
]


def run(folder: Path, text: str, *options: str) -> str:
    """Run pytest on one file as a user would; returns the end of its output."""
    (folder / "test_it.py").write_text(text)
    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-W", "error", *WITHOUT, *options],
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
IMPORTS = "import journeybee\nimport pytest\n"


@pytest.mark.thorough
@pytest.mark.parametrize("mode", ["auto", "strict"])
def test_with_pytest_asyncio(mode: str, tmp_path: Path) -> None:
    marked = IMPORTS + ("pytestmark = pytest.mark.asyncio\n" if mode == "strict" else "")
    # Without it, that plugin warns.
    option = ("-o", "asyncio_default_fixture_loop_scope=function", "-o", f"asyncio_mode={mode}")
    ended = run(tmp_path, marked + IN_PROCESS + OVER_HTTP, *PLUGIN, *option)
    assert ended.startswith("2 passed")


@pytest.mark.thorough
def test_with_the_plugin_of_anyio_on_both_backends(tmp_path: Path) -> None:
    marked = IMPORTS + "pytestmark = pytest.mark.anyio\n"
    ended = run(tmp_path, marked + IN_PROCESS + OVER_HTTP, *PLUGIN, "-p", "no:asyncio")
    assert ended.startswith("4 passed")


@pytest.mark.thorough
def test_with_trio_itself(tmp_path: Path) -> None:
    text = (IN_PROCESS + OVER_HTTP).replace("def test_", "def ")
    ended = run(tmp_path, IMPORTS + text + TRIO, *PLUGIN, "-p", "no:asyncio")
    assert ended.startswith("1 passed")


@pytest.mark.thorough
def test_without_any_event_loop(tmp_path: Path) -> None:
    ended = run(tmp_path, MARKED, *PLUGIN, "-p", "no:asyncio", "--strict-markers")
    assert ended.startswith("3 passed")


def test_options_without_names_are_refused(request: pytest.FixtureRequest) -> None:
    request.node.add_marker(pytest.mark.journeybee_sandbox("demo"))
    with pytest.raises(pytest.UsageError, match=r"name the options of .*world="):
        request.getfixturevalue("journeybee_sandbox")


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
