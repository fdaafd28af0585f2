"""The parts of the package that its core can do without."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# Each leaf, and the other leaves that use it.
LEAVES: dict[str, set[str]] = {
    "blocking": {"dlt", "pytest_plugin", "sandbox"},
    "cli": set(),
    "custom_fields": set(),
    "dlt": set(),
    "items": {"cli"},
    "introspection": {"cli", "dlt", "items", "mirror", "sandbox"},
    "mirror": {"blocking", "cli", "dlt"},
    "legacy": {"blocking", "cli", "sandbox", "verify"},
    "pytest_plugin": set(),
    "saleshandy": {"blocking", "cli", "sandbox", "verify"},
    "sandbox": {"cli", "pytest_plugin"},
    "telemetry": set(),
    "verify": {"cli"},
    "webhooks": {"sandbox", "pytest_plugin"},
}
# Without a leaf, every other module is imported and a client lists its leads.
PROGRAM = """
import importlib.util, pkgutil, sys
import anyio, httpx, journeybee

leaf, *others = sys.argv[1:]
assert importlib.util.find_spec(f"journeybee.{leaf}") is None
absent = {leaf, *others}
for module in pkgutil.walk_packages(journeybee.__path__, "journeybee."):
    names = module.name.split(".")
    if names[1] not in absent and names[-1] != "__main__":
        importlib.import_module(module.name)

def answer(request):
    return httpx.Response(200, json={"data": [], "meta": {}})

async def main():
    async with httpx.AsyncClient(transport=httpx.MockTransport(answer)) as http_client:
        async with journeybee.JourneyBee("key", http_client=http_client) as client:
            print([lead async for lead in client.leads.list()])

anyio.run(main)
"""

# Lines that are neither empty nor a comment, by what they are for. The tables in `resources` grow
# with the spec, by hand or by `make spec`.
CORE = {
    "a client of one event loop": 4860,
    "several event loops, tasks and processes; lists of servers that depart from the spec": 1060,
    "a shared limit through lost states and outages": 100,
    "shares of children of multiprocessing": 5,
    "tables typed in two modes, and pages as sequences": 85,
    "messages that name the fix of typical mistakes, and the names that other clients have": 150,
    "tables of one page": 15,
    "overlapping pages of lists of one or two rows, and of small pages by default": 20,
    "lanes of the limiter, and the header that names them": 185,
    "a limit that changes, in a fleet too, and headers of the server": 450,
    "shadow mode, a report of high use, and a look at a shared limit": 285,
    "what tables import, exported by `operations`": 35,
    "fast calls: an own httpx client, its URLs and its check of connections, few steps a page": 250,
    "an httpx client for each connection, without which calls at once take 1.6 times as long": 70,
    "connections that are cut short in the TLS handshake, or made while the client closes": 20,
    "keys from functions and files, loaded by clients that have some": 340,
    "plain classes, where attrs and its classes would be a tenth of import and first list": 220,
    "types that editors show": 35,
    "checks of settings that `journeybee doctor` and `auth login` share": 10,
    "updates by changed models, typed in both modes; items by their fields": 150,
    "the server of a list, which a mirror records": 10,
    "creating or updating in one call, typed in both modes": 105,
}


def written(files: Iterable[Path]) -> int:
    """How many lines are neither empty nor a comment nor a version."""
    lines = [line.strip() for path in files for line in path.read_text().splitlines()]
    return sum(1 for line in lines if line and not line.startswith(("#", ".. versionadded")))


def test_the_core_stays_small() -> None:
    package = ROOT / "journeybee"
    modules = [path.relative_to(package) for path in package.rglob("*.py")]
    apart = LEAVES.keys() | {"resources"}
    core = [path for path in modules if path.parts[0].removesuffix(".py") not in apart]
    assert written(package / path for path in core) <= sum(CORE.values())


def test_the_core_is_described_as_it_is() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text()
    block = page.partition("## The core and its leaves")[2].partition("\n## ")[0]
    named = set(re.findall(r"^\| `(\w+)(?:/|\.py)` \|", block, re.MULTILINE))
    assert named == LEAVES.keys()


def without(leaf: str, folder: Path) -> None:
    """Copy the package, and delete the leaf."""

    def ignored(directory: str, names: list[str]) -> list[str]:
        here = Path(directory) == ROOT / "journeybee"
        return [n for n in names if n == "__pycache__" or (here and n in (leaf, f"{leaf}.py"))]

    shutil.copytree(ROOT / "journeybee", folder / "journeybee", ignore=ignored)


@pytest.mark.thorough
@pytest.mark.parametrize("leaf", LEAVES)
def test_the_rest_works_without_a_leaf(leaf: str, tmp_path: Path) -> None:
    without(leaf, tmp_path)
    others = LEAVES[leaf] | {user for name in LEAVES[leaf] for user in LEAVES[name]}
    path = f"{tmp_path}{os.pathsep}{ROOT / 'generated'}"
    command = [sys.executable, "-c", PROGRAM, leaf, *others]
    result = subprocess.run(
        command, capture_output=True, text=True, check=False, env={"PYTHONPATH": path}, cwd=tmp_path
    )
    assert result.returncode == 0, result.stderr
    assert result.stdout.strip() == "[]"
