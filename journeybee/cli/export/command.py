"""The command `journeybee export`."""

from __future__ import annotations

from pathlib import Path

import attrs
import click

from journeybee.cli.export.formats import require
from journeybee.cli.export.plan import (
    FORMATS,
    ON_SHIFT,
    Plan,
    arguments,
    check_targets,
    everything,
    format_of,
    is_taken,
    list_of,
)
from journeybee.cli.export.progress_bar import Bars
from journeybee.cli.export.run import fetch, is_made, publish, write
from journeybee.cli.export.state import Progress, State
from journeybee.cli.export.work import Work
from journeybee.cli.failures import LocalError
from journeybee.cli.session import Session, pass_session
from journeybee.client import Client

_HELP = """Write whole lists to files: `journeybee export leads --out leads.parquet`.

Columns are those of the spec, in its order; what the spec does not know is in the column _extra.
Nested values are JSON. CSV is for spreadsheets: a text that would run as a formula gets an
apostrophe in front. Whatever interrupts an export, the same line with --resume goes on exactly.
"""


@click.command(help=_HELP)
@click.argument("resources", nargs=-1)
@click.option("--all", "everything_", is_flag=True, help="All lists that need no parent.")
@click.option(
    "--out",
    required=True,
    type=click.Path(path_type=Path),
    help="A file that ends in one of the formats, or with --format a folder.",
)
@click.option("--format", "format_name", type=click.Choice(FORMATS), help="Of a folder's files.")
@click.option("--where", multiple=True, metavar="NAME=VALUE", help="A filter of the list.")
@click.option("--since", metavar="TIME", help="Only what is newer, where the API can filter so.")
@click.option(
    "--on-shift",
    type=click.Choice(ON_SHIFT),
    default="warn",
    show_default=True,
    help="What to do when rows come and go meanwhile; refetch loses none.",
)
@click.option("--bom", is_flag=True, help="Begin CSV with a byte order mark, for Excel.")
@click.option("--overwrite", is_flag=True, help="Replace what is there.")
@click.option("--resume", is_flag=True, help="Go on with what was interrupted.")
@pass_session
def export(
    session: Session,
    *,
    resources: tuple[str, ...],
    everything_: bool,
    out: Path,
    format_name: str | None,
    where: tuple[str, ...],
    since: str | None,
    on_shift: str,
    bom: bool,
    overwrite: bool,
    resume: bool,
) -> None:
    """Find out where it stands, and bring it to its end."""
    client = session.surface.client
    names = tuple(everything(client)) if everything_ else tuple(dict.fromkeys(resources))
    plan = None
    if names:
        plan = Plan(
            surface=session.surface.name,
            base_url=session.base_url,
            resources=list(names),
            format=format_name or format_of(out),
            folder=format_name is not None,
            where=_pairs(where),
            since=since,
            on_shift=on_shift,
            bom=bom,
        )
        _check(plan, client)
    with Work(out, folder=plan.folder if plan else out.is_dir()) as work:
        state = work.read()
        if state is not None:
            _check_same(state, plan, session, work, resume=resume)
            state.overwrite |= overwrite
            _restart_what_changed(work, state, out)
        elif resume and is_taken(out) and not overwrite:
            work.remove(None)
            click.echo(f"{out} is complete: there is nothing to go on with", err=True)
            return
        else:
            if plan is None:
                raise click.UsageError("name what to export, such as leads, or give --all")
            check_targets(plan, out, overwrite=overwrite)
            state = State(plan, {name: Progress() for name in plan.resources}, overwrite)
            work.begin(state)
        _bring_to_end(session, work, state)
        publish(work, state, out)
    click.echo(f"{out}: {state.rows:,} rows", err=True)


def _check(plan: Plan, client: type[Client]) -> None:
    if len(plan.resources) > 1 and not plan.folder:
        raise click.UsageError("several resources go into a folder: give its --format")
    for resource in plan.resources:
        _, call = list_of(client, resource)
        arguments(call, resource, plan)
    if plan.bom and not plan.format.startswith("csv"):
        raise click.UsageError("--bom is for CSV")
    require(plan.format)


def _check_same(
    state: State, plan: Plan | None, session: Session, work: Work, *, resume: bool
) -> None:
    """Refuse to go on with an export that is not the one that the line asks for."""
    kept = state.plan
    if not resume:
        raise LocalError(
            f"an export was interrupted here: go on with --resume, or remove {work.path}"
        )
    asked = plan or attrs.evolve(kept, surface=session.surface.name, base_url=session.base_url)
    if asked != kept:
        raise LocalError(
            "the export that was interrupted here was another one: repeat its line with "
            f"--resume, or remove {work.path}"
        )
    _check(kept, session.surface.client)


def _restart_what_changed(work: Work, state: State, out: Path) -> None:
    """Fetch again what is not as the state tells it: half a list is worse than a second try."""
    if state.written and is_made(work, state, out):
        return
    state.written = False
    for resource, progress in state.progress.items():
        if not work.verify(resource, progress):
            click.echo(f"the rows kept of {resource} were changed: fetching them again", err=True)
            state.progress[resource] = Progress()
    work.save(state)


def _bring_to_end(session: Session, work: Work, state: State) -> None:
    bars = Bars()

    async def run(client: Client) -> None:
        await fetch(client, work, state, bars)

    try:
        if not all(progress.ended for progress in state.progress.values()):
            session.run(run, bars.hooks)
        if not state.written:
            write(session.surface.client, work, state)
    except BaseException:
        if work.kept is None:
            work.discard(state.plan)
        else:
            text = f"{work.kept:,} rows are kept: the same line with --resume goes on"
            click.echo(text, err=True)
        raise


def _pairs(where: tuple[str, ...]) -> dict[str, str]:
    pairs = [pair.partition("=") for pair in where]
    for name, equals, _ in pairs:
        if not equals:
            raise click.BadParameter(f"{name!r} is no NAME=VALUE", param_hint="--where")
    return {name.replace("_", "-"): value for name, _, value in pairs}
