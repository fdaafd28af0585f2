"""The types and names of the package as other libraries read them at run time."""

from __future__ import annotations

import ast
import datetime
import functools
import importlib
import inspect
import rlcompleter
import subprocess
import sys
import typing
from typing import Any
from unittest.mock import MagicMock, create_autospec, patch

import attrs
import cattrs
import pytest

import journeybee
from journeybee import JourneyBee, Pager, introspection
from journeybee.blocking import JourneyBee as Blocking
from journeybee.blocking import Pager as BlockingPager
from journeybee.introspection import bound_operations, names
from journeybee.legacy import LegacyJourneyBee
from journeybee.saleshandy import Saleshandy
from journeybee_api._runtime import UnlistedStr, Unset
from journeybee_api.v1.models import Lead, LeadStatus

SURFACES = ("v1", "legacy", "saleshandy")
PUBLIC = ("journeybee", "journeybee.legacy", "journeybee.saleshandy", "journeybee.limits")
LEAD: dict[str, Any] = {
    "uuid": "u", "first_name": None, "last_name": None, "email": "a@b.example",
    "company_name": "Oak", "status": "new", "tags": [], "assigned_users": [],
    "custom_fields": [], "created_at": "2025-08-20T12:00:00.000Z",
    "updated_at": "2025-08-20T12:00:00.000Z",
}  # fmt: skip


@pytest.mark.parametrize("surface", SURFACES)
def test_the_types_of_every_model_resolve(surface: str) -> None:
    models = importlib.import_module(f"journeybee_api.{surface}.models")
    found = [getattr(models, name) for name in dir(models)]
    classes = [model for model in found if attrs.has(model)]
    assert len(classes) >= 10
    for model in classes:
        hints = typing.get_type_hints(model)
        resolved = attrs.fields(attrs.resolve_types(model))
        assert {field.name: field.type for field in resolved}.items() <= hints.items()


@pytest.mark.parametrize("client", [JourneyBee, LegacyJourneyBee, Saleshandy])
def test_the_string_under_each_line_of_a_table_is_the_summary_of_its_operation(
    client: Any,
) -> None:
    # Editors show it, without running the builder whose docstring it comes from.
    for path, bound in bound_operations(client):
        *way, name = path.split(".")
        owner = functools.reduce(introspection.member, way, client)
        (table,) = ast.parse(inspect.getsource(owner)).body
        assert isinstance(table, ast.ClassDef)
        at = next(
            i for i, line in enumerate(table.body) if ast.unparse(line).startswith(f"{name} =")
        )
        string = ast.literal_eval(ast.unparse(table.body[at + 1]))
        assert string == str(bound.builder.__doc__).partition("\n")[0], path


@pytest.mark.parametrize("first", ["journeybee_api.v1.models.lead", "journeybee_api.v1.models"])
def test_models_that_hold_each_other_load_from_any_end(first: str) -> None:
    code = f"import importlib; importlib.import_module({first!r})\n"
    code += "import typing; from journeybee_api.v1.models import Lead; typing.get_type_hints(Lead)"
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)


def test_a_model_in_other_libraries() -> None:
    lead = Lead.from_dict({**LEAD, "status": "newer"})
    plain = cattrs.unstructure(lead)
    assert (plain["email"], plain["status"], plain["company_name"]) == (
        "a@b.example",
        "newer",
        "Oak",
    )
    assert isinstance(plain["created_at"], datetime.datetime)
    assert type(lead.status) is str
    assert typing.get_type_hints(Lead)["status"] == LeadStatus | UnlistedStr


def test_the_signatures_of_public_names_resolve() -> None:
    for module in map(importlib.import_module, PUBLIC):
        names = getattr(module, "__all__", None) or [
            name for name, value in vars(module).items() if inspect.isclass(value)
        ]
        for value in (getattr(module, name) for name in names):
            if not inspect.isclass(value) or attrs.has(value):
                continue
            for member in vars(value).values():
                function = member.fget if isinstance(member, property) else member
                if inspect.isfunction(function):
                    typing.get_type_hints(function)
    hints = typing.get_type_hints(JourneyBee.__init__)
    assert hints["timeout"] is float
    assert "http_client" in hints


@pytest.mark.parametrize("client", [JourneyBee, LegacyJourneyBee, Saleshandy])
def test_the_types_of_every_operation_resolve(client: type[Any]) -> None:
    from tests.bound_operations import bound, method_of

    made = client("key")
    tables = {"": client} if client is not JourneyBee else resources()
    paths = [p for name, table in tables.items() for p, _ in bound(table, name)]
    assert paths
    for path in paths:
        hints = typing.get_type_hints(method_of(made, path))
        assert "return" in hints


def resources() -> dict[str, Any]:
    return {name: getattr(JourneyBee, name) for name in names(JourneyBee)}


def test_the_arguments_of_an_operation_are_known_by_their_types() -> None:
    assert typing.get_type_hints(JourneyBee("key").leads.list)["return"] == Pager[Lead]
    assert typing.get_type_hints(Blocking("key").leads.list)["return"] == BlockingPager[Lead]
    hints = typing.get_type_hints(JourneyBee("key").leads.update)
    assert hints["return"] is Lead
    assert hints["status"] == LeadStatus | UnlistedStr | Unset
    assert hints["uuid"] is str


@pytest.mark.parametrize("kind", [JourneyBee, Blocking, LegacyJourneyBee, Saleshandy])
def test_editors_are_offered_no_internal_names(kind: Any) -> None:
    shared = {"drift", "request", "with_options", "surface", "default_base_url", "env_prefix"}
    shared |= {"default_requests_per_minute"}
    client = kind("key")
    offered = {name for name in dir(client) if not name.startswith("_")}
    table = kind if kind is not Blocking else JourneyBee
    assert offered - {"aclose", "close"} - shared == set(names(table))
    for name in offered & set(names(table)):
        of_table = getattr(client, name)
        found_in_table = {found for found in dir(of_table) if not found.startswith("_")}
        assert found_in_table - {"upsert"} == set(names(type(of_table)))


def test_dir_and_completion_know_what_loads_on_first_use() -> None:
    client = JourneyBee("key")
    assert set(resources()) <= set(dir(client)) & set(dir(JourneyBee))
    completer = rlcompleter.Completer({"client": client})
    assert completer.complete("client.lea", 0) == "client.leads"
    assert set(journeybee.__all__) <= set(dir(journeybee))
    for surface in SURFACES:
        for name in ("", ".models"):
            module = importlib.import_module(f"journeybee_api.{surface}{name}")
            assert set(module.__all__) <= set(dir(module))


def test_the_names_do_not_load_what_they_stand_for() -> None:
    code = "import sys, journeybee; dir(journeybee.JourneyBee('key')), dir(journeybee)\n"
    code += "print([m for m in sys.modules if m.startswith('journeybee.resources.')])"
    command = [sys.executable, "-c", code]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    assert result.stdout == "[]\n"


def test_mocks_know_the_resources() -> None:
    mock = MagicMock(spec=JourneyBee)
    mock.leads.list.return_value = []
    assert mock.leads.list(status="new") == []
    with pytest.raises(AttributeError, match="leeds"):
        _ = mock.leeds
    client = JourneyBee("key")
    with patch.object(client, "leads") as leads:
        assert client.leads is leads
    assert type(client.leads).__name__ == "Leads"
    with patch.object(JourneyBee, "leads") as leads:
        assert JourneyBee("key").leads is leads
    autospec = create_autospec(client)
    assert autospec.leads.list() is not None
    with pytest.raises(AttributeError):
        autospec.leads.lst()
    with pytest.raises(AttributeError, match="leeds"):
        _ = client.leeds  # type: ignore[attr-defined]
