"""Fetch what is missing, then make the files."""

from __future__ import annotations

import functools
import os
from pathlib import Path
from typing import Any

from journeybee._version import __version__
from journeybee.cli.columns import Columns, as_row, plain
from journeybee.cli.export.folder import sync_folder
from journeybee.cli.export.formats import write_file
from journeybee.cli.export.plan import MANIFEST, arguments, list_of
from journeybee.cli.export.progress_bar import Bars
from journeybee.cli.export.state import MadeFile, State
from journeybee.cli.export.work import Work, made_file
from journeybee.cli.failures import LocalError
from journeybee.cli.sanitize import Replacements, json_text
from journeybee.client import Client


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
    replacements = Replacements(of=resource, before=progress.rows)
    async for page in pager.pages():
        rows = [columns.row(as_row(plain(item))) for item in page.items]
        work.append(resource, replacements.rows(rows), progress)
        progress.cursor = pager.cursor
        work.save(state)
        bars.move(progress.rows, page.total)
    replacements.close()
    progress.ended = True
    work.save(state)


def write(client: type[Client], work: Work, state: State) -> None:
    """Make every file in the folder of the export, and the manifest of a folder."""
    plan = state.plan
    state.files = []
    about = list[dict[str, Any]]()
    for resource, progress in state.progress.items():
        _, call = list_of(client, resource)
        columns, lines = Columns.of(call), work.lines(resource, progress)
        fill = functools.partial(write_file, lines, plan=plan, columns=columns)
        made = work.make(plan.made_name(resource), fill)
        state.files.append(made)
        about.append(
            {
                "file": made.name,
                "operation": call.builder.__name__,
                "rows": progress.rows,
                "columns": columns.names,
                "bytes": made.bytes,
                "sha256": made.sha256,
            }
        )
    if plan.folder:
        source = {"journeybee": __version__, "surface": plan.surface, "base_url": plan.base_url}
        filters = {"where": plan.where, "since": plan.since}
        text = f"{json_text({**source, **filters, 'files': about}, indent=2)}\n"
        state.files.append(work.make(MANIFEST, lambda file: file.write(text.encode())))
    state.written = True
    work.save(state)


def publish(work: Work, state: State, out: Path) -> None:
    """Move the files to their names, the manifest last, and remove the folder of the export."""
    targets = state.plan.targets(out)
    for made in state.files:
        target = targets[made.name]
        if not work.has(made) or _is(made, target):
            continue
        if not state.overwrite and os.path.lexists(target):
            raise LocalError(
                f"{target} has appeared meanwhile: move it away and go on with --resume, or add "
                "--overwrite"
            )
        work.publish(made, target)
    sync_folder(out if state.plan.folder else out.parent)
    work.remove(state.plan)


def is_made(work: Work, state: State, out: Path) -> bool:
    """Whether each file is still there as it was made, at its name or still to be moved to it."""
    targets = state.plan.targets(out)
    return all(work.has(made) or _is(made, targets[made.name]) for made in state.files)


def _is(made: MadeFile, target: Path) -> bool:
    if not target.is_file():
        return False
    with target.open("rb") as file:
        return made_file(made.name, file) == made
