"""Our spec in the vendor's style gives the same client: names, signatures and models."""

from __future__ import annotations

import ast
import json
from typing import TYPE_CHECKING

import pytest

from scripts.codegen import generate as generation
from scripts.codegen.surfaces import Surface
from tests.codegen.frozen_project import names, published
from tests.codegen.vendor_style import vendor_style

if TYPE_CHECKING:
    from pathlib import Path

    from scripts.codegen.document import Json


def public_code(package: Path) -> dict[str, str]:
    """The modules of a package without comments and docstrings, by their path."""
    found: dict[str, str] = {}
    for path in sorted(package.rglob("*.py")):
        tree = ast.parse(path.read_text())
        for node in ast.walk(tree):
            body = getattr(node, "body", None)
            if isinstance(body, list):
                node.body = [part for part in body if not is_text(part)]  # type: ignore[attr-defined]
        found[str(path.relative_to(package))] = ast.unparse(tree)
    return found


def is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)


def generated(folder: Path, spec: Json) -> dict[str, str]:
    """What is generated of a spec, under the names that users know."""
    surface = Surface("v1", folder / "openapi.yaml")
    surface.names.parent.mkdir(parents=True)
    surface.spec.write_text(json.dumps(spec))
    names().write(surface.names)
    generation.generate(folder / "out", (surface,))
    return public_code(folder / "out" / "v1")


@pytest.mark.thorough
def test_the_client_of_the_rewritten_spec_is_the_same(tmp_path: Path) -> None:
    ours = generated(tmp_path / "ours", published())
    rewritten = generated(tmp_path / "theirs", vendor_style(published(), seed=7))
    index = "operations/__init__.py"  # is in the order of the paths, and has the evidence
    assert rewritten.keys() == ours.keys()
    for module in ours.keys() - {index}:
        assert sorted(rewritten[module].splitlines()) == sorted(ours[module].splitlines()), module
    assert rewritten[index].count("_info(") == ours[index].count("_info(")
