"""Where a line goes, how it is written, and that the rest of a file stays as it is."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from scripts.codegen.bind.edit import apply
from scripts.codegen.bind.plan import advice, plan
from scripts.codegen.bind.tables import Generated, read_operations, read_tables
from scripts.codegen.surfaces import GENERATED, ROOT
from tests.codegen.bind_copies import OPERATIONS, changed_files, changes, edit
from tests.codegen.frozen_project import write_generated, write_tables

ARCHIVE = Generated(
    "archive_lead_note", "lead_notes", "POST", "/leads/{uuid}/notes/{subUuid}/archive", "write"
)
FILES = [
    Generated("list_lead_files", "lead_files", "GET", "/leads/{uuid}/files", "bare_list"),
    Generated("get_lead_file", "lead_files", "GET", "/leads/{uuid}/files/{subUuid}", "single"),
]
WIDGETS = [
    Generated("list_widget_parts", "widget_parts", "GET", "/widgets/{uuid}/parts", "bare_list"),
    Generated("list_widgets", "widgets", "GET", "/widgets/", "paged"),
    Generated("delete_widget", "widgets", "DELETE", "/widgets/{uuid}", "write"),
]


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return write_tables(tmp_path)


def test_the_tree_needs_nothing() -> None:
    generated = read_operations(GENERATED / "v1")
    assert generated
    assert advice(generated, read_tables(ROOT / "journeybee")) == []


def test_operations_are_read_with_how_each_is_bound(tmp_path: Path) -> None:
    assert read_operations(write_generated(tmp_path)) == OPERATIONS
    kinds = {"single", "write", "patch", "patch_below", "paged", "bare_list"}
    assert {operation.kind for operation in OPERATIONS} == kinds


def test_an_operation_goes_to_the_class_of_its_collection(package: Path) -> None:
    assert edit(package, [*OPERATIONS, ARCHIVE]) == [
        (
            "add to journeybee/resources/leads.py, class LeadNotes: "
            "archive = write(lead_notes.archive_lead_note)"
        )
    ]
    assert changes(package, "resources/leads.py") == [
        "+    archive = write(lead_notes.archive_lead_note)"
    ]
    assert changed_files(package) == {"resources/leads.py"}


def test_a_line_names_what_it_needs_in_the_imports(package: Path) -> None:
    line = Generated("list_tiers_history", "tiers", "GET", "/tiers/history", "paged")
    edit(package, [*OPERATIONS, line])
    assert changes(package, "resources/tiers.py") == [
        "-from journeybee.operations import M, Resource, bare_list, write",
        "+from journeybee.operations import M, Resource, bare_list, paged, write",
        "+    list_history = paged(tiers.list_tiers_history)",
    ]


def test_a_new_collection_gets_a_class_on_its_resource(package: Path) -> None:
    told = edit(package, [*OPERATIONS, *FILES])
    assert told[0] == (
        "add to journeybee/resources/leads.py: class LeadFiles, "
        "and add to class Leads: files: LeadFiles[M] = nested(LeadFiles)"
    )
    assert changes(package, "resources/leads.py") == [
        "-from journeybee_api.v1.operations import lead_notes, leads",
        "+from journeybee_api.v1.operations import lead_files, lead_notes, leads",
        "+class LeadFiles(Resource[M]):",
        '+    """Lead files."""',
        "+    list = bare_list(lead_files.list_lead_files)",
        "+    get = single(lead_files.get_lead_file)",
        "+    files: LeadFiles[M] = nested(LeadFiles)",
    ]
    assert changed_files(package) == {"resources/leads.py"}


def test_a_resource_without_collections_can_get_one(package: Path) -> None:
    seats = Generated("list_user_seats", "user_seats", "GET", "/users/{uuid}/seats", "bare_list")
    edit(package, [*OPERATIONS, seats])
    text = (package / "resources" / "users.py").read_text()
    imports = "M, Resource, bare_list, nested, paged, patch, single, write"
    assert f"from journeybee.operations import {imports}\n" in text
    assert text.endswith("(users.delete_user)\n\n    seats: UserSeats[M] = nested(UserSeats)\n")


def test_a_new_resource_gets_a_module_and_its_place_in_the_client(package: Path) -> None:
    told = edit(package, [*WIDGETS, *OPERATIONS])
    assert told[0] == (
        "add journeybee/resources/widgets.py with class Widgets, "
        "and add to journeybee/v1.py, class V1Resources: widgets: Widgets[M]"
    )
    assert (
        (package / "resources" / "widgets.py").read_text()
        == '''\
from journeybee.operations import M, Resource, bare_list, nested, paged, write
from journeybee_api.v1.operations import widget_parts, widgets


class WidgetParts(Resource[M]):
    """Widget parts."""

    list = bare_list(widget_parts.list_widget_parts)


class Widgets(Resource[M]):
    """Widgets."""

    list = paged(widgets.list_widgets)
    delete = write(widgets.delete_widget)

    parts: WidgetParts[M] = nested(WidgetParts)
'''
    )
    assert changes(package, "v1.py") == [
        "+    from journeybee.resources.widgets import Widgets",
        "+    widgets: Widgets[M]",
    ]


@pytest.mark.parametrize("word", ["aardvarks", "lemons", "zebras"])
def test_the_client_names_its_resources_in_alphabetical_order(package: Path, word: str) -> None:
    new = Generated(f"list_{word}", word, "GET", f"/{word}", "paged")
    edit(package, [*OPERATIONS, new])
    names = list(read_tables(package).roots)
    assert word in names
    assert names == sorted(names)
    text = (package / "v1.py").read_text()
    imports = [r for r in text.splitlines() if r.startswith("    from journeybee.resources.")]
    assert imports == sorted(imports)
    assert len(imports) == len(names)


def test_lines_of_operations_that_are_gone_go(package: Path) -> None:
    gone = {"get_tag", "list_deal_payments", "list_currencies"}
    told = edit(package, [o for o in OPERATIONS if o.id not in gone])
    assert sorted(told) == [
        (
            "remove from journeybee/resources/currencies.py, class Currencies: "
            "list = bare_list(currencies.list_currencies)"
        ),
        (
            "remove from journeybee/resources/deals.py, class DealPayments: "
            "list = bare_list(deal_payments.list_deal_payments)"
        ),
        (
            "remove from journeybee/resources/deals.py: class DealPayments, "
            "and remove from class Deals: payments: DealPayments[M] = nested(DealPayments)"
        ),
        "remove from journeybee/resources/tags.py, class Tags: get = single(tags.get_tag)",
        (
            "remove journeybee/resources/currencies.py with class Currencies, "
            "and remove from journeybee/v1.py, class V1Resources: currencies: Currencies[M]"
        ),
    ]
    assert changes(package, "resources/tags.py") == [
        "-from journeybee.operations import M, Resource, bare_list, patch, single, write",
        "+from journeybee.operations import M, Resource, bare_list, patch, write",
        "-    get = single(tags.get_tag)",
    ]
    assert not (package / "resources" / "currencies.py").exists()
    assert changes(package, "v1.py") == [
        "-    from journeybee.resources.currencies import Currencies",
        "-    currencies: Currencies[M]",
    ]
    assert "DealPayments" not in (package / "resources" / "deals.py").read_text()
    assert "deal_payments" not in (package / "resources" / "deals.py").read_text()


def test_a_new_operation_does_not_take_the_name_of_one_that_is_gone(package: Path) -> None:
    bulk = Generated("delete_tags", "tags", "DELETE", "/tags/", "write")
    edit(package, [*(o for o in OPERATIONS if o.id != "delete_tag"), bulk])
    assert changes(package, "resources/tags.py") == [
        "-    delete = write(tags.delete_tag)",
        "+    delete_tags = write(tags.delete_tags)",
    ]


def test_a_resource_goes_with_its_last_collection(package: Path) -> None:
    edit(package, [o for o in OPERATIONS if o.module != "webhooks"])
    assert not (package / "resources" / "webhooks.py").exists()
    assert "webhooks" not in (package / "v1.py").read_text().lower()


def test_a_list_that_became_paged_or_moved_keeps_its_name(package: Path) -> None:
    now = {
        "list_tiers": Generated("list_tiers", "tiers", "GET", "/tiers/", "paged"),
        "get_tag": Generated("get_tag", "labels", "GET", "/tags/{uuid}", "single"),
    }
    told = edit(package, [now.get(o.id, o) for o in OPERATIONS])
    assert sorted(told) == [
        (
            "change in journeybee/resources/tags.py, class Tags: get = single(labels.get_tag) "
            "(it was single(tags.get_tag))"
        ),
        (
            "change in journeybee/resources/tiers.py, class Tiers: list = paged(tiers.list_tiers) "
            "(it was bare_list(tiers.list_tiers))"
        ),
    ]
    assert "+    list = paged(tiers.list_tiers)" in changes(package, "resources/tiers.py")
    assert "-    list = bare_list(tiers.list_tiers)" in changes(package, "resources/tiers.py")
    assert "+    get = single(labels.get_tag)" in changes(package, "resources/tags.py")


def test_the_string_under_a_line_follows_the_summary(package: Path) -> None:
    get = next(o for o in OPERATIONS if o.id == "get_tag")
    for summary in ("Get a tag.", r'Get a "tag" by \d+, or """x"""', "Get one."):
        told = edit(package, [replace(o, summary=summary) if o is get else o for o in OPERATIONS])
        assert told == [f"describe in journeybee/resources/tags.py, class Tags: get as {summary!r}"]
    assert changes(package, "resources/tags.py") == ['+    """Get one."""']
    path = package / "resources" / "tags.py"
    path.write_text(path.read_text().replace("(tags.get_tag)", "(tags.get_tag)  # one"))
    now = replace(get, kind="bare_list", summary="Get some.")
    edit(package, [now if o is get else o for o in OPERATIONS])
    assert changes(package, "resources/tags.py")[-2:] == [
        "+    get = bare_list(tags.get_tag)  # one",
        '+    """Get some."""',
    ]
    edit(package, [o for o in OPERATIONS if o is not get])
    assert "Get" not in (package / "resources" / "tags.py").read_text()


def test_what_is_made_of_an_operation_goes_with_it(package: Path) -> None:
    path = package / "resources" / "tags.py"
    upsert = '    upsert = upserts(list, create, update)\n    """Create a tag, or update it."""\n'
    path.write_text(path.read_text() + upsert)
    apply(package, plan([o for o in OPERATIONS if o.id != "delete_tag"], read_tables(package)))
    assert path.read_text().endswith(upsert)
    apply(package, plan([o for o in OPERATIONS if o.id != "update_tag"], read_tables(package)))
    assert "upsert" not in path.read_text()
    assert "create = write(tags.create_tag)" in path.read_text()


def test_what_is_bound_twice_is_bound_once(package: Path) -> None:
    path = package / "resources" / "tags.py"
    path.write_text(path.read_text() + "    again = bare_list(tags.list_tags)\n")
    assert edit(package, OPERATIONS) == [
        "remove from journeybee/resources/tags.py, class Tags: again = bare_list(tags.list_tags)"
    ]
    assert changed_files(package) == set()


def test_comments_and_other_statements_stay(package: Path) -> None:
    path = package / "resources" / "leads.py"
    text = path.read_text().replace(
        "    get = single(lead_notes.get_lead_note)\n",
        "    # Nötes of läuds.\n    get = single(lead_notes.get_lead_note)  # one\n",
    )
    path.write_text(text)
    now = Generated("get_lead_note", "lead_notes", "GET", "/leads/{a}/notes/{b}", "bare_list")
    edit(package, [*(now if o.id == now.id else o for o in OPERATIONS), ARCHIVE])
    assert path.read_text() == text.replace(
        "single(lead_notes.get_lead_note)  # one", "bare_list(lead_notes.get_lead_note)  # one"
    ).replace(
        "(lead_notes.delete_lead_note)\n",
        "(lead_notes.delete_lead_note)\n    archive = write(lead_notes.archive_lead_note)\n",
    )
