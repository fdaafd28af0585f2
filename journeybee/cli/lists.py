"""The rows of a list: one page of it, the first so many, or all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import attrs
import click

from journeybee import introspection
from journeybee.cli.columns import as_row, plain
from journeybee.cli.output import Output
from journeybee.cli.session import note
from journeybee.introspection import BoundOperation

DEFAULT_ROWS = 30


def list_options() -> Iterator[click.Option]:
    """The options of commands that show a list."""
    yield click.Option(
        ["--limit", "-L", "cli_limit"],
        type=click.IntRange(1),
        metavar="N",
        help=f"At most so many rows, {DEFAULT_ROWS} by default; no more pages are fetched.",
    )
    yield click.Option(["--all", "cli_all"], is_flag=True, default=None, help="All rows.")


@attrs.frozen
class Extent:
    """How much of a list is shown.

    Attributes:
        rows: at most so many rows; None for all.
        chosen: whether the command line says how many.
        only_page: whether it names the one page to show.
    """

    rows: int | None
    chosen: bool
    only_page: bool

    @classmethod
    def of(cls, values: dict[str, Any], bound: BoundOperation) -> Extent:
        """What a command line asks for; the options of `list_options` leave the values."""
        everything, rows = values.pop("cli_all", None), values.pop("cli_limit", None)
        only_page = values.get(introspection.page_parameter(bound) or "") is not None
        if everything and (rows or only_page):
            raise click.UsageError("--all excludes --limit and --page")
        # Where an API has a limit of its own, it is the size of a page too.
        rows = rows or values.get("limit")
        chosen = bool(everything or rows or only_page)
        return cls(rows if chosen else DEFAULT_ROWS, chosen, only_page)


async def show_list(pager: Any, output: Output, extent: Extent) -> None:
    """Write the rows of a list, and report how many it has if they are not all."""
    sink, shown, left = output.rows(), 0, extent.rows
    total: int | None = None
    more = False
    async for page in pager.pages():
        rows = [as_row(plain(item)) for item in page.items[:left]]
        sink.write(rows)
        total, more = page.total, page.has_next_page()
        if total is None and not more:
            total = shown + len(page.items)
        more = more or len(rows) < len(page.items)
        shown += len(rows)
        if extent.only_page or (left is not None and (left := left - len(rows)) <= 0):
            break
    sink.close()
    if more:
        _report(shown, total, extent, table=output.is_table)


def _report(shown: int, total: int | None, extent: Extent, *, table: bool) -> None:
    text = f"{shown:,} of {'more' if total is None else f'{total:,}'} rows"
    if not extent.chosen:
        # Rows that were not asked to be left out are never left out in silence.
        click.echo(f"journeybee: {text}: --all shows all, -L N the first N", err=True)
    elif table:
        note(text)
