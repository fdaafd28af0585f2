"""Draws the output of a command as a terminal shows it: `terminal_picture <svg> <command>`.

The picture is made from a real run, and uses no font that would have to be fetched.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

from scripts.tools.sandbox_process import clean_environment

WIDTH = 84
# Sequences that move the cursor, and all escapes but those for colours.
MOVES = re.compile(r"(\x1b\[1A|\x1b\[2K|\r|\n|\x1b\[[0-9;?]*[A-Za-ln-z])")
FONT_FACE = re.compile(r"@font-face \{.*?\}\s*", re.DOTALL)


def main(picture: str, *command: str) -> int:
    """Return 0 if the command succeeded and its picture is written."""
    # As from a shell: make reports when another make started it.
    environment = {k: v for k, v in clean_environment().items() if not k.startswith("MAKE")}
    result = subprocess.run(command, env=environment, check=True, stdout=subprocess.PIPE)
    Path(picture).write_text(svg(f"$ {' '.join(command)}\n{result.stdout.decode()}"))
    print(f"{picture} is what `{' '.join(command)}` printed")
    return 0


def screen(printed: str) -> list[str]:
    """The lines on the screen after some have been cleared and overwritten."""
    rows, row, over = [""], 0, False
    for part in MOVES.split(printed):
        if part == "\n":
            row += 1
            rows += [""] * (row == len(rows))
        elif part == "\x1b[1A":
            row -= 1
        elif part == "\x1b[2K":
            rows[row] = ""
        elif part and not MOVES.fullmatch(part):
            rows[row] = part if over else rows[row] + part
        over = part == "\r" or (over and not part)
    return "\n".join(rows).rstrip().split("\n")


def svg(printed: str, width: int = WIDTH) -> str:
    """A picture of a terminal after this output."""
    console = Console(record=True, width=width, file=io.StringIO(), force_terminal=True)
    for line in screen(printed):
        console.print(Text.from_ansi(line, no_wrap=False, overflow="fold"))
    drawn = console.export_svg(title="journeybee", unique_id="terminal")
    return FONT_FACE.sub("", drawn).replace("Fira Code", "ui-monospace, Menlo, Consolas")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
