"""`journeybee sync`: keeps lists in a SQLite file, and writes what changed."""

from __future__ import annotations

import functools
import re
import signal
import sys
from collections.abc import Awaitable, Callable, Generator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import IO, Any

import anyio
import click

from journeybee.cli.export.sources import Source, complete_list, exportable
from journeybee.cli.failures import LocalError
from journeybee.cli.sanitize import json_text
from journeybee.cli.session import Session, note, pass_session
from journeybee.client import Client
from journeybee.errors import (
    APIConnectionError,
    APIResponseError,
    APIStatusError,
    AuthenticationError,
    RateLimitWaitError,
)
from journeybee.mirror import MassDeletionError, Mirror, MirrorError, PassReport

_HELP = """Keep lists in a SQLite file: `journeybee sync leads deals --to crm.db`.

Each list is a table of its name, with a column for each field. Every pass reads the whole lists
and writes what differs. Rows are deleted only by a pass that saw every row, and each is confirmed
first. A pass that was interrupted continues with the same line. Any SQLite client can read the
file meanwhile.
"""
_CHANGES = "Append each change to this file as a line of JSON, - for standard output."
_DELETIONS = "Delete however many rows are missing, also more than a fifth of a list."
_ACCEPT = "add --accept-deletions"
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
@click.argument("lists", nargs=-1, shell_complete=complete_list)
@click.option("--all", "everything", is_flag=True, help="All lists that need no parent.")
@click.option("--to", "path", required=True, type=click.Path(path_type=Path), help="The file.")
@click.option("--changes", "feed", metavar="FILE", help=_CHANGES)
@click.option("--every", type=_Duration(), help="Repeat until stopped: 90s, 15m, 6h or 1d.")
@click.option(
    "--confirmations",
    type=click.IntRange(min=0),
    default=50,
    show_default=True,
    help="The most requests of a pass that confirm deletions.",
)
@click.option("--accept-deletions", is_flag=True, help=_DELETIONS)
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
    every: float | None,
    status: bool,
    **options: Any,
) -> None:
    """Make one pass over the lists, or one after another."""
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
    sources = [Source.find(client, name) for name in names]

    async def work(client: Client) -> None:
        async with Mirror(path) as mirror:
            background = client.with_options(priority="background")
            with ExitStack() as opened:
                out = _opened(feed, opened)
                passes = functools.partial(_passes, background, mirror, sources, out, options)
                await (passes() if every is None else _repeated(passes, every))

    with _local_errors():
        session.run(work)


@contextmanager
def _local_errors() -> Generator[None]:
    try:
        yield
    except MassDeletionError as error:
        raise LocalError(
            str(error).replace("call changes() with accept_deletions=True", _ACCEPT)
        ) from None
    except MirrorError as error:
        raise LocalError(str(error)) from None


def _opened(feed: str | None, opened: ExitStack) -> IO[str] | None:
    if feed in (None, "-"):
        return None if feed is None else sys.stdout
    return opened.enter_context(Path(str(feed)).open("a", encoding="utf-8"))


async def _passes(
    client: Client,
    mirror: Mirror,
    sources: Sequence[Source],
    out: IO[str] | None,
    options: dict[str, Any],
) -> None:
    for source in sources:
        *table, _ = source.path.split(".")
        get: Any = getattr(functools.reduce(getattr, table, client), "get", None)
        changes = mirror.changes(source.pager(client, "warn"), get=get, **options)
        async for change in changes:
            if out is not None:
                # Before the change is acknowledged: killed in between, it is written again.
                out.write(f"{json_text(change.to_dict())}\n")
                out.flush()
        note(f"{source.name}: {_summary(changes.report)}")


def _summary(report: PassReport) -> str:
    counts = {name: getattr(report, name) for name in ("added", "changed", "deleted")}
    parts = [f"{report.rows:,} rows", *(f"{n:,} {name}" for name, n in counts.items() if n)]
    if report.unconfirmed:
        parts.append(f"{report.unconfirmed:,} missing and not confirmed")
    return ", ".join(parts) + (f"; not verified: {report.problem}" if report.problem else "")


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
