"""What standard output and error can show: colours, and lines that are erased again."""

from __future__ import annotations

import os
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

_FORCED = ("FORCE_COLOR", "CLICOLOR_FORCE")


def console(out: IO[str]) -> Console:
    """Where tables and bars are written, styled if that is a terminal.

    `NO_COLOR` and `CLICOLOR=0` switch all styles off. `FORCE_COLOR` and `CLICOLOR_FORCE`, unless
    they are 0, switch them on for a pipe too.
    """
    from rich.console import Console  # takes longer than a command without tables

    forced = any(os.environ.get(name, "0") not in {"", "0"} for name in _FORCED)
    plain = os.environ.get("NO_COLOR") or os.environ.get("CLICOLOR") == "0"
    if plain or not (forced or out.isatty()):
        # With `no_color`, rich would still write bold.
        return Console(file=out, highlight=False, color_system=None)
    return Console(file=out, highlight=False, force_terminal=True)


def moves_cursor(out: IO[str]) -> bool:
    """Whether that is a terminal in which a line can be erased."""
    return out.isatty() and os.environ.get("TERM") not in {"dumb", "unknown"}
