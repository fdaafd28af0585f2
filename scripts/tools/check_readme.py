"""Checks the documentation: runs its programs, and looks up its make targets.

Every ```python block of README.md and docs/*.md is a complete program and runs against its own
sandbox. One that cannot run has the reason on the line before: `<!-- no-run: reason -->`; one with
`<!-- notebook -->` there runs as a cell, with `await` outside of functions.
Every `$ make ...` line of a ```console block must name targets of the Makefile.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from scripts.tools.sandbox_process import running_sandbox

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(
    r"^(?P<indent> *)```(?P<language>\w+)[^\n]*\n(?P<text>.*?)^(?P=indent)```[ ]*$",
    re.MULTILINE | re.DOTALL,
)
NO_RUN = re.compile(r"<!-- no-run: \S.* -->\s*\Z")
NOTEBOOK = re.compile(r"<!-- notebook -->\s*\Z")
MAKE = re.compile(r"^\s*\$ make\b([^#\n]*)", re.MULTILINE)
TARGET = re.compile(r"^([a-z][a-z-]*):", re.MULTILINE)
RUN_SECONDS = 60


@dataclass(frozen=True)
class Block:
    """A fenced block of a page; `line` is the first line of its text, counted from 1."""

    page: Path
    line: int
    language: str
    text: str
    runnable: bool
    notebook: bool

    @property
    def place(self) -> str:
        """The position of the block, as editors read it."""
        return f"{self.page.relative_to(ROOT)}:{self.line}"


def main() -> int:
    """Return 0 if all blocks pass; else print where the others are, and return 1."""
    pages = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
    blocks = [block for page in pages for block in blocks_of(page)]
    programs = [block for block in blocks if block.language == "python" and block.runnable]
    targets = set(TARGET.findall((ROOT / "Makefile").read_text()))

    problems = [problem for block in blocks for problem in unknown_targets(block, targets)]
    problems += [problem for block in programs if (problem := failure_of(block))]
    for problem in problems:
        print(problem, file=sys.stderr)
    print(f"{len(pages)} pages, {len(programs)} programs run, {len(problems)} problems")
    return 1 if problems else 0


def blocks_of(page: Path) -> list[Block]:
    """The fenced blocks of a page that name their language."""
    source = page.read_text()
    return [
        Block(
            page=page,
            line=source.count("\n", 0, match.start("text")) + 1,
            language=match["language"],
            text=re.sub(rf"^{match['indent']}", "", match["text"], flags=re.MULTILINE),
            runnable=not NO_RUN.search(source, 0, match.start()),
            notebook=NOTEBOOK.search(source, 0, match.start()) is not None,
        )
        for match in BLOCK.finditer(source)
    ]


def unknown_targets(block: Block, targets: set[str]) -> list[str]:
    """The make targets in a console block that the Makefile does not have."""
    if block.language != "console":
        return []
    words = [word for line in MAKE.findall(block.text) for word in line.split()]
    names = [word for word in words if not word.startswith("-") and "=" not in word]
    return [f"{block.place}: no make target '{n}'" for n in names if n not in targets]


def command_of(block: Block, folder: Path) -> list[str]:
    """Write a program into a folder; returns the command that runs it."""
    # Empty lines in front make the line numbers of a traceback those of the page.
    text = "\n" * (block.line - 1) + block.text
    python = [sys.executable, "-W", "error"]
    if not block.notebook:
        (folder / "program.py").write_text(text)
        return [*python, "program.py"]
    cells = [{"cell_type": "code", "outputs": [], "source": text}]
    (folder / "program.ipynb").write_text(json.dumps({"cells": cells}))
    return [*python, str(ROOT / "scripts" / "tools" / "check_notebook.py"), "program.ipynb"]


def failure_of(block: Block) -> str | None:
    """Run a program; returns None if it succeeds, else its position and output."""
    with tempfile.TemporaryDirectory(prefix="journeybee-docs-") as name:
        scratch = Path(name)
        command = command_of(block, scratch)
        with running_sandbox(sys.executable, cwd=scratch) as environment:
            try:
                result = subprocess.run(
                    command,
                    cwd=scratch,
                    env=environment,
                    timeout=RUN_SECONDS,
                    check=False,
                    text=True,
                    stdout=subprocess.PIPE,
                    stderr=subprocess.STDOUT,
                )
            except subprocess.TimeoutExpired:
                return f"{block.place}: still running after {RUN_SECONDS} seconds"
    if result.returncode:
        return f"{block.place}: exit code {result.returncode}\n{result.stdout}"
    print(f"{block.place}: runs")
    return None


if __name__ == "__main__":
    sys.exit(main())
