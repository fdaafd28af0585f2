"""How an export under way looks in a terminal; elsewhere nothing is shown."""

from __future__ import annotations

import sys
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, Task, TextColumn, TimeRemainingColumn
from rich.text import Text


class _Rate(TextColumn):
    def render(self, task: Task) -> Text:
        return Text(f"{task.speed:,.0f} rows/s" if task.speed else "")


class Bars:
    """A bar for each resource: rows, rate, time left, and how long the limiter made it wait."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=20),
            TextColumn("{task.completed:,} of {task.fields[of]}"),
            _Rate(""),
            TimeRemainingColumn(elapsed_when_finished=True),
            TextColumn("{task.fields[waited]}", style="dim"),
            console=Console(stderr=True),
            disable=not sys.stderr.isatty(),
        )
        self._tasks: dict[str, int] = {}

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._progress.stop()

    def begin(self, resource: str, rows: int) -> None:
        """Show a resource, of which there are rows from before."""
        task = self._progress.add_task(resource, total=None, completed=rows, of="?", waited="")
        self._tasks[resource] = task

    def move(self, resource: str, rows: int, total: int | None, waited: float) -> None:
        """Show how far it has come; ``waited`` is in seconds."""
        task = next(t for t in self._progress.tasks if t.id == self._tasks[resource])
        self._progress.update(
            task.id,
            completed=rows,
            total=total,
            of="?" if total is None else f"{total:,}",
            waited=f"waited {waited:.0f} s for the limit" if waited >= 1 else "",
        )

    def end(self, resource: str, rows: int) -> None:
        """Show that all of it is there."""
        self._progress.update(
            next(t.id for t in self._progress.tasks if t.id == self._tasks[resource]),
            completed=rows,
            total=rows,
            of=f"{rows:,}",
        )
