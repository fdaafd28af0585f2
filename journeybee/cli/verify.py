"""`journeybee verify`: compares the spec with a server."""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

import click
from rich.table import Table as RichTable
from rich.text import Text

from journeybee.cli.failures import UnwritableError
from journeybee.cli.sanitize import shown
from journeybee.cli.session import Session, pass_session
from journeybee.cli.terminal import console
from journeybee.client import Client
from journeybee.verify import Report
from journeybee.verify import verify as verify_client

_HELP = """Call every read operation, and report where the server differs from the spec.

Nothing is written without --writes, and requests keep the rate limit. The first row of a list
provides the ids for the operations below it. Reports contain names and types, never values.
Exit code 0 when all matches, 1 when something differs or is left for the next run.
"""
_FILE = click.Path(path_type=Path, dir_okay=False)
_REPORT = "Write the report too: Markdown, or JSON if the name ends in .json."
_OVERLAY = "Write the observations as an OpenAPI Overlay, marked observed."
_STATE = "The file of an unfinished run, instead of one in the folder for this program's files."


@click.command(help=_HELP)
@click.option(
    "--max-requests",
    type=click.IntRange(min=1),
    metavar="N",
    default=120,
    show_default=True,
    help="The most requests that this run sends.",
)
@click.option("--report", "report_file", type=_FILE, help=_REPORT)
@click.option("--overlay", "overlay_file", type=_FILE, help=_OVERLAY)
@click.option("--state", "state_file", type=_FILE, help=_STATE)
@click.option(
    "--writes",
    metavar="NAME,...",
    default="",
    help="Also create, read, change and delete a row of each of these, such as tags,tasks.",
)
@click.option("--restart", is_flag=True, help="Discard an unfinished run.")
@pass_session
@click.pass_context
def verify(
    context: click.Context,
    session: Session,
    *,
    report_file: Path | None,
    overlay_file: Path | None,
    state_file: Path | None,
    writes: str,
    restart: bool,
    max_requests: int,
) -> None:
    """Run the comparison and show the report."""
    state = state_file or _state_of(session)
    if restart:
        state.unlink(missing_ok=True)
    reports: list[Report] = []

    async def work(client: Client) -> None:
        names = [name.strip() for name in writes.split(",") if name.strip()]
        found = await verify_client(client, max_requests=max_requests, state=state, writes=names)
        reports.append(found)

    for file in (report_file, overlay_file):
        if file is not None and str(file) != "-":
            file.open("a").close()  # before requests whose result could not be written
    session.run(work)
    (report,) = reports
    if report_file is not None:
        as_json = report_file.suffix == ".json"
        _write(report_file, report.to_json() if as_json else report.to_markdown())
    if overlay_file is not None:
        # JSON is YAML too.
        _write(overlay_file, json.dumps(report.overlay(), indent=2) + "\n")
    _show(report, table="-" not in map(str, (report_file, overlay_file)))
    context.exit(0 if report.fits else 1)


def _write(file: Path, text: str) -> None:
    if str(file) == "-":
        sys.stdout.write(text)
        return
    try:
        file.write_text(text, "utf-8")
    except OSError as error:
        raise UnwritableError.of(file, error) from None


def _state_of(session: Session) -> Path:
    server = hashlib.sha256(session.base_url.encode()).hexdigest()[:16]
    folder = Path(click.get_app_dir("journeybee"))
    return folder / f"verify-{session.surface.name}-{server}.json"


def _show(report: Report, *, table: bool) -> None:
    if report.differences and table:
        rows = RichTable(box=None, pad_edge=False, padding=(0, 2, 0, 0))
        for name in ("aspect", "where", "the spec says", "the server does", "operations"):
            rows.add_column(name, overflow="fold")
        for row in report.differences:
            rest = len(row.operations) - 1
            operations = ", ".join(row.operations[:1]) + (f" and {rest} more" if rest > 0 else "")
            cells = (row.aspect, row.where, row.declared, row.seen, operations)
            rows.add_row(*(Text(shown(cell)) for cell in cells))
        console(sys.stdout).print(rows)
    for id_, note in report.skipped.items():
        click.echo(f"{id_}: not compared, {note}", err=True)
    click.echo(f"{report.requests} requests: {report.summary}", err=True)
    if report.left:
        click.echo("the same line continues with the operations that are left", err=True)
