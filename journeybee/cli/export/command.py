"""The command `journeybee export`: its options, and the steps of an export."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import attrs
import click

from journeybee.cli.export.formats import FORMATS, format_of, require
from journeybee.cli.export.progress_bar import ProgressBars
from journeybee.cli.export.run import fetch, is_made, publish, write
from journeybee.cli.export.sources import Source, complete_list, exportable
from journeybee.cli.export.state import ON_SHIFT, ListProgress, Plan, State
from journeybee.cli.export.work import WORK, Work
from journeybee.cli.failures import LocalError
from journeybee.cli.parameters import pairs
from journeybee.cli.session import Session, note, pass_session
from journeybee.client import Client

_HELP = """Write whole lists to files: `journeybee export leads --out leads.parquet`.

Columns are those of the spec, in its order; fields that it does not have are in the column _extra.
Nested values are JSON. CSV is for spreadsheets: a text that would run as a formula gets an
apostrophe in front. An interrupted export continues exactly with the same line and --resume.
"""


@click.command(help=_HELP)
@click.argument("resources", nargs=-1, shell_complete=complete_list)
@click.option("--all", "everything", is_flag=True, help="All lists that need no parent.")
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="A file that ends in one of the formats, or with --format a folder.",
)
@click.option("--format", "format_name", type=click.Choice(FORMATS), help="Of a folder's files.")
@click.option(
    "--where", multiple=True, metavar="NAME=VALUE", help="A filter of the list; repeat for more."
)
@click.option(
    "--on-shift",
    type=click.Choice(ON_SHIFT),
    default="warn",
    show_default=True,
    help="What to do when rows come and go meanwhile; refetch loses none.",
)
@click.option("--bom", is_flag=True, help="Begin CSV with a byte order mark, for Excel.")
@click.option("--overwrite", is_flag=True, help="Replace existing files.")
@click.option("--resume", is_flag=True, help="Continue an interrupted export.")
@pass_session
def export(
    session: Session,
    *,
    resources: tuple[str, ...],
    everything: bool,
    out: Path,
    format_name: str | None,
    where: tuple[str, ...],
    on_shift: str,
    bom: bool,
    overwrite: bool,
    resume: bool,
) -> None:
    """Continue the export that was interrupted here, or begin one, and complete it."""
    client = session.surface.client
    names = [*exportable(client)] if everything else [*dict.fromkeys(resources)]
    plan, sources = None, list[Source]()
    for name in names:
        Source.find(client, name)  # a wrong one is reported before the file
    if str(out) == "-":
        raise click.BadParameter(
            "an export is a file or a folder: `journeybee leads list --all --format csv` writes to"
            " standard output",
            param_hint="--out",
        )
    if names:
        kind, folder = format_name or format_of(out), format_name is not None
        filters = {name.replace("_", "-"): v for name, v in pairs("--where", where).items()}
        plan = Plan(
            session.surface.name, session.base_url, names, kind, folder, filters, on_shift, bom
        )
        sources = _sources(plan, client)
    with Work(out, folder=plan.folder if plan else out.is_dir()) as work:
        state = work.read()
        if state is None and resume and _is_taken(out) and not overwrite:
            work.remove(None)
            note(f"{out} is complete: there is nothing to resume")
            return
        if state is None:
            state = _begin(work, plan, out, overwrite=overwrite)
        else:
            _check_same(state.plan, plan, session, work, resume=resume)
            sources = sources or _sources(state.plan, client)
            state.overwrite |= overwrite
            _restart_changed(work, state, out)
        _complete(session, sources, work, state)
        publish(work, state, out)
    note(f"{out}: {state.rows:,} rows")


def _sources(plan: Plan, client: type[Client]) -> list[Source]:
    """The lists of a plan, once all that can be checked before a request has been."""
    if len(plan.resources) > 1 and not plan.folder:
        raise click.UsageError("several resources go into a folder: give its --format")
    sources = [Source.find(client, resource, plan.where) for resource in plan.resources]
    if plan.bom and not plan.format.startswith("csv"):
        raise click.UsageError("--bom is for CSV")
    require(plan.format)
    return sources


def _begin(work: Work, plan: Plan | None, out: Path, *, overwrite: bool) -> State:
    if plan is None:
        raise click.UsageError("name what to export, such as leads, or give --all")
    _check_targets(plan, out, overwrite=overwrite)
    state = State(plan, {name: ListProgress() for name in plan.resources}, overwrite)
    work.begin(state)
    return state


def _check_same(
    kept: Plan, plan: Plan | None, session: Session, work: Work, *, resume: bool
) -> None:
    """Refuse to resume another export than the one that the line asks for."""
    if not resume:
        raise LocalError(
            f"an export was interrupted here: continue it with --resume, or remove {work.path}"
        )
    asked = plan or attrs.evolve(kept, surface=session.surface.name, base_url=session.base_url)
    if asked != kept:
        raise LocalError(
            "another export was interrupted here: repeat its line with --resume, or remove "
            f"{work.path}"
        )


def _check_targets(plan: Plan, out: Path, *, overwrite: bool) -> None:
    """Refuse targets to which the files could not, or must not, be moved in the end."""
    if plan.folder and os.path.lexists(out) and not out.is_dir():
        raise LocalError(f"{out} is not a folder: give another --out")
    if not plan.folder and out.is_dir():
        raise LocalError(f"{out} is a folder: give --format, or the name of a file")
    if not overwrite and _is_taken(out):
        raise LocalError(f"{out} exists: give another --out, or --overwrite")
    for target in plan.targets(out).values():
        if target.is_dir() and not target.is_symlink():
            raise LocalError(f"{target} is a folder, but must be a file: move it away")


def _is_taken(out: Path) -> bool:
    """Whether a path holds something that only --overwrite may replace."""
    if out.is_dir():
        return any(path.name != WORK for path in out.iterdir())
    return os.path.lexists(out)


def _restart_changed(work: Work, state: State, out: Path) -> None:
    """Fetch a list again if its spool differs from the state."""
    if state.written and is_made(work, state, out):
        return
    state.written = False
    for resource, progress in state.progress.items():
        if not work.verify(resource, progress):
            note(f"the rows kept of {resource} were changed: fetching them again")
            state.progress[resource] = ListProgress()
    work.save(state)


def _complete(session: Session, sources: Sequence[Source], work: Work, state: State) -> None:
    bars = ProgressBars()

    async def run(client: Client) -> None:
        await fetch(client.with_options(priority="background"), sources, work, state, bars)

    try:
        if not all(progress.ended for progress in state.progress.values()):
            session.run(run, bars.hooks)
        if not state.written:
            write(sources, work, state)
    except BaseException:
        if work.kept is None:
            work.discard(state.plan)
        else:
            text = f"{work.kept:,} rows are kept: the same line with --resume continues"
            click.echo(text, err=True)
        raise
