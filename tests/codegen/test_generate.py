"""Generating: the same bytes every time, everything there, and nothing written when it fails."""

from __future__ import annotations

import copy
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from scripts.codegen import generate as generation
from scripts.codegen.emit.coverage import take_census
from scripts.codegen.emit.generator import GenerationError
from scripts.codegen.errors import SpecError
from scripts.codegen.normalise.naming import Names
from scripts.codegen.normalise.passes import normalise
from scripts.codegen.surfaces import GENERATED, ROOT, SURFACES, Surface

SPEC = """
openapi: 3.1.0
info: {title: Things, version: 1.0.0}
servers: [{url: https://example.com/v1}]
paths:
  /things/{thingId}:
    patch:
      operationId: update_thing
      tags: [Things]
      parameters:
        - {name: thingId, in: path, required: true, schema: {type: string}}
        - {name: dryRun, in: query, schema: {type: boolean}}
        - {name: X-Trace, in: header, schema: {type: string}}
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: '#/components/schemas/ThingUpdate'}}}
      responses:
        '200':
          description: ''
          content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}
components:
  schemas:
    Kind: {type: string, enum: [small, large]}
    ThingUpdate:
      type: object
      required: [type]
      properties:
        type: {type: string}
        class: {type: string}
        kind: {$ref: '#/components/schemas/Kind'}
    Thing:
      type: object
      required: [id]
      properties:
        id: {type: string}
        list: {type: array, items: {$ref: '#/components/schemas/Thing'}}
        maxSize: {type: number, description: 'In "metres".'}
"""


def tree(root: Path) -> dict[str, bytes]:
    files = (p for p in root.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    return {str(p.relative_to(root)): p.read_bytes() for p in files}


def generate_from(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spec: str) -> Path:
    path = tmp_path / "openapi.yaml"
    path.write_text(spec)
    monkeypatch.setattr(generation, "SURFACES", (Surface("v1", path),))
    target = tmp_path / "out" / "journeybee_api"
    generation.generate(target)
    return target


def loaded(spec: str) -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(spec)
    return document


@pytest.mark.thorough
def test_the_tree_holds_what_the_specs_give_whatever_the_hash_seed(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from scripts.codegen.generate import generate;"
        "generate(Path(sys.argv[1]))"
    )
    for seed in ("1", "2"):
        target = tmp_path / seed / "journeybee_api"
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        command = [sys.executable, "-c", program, str(target)]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
        assert tree(target) == tree(GENERATED)


def test_the_census_of_the_tree_finds_nothing() -> None:
    for surface in SURFACES:
        document = generation.load(surface)
        normalised = normalise(document, Names.read(surface.names))
        assert take_census(document, normalised, GENERATED / surface.name) == []


def test_every_name_is_in_the_checked_in_map() -> None:
    for surface in SURFACES:
        names = Names.read(surface.names)
        known = copy.deepcopy(names)
        normalise(generation.load(surface), names)
        assert names == known


def test_the_size_stays_within_its_budget() -> None:
    lines = sum(content.count(b"\n") for content in tree(GENERATED).values())
    documents = [generation.load(surface) for surface in SURFACES]
    count = sum(
        key != "parameters"
        for document in documents
        for item in document["paths"].values()
        for key in item
    )
    assert lines / count <= 110


def test_a_builder_takes_wire_names_in_python_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = generate_from(tmp_path, monkeypatch, SPEC)
    builder = (target / "v1" / "operations" / "things.py").read_text()
    for line in (
        "thing_id: str,",
        "type: str,",
        "class_: str | Unset = UNSET,",
        "kind: Kind | UnlistedStr | Unset = UNSET,",
        "dry_run: bool | None = None,",
        "x_trace: str | None = None,",
        'path={"thingId": thing_id},',
        'headers={"X-Trace": x_trace},',
        ") -> Operation[Thing]:",
    ):
        assert line in builder
    model = (target / "v1" / "models" / "thing.py").read_text()
    assert "list_: list[Thing] | Unset = UNSET" in model
    assert 'wire_names = {"list_": "list", "max_size": "maxSize"}' in model
    assert not (target / "v1" / "models" / "thing_update.py").exists()
    package = (target / "v1" / "__init__.py").read_text()
    assert 'BASE_URL = "https://example.com/v1"' in package
    assert 'AUTH = ("Authorization", "Bearer ")' in package
    assert "idempotent" not in builder


def test_the_key_goes_where_the_spec_says_and_reads_are_marked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keyed = SPEC.replace(
        "components:\n",
        "security: [{key: []}]\ncomponents:\n"
        "  securitySchemes: {key: {type: apiKey, in: header, name: x-api-key}}\n",
        1,
    ).replace("    patch:\n", "    patch:\n      x-idempotent: true\n", 1)
    assert keyed.count("x-idempotent") == keyed.count("securitySchemes") == 1
    target = generate_from(tmp_path, monkeypatch, keyed) / "v1"
    assert 'AUTH = ("x-api-key", "")' in (target / "__init__.py").read_text()
    builders = "".join(path.read_text() for path in (target / "operations").glob("*.py"))
    assert builders.count("idempotent=True,") == 1


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        # What no template writes is refused by name.
        ("in: query, schema", "in: query, style: matrix, schema", "dryRun has style 'matrix'"),
        ("in: header", "in: body", "2/in: must be one of"),
        # What it complains of is an error, even where its exit code says otherwise.
        (
            "application/json: {schema: {$ref: '#/components/schemas/ThingUpdate'}}",
            "text/xml: {}",
            "text~1xml: is a content type",
        ),
        ("#/components/schemas/Kind'", "#/components/schemas/Kid'", "Kid"),
    ],
)
def test_what_would_be_lost_stops_the_generation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, old: str, new: str, fault: str
) -> None:
    target = generate_from(tmp_path, monkeypatch, SPEC)
    before = tree(target)
    assert old in SPEC
    with pytest.raises((GenerationError, SpecError), match=fault):
        generate_from(tmp_path, monkeypatch, SPEC.replace(old, new, 1))
    assert tree(target) == before


def test_the_census_sees_what_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = generate_from(tmp_path, monkeypatch, SPEC) / "v1"
    module = package / "operations" / "things.py"
    builder = module.read_text()

    def faults(text: str, spec: str = SPEC) -> str:
        module.write_text(text)
        return "\n".join(take_census(loaded(spec), normalise(loaded(spec)), package))

    assert faults(builder) == ""
    assert "body class is missing" in faults(builder.replace('"class": class_', '"klass": class_'))
    assert "query dryRun is missing" in faults(builder.replace('"dryRun": dry', '"dry": dry'))
    assert "header X-Trace is missing" in faults(builder.replace('"X-Trace": x', '"X": x'))
    styled = builder.replace('"dryRun": dry_run', '"dryRun": Styled("pipe", dry_run)')
    assert "query dryRun is sent as pipe, not as usual" in faults(styled)
    assert "query dryRun is sent as usual, not as comma" in faults(
        builder, SPEC.replace("in: query", "in: query, explode: false")
    )
    cookie = SPEC.replace("in: header", "in: cookie")
    assert "cookie X-Trace is missing" in faults(builder, cookie)
    body = builder[
        builder.index("        body=") : builder.index("    )\n", builder.index("body="))
    ]
    assert "body type is missing" in faults(builder.replace(body, ""))
    form = SPEC.replace(
        "application/json: {schema: {$ref: '#/components/schemas/ThingUpdate'",
        ("application/x-www-form-urlencoded: {schema: {$ref: '#/components/schemas/ThingUpdate'"),
    )
    assert "is sent as application/json, not application/x-www-form" in faults(builder, form)
    untold = SPEC.replace("{$ref: '#/components/schemas/ThingUpdate'}", "{type: array}")
    assert "the body is missing" in faults(builder, untold)
    pdf = SPEC.replace(
        "{application/json: {schema: {$ref: '#/components/schemas/Thing'}}}",
        ("{application/pdf: {}}"),
    )
    assert "status 200 is read as Thing, not as bytes" in faults(builder, pdf)
    text = SPEC.replace(
        "{application/json: {schema: {$ref: '#/components/schemas/Thing'}}}", ("{text/csv: {}}")
    )
    assert "status 200 is read as Thing, not as text" in faults(builder, text)
    assert "has no builder" in faults(builder.replace('"PATCH"', '"POST"'))
    assert "is not in the spec" in faults(builder.replace('"PATCH"', '"POST"'))
    assert "2 builders" in faults(builder + builder[builder.index("def ") :])
    assert "read as Thong" in faults(builder.replace('200: "Thing"', '200: "Thong"'))
    assert "read as None" in faults(builder.replace('200: "Thing"', '200: "None"'))
    assert "status 200 is not read" in faults(builder.replace('200: "Thing"', '201: "Thing"'))
    assert "arguments for" in faults(builder.replace("    thing_id: str,\n", ""))
    assert "the spec says" in faults(builder, SPEC.replace("update_thing", "change_thing"))


def test_text_of_a_spec_cannot_leave_its_docstring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    evil = '"""\\nimport os; os.abort()\\n"""'
    spec = SPEC.replace(
        "operationId: update_thing", f"operationId: update_thing\n      summary: '{evil}'"
    )
    spec = spec.replace('In "metres".', evil)
    target = generate_from(tmp_path, monkeypatch, spec)
    for module in target.rglob("*.py"):
        compile(module.read_text(), str(module), "exec")
        assert "\nimport os;" not in module.read_text()
