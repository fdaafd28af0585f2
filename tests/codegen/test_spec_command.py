"""``make spec``: what it takes, what it writes, and that a failure leaves the tree as it was."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.codegen import update as command
from scripts.codegen.bind.tables import read_tables
from scripts.codegen.build import Built
from scripts.codegen.errors import SpecError
from scripts.codegen.intake import Intake
from scripts.codegen.intake.fetch import Fetched, Source, read_source
from scripts.codegen.intake.parse import load_document
from scripts.codegen.normalise.naming import Names
from scripts.codegen.normalise.passes import normalise
from scripts.codegen.surfaces import GENERATED, Surface
from scripts.codegen.update import Stages, StoppedError, as_yaml, take
from tests.codegen.frozen_project import SPEC, write_project

GADGETS = """
  /gadgets/:
    get:
      operationId: list_gadgets
      tags:
        - Gadgets
      responses:
        '200':
          description: All of them.
          content:
            application/json:
              schema:
                type: array
                items:
                  $ref: '#/components/schemas/Tag'
"""
BUILDER = '''\
def list_gadgets() -> Operation[list[Tag]]:
    """List."""
    return Operation(__name__, "list_gadgets", "GET", "/gadgets/", responses={200: "list[Tag]"})
'''


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of all that a spec is taken into."""
    folder = tmp_path / "project"
    write_project(folder)
    return folder


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def fake_generate(target: Path, surface: Surface, intake: Intake) -> Built:
    """As quick as a test likes: knows the one operation that the tests add."""
    module = target / surface.name / "operations" / "gadgets.py"
    module.unlink(missing_ok=True)
    if "/gadgets/" in surface.spec.read_text():
        module.write_text(BUILDER)
    names = Names.read(surface.names)
    normalised = normalise(intake.document, names, surface.passes, [])
    names.write(surface.names)
    return Built(intake.document, normalised, intake.findings)


QUICK = Stages(generate=fake_generate)


def surface_of(root: Path) -> Surface:
    return Surface("v1", root / "openapi.yaml")


def published(tmp_path: Path, text: str, name: str = "published.yaml") -> str:
    path = tmp_path / name
    path.write_text(text)
    return str(path)


def with_gadgets(root: Path) -> str:
    return (root / "openapi.yaml").read_text().replace("\npaths:\n", f"\npaths:{GADGETS}", 1)


def test_a_new_spec_changes_all_that_hangs_on_it(root: Path, tmp_path: Path) -> None:
    text = with_gadgets(root)
    before = tree(root)
    outcome = take(published(tmp_path, text), surface_of(root), root, QUICK, "2026-01-02")
    assert outcome.summary == "**0 breaking changes, 1 other**: 1 of operations."
    assert outcome.bound[-1].endswith("class Gadgets: list = bare_list(gadgets.list_gadgets)")
    after = tree(root)
    changed = {name for name in before | after if before.get(name) != after.get(name)}
    assert changed == {
        "openapi.yaml",
        "openapi.source.json",
        "specs/names/v1.yaml",
        "generated/journeybee_api/v1/operations/gadgets.py",
        "journeybee/resources/gadgets.py",
        "journeybee/v1.py",
        "docs/spec-changes.md",
    }
    assert sorted(outcome.changed) == [
        "docs/spec-changes.md",
        "generated/journeybee_api",
        "journeybee/resources",
        "journeybee/v1.py",
        "openapi.source.json",
        "openapi.yaml",
        "specs/names/v1.yaml",
    ]
    assert after["openapi.yaml"] == text.encode()
    report = after["docs/spec-changes.md"].decode()
    assert "- `gadgets.list`: added: `GET /gadgets/`\n" in report
    source = read_source(root / "openapi.yaml")
    digest = hashlib.sha256(text.encode()).hexdigest()
    assert source == Source("published.yaml", None, digest, "2026-01-02")


@pytest.mark.thorough
def test_names_are_added_and_none_is_changed(root: Path, tmp_path: Path) -> None:
    text = with_gadgets(root)
    take(published(tmp_path, text), surface_of(root), root, QUICK)
    names = yaml.safe_load((root / "specs" / "names" / "v1.yaml").read_text())
    assert names["operations"]["GET /gadgets"] == {"id": "list_gadgets", "tag": "Gadgets"}
    # The spec calls two things otherwise: users do not notice.
    text = text.replace("operationId: list_gadgets", "operationId: gizmos")
    text = text.replace("operationId: list_tags", "operationId: fetchAllTags")
    outcome = take(published(tmp_path, text), surface_of(root), root, QUICK)
    assert outcome.summary == "No difference that a caller could see."
    assert yaml.safe_load((root / "specs" / "names" / "v1.yaml").read_text()) == names


@pytest.mark.thorough
def test_an_operation_that_is_gone_is_told_by_the_name_it_had(root: Path, tmp_path: Path) -> None:
    path = published(tmp_path, with_gadgets(root))
    original = (root / "openapi.yaml").read_text()
    take(path, surface_of(root), root, QUICK)
    assert "gadgets" in read_tables(root / "journeybee").roots
    outcome = take(published(tmp_path, original), surface_of(root), root, QUICK)
    assert outcome.summary == "**1 breaking change, 0 other**: 1 of operations."
    report = (root / "docs" / "spec-changes.md").read_text()
    assert "- **breaking** `gadgets.list`: removed: `GET /gadgets/`\n" in report
    assert "gadgets" not in read_tables(root / "journeybee").roots


@pytest.mark.thorough
def test_what_is_the_same_changes_nothing_and_keeps_the_last_report(
    root: Path, tmp_path: Path
) -> None:
    path = published(tmp_path, with_gadgets(root))
    take(path, surface_of(root), root, QUICK, "2026-01-02")
    before = tree(root)
    outcome = take(path, surface_of(root), root, QUICK, "2026-01-09")
    assert (outcome.summary, outcome.bound, outcome.changed) == (
        "No difference that a caller could see.",
        [],
        [],
    )
    assert tree(root) == before
    unchanged = Fetched(b"", path, '"x"', "0", unchanged=True)
    stages = dataclasses.replace(QUICK, fetch=lambda source, known: unchanged)
    outcome = take(path, surface_of(root), root, stages)
    assert outcome.summary == "The spec is the one that was fetched before."
    assert tree(root) == before


@pytest.mark.thorough
def test_the_source_known_before_is_asked_with(root: Path, tmp_path: Path) -> None:
    asked: list[Source | None] = []
    content = (root / "openapi.yaml").read_bytes()

    def fetch(source: str, known: Source | None) -> Fetched:
        asked.append(known)
        return Fetched(content, source, '"tag"', hashlib.sha256(content).hexdigest())

    stages = dataclasses.replace(QUICK, fetch=fetch)
    for _ in range(2):
        take("https://example.com/spec", surface_of(root), root, stages, "2026-01-02")
    known = asked.pop()
    assert asked == [None]
    assert known == read_source(root / "openapi.yaml")
    assert known is not None
    assert (known.source, known.etag) == ("https://example.com/spec", '"tag"')


@pytest.mark.thorough
def test_json_becomes_yaml_that_says_the_same(root: Path, tmp_path: Path) -> None:
    document: dict[str, Any] = yaml.safe_load(with_gadgets(root))
    document["info"]["description"] = "1e5"
    document["info"]["x-odd"] = ["no", "2024-01-01", "0x1F", "1_000", "two\nlines\n", " ", "~", "é"]
    text = json.dumps(document)
    outcome = take(published(tmp_path, text, "spec.json"), surface_of(root), root, QUICK)
    assert outcome.summary == "**0 breaking changes, 1 other**: 1 of operations."
    written = (root / "openapi.yaml").read_bytes()
    assert load_document(written, "openapi.yaml") == load_document(text.encode(), "spec.json")
    assert not written.startswith(b"{")
    assert b"&id" not in written
    assert as_yaml(text.encode()) == written
    assert list(yaml.safe_load(written)) == list(document)


@pytest.mark.thorough
def test_what_was_observed_is_not_laid_over_what_the_vendor_publishes(
    root: Path, tmp_path: Path
) -> None:
    observed = root / "specs" / "overlays" / "v1.observed.yaml"
    observed.parent.mkdir(exist_ok=True)
    info = {"title": "What a server answered", "version": "2026-01-01"}
    target = {"target": "$.paths['/leads/'].get", "description": "Seen."}
    action = {**target, "update": {"x-evidence": "observed"}}
    observed.write_text(json.dumps({"overlay": "1.0.0", "info": info, "actions": [action]}))
    text = (root / "openapi.yaml").read_text()
    marked = "      operationId: list_leads\n"
    assert marked in text
    head, tail = text.split(marked)
    vendors = head + marked + tail.replace("      x-evidence: inferred\n", "", 1)
    outcome = take(published(tmp_path, vendors), surface_of(root), root, QUICK)
    assert "specs/overlays/v1.observed.yaml" in outcome.changed
    assert not observed.exists()
    report = (root / "docs" / "spec-changes.md").read_text()
    assert "observed" in report


@pytest.mark.thorough
def test_an_overlay_fitted_to_the_new_spec_need_not_fit_the_old_one(
    root: Path, tmp_path: Path
) -> None:
    overlay = root / "specs" / "overlays" / "v1.yaml"
    overlay.parent.mkdir(exist_ok=True)
    update = {"tags": ["Widgets"]}
    action = {"target": "$.paths['/gadgets/'].get", "description": "Why.", "update": update}
    info = {"title": "t", "version": "1"}
    overlay.write_text(yaml.safe_dump({"overlay": "1.0.0", "info": info, "actions": [action]}))
    outcome = take(published(tmp_path, with_gadgets(root)), surface_of(root), root, QUICK)
    assert outcome.summary == "**0 breaking changes, 1 other**: 1 of operations."
    # The new one it must fit.
    before = tree(root)
    plain = published(tmp_path, SPEC.read_text())
    with pytest.raises(StoppedError, match="stage 'read'"):
        take(plain, surface_of(root), root, QUICK)
    assert tree(root) == before


@pytest.mark.thorough
@pytest.mark.parametrize("stage", [field.name for field in dataclasses.fields(Stages)])
def test_a_failure_at_any_stage_leaves_the_tree_as_it_was(
    root: Path, tmp_path: Path, stage: str
) -> None:
    before = tree(root)
    calls: list[str] = []
    real = getattr(QUICK, stage)

    def fails_late(*arguments: Any) -> Any:
        """Stages that are used for the old spec too fail at the new one, in the midst of work."""
        calls.append(stage)
        if stage != "read" or len(calls) == 2:
            if stage != "swap":
                real(*arguments)
            raise ValueError("no luck")
        return real(*arguments)

    stages = dataclasses.replace(QUICK, **{stage: fails_late})
    with pytest.raises(StoppedError, match=f"stopped at the stage '{stage}': no luck"):
        take(published(tmp_path, with_gadgets(root)), surface_of(root), root, stages)
    assert calls
    assert tree(root) == before
    # And without the failure it goes through.
    outcome = take(published(tmp_path, with_gadgets(root)), surface_of(root), root, QUICK)
    assert len(outcome.changed) == 7


def test_a_server_that_no_key_can_be_sent_to_is_told_of(root: Path, tmp_path: Path) -> None:
    text = SPEC.read_text().replace("https://api.journeybee.io/v1", "http://api.journeybee.io/v1")
    outcome = take(published(tmp_path, text), surface_of(root), root, QUICK)
    assert outcome.summary == "No difference that a caller could see."
    assert outcome.noted == [
        "#/servers/0/url: must be https, or http on this machine: the base URL stays what it is"
    ]


@pytest.mark.parametrize("content", ["", "[1]", "a: *b", "openapi: 3.1.0\npaths: {}\npaths: {}"])
def test_what_is_no_spec_is_refused(root: Path, tmp_path: Path, content: str) -> None:
    before = tree(root)
    with pytest.raises(StoppedError, match=r"stopped at the stage '(parse|read)': "):
        take(published(tmp_path, content), surface_of(root), root, QUICK)
    assert tree(root) == before


def test_the_command_says_in_one_message_what_stopped_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main([str(tmp_path / "missing.yaml")]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("make spec: stopped at the stage 'fetch': ")
    assert err.endswith("is neither a file nor a folder\nNothing was changed.\n")


def test_the_command_prints_what_changed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    changed, noted = ["openapi.yaml"], ["#/tags: is odd"]
    outcome = command.Outcome("**1 breaking change**", ["add a = b"], changed, noted=noted)
    monkeypatch.setattr(command, "take", lambda source, surface, accept: outcome)
    assert command.main(["x"]) == 0
    printed = capsys.readouterr().out
    assert printed == (
        "**1 breaking change**\nIgnored:\n  #/tags: is odd\n"
        "Tables:\n  add a = b\nChanged:\n  openapi.yaml\n"
    )


@pytest.mark.thorough
def test_the_stages_of_the_product_take_a_spec(root: Path, tmp_path: Path) -> None:
    outcome = take(published(tmp_path, with_gadgets(root)), surface_of(root), root)
    assert outcome.summary == "**0 breaking changes, 1 other**: 1 of operations."
    package = root / "generated" / "journeybee_api"
    assert "def list_gadgets(" in (package / "v1" / "operations" / "gadgets.py").read_text()
    assert (package / "_runtime" / "operation.py").exists()
    assert GENERATED.exists()


def test_an_error_of_a_spec_keeps_its_pointer(root: Path, tmp_path: Path) -> None:
    def generate(*_: Any) -> Built:
        raise SpecError("#/paths/~1x", "is bad")

    stages = dataclasses.replace(QUICK, generate=generate)
    with pytest.raises(StoppedError, match="stage 'generate': #/paths/~1x: is bad"):
        take(published(tmp_path, with_gadgets(root)), surface_of(root), root, stages)
