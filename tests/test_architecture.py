"""The page about the architecture names the layers that import-linter enforces."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


def test_the_page_has_the_layers_of_each_contract() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    wanted = []
    for contract in settings["contracts"]:
        if contract["type"] == "layers" and "containers" in contract:
            assert contract["exhaustive"], contract["name"]
            (container,) = contract["containers"]
            layers = " → ".join(re.sub(r"\w+", r"`\g<0>`", layer) for layer in contract["layers"])
            wanted.append(f"| `{container}` | {layers.replace(' |', ',')} |")
    page = (ROOT / "docs" / "architecture.md").read_text()
    found = re.findall(r"^\| `journeybee[.\w]*` \| .*$", page, re.MULTILINE)
    assert found == wanted


FOLDERS = sorted(
    path
    for root in ("journeybee", "scripts", "generated/journeybee_api/_runtime")
    for path in (ROOT / root).rglob("__init__.py")
)


@pytest.mark.parametrize("path", FOLDERS, ids=lambda path: path.parent.name)
def test_each_folder_says_why_it_is_there_and_what_it_imports(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text())) or ""
    assert docstring
    assert re.search(r"\b[Ii]mport", docstring)
