"""What is to be exported, and how."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import click

from journeybee.cli import hints
from journeybee.cli.parameters import given, parameters
from journeybee.cli.tree import Call, Table, calls, command_name, member

FORMATS = ("jsonl", "jsonl.gz", "jsonl.zst", "csv", "csv.gz", "csv.zst", "parquet")
_SINCE = re.compile(r"(?:(?:created|updated|modified)_)?(?:at_)?(?:since|after|from|gte)")


@attrs.frozen
class Plan:
    """What an export was asked for; one that goes on must be asked for the same.

    Attributes:
        folder: whether each resource has a file in a folder, or the one resource is the file.
        where: the filters of the lists, by the names of their options.
    """

    surface: str
    base_url: str
    resources: list[str]
    format: str
    folder: bool
    where: dict[str, str]
    since: str | None
    on_shift: str

    def file(self, out: Path, resource: str) -> Path:
        """Where the rows of a resource go at the end."""
        return out / f"{resource}.{self.format}" if self.folder else out


def format_of(out: Path) -> str:
    """The format that the name of a file asks for."""
    for name in sorted(FORMATS, key=len, reverse=True):
        if out.name.lower().endswith(f".{name}"):
            return name
    allowed = ", ".join(f".{name}" for name in FORMATS)
    problem = f"{out.name!r} tells no format: end it in {allowed}, or give --format for a folder"
    raise click.BadParameter(problem, param_hint="--out")


def everything(client: Table) -> Iterator[str]:
    """The resources that can be exported without naming a parent."""
    for path, call in calls(client):
        resource, _, name = path.rpartition(".")
        if name == "list" and "." not in resource and _exportable(call):
            yield command_name(resource)


def list_of(client: Table, resource: str) -> tuple[str, Call]:
    """The operation that lists a resource, and its dotted path on the client."""
    path = resource.replace("-", "_").split(".")
    found: Any = client
    for name in path:
        found = member(found, name) if isinstance(found, type) else None
    if isinstance(found, type):
        path.append("list")
        found = member(found, "list")
    if not isinstance(found, Call) or not _exportable(found):
        known = ", ".join(everything(client))
        raise click.BadParameter(f"{resource!r} cannot be exported: these can: {known}")
    return ".".join(path), found


def arguments(call: Call, resource: str, plan: Plan) -> dict[str, Any]:
    """The arguments of a list that the filters of a plan give."""
    where = dict(plan.where)
    if plan.since is not None:
        where[_since_option(call, resource)] = plan.since
    line = [f"--{name}={value}" for name, value in where.items()]
    command = click.Command(resource, params=list(parameters(call.builder, {})))
    return given(command.make_context(f"journeybee {resource} list", line).params)


def _since_option(call: Call, resource: str) -> str:
    for name in hints.of_builder(call.builder):
        if _SINCE.fullmatch(name):
            return name.replace("_", "-")
    problem = f"the API cannot filter {resource} by time: leave --since out"
    raise click.BadParameter(problem, param_hint="--since")


def _exportable(call: Call) -> bool:
    return hints.lists(call) and not any(
        parameter.required for parameter in parameters(call.builder, {})
    )
