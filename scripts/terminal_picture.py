"""Draws what a command prints, as a terminal shows it: `terminal_picture <svg> <command>`.

The picture is made from a real run, and names no font that would have to be fetched.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

from scripts.sandbox_process import clean_environment

WIDTH = 84
FONT_FACE = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def main(picture: str, *command: str) -> int:
    """Return 0 when the command ended well and its picture is written."""
    # As from a shell: a make that was started by make would say so.
    environment = {k: v for k, v in clean_environment().items() if not k.startswith("MAKE")}
    result = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
    Path(picture).write_text(svg(f"$ {' '.join(command)}\n{result.stdout.decode()}"))
    print(f"{picture} is what `{' '.join(command)}` printed")
    return 0


def svg(printed: str, width: int = WIDTH) -> str:
    """What a terminal shows after this was printed; a line that was written over is gone."""
    console = Console(record=True, width=width, file=io.StringIO(), force_terminal=True)
    for line in printed.rstrip("\n").split("\n"):
        console.print(Text.from_ansi(line.rsplit("\r", 1)[-1], no_wrap=False, overflow="fold"))
    drawn = console.export_svg(title="journeybee", unique_id="terminal")
    return FONT_FACE.sub("", drawn).replace("Fira Code", "ui-monospace, Menlo, Consolas")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
