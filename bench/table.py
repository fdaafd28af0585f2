"""What a question answers with: a table, and for plot and summary a figure per row."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field

OURS = ("journeybee", "journeybee[fast]")
# They make no objects, but dicts.
NO_PEERS = {"httpx", "notion-client", "json.loads alone"}


@dataclass
class Table:
    """One table of the report.

    Attributes:
        note: how it was measured, in a sentence or two.
        ratios: what the plot shows: how many times the yardstick each row takes.
        yardstick: what is 1 in the plot.
        question: what it answers, for the summary; "" if that leaves it out.
    """

    title: str
    note: str
    headings: Sequence[str]
    rows: list[list[str]] = field(default_factory=list[list[str]])
    ratios: dict[str, float] = field(default_factory=dict[str, float])
    yardstick: str = "raw httpx"
    question: str = ""

    def markdown(self) -> str:
        lines = [f"## {self.title}", "", self.note, ""]
        lines.append(f"| {' | '.join(self.headings)} |")
        lines.append("| --- |" + " ---: |" * (len(self.headings) - 1))
        lines += [f"| {' | '.join(row)} |" for row in self.rows]
        return "\n".join(lines) + "\n"


def summary(tables: Sequence[Table]) -> str:
    """A row for each table that has a question: our figures, and the nearest peer's."""
    lines = ["| | journeybee | with `[fast]` | nearest peer |", "| --- | ---: | ---: | ---: |"]
    for table in tables:
        ratios = table.ratios
        if not table.question:
            continue
        peers = ratios.keys() - NO_PEERS.union(OURS)
        nearest = min(peers, key=ratios.__getitem__)
        own = [f"{ratios[name]:.2f}" if name in ratios else "" for name in OURS]
        lines.append(f"| {table.question} | {' | '.join(own)} | {nearest} {ratios[nearest]:.2f} |")
    return "\n".join(lines) + "\n"


def spread(values: Sequence[float], digits: int = 2) -> str:
    """The median, and the quartiles as the spread."""
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return f"{middle:.{digits}f} ({low:.{digits}f}-{high:.{digits}f})"


def ratios(values: Sequence[float], yardstick: Sequence[float]) -> list[float]:
    """Round by round, since a machine's noise comes and goes between rounds."""
    return [value / other for value, other in zip(values, yardstick, strict=True)]
