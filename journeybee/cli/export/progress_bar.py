"""Progress bars of an export in a terminal; elsewhere nothing is shown."""

from __future__ import annotations

import sys
import time
from datetime import timedelta
from typing import Self

from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskID, TextColumn
from rich.text import Text

from journeybee.cli.session import is_quiet
from journeybee.cli.terminal import console, moves_cursor
from journeybee.pipeline.hooks import HookEvent, Hooks


class ProgressBars:
    """A bar for each resource: rows, pace, time left, and the seconds spent on the rate limit."""

    def __init__(self) -> None:
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(bar_width=20),
            TextColumn("{task.completed:,} of {task.fields[of]}"),
            _Pace(),
            _Wait(self),
            console=console(sys.stderr),
            disable=is_quiet() or not moves_cursor(sys.stderr),
        )
        self._task = TaskID(0)
        self._waits_since: float | None = None
        self._waited = 0.0
        self.hooks = Hooks(before_call=self._begin_wait, before_send=self._end_wait)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._progress.stop()

    @property
    def waited(self) -> float:
        """Seconds that requests have waited for the limiter, the present wait included."""
        since = self._waits_since
        return self._waited + (0 if since is None else time.monotonic() - since)

    def begin(self, resource: str, rows: int) -> None:
        self._task = self._progress.add_task(
            resource, total=None, completed=rows, before=rows, of="?"
        )

    def move(self, rows: int, total: int | None) -> None:
        """Show the rows so far and, where known, of how many."""
        of = "?" if total is None else f"{total:,}"
        self._progress.update(self._task, completed=rows, total=total, of=of)

    def _begin_wait(self, _event: HookEvent) -> None:
        self._waits_since = time.monotonic()

    def _end_wait(self, _event: HookEvent) -> None:
        self._waited, self._waits_since = self.waited, None


class _Pace(ProgressColumn):
    """Rows per second and the time left, by the average since the start, waits included."""

    def render(self, task: Task) -> Text:
        rows = task.completed - task.fields["before"]
        if not task.elapsed or rows <= 0:
            return Text()
        rate = rows / task.elapsed
        left = "" if task.remaining is None else timedelta(seconds=round(task.remaining / rate))
        return Text(f"{rate:,.0f} rows/s, {'done' if task.finished else f'{left} left'}")


class _Wait(ProgressColumn):
    def __init__(self, bars: ProgressBars) -> None:
        super().__init__()
        self._bars = bars

    def render(self, task: Task) -> Text:
        waited = 0 if task.finished else self._bars.waited
        text = f"waited {waited:.0f} s for the rate limit" if waited >= 1 else ""
        return Text(text, style="dim")
