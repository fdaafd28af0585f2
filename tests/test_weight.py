"""The cost of imports, and the amount of hand-written code, as counts."""

from __future__ import annotations

import importlib
import io
import json
import os
import pkgutil
import subprocess
import sys
import zipfile
from pathlib import Path

import journeybee
import journeybee_api
from journeybee_api.v1.operations import OPERATIONS
from tests.fault_server import FaultServer, answer
from tests.test_cost import LEAD
from tests.test_leaves import written

ROOT = Path(__file__).parent.parent


def modules_after(program: str) -> set[str]:
    """The modules that a program imports in a fresh interpreter."""
    report = "import sys; before = set(sys.modules); {}; print(*(set(sys.modules) - before))"
    command = [sys.executable, "-c", report.format(program)]
    environment = {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'generated'}"}
    result = subprocess.run(command, capture_output=True, text=True, check=True, env=environment)
    return set(result.stdout.split())


def test_importing_the_package_imports_no_httpx_and_no_table() -> None:
    modules = modules_after("import journeybee")
    unwanted = {"httpx", "httpcore", "ssl", "asyncio", "opentelemetry", "redis", "jwt",
                "msgspec"}  # fmt: skip
    assert not {m for m in modules if m.split(".")[0] in unwanted}
    assert not {m for m in modules if m.startswith("journeybee.resources.")}
    assert not {m for m in modules if m.startswith("journeybee_api.v1.models.")}
    assert not {
        m for m in modules if m.startswith(("journeybee.webhooks", "journeybee_api.legacy"))
    }


def test_receiving_webhooks_loads_jwt_and_models_when_they_are_needed() -> None:
    modules = modules_after("from journeybee import Webhook; Webhook('secret')")
    assert "jwt" not in modules
    assert not {m for m in modules if m.startswith("journeybee_api.legacy.models.")}


def test_the_first_list_loads_its_own_table_only() -> None:
    modules = modules_after("import journeybee; journeybee.JourneyBee('key').stages.list()")
    assert {m for m in modules if m.startswith("journeybee.resources.")} == {
        "journeybee.resources.stages"
    }
    assert not {m for m in modules if m.startswith("journeybee_api.v1.models.")}


def test_a_list_is_read_and_used_without_attrs() -> None:
    """Loading it takes 59 million instructions; all of this takes 672 million without it."""
    lead = {**LEAD, "tags": [{"uuid": "t", "label": "a"}], "shoe_size": 7}
    body = json.dumps({"data": [lead], "pagination": {"total": 1}}).encode()
    with FaultServer(answer(200, body=body)) as server:
        modules = modules_after(
            # httpcore would load trio, which needs attrs.
            "sys.modules['trio'] = None; import anyio, journeybee; "
            f"client = journeybee.JourneyBee('key', base_url={server.url!r}); "
            "[lead] = anyio.run(client.leads.list().collect); "
            "assert lead in [lead.from_dict(lead.to_dict())]; "
            "hash(lead), repr(lead), lead.to_json(), lead.tags[0].additional_properties"
        )
    assert "journeybee_api.v1.models.label_ref" in modules
    unwanted = {"attr", "attrs", "journeybee_api._runtime.multipart"}
    assert not unwanted & modules


def test_few_modules_are_imported() -> None:
    # A tenth above the present value; raw httpx with a client takes 394.
    # One more since the limiter keeps what serves several threads in a module of its own.
    # One more than before the limiter had lanes.
    # Two more since the modules of operations and of concurrency have folders of their own.
    # Two more since the limit can change and is watched.
    # One more since bodies are read in one of two ways.
    # One more since models keep what they were read from, one for the folder of the settings.
    assert len(modules_after("import journeybee")) <= 153
    first_list = "import journeybee; journeybee.JourneyBee('key').leads.list()"
    # Two others have the methods of a pager that leaves implement, and upserts.
    assert len(modules_after(first_list)) <= 178


def test_a_sandbox_is_imported_without_httpx_and_jsonschema() -> None:
    modules = modules_after("from journeybee.sandbox import Sandbox")
    assert not {m for m in modules if m.split(".")[0] in {"httpx", "jsonschema", "uvicorn"}}


def test_everything_can_be_imported() -> None:
    for package in (journeybee, journeybee_api):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                importlib.import_module(module.name)


def test_what_is_published_stays_small() -> None:
    """The files of the wheel, packed as it packs them."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for package in (ROOT / "journeybee", ROOT / "generated" / "journeybee_api"):
            for path in package.rglob("*"):
                if path.is_file() and "__pycache__" not in path.parts:
                    archive.write(path, path.relative_to(package.parent))
        archive.write(ROOT / "docs" / "journeybee.1", "journeybee.1")
    # 540,000 before the blocking clients and the schemas for pydantic, 555,000 before keys from
    # functions and files, 560,000 before a limit could change and be followed in a fleet,
    # 570,000 before waits in a sandbox moved its clock and msgspec could read bodies.
    # 583,000 before mirrors, 602,000 before updates by changed models,
    # 609,000 before custom fields by label, 613,000 before mirrors worked without await, followed
    # webhooks and delivered changes to programs and warehouses,
    # 640,000 before `journeybee doctor` and lists that say how many rows they leave out.
    # 646,000 before upserts and the strings that editors show.
    # 654,000 before the start page had an explorer and controls.
    # 672,000 before the own httpx client, 674,000 before the page for `man`,
    # 684,000 before styles by `NO_COLOR`, and the window of the start page by lane.
    # 689,000 before `journeybee sync` kept lists below rows.
    # 692,000 before requests were plain classes, 694,000 before options and
    # responses were, and each attempt had an httpx client to itself.
    # 696,500 before failures of standard output had messages of their own,
    # 700,000 before the line that stores a key named its options.
    assert len(packed.getvalue()) <= 702_000


def test_what_is_generated_stays_small() -> None:
    files = (ROOT / "generated" / "journeybee_api" / "v1").rglob("*.py")
    assert sum(len(path.read_text().splitlines()) for path in files) / len(OPERATIONS) <= 55


def test_what_is_written_by_hand_stays_small() -> None:
    # 60 of them confirm deletions, set fields to JSON, complete names and leave notes out.
    # 140 more keep a mirror, 235 deliver its changes, try it without writing, and write Singer.
    # 165 are `doctor`, and the request by which it and `auth login` check a key; 180 show a list in
    # part, its columns by importance, JSON of one's choice; 60 count waits while they last.
    # 92 receive and send webhooks. 15 say how a text is given where JSON is not,
    # 25 decide on colours and show the limit, 80 keep lists below rows,
    # 145 answer names of other tools, write plain lines, show requests and endpoints of few words.
    # 103 tell a reader that is gone from a full disk, and cut no line of a feed.
    # 6 name the options of the line that stores a key.
    assert written((ROOT / "journeybee" / "cli").rglob("*.py")) <= 3536
    for path in [
        *ROOT.glob("journeybee/**/*.py"),
        *ROOT.glob("scripts/**/*.py"),
        *ROOT.glob("bench/*.py"),
    ]:
        assert len(path.read_text().splitlines()) <= 300, path
