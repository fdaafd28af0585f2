"""Fetch what is missing, then make the files."""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path
from typing import Any

from journeybee._version import __version__
from journeybee.cli.columns import Columns
from journeybee.cli.export.bar import Bars
from journeybee.cli.export.files import write_file
from journeybee.cli.export.plan import arguments, list_of
from journeybee.cli.export.state import State, Work, write_synced
from journeybee.cli.text import json_text
from journeybee.client import Client

MANIFEST = "manifest.json"


async def fetch(client: Client, work: Work, state: State, bars: Bars) -> None:
    """Drain the lists into their spools, from where the state says."""
    with bars:
        for resource, progress in state.progress.items():
            bars.begin(resource, progress.rows)
            if not progress.ended:
                await _drain(client, work, state, resource, bars)
            bars.move(progress.rows, progress.rows)


async def _drain(client: Client, work: Work, state: State, resource: str, bars: Bars) -> None:
    progress = state.progress[resource]
    path, call = list_of(type(client), resource)
    columns = Columns.of(call)
    method: Any = functools.reduce(getattr, path.split("."), client)
    pager = method(**arguments(call, resource, state.plan))
    pager = pager.with_options(on_shift=state.plan.on_shift)
    if progress.cursor is not None:
        pager = pager.from_cursor(progress.cursor)
    async for page in pager.pages():
        rows = [columns.row(getattr(item, "to_dict", lambda it=item: it)()) for item in page.items]
        work.append(resource, rows, progress)
        progress.cursor = pager.cursor
        work.save(state)
        bars.move(progress.rows, page.total)
    progress.ended = True
    work.save(state)


def write(client: type[Client], work: Work, state: State, out: Path) -> None:
    """Make every file in the folder of the export, and the manifest of a folder."""
    plan, files = state.plan, list[dict[str, Any]]()
    for resource, progress in state.progress.items():
        _, call = list_of(client, resource)
        spool, columns = work.spool(resource), Columns.of(call)
        work.append(resource, [], progress)  # of a list without a page there is no spool yet
        made = work.folder / plan.file(out, resource).name
        write_file(spool, made, plan.format, columns)
        files.append(
            {
                "file": made.name,
                "operation": call.builder.__name__,
                "rows": progress.rows,
                "columns": columns.names,
                "bytes": made.stat().st_size,
                "sha256": _digest(made),
            }
        )
    if plan.folder:
        about = {"journeybee": __version__, "surface": plan.surface, "base_url": plan.base_url}
        filters = {"where": plan.where, "since": plan.since}
        text = json_text({**about, **filters, "files": files}, indent=2)
        write_synced(work.folder / MANIFEST, f"{text}\n")
    state.written = True
    work.save(state)


def publish(work: Work, state: State, out: Path) -> None:
    """Move the files to their names, the manifest last, and remove the folder of the export."""
    names = {plan_file.name: plan_file for plan_file in _targets(state, out)}
    for name, target in names.items():
        made = work.folder / name
        if made.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            made.replace(target)
    work.remove()


def _targets(state: State, out: Path) -> list[Path]:
    files = [state.plan.file(out, resource) for resource in state.progress]
    return [*files, out / MANIFEST] if state.plan.folder else files


def _digest(file: Path) -> str:
    with file.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()
