"""The reference of the documentation: every public name, every operation."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from journeybee_api.v1.operations import OPERATIONS
from scripts.codegen.surfaces import SURFACES
from scripts.tools.site.pages import pages

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PUBLIC = (
    "journeybee",
    "journeybee.blocking",
    "journeybee.limits",
    "journeybee.limits.redis",
    "journeybee.sandbox",
    "journeybee.telemetry",
    "journeybee.verify",
    "journeybee.webhooks",
)
SHOWN = {
    name
    for page in (DOCS / "reference").glob("*.md")
    for name in re.findall(r"^::: (\S+)$", page.read_text(), re.MULTILINE)
}


def public_names(path: str) -> set[str]:
    """The names in `__all__`, else the public names that a module defines."""
    module = importlib.import_module(path)
    own = {
        name
        for name, value in vars(module).items()
        if not name.startswith("_") and getattr(value, "__module__", None) == path
    }
    return set(getattr(module, "__all__", own))


@pytest.mark.parametrize("module", PUBLIC)
def test_every_public_name_is_in_the_reference(module: str) -> None:
    names = public_names(module)
    assert names
    # A name in two modules is shown once, with the shorter path.
    elsewhere = {name for name in names if f"journeybee.{name}" in SHOWN}
    assert {f"{module}.{name}" for name in names - elsewhere} <= SHOWN


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_what_the_reference_shows_exists(name: str) -> None:
    module, _, attribute = name.rpartition(".")
    assert hasattr(importlib.import_module(module), attribute)


def test_every_operation_is_in_the_reference_with_its_mark() -> None:
    page = pages()["reference/operations-v1.md"]
    for info in OPERATIONS:
        head = f"`{info.method} {info.path}` · `{info.id}` · **{info.evidence}**"
        assert page.count(head) == 1, info.id


def test_every_surface_has_its_pages_in_the_navigation() -> None:
    navigation = (ROOT / "mkdocs.yml").read_text()
    made = pages()
    assert len(made) == 1 + 2 * len(SURFACES)
    assert [path for path in made if f": {path}\n" not in navigation] == []


def test_text_of_a_spec_cannot_become_markup() -> None:
    for text in pages().values():
        assert not re.search(r"<(?!/?code>|surface>)", text)


def test_the_versions_of_the_docs_tools_are_pinned() -> None:
    pinned = {line.partition("==")[0] for line in (ROOT / "constraints.txt").read_text().split()}
    assert {"mkdocs", "mkdocs-material", "mkdocstrings-python", "matplotlib"} <= pinned


def test_pictures_load_nothing() -> None:
    for picture in DOCS.rglob("*.svg"):
        text = picture.read_text()
        assert not re.search(r"url\(\s*[\"']?http|href=|@import|@font-face", text), picture
