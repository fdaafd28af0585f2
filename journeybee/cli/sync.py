"""`journeybee sync`: keeps lists in a SQLite file, and writes what changed."""

from __future__ import annotations

import functools
import re
import signal
import sqlite3
import tempfile
from collections.abc import Awaitable, Callable, Generator
from contextlib import closing, contextmanager, nullcontext, suppress
from pathlib import Path
from typing import Any

import anyio
import click

from journeybee.cli.deliver import Deliveries
from journeybee.cli.export.sources import Source, complete_nested, exportable
from journeybee.cli.failures import LocalError
from journeybee.cli.session import Session, note, pass_session
from journeybee.cli.sync_passes import make_passes
from journeybee.client import Client
from journeybee.errors import (
    APIConnectionError,
    APIResponseError,
    APIStatusError,
    AuthenticationError,
    RateLimitWaitError,
    UsageError,
)
from journeybee.mirror import MassDeletionError, Mirror, MirrorError

_HELP = """Keep lists in a SQLite file: `journeybee sync leads deals --to crm.db`.

Each list is a table of its name, with a column for each field. Every pass reads the whole lists
and writes what differs. Rows are deleted only by a pass that saw every row, and each is confirmed
first. A pass that was interrupted continues with the same line. Any SQLite client can read the
file meanwhile. A name such as leads.notes keeps the lists below the rows of leads.

Changes are delivered in batches, each at least once: as lines of JSON to a file and to the
standard input of a command, as {"changes": [...]} to a URL. A batch that is refused to the end is
appended to FILE.undelivered.jsonl.
"""
_CHANGES = "Append each change to this file as a line of JSON, - for standard output."
_DRY_RUN = "Show what a pass would find; the file is left as it is, and nothing is delivered."
_WEBHOOK = "POST batches of changes to this https URL."
_EXEC = "Run a command for each batch; an exit code other than 0 is a refusal."
_ACCOUNT = "A name for the account of the key, which the file records."
_ACCEPT_SOURCE = "Go on with a file that records another server or account."
_REQUESTS = "The requests of a pass over lists below rows; the next pass goes on."
_DELETIONS = "Delete however many rows are missing, also more than a fifth of a list."
# What errors of the package name, and the options of this command.
_OPTIONS = {
    "call changes() with accept_deletions=True": "add --accept-deletions",
    "accept_source=True": "--accept-source",
}
_SIGNALS = (signal.SIGTERM, signal.SIGINT)
_PASSING = (
    APIConnectionError,
    APIResponseError,
    APIStatusError,
    MassDeletionError,
    RateLimitWaitError,
)
_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400}


class _Duration(click.ParamType[float]):
    name = "duration"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> float:
        found = re.fullmatch(r"([1-9]\d{0,6})([smhd])", str(value))
        if found is None:
            self.fail(f"{value!r} is not a duration such as 90s, 15m, 6h or 1d", param, ctx)
        return int(found[1]) * _UNITS[found[2]]


@click.command(help=_HELP)
@click.argument("lists", nargs=-1, shell_complete=complete_nested)
@click.option("--all", "everything", is_flag=True, help="All lists that need no parent.")
@click.option("--to", "path", required=True, type=click.Path(path_type=Path), help="The file.")
@click.option("--changes", "feed", metavar="FILE", help=_CHANGES)
@click.option("--every", type=_Duration(), help="Repeat until stopped: 90s, 15m, 6h or 1d.")
@click.option(
    "--confirmations",
    type=click.IntRange(min=0),
    metavar="N",
    default=50,
    show_default=True,
    help="The most requests of a pass that confirm deletions.",
)
@click.option(
    "--requests",
    type=click.IntRange(min=1),
    default=1000,
    show_default=True,
    metavar="N",
    help=_REQUESTS,
)
@click.option("--accept-deletions", is_flag=True, help=_DELETIONS)
@click.option("--webhook", "url", metavar="URL", help=_WEBHOOK)
@click.option("--exec", "command", metavar="COMMAND", help=_EXEC)
@click.option(
    "--tries",
    type=click.IntRange(min=1),
    metavar="N",
    default=5,
    show_default=True,
    help="How often a batch is delivered before it counts as refused.",
)
@click.option("--dry-run", is_flag=True, help=_DRY_RUN)
@click.option("--account", default="", metavar="NAME", help=_ACCOUNT)
@click.option("--accept-source", is_flag=True, help=_ACCEPT_SOURCE)
@click.option("--status", is_flag=True, help="Show what the file has, and send nothing.")
@pass_session
def sync(
    session: Session,
    /,
    *,
    lists: tuple[str, ...],
    everything: bool,
    path: Path,
    feed: str | None,
    url: str | None,
    command: str | None,
    tries: int,
    every: float | None,
    status: bool,
    dry_run: bool,
    account: str,
    accept_source: bool,
    **options: Any,
) -> None:
    """Make one pass over the lists, or one after another."""
    if str(path) == "-":
        raise click.BadParameter("a mirror is a file", param_hint="--to")
    if status:
        if not path.exists():
            raise LocalError(f"{path} does not exist: there is no mirror yet")
        with _local_errors():
            anyio.run(_show_status, path)
        return
    client = session.surface.client
    names = [*exportable(client)] if everything else [*dict.fromkeys(lists)]
    if not names:
        raise click.UsageError("name what to keep, such as leads, or give --all")
    if dry_run and (every is not None or url or command):
        raise click.UsageError("--dry-run goes without --every, --webhook and --exec")
    sources = [Source.find_nested(client, name) for name in names]
    letters = path.with_name(f"{path.name}.undelivered.jsonl")
    deliveries = Deliveries(feed, url, command, letters, tries)

    async def work(client: Client) -> None:
        background = client.with_options(priority="background")
        with _copied(path) if dry_run else nullcontext(path) as file, deliveries:
            async with Mirror(file, account=account, accept_source=accept_source) as mirror:
                passes = functools.partial(
                    make_passes,
                    background,
                    mirror,
                    sources,
                    deliveries,
                    options,
                    bars=every is None,
                )
                await (passes() if every is None else _repeated(passes, every))
        deliveries.check()

    with _local_errors():
        session.run(work)


@contextmanager
def _copied(path: Path) -> Generator[Path]:
    """A copy of a mirror, which may be in use, or a path for a new one."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / path.name
        if path.exists():
            with closing(sqlite3.connect(path)) as source, closing(sqlite3.connect(copy)) as target:
                source.backup(target)
        yield copy


@contextmanager
def _local_errors() -> Generator[None]:
    try:
        yield
    except MirrorError as error:
        text = str(error)
        for name, option in _OPTIONS.items():
            text = text.replace(name, option)
        raise LocalError(text) from None
    except (sqlite3.Error, UsageError) as error:
        raise LocalError(str(error)) from None


async def _repeated(passes: Callable[[], Awaitable[None]], every: float) -> None:
    """Make passes until a signal; what an API refuses or misses is tried again by the next one."""
    async with anyio.create_task_group() as tasks:
        tasks.start_soon(_stop_at_signal, tasks.cancel_scope)
        while True:
            begun = anyio.current_time()
            try:
                await passes()
            except AuthenticationError:
                raise
            except _PASSING as error:
                click.echo(f"{error}; the next pass is in {every:g} s at the latest", err=True)
            await anyio.sleep(max(0.0, begun + every - anyio.current_time()))


async def _stop_at_signal(scope: anyio.CancelScope) -> None:
    # Windows has no such receiver: Ctrl-C ends the program.
    with suppress(NotImplementedError), anyio.open_signal_receiver(*_SIGNALS) as signals:
        async for _ in signals:
            note("stopped; the same line continues")
            scope.cancel()
            return


async def _show_status(path: Path) -> None:
    async with Mirror(path) as mirror:
        for found in await mirror.status():
            verified = found.verified_at.isoformat(" ", "seconds") if found.verified_at else "never"
            state = "under way" if found.running else "complete"
            click.echo(
                f"{found.list} ({found.scope}): {found.rows:,} rows, {state}, verified {verified}"
            )
