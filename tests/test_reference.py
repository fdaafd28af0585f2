"""The reference of the documentation: every public name, every operation."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

import attrs
import pytest

from journeybee_api.v1.operations import OPERATIONS
from scripts.codegen.surfaces import SURFACES
from scripts.tools.site.operations import Pages, surfaces
from scripts.tools.site.pages import navigation, pages

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PUBLIC = (
    "journeybee",
    "journeybee.blocking",
    "journeybee.limits",
    "journeybee.limits.redis",
    "journeybee.mirror",
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


@pytest.fixture(scope="module")
def made() -> dict[str, str]:
    return pages()


def test_every_operation_is_in_the_reference_with_its_mark(made: dict[str, str]) -> None:
    text = "".join(page for path, page in made.items() if path.startswith("reference/v1/"))
    for info in OPERATIONS:
        head = f"`{info.method} {info.path}` · `{info.id}` · **{info.evidence}**"
        assert text.count(head) == 1, info.id


def test_every_page_that_is_made_is_in_the_navigation(made: dict[str, str]) -> None:
    text = (ROOT / "mkdocs.yml").read_text()
    sections = navigation()
    assert len(sections) == len(SURFACES)
    entries = [entry for pages in sections.values() for page in pages for entry in page.values()]
    below = [page for entry in entries if isinstance(entry, list) for page in entry]
    listed = {entry for entry in entries if isinstance(entry, str)}
    listed |= {path for page in below for path in page.values()}
    assert {path for path in made if f": {path}\n" not in text} == listed


@pytest.mark.parametrize("surface", surfaces(), ids=lambda surface: surface.name)
def test_the_examples_of_the_reference_fit_their_operations(surface: Pages) -> None:
    for entry in surface.entries:
        lines = [line for line in entry.example.splitlines() if "client." in line]
        source = lines[0].removeprefix("async for item in ").removesuffix(":")
        (call,) = (
            it
            for it in ast.walk(ast.parse(source.rpartition("await ")[2]))
            if isinstance(it, ast.Call)
        )
        values = [ast.literal_eval(it) for it in call.args]
        named = {str(it.arg): ast.literal_eval(it.value) for it in call.keywords}
        entry.info.builder(*values, **named)
        assert entry.command.startswith("journeybee "), entry.call


@pytest.mark.parametrize("surface", surfaces(), ids=lambda surface: surface.name)
def test_every_model_is_on_one_page_with_every_field(surface: Pages, made: dict[str, str]) -> None:
    models = importlib.import_module(f"journeybee_api.{surface.name}.models")
    folder = f"reference/{surface.name}/models/"
    texts = [text for path, text in made.items() if path.startswith(folder)]
    for name in models.__all__:
        if name not in surface.facts.models:  # an alias
            continue
        (text,) = (text for text in texts if f"\n## {name} {{ #{name} }}\n" in text)
        section = text.partition(f"{{ #{name} }}")[2].partition("\n## ")[0]
        model = getattr(models, name)
        fields = {it.name for it in attrs.fields(model)} if attrs.has(model) else set()
        shown = set(re.findall(r"^\| `(\w+)` ", section, re.MULTILINE))
        assert shown == fields - {"additional_properties"}
        assert "**" in section


def test_a_page_of_models_says_what_fields_mean_and_who_uses_them(made: dict[str, str]) -> None:
    page = made["reference/v1/models/leads.md"]
    assert "[`client.leads.get`](../leads.md#get_lead)" in page
    assert "[<code>" not in page
    assert "Size in bytes" in page
    assert "| [`Lead`](v1/models/leads.md#Lead) | 15 | inferred |" in made["reference/models-v1.md"]


def test_a_page_of_a_resource_says_how_to_call_it(made: dict[str, str]) -> None:
    page = made["reference/v1/leads.md"]
    assert "async for item in client.leads.list():" in page
    assert "`for item in client.leads.list():`" in page
    assert "`journeybee leads notes create UUID --content VALUE`" in page
    assert "`NotFoundError` (404)" in page
    assert "at most 100" in page


def test_text_of_a_spec_cannot_become_markup(made: dict[str, str]) -> None:
    around_tables = re.compile(r'^(<div class="fields" markdown>|</div>)$', re.MULTILINE)
    for text in made.values():
        assert not re.search(r"<(?!/?code>|surface>)", around_tables.sub("", text))


def test_the_versions_of_the_docs_tools_are_pinned() -> None:
    pinned = {line.partition("==")[0] for line in (ROOT / "constraints.txt").read_text().split()}
    assert {"mkdocs", "mkdocs-material", "mkdocstrings-python", "matplotlib"} <= pinned


def test_pictures_load_nothing() -> None:
    for picture in DOCS.rglob("*.svg"):
        text = picture.read_text()
        assert not re.search(r"url\(\s*[\"']?http|href=|@import|@font-face", text), picture
