"""What lines of the tables are called, and that what is written can be imported."""

from __future__ import annotations

import ast
import keyword
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.codegen.bind.plan import BindError, bind, plan
from scripts.codegen.bind.tables import Generated, read_operations, read_tables
from scripts.codegen.surfaces import GENERATED, ROOT
from scripts.codegen.swap import copy_to
from tests.codegen.bind_copies import OPERATIONS, edit
from tests.codegen.frozen_project import write_generated, write_tables


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return write_tables(tmp_path)


@pytest.mark.parametrize(
    ("operation", "line"),
    [
        # What the class says already is not said again, whatever the order of the words.
        (("convert_lead", "leads", "POST", "/leads/{id}/convert"), "leads.convert"),
        (("lead_notes_pin", "lead_notes", "POST", "/leads/{id}/notes/pin"), "leads.notes.pin"),
        (("get_tag_by_name", "tags", "GET", "/tags/by-name/{name}"), "tags.get_by_name"),
        (("find_notes_of_lead", "lead_notes", "GET", "/leads/{id}/notes/f"), "leads.notes.find"),
        # A name that is taken is spelled out; one that only repeats the class gives the method.
        (("get_tags_tag", "tags", "GET", "/tags/x"), "tags.get_tags_tag"),
        (("lead_note", "lead_notes", "PUT", "/leads/{id}/notes/{x}/all"), "leads.notes.lead_note"),
        (("gadget", "gadgets", "DELETE", "/gadgets/{id}"), "gadgets.delete"),
        (("gadgets", "gadgets", "GET", "/gadgets/{id}"), "gadgets.get"),
        # What is no name, or would hide one.
        (("import_tags", "tags", "POST", "/tags/import"), "tags.import_tags"),
        (("close_tags", "tags", "POST", "/tags/close"), "tags.close_tags"),
        (("list_drift", "drift", "GET", "/drift"), "drift_resource.list"),
        (("get_request", "requests", "GET", "/request/{id}"), "requests.get"),
        (("make_class", "classes", "POST", "/class"), "classes.make"),
        (("get_root", "home", "GET", "/"), "home.get_root"),
        # By the path, where the module is new, or is that of another collection.
        (("pin_it", "note_pins", "POST", "/leads/{id}/notes/{x}/pin"), "leads.notes.pin_it"),
        (("list_webhook_events", "webhooks", "GET", "/webhooks/events"), "webhooks.list_events"),
        (("search_tags", "search", "GET", "/tags"), "tags.search_tags"),
        (("move", "lead_moves", "POST", "/leads"), "leads.move"),
    ],
)
def test_names(package: Path, operation: tuple[str, str, str, str], line: str) -> None:
    new = Generated(*operation, "single")
    edit(package, [*OPERATIONS, new])
    assert read_tables(package).public()[new.id] == line
    assert not any(keyword.iskeyword(step) for step in line.split("."))


def test_a_class_of_a_resource_hides_no_name_of_the_client(package: Path) -> None:
    new = [
        Generated("list_generic", "generic", "GET", "/generic", "bare_list"),
        Generated("get_resource_x", "resource", "GET", "/resource/{id}", "single"),
    ]
    edit(package, [*OPERATIONS, *new])
    tables = read_tables(package)
    assert tables.roots["generic"] == "GenericTable"
    assert tables.public()["get_resource_x"].startswith("resource")
    text = (package / "v1.py").read_text()
    names = [
        a.name for n in ast.walk(ast.parse(text)) if isinstance(n, ast.ImportFrom) for a in n.names
    ]
    assert len(names) == len(set(names))


def test_a_module_that_a_class_hides_is_refused_before_anything_is_written(package: Path) -> None:
    hidden = Generated("list_x", "create", "GET", "/tags", "bare_list")
    with pytest.raises(BindError, match=r"tags\.py, class Tags cannot name the module create"):
        plan([*OPERATIONS, hidden], read_tables(package))


def test_a_prefix_that_all_paths_have_says_nothing(tmp_path: Path, package: Path) -> None:
    generated = write_generated(tmp_path)
    for path in (generated / "operations").glob("*.py"):
        path.write_text(path.read_text().replace(" '/", " '/api/v2/"))
    operations = read_operations(generated)
    assert [o.segments for o in operations] == [o.segments for o in OPERATIONS]


def test_bind_reads_what_was_generated(tmp_path: Path, package: Path) -> None:
    generated = write_generated(tmp_path)
    notes = generated / "operations" / "lead_notes.py"
    notes.write_text(notes.read_text().replace("list_lead_notes", "all_lead_notes"))
    assert bind(package, generated) == [
        (
            "remove from journeybee/resources/leads.py, class LeadNotes: "
            "list = bare_list(lead_notes.list_lead_notes)"
        ),
        (
            "add to journeybee/resources/leads.py, class LeadNotes: "
            "all = bare_list(lead_notes.all_lead_notes)"
        ),
    ]


@pytest.mark.thorough
def test_what_is_written_imports(tmp_path: Path) -> None:
    """In the package of today, of which all but the tables is linked."""
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "import types; import journeybee; from journeybee_api.v1 import operations as o\n"
        "gadgets = types.ModuleType('journeybee_api.v1.operations.gadgets')\n"
        "def list_gadgets() -> 'Operation[list[Tag]]': ...\n"
        "list_gadgets.__module__ = gadgets.__name__\n"
        "gadgets.list_gadgets = list_gadgets\n"
        "sys.modules[gadgets.__name__] = gadgets; o.gadgets = gadgets\n"
        "client = journeybee.JourneyBee('key'); print(client.gadgets.list)\n"
    )
    package = tmp_path / "journeybee"
    package.mkdir()
    for path in (ROOT / "journeybee").iterdir():
        if path.name in {"v1.py", "resources"}:
            copy_to(path, package / path.name)
        elif path.name != "__pycache__":
            (package / path.name).symlink_to(path)
    gadgets = Generated("list_gadgets", "gadgets", "GET", "/gadgets", "bare_list")
    edit(package, [*read_operations(GENERATED / "v1"), gadgets])
    command = [sys.executable, "-c", program, str(package.parent)]
    environment = {"PYTHONPATH": f"{GENERATED.parent}", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    assert done.stdout.startswith("<operation list_gadgets("), done.stderr
