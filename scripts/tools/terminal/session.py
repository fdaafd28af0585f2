"""Runs the command lines of a file in a real terminal, and compares what they show.

A file consists of blocks: `$ line`, below it the output, and `[exit code]`. `< text` is typed when
the line waits for it, `<< text` where it is not shown; `< ^C` is Ctrl-C. Lines run in bash, one
after another in one folder, against one empty sandbox; ids, times and addresses are replaced by
names, because they vary.

`python -m scripts.tools.terminal.session` writes tests/cli_session.txt again: review the diff.
"""

from __future__ import annotations

import os
import re
import select
import struct
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

from scripts.tools.sandbox_process import running_sandbox

SESSION = Path(__file__).resolve().parents[3] / "tests" / "cli_session.txt"
ROWS, COLUMNS = 40, 100
SECONDS = 30.0
QUIET = 0.4
TICK = 0.02
# The terminal that a new session opens first controls it, so that Ctrl-C is a signal.
IN_TERMINAL = 'exec <"$0" >"$0" 2>&1; eval "$1"'
VARYING = (
    # Waits that are counted while they last, and erased.
    (r"\r\x1b\[K(waiting[^\r\x1b]*)?", ""),
    (r"\x1b\[[0-9;]*m", ""),
    (r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "UUID"),
    (r"\d{4}-\d\d-\d\dT[\d:.]+Z", "TIME"),
    (r"jb_sandbox_\w+", "KEY"),
    (r"http://127\.0\.0\.1:\d{3,}", "http://SERVER"),
    (r"sandbox-\d+", "REQUEST"),
    (r" +$", ""),
)


@dataclass
class Line:
    """A command line, the input while it runs, and the expected output."""

    command: str
    typed: list[str] = field(default_factory=list)
    shown: str = ""


def read_session(path: Path = SESSION) -> tuple[str, list[Line]]:
    """The text above the first line of a file, and the lines."""
    about, *blocks = re.split(r"^\$ ", path.read_text(), flags=re.MULTILINE)
    lines = []
    for block in blocks:
        command, *rest = block.rstrip("\n").split("\n")
        typed = [text for text in rest if text.startswith(("< ", "<< "))]
        shown = "\n".join(text for text in rest if text not in typed)
        lines.append(Line(command, typed, shown))
    return about, lines


def open_terminal(columns: int) -> tuple[int, int]:
    """Both ends of a pseudo-terminal of that width: ours, and the program's."""
    # Windows has none of these modules, and this module is imported there too.
    import fcntl
    import pty
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, columns, 0, 0))
    return ours, theirs


def run_line(line: Line, environment: dict[str, str], folder: Path) -> str:
    """Run a line in a new terminal; returns its output and exit code."""
    ours, theirs = open_terminal(COLUMNS)
    process = subprocess.Popen(
        ["bash", "--norc", "-c", IN_TERMINAL, os.ttyname(theirs), line.command],
        env=environment,
        cwd=folder,
        start_new_session=True,
    )
    try:
        shown = _converse(ours, process, list(line.typed))
    finally:
        process.kill()
        code = process.wait()
        os.close(ours)
        os.close(theirs)
    text = shown.decode(errors="replace").replace("\r\n", "\n").replace(str(folder), "FOLDER")
    for pattern, name in VARYING:
        text = re.sub(pattern, name, text, flags=re.MULTILINE)
    return f"{text.rstrip()}\n[exit {code}]".lstrip("\n")


def _converse(ours: int, process: subprocess.Popen[bytes], typed: list[str]) -> bytes:
    shown, last = b"", time.monotonic()
    while time.monotonic() < last + SECONDS:
        ended = process.poll() is not None
        ready, _, _ = select.select([ours], [], [], TICK)
        if ready:
            shown += os.read(ours, 1 << 16)
            last = time.monotonic()
        elif ended:
            return shown
        elif typed and shown and time.monotonic() > last + QUIET:
            mark, _, text = typed[0].partition(" ")
            # A prompt drops what is typed before it has switched the echo off.
            if mark == "<<" and _echoes(ours):
                continue
            typed.pop(0)
            os.write(ours, b"\x03" if text == "^C" else f"{text}\n".encode())
    raise TimeoutError(f"no output for {SECONDS:.0f} s after {shown!r}")


def _echoes(terminal: int) -> bool:
    import termios

    return bool(termios.tcgetattr(terminal)[3] & termios.ECHO)


def run_session(lines: list[Line], binaries: Path, environment: dict[str, str]) -> list[str]:
    """The output of each line; `binaries` has the `journeybee` to run."""
    with tempfile.TemporaryDirectory(prefix="journeybee-session-") as name:
        folder = Path(name)
        environment = environment | {
            "PATH": f"{binaries}:{os.environ['PATH']}",
            "HOME": name,
            "TERM": "xterm-256color",
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        }
        environment.pop("XDG_CONFIG_HOME", None)
        return [run_line(line, environment, folder) for line in lines]


def differences(binaries: Path, environment: dict[str, str]) -> list[str]:
    """Run the session; returns both outputs of each line that differs."""
    _, lines = read_session()
    found = run_session(lines, binaries, environment)
    return [
        f"$ {line.command}\nshould show\n{line.shown}\nbut shows\n{shown}"
        for line, shown in zip(lines, found, strict=True)
        if shown != line.shown.strip("\n")
    ]


def main() -> int:
    """Write the session again from the present outputs."""
    about, lines = read_session()
    with running_sandbox(sys.executable, Path.cwd(), "--world", "empty") as environment:
        found = run_session(lines, Path(sys.executable).parent, environment)
    blocks = [
        "\n".join([f"$ {line.command}", *line.typed, shown, ""])
        for line, shown in zip(lines, found, strict=True)
    ]
    SESSION.write_text(about + "\n".join(blocks))
    return 0


if __name__ == "__main__":
    sys.exit(main())
