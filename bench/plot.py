"""Bars of all tables that have a yardstick, in one picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl

from bench.table import Table

OURS = "#1f6feb"
OTHERS = "#b6bcc6"


def draw(tables: Sequence[Table], target: Path) -> None:
    """Write a PNG with a panel for each table."""
    mpl.use("agg")
    from matplotlib import pyplot

    shown = [table for table in tables if table.ratios]
    columns = 2
    lines = -(-len(shown) // columns)
    figure, panels = pyplot.subplots(lines, columns, figsize=(12, 3.2 * lines), squeeze=False)
    for panel, table in zip(panels.flat, shown, strict=False):
        names = sorted(table.ratios, key=lambda name: -table.ratios[name])
        values = [table.ratios[name] for name in names]
        colours = [OURS if name.startswith("journeybee") else OTHERS for name in names]
        bars = panel.barh(names, values, color=colours)
        panel.bar_label(bars, labels=[f"{value:.2f}" for value in values], padding=3, fontsize=8)
        panel.axvline(1, color="#444", linewidth=0.8)
        panel.set_xscale("log")
        panel.set_xlim(min([*values, 1]) * 0.8, max(values) * 1.6)
        panel.set_title(f"{table.title} (1 = {table.yardstick})", fontsize=10)
        panel.tick_params(labelsize=8)
        panel.tick_params(axis="x", which="both", labelbottom=False, bottom=False)
        panel.spines[["top", "right", "bottom"]].set_visible(False)
    for panel in list(panels.flat)[len(shown) :]:
        panel.set_axis_off()
    figure.tight_layout()
    figure.savefig(target, dpi=110, metadata={"Software": None})
