"""Fetches what is missing, makes the files, and moves them to their names."""

from __future__ import annotations

import functools
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from journeybee._version import __version__
from journeybee.cli.columns import as_row, plain
from journeybee.cli.export.folder import sync_folder
from journeybee.cli.export.formats import write_file
from journeybee.cli.export.progress_bar import ProgressBars
from journeybee.cli.export.sources import Source
from journeybee.cli.export.state import MANIFEST, MadeFile, State
from journeybee.cli.export.work import Work, made_file
from journeybee.cli.failures import LocalError
from journeybee.cli.sanitize import Replacements, json_text
from journeybee.client import Client


async def fetch(
    client: Client, sources: Sequence[Source], work: Work, state: State, bars: ProgressBars
) -> None:
    """Append the rest of each list to its spool."""
    with bars:
        for source in sources:
            progress = state.progress[source.name]
            bars.begin(source.name, progress.rows)
            if not progress.ended:
                await _drain(client, source, work, state, bars)
            bars.move(progress.rows, progress.rows)


async def _drain(
    client: Client, source: Source, work: Work, state: State, bars: ProgressBars
) -> None:
    progress = state.progress[source.name]
    pager = source.pager(client, state.plan.on_shift)
    if progress.cursor is not None:
        pager = pager.from_cursor(progress.cursor)
    replacements = Replacements(of=source.name, before=progress.rows)
    async for page in pager.pages():
        rows = [source.columns.row(as_row(plain(item))) for item in page.items]
        work.append(source.name, replacements.rows(rows), progress)
        progress.cursor = pager.cursor
        work.save(state)
        bars.move(progress.rows, page.total)
    replacements.close()
    progress.ended = True
    work.save(state)


def write(sources: Sequence[Source], work: Work, state: State) -> None:
    """Make every file in the working folder, and the manifest where a folder is exported."""
    plan = state.plan
    state.files = []
    about = list[dict[str, Any]]()
    for source in sources:
        progress = state.progress[source.name]
        fill = functools.partial(
            write_file,
            work.lines(source.name, progress),
            format_name=plan.format,
            name=source.operation.removeprefix("list_"),
            columns=source.columns,
            bom=plan.bom,
        )
        made = work.make(plan.made_name(source.name), fill)
        state.files.append(made)
        about.append(
            {
                "file": made.name,
                "operation": source.operation,
                "rows": progress.rows,
                "columns": source.columns.names,
                "bytes": made.bytes,
                "sha256": made.sha256,
            }
        )
    if plan.folder:
        manifest = {
            "journeybee": __version__,
            "surface": plan.surface,
            "base_url": plan.base_url,
            "where": plan.where,
            "files": about,
        }
        content = f"{json_text(manifest, indent=2)}\n".encode()
        state.files.append(work.make(MANIFEST, lambda file: file.write(content)))
    state.written = True
    work.save(state)


def publish(work: Work, state: State, out: Path) -> None:
    """Move the files to their names, the manifest last, and remove the working folder."""
    targets = state.plan.targets(out)
    for made in state.files:
        target = targets[made.name]
        if not work.has(made) or _is(made, target):
            continue
        if not state.overwrite and os.path.lexists(target):
            raise LocalError(
                f"{target} has appeared meanwhile: move it away and use --resume, or add "
                "--overwrite"
            )
        work.publish(made, target)
    sync_folder(out if state.plan.folder else out.parent)
    work.remove(state.plan)


def is_made(work: Work, state: State, out: Path) -> bool:
    """Whether each file is unchanged, under its name or still to be moved to it."""
    targets = state.plan.targets(out)
    return all(work.has(made) or _is(made, targets[made.name]) for made in state.files)


def _is(made: MadeFile, target: Path) -> bool:
    if not target.is_file():
        return False
    with target.open("rb") as file:
        return made_file(made.name, file) == made
