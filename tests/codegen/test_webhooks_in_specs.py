"""What becomes of the webhooks that a spec tells of."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from scripts.codegen.document import webhooks
from scripts.codegen.generate import generate
from scripts.codegen.left_out import LeftOut, write_left_out
from scripts.codegen.normalise.passes import normalise
from scripts.codegen.surfaces import Surface

SPEC = """
openapi: 3.1.0
info: {title: Things, version: 1.0.0}
paths:
  /things:
    get:
      operationId: list_things
      responses: {'200': {description: ''}}
webhooks:
  thing_made:
    post:
      requestBody:
        content: {application/json: {schema: {$ref: '#/components/schemas/thing-event'}}}
      responses: {'200': {description: ''}}
  thing_lost:
    post:
      requestBody: {$ref: '#/components/requestBodies/Lost'}
      responses: {'200': {description: ''}}
  thing_seen: {get: {responses: {'200': {description: ''}}}}
  thing_inline:
    post:
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses: {'200': {description: ''}}
components:
  requestBodies:
    Lost: {content: {application/json: {schema: {$ref: '#/components/schemas/Lost'}}}}
  schemas:
    Unused: {type: object, properties: {a: {type: string}}}
    Lost: {type: object, properties: {why: {type: string}}}
    Thing:
      type: object
      required: [made]
      properties:
        made: {type: integer, format: unix-milliseconds}
        seen: {type: number, format: unix-milliseconds}
        wide: {type: integer, format: int64}
    thing-event:
      type: object
      properties: {thing: {$ref: '#/components/schemas/Thing'}}
"""


def test_bodies_that_are_components_are_known_by_name() -> None:
    document = yaml.safe_load(SPEC)
    assert webhooks(document) == {"thing_made": "thing-event", "thing_lost": "Lost"}
    assert webhooks({"paths": {}}) == {}
    kept = normalise(document)["components"]["schemas"]
    assert set(kept) == {"ThingEvent", "Thing", "Lost"}


def test_their_models_are_generated_and_times_in_milliseconds_are_times(tmp_path: Path) -> None:
    path = tmp_path / "specs" / "things.yaml"
    path.parent.mkdir()
    path.write_text(SPEC)
    surface = Surface("things", path)
    inline = ("webhook", "webhook thing_inline", "#/webhooks/thing_inline")
    write_left_out(surface.left_out, [LeftOut(*inline, "has a body that is no object")])
    generate(tmp_path / "out" / "journeybee_api", [surface])
    package = tmp_path / "out" / "journeybee_api" / "things"
    scope: dict[str, Any] = {}
    exec((package / "webhooks.py").read_text(), scope)
    assert scope["WEBHOOKS"] == {"thing_made": "ThingEvent", "thing_lost": "Lost"}
    assert {p.stem for p in (package / "models").glob("*.py")} == {
        "__init__",
        "thing_event",
        "thing",
        "lost",
    }
    thing = (package / "models" / "thing.py").read_text()
    assert "    made: Milliseconds\n" in thing
    assert "    seen: Milliseconds | Unset = UNSET\n" in thing
    assert "    wide: int | Unset = UNSET\n" in thing
    assert "webhooks" in json.loads((package / "openapi.json").read_text())
