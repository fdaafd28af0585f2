"""What is to be exported, and how."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import attrs
import click
from attrs.validators import deep_iterable, deep_mapping, in_, instance_of, optional

from journeybee import introspection
from journeybee.cli.failures import LocalError
from journeybee.cli.parameters import given, parameters
from journeybee.cli.sanitize import command_name
from journeybee.introspection import Call, Table, calls, member

MANIFEST = "manifest.json"
WORK = ".journeybee-export"
FORMATS = ("jsonl", "jsonl.gz", "jsonl.zst", "csv", "csv.gz", "csv.zst", "parquet")
ON_SHIFT = ("warn", "raise", "refetch")
_SINCE = re.compile(r"(?:(?:created|updated|modified)_)?(?:at_)?(?:since|after|from|gte)")


@attrs.frozen
class Plan:
    """What an export was asked for; one that goes on must be asked for the same.

    Attributes:
        folder: whether each resource has a file in a folder, or the one resource is the file.
        where: the filters of the lists, by the names of their options.
    """

    surface: str = attrs.field(validator=instance_of(str))
    base_url: str = attrs.field(validator=instance_of(str))
    resources: list[str] = attrs.field(validator=deep_iterable(instance_of(str)))
    format: str = attrs.field(validator=in_(FORMATS))
    folder: bool = attrs.field(validator=instance_of(bool))
    where: dict[str, str] = attrs.field(
        validator=deep_mapping(instance_of(str), instance_of(str), instance_of(dict))
    )
    since: str | None = attrs.field(validator=optional(instance_of(str)))
    on_shift: str = attrs.field(validator=in_(ON_SHIFT))
    bom: bool = attrs.field(default=False, validator=instance_of(bool))

    def made_name(self, resource: str) -> str:
        """What the file of a resource is called while it is made."""
        return f"{resource}.{self.format}"

    def targets(self, out: Path) -> dict[str, Path]:
        """Where files go at the end, in the order in which they do, by their names until then."""
        names = [self.made_name(resource) for resource in self.resources]
        if not self.folder:
            return dict.fromkeys(names, out)
        return {name: out / name for name in [*names, MANIFEST]}


def format_of(out: Path) -> str:
    """The format that the name of a file asks for."""
    for name in sorted(FORMATS, key=len, reverse=True):
        if out.name.lower().endswith(f".{name}"):
            return name
    allowed = ", ".join(f".{name}" for name in FORMATS)
    problem = f"{out.name!r} tells no format: end it in {allowed}, or give --format for a folder"
    raise click.BadParameter(problem, param_hint="--out")


def check_targets(plan: Plan, out: Path, *, overwrite: bool) -> None:
    """LocalError if a file could not be moved to its name in the end, or must not be."""
    if plan.folder and os.path.lexists(out) and not out.is_dir():
        raise LocalError(f"{out} is not a folder: give another --out")
    if not plan.folder and out.is_dir():
        raise LocalError(f"{out} is a folder: give --format, or the name of a file")
    if not overwrite and is_taken(out):
        raise LocalError(f"{out} exists: give another --out, or --overwrite")
    for target in plan.targets(out).values():
        if target.is_dir() and not target.is_symlink():
            raise LocalError(f"{target} is a folder, where a file is to be: move it away")


def is_taken(out: Path) -> bool:
    """Whether there is something at a path that an export must not replace unasked."""
    if out.is_dir():
        return any(path.name != WORK for path in out.iterdir())
    return os.path.lexists(out)


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
    for name in (introspection.page_parameter(call), introspection.cursor_parameter(call)):
        if name is not None and name.replace("_", "-") in where:
            raise click.BadParameter(f"an export has all pages: leave {name} out")
    if plan.since is not None:
        where[_since_option(call, resource)] = plan.since
    line = [f"--{name}={value}" for name, value in where.items()]
    command = click.Command(resource, params=list(parameters(call.builder, {})))
    return given(command.make_context(f"journeybee {resource} list", line).params)


def _since_option(call: Call, resource: str) -> str:
    for name in introspection.builder_types(call.builder):
        if _SINCE.fullmatch(name):
            return name.replace("_", "-")
    problem = f"the API cannot filter {resource} by time: leave --since out"
    raise click.BadParameter(problem, param_hint="--since")


def _exportable(call: Call) -> bool:
    return introspection.is_list(call) and not any(
        parameter.required for parameter in parameters(call.builder, {})
    )
