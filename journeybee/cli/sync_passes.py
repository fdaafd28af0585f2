"""Passes of `journeybee sync` over lists, and over the lists below their rows."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from contextlib import nullcontext
from typing import Any

from journeybee.cli.deliver import Deliveries
from journeybee.cli.export.progress_bar import ProgressBars
from journeybee.cli.export.sources import Source
from journeybee.cli.session import note
from journeybee.client import Client
from journeybee.errors import UsageError
from journeybee.mirror import Changes, Mirror, NestedChanges


async def make_passes(
    client: Client,
    mirror: Mirror,
    sources: Sequence[Source],
    deliveries: Deliveries,
    options: dict[str, Any],
    *,
    bars: bool,
) -> None:
    """Make one pass over each list, one after another."""
    passed = set[str]()
    for source in sources:
        bar, count = ProgressBars(), 0
        changes = _changes(client, mirror, source, bar, **options)
        with bar if bars else nullcontext():
            bar.begin(source.name, 0)
            try:
                async for batch in changes.batches():
                    # Before it is acknowledged: killed in between, it is delivered again.
                    await deliveries.deliver(batch)
                    count += len(batch)
            except UsageError:
                # There are no rows above: an error if they were not looked for.
                if source.parent is None or source.parent.name not in passed:
                    raise
        passed.add(source.name)
        note(f"{source.name}: {_summary(changes, count)}")


def _changes(
    client: Client,
    mirror: Mirror,
    source: Source,
    bar: ProgressBars,
    *,
    requests: int,
    confirmations: int,
    accept_deletions: bool,
) -> Changes[Any] | NestedChanges[Any]:
    *path, _ = source.path.split(".")
    table: Any = functools.reduce(getattr, path, client)
    get = getattr(table, "get", None)
    if source.parent is None:
        return mirror.changes(
            source.pager(client, "warn").with_options(progress=bar.move),
            get=get,
            confirmations=confirmations,
            accept_deletions=accept_deletions,
        )
    return mirror.nested(
        table.list,
        parents=source.parent.operation.removeprefix("list_"),
        get=get,
        requests=requests,
        accept_deletions=accept_deletions,
    )


def _summary(changes: Changes[Any] | NestedChanges[Any], count: int) -> str:
    if isinstance(changes, NestedChanges):
        read = changes.report
        parts = [f"{read.parents:,} lists read", f"{count:,} changes"]
        parts += [f"left for the next pass: {read.left:,}"] * bool(read.left)
        parts += [f"not verified: {read.refused:,}"] * bool(read.refused)
        return ", ".join(parts)
    report = changes.report
    counts = {name: getattr(report, name) for name in ("added", "changed", "deleted")}
    parts = [f"{report.rows:,} rows", *(f"{n:,} {name}" for name, n in counts.items() if n)]
    if report.unconfirmed:
        parts.append(f"{report.unconfirmed:,} missing and not confirmed")
    return ", ".join(parts) + (f"; not verified: {report.problem}" if report.problem else "")
