"""A spec of the whole API as a server of Fastify and zod would publish it drops in as it is.

``fastify.json`` has neither ids nor tags nor named models, paths under a prefix at a relative
server, errors as a range and the key as an apiKey. Three operations are gone; new are an upload, a
record, a tuple, an intersection, JSON itself and a webhook.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from scripts.codegen.bind.tables import read_operations, read_tables
from scripts.codegen.document import operations
from scripts.codegen.intake import read
from scripts.codegen.normalise.naming import Names
from scripts.codegen.normalise.passes import normalise
from scripts.codegen.surfaces import ROOT, Surface
from scripts.codegen.swap import copy_to
from scripts.codegen.update import Outcome, take

SPEC = Path(__file__).with_name("fastify.json")
COPIED = ("docs/spec-changes.md", "examples", "generated", "journeybee", "openapi.yaml",
          "openapi.source.json", "specs")  # fmt: skip
GONE = {"list_currencies", "delete_room", "get_mdf_request"}
NEW = {"leads.attachments.create", "leads.attachments.list", "exchange_rates.get"}


class Taken(NamedTuple):
    """A copy of the project, and what became of it."""

    folder: Path
    outcome: Outcome
    names: dict[str, str]

    def run(self, *arguments: str) -> str:
        """What a program prints that finds the package in the copy."""
        places = [self.folder, self.folder / "generated", ROOT]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, places))}
        command = [sys.executable, *arguments]
        result = subprocess.run(
            command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False
        )
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Taken:
    folder = tmp_path_factory.mktemp("project")
    for name in COPIED:
        if (ROOT / name).exists():
            copy_to(ROOT / name, folder / name)
    before = read_tables(folder / "journeybee").public()
    outcome = take(str(SPEC), Surface("v1", folder / "openapi.yaml"), folder)
    return Taken(folder, outcome, before)


@pytest.mark.thorough
def test_nothing_is_left_out_and_every_name_stays(taken: Taken) -> None:
    assert taken.outcome.left_out == []
    [server] = taken.outcome.noted
    assert "the base URL stays what it is" in server
    now = read_tables(taken.folder / "journeybee").public()
    assert now.keys() == {
        o.id for o in read_operations(taken.folder / "generated/journeybee_api/v1")
    }
    assert {id_: now.get(id_) for id_ in taken.names.keys() - GONE}.items() <= now.items()
    assert {name for id_, name in now.items() if id_ not in taken.names} <= NEW <= {*now.values()}
    settings = "journeybee_api/v1/__init__.py"
    text = (taken.folder / "generated" / settings).read_text()
    assert text == (ROOT / "generated" / settings).read_text()
    changes = (taken.folder / "docs/spec-changes.md").read_text()
    breaking = re.findall(r"^- \*\*breaking\*\* .*$", changes, re.MULTILINE)
    assert [line for line in breaking if ": removed" not in line] == []


@pytest.mark.thorough
def test_the_demo_runs_on_it(taken: Taken) -> None:
    assert "requests, 0 of them refused" in taken.run("examples/demo.py")


@pytest.mark.thorough
def test_its_types_are_right(taken: Taken) -> None:
    program = (
        "import json, sys; from scripts.tools.check_samples import check\n"
        "spec = json.load(open(sys.argv[1]))\n"
        "spec['paths'] = {p.removeprefix('/v1'): i for p, i in spec['paths'].items()}\n"
        "result = check(spec, 'journeybee_api.v1', 1)\n"
        "print(result.read >= 160, result.faults, result.unsampled)"
    )
    assert taken.run("-c", program, str(SPEC)) == "True {} []\n"


def ids(document: Any) -> set[str]:
    """The ids of the operations of a spec, under the names that users know."""
    names = Names.read(Surface("v1", ROOT / "openapi.yaml").names)
    intake = read(json.dumps(document).encode(), SPEC.name, (), names.base_url)
    found = operations(normalise(intake.document, names, (), []))
    return {operation["operationId"] for _, _, operation in found}


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("listed", "prefix"),
    [
        ([{"url": "https://api.journeybee.io/v1"}], ""),
        ([{"url": "https://api.journeybee.io"}], "/v1"),
        ([{"url": "/v1"}], ""),
        ([{"url": "http://localhost:3000"}], "/v1"),
        ([], "/v1"),
        ([{"url": "https://app.journeybee.io"}], "/api/v1"),
    ],
)
def test_a_prefix_in_the_server_or_the_paths_changes_no_name(listed: Any, prefix: str) -> None:
    document = json.loads(SPEC.read_bytes())
    expected = ids(document)
    moved = {prefix + path.removeprefix("/v1"): i for path, i in document["paths"].items()}
    assert ids({**document, "servers": listed, "paths": moved}) == expected
