"""Values of a response can be passed back as arguments, by mypy and by pyright."""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
import typing
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_type_hints

import attrs
import pytest

from journeybee import JourneyBee
from journeybee.introspection import names as names_of
from journeybee.legacy import LegacyJourneyBee
from journeybee.operations import Paged, Resource, Single, Write
from journeybee.sandbox import Sandbox
from journeybee_api._runtime.annotations import type_hints, union_members
from tests.bound_operations import bound, method_of

ROOT = Path(__file__).parent.parent
CLIENTS: dict[str, tuple[str, type[Any]]] = {
    "v1": ("journeybee", JourneyBee),
    "legacy": ("journeybee.legacy", LegacyJourneyBee),
}
# Responses have these as objects with names and labels, requests their ids.
OTHER_SHAPE = {"custom_fields", "tags", "assigned_users"}


def tables(client: type[Any]) -> Iterator[tuple[str, type[Resource[Any]]]]:
    """The tables of a client by their paths."""
    if client is JourneyBee:
        found = [(name, getattr(JourneyBee, name)) for name in names_of(JourneyBee)]
    else:
        found = [("", client)]
    for name, table in found:
        paths = {path.rpartition(".")[0] for path, _ in bound(table, name)}
        for path in sorted(paths):
            yield path, type(method_of(client("key"), path))


def item_models(table: Any) -> Iterator[Any]:
    """The models that a table reads or changes."""
    for call in vars(table).values():
        if isinstance(call, Single | Write | Paged):
            (body,) = typing.get_args(type_hints(call.builder)["return"])
            for model in filter(attrs.has, map(item_of, union_members(body))):
                yield model
                data = get_type_hints(model).get("data")
                yield from filter(attrs.has, map(item_of, union_members(data)))


def item_of(kind: Any) -> Any:
    return typing.get_args(kind)[0] if typing.get_origin(kind) is list else kind


def cases(client: type[Any]) -> Iterator[tuple[str, str, list[str]]]:
    """The path of each operation that updates, the model of its items, and the shared names."""
    for path, table in tables(client):
        for name, call in vars(table).items():
            if not isinstance(call, Write) or not name.startswith(("update", "set")):
                continue
            arguments = inspect.signature(call.builder).parameters
            for model in set(item_models(table)):
                names = {field.name for field in attrs.fields(model)} - OTHER_SHAPE
                if shared := [n for n in arguments if n in names]:
                    yield f"{path}.{name}", model.__name__, shared


def program(surface: str) -> str:
    """A program that passes every such field back."""
    module, client = CLIENTS[surface]
    lines = [
        "from typing import Any",
        f"from {module} import {client.__name__}",
        f"from journeybee_api.{surface} import models",
        "rest: Any = {}",
    ]
    for number, (path, model, names) in enumerate(cases(client)):
        lines.append(
            f"async def case_{number}(client: {client.__name__}, item: models.{model}) -> None:"
        )
        given = ", ".join(f"{name}=item.{name}" for name in names)
        lines.append(f"    await client.{path}({given}, **rest)")
    return "\n".join(lines) + "\n"


def test_there_are_many() -> None:
    found = {s: list(cases(client)) for s, (_, client) in CLIENTS.items()}
    assert len(found["v1"]) >= 20
    assert sum(len(names) for _, _, names in found["v1"]) >= 100
    assert any(path == "leads.update" for path, _, _ in found["v1"])


@pytest.mark.thorough
def test_by_mypy(tmp_path: Path) -> None:
    files = written(tmp_path)
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(tmp_path / "cache")]
    result = subprocess.run(
        [*command, *files], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.thorough
def test_by_pyright(tmp_path: Path) -> None:
    files = written(tmp_path)
    config = {
        "typeCheckingMode": "strict",
        "include": files,
        "extraPaths": [str(ROOT), str(ROOT / "generated")],
    }
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(config))
    command = [sys.executable, "-m", "pyright", "--pythonpath", sys.executable, "-p", str(tmp_path)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def written(folder: Path) -> list[str]:
    files = [folder / f"passed_back_{surface}.py" for surface in CLIENTS]
    for surface, file in zip(CLIENTS, files, strict=True):
        file.write_text(program(surface))
    return [str(file) for file in files]


async def test_at_run_time_a_value_is_a_plain_text_and_is_sent_as_it_came() -> None:
    client = Sandbox(world="tiny", rate_limit=None).client()
    lead = await client.leads.list().first()
    assert lead is not None
    assert type(lead.status) is str
    again = await client.leads.update(lead.uuid, status=lead.status, company_name="Oak")
    assert again.status == lead.status
    assert client.sandbox.requests[-1].body == {"status": lead.status, "company_name": "Oak"}


@pytest.mark.parametrize("value", ["first_name", "phone_number"])
def test_null_is_sent_as_null(value: str) -> None:
    from journeybee_api.v1.operations.leads import update_lead

    given: dict[str, Any] = {value: None}
    assert update_lead("u", **given).body == {value: None}
