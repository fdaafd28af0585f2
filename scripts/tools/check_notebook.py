"""Runs the code of a notebook from top to bottom, as Jupyter would: `run_notebook <file>`.

Jupyter itself needs a hundred packages; of its kernel only `await` outside of functions is needed
here. Figures are drawn and discarded. Outputs must not be stored in the file.
"""

from __future__ import annotations

import ast
import asyncio  # noqa: TID251 - the event loop that Jupyter has
import inspect
import json
import os
import sys
from pathlib import Path
from typing import Any


def main(path: str) -> int:
    """Return 0 if every cell runs and has no stored output."""
    os.environ["MPLBACKEND"] = "Agg"
    cells = json.loads(Path(path).read_text())["cells"]
    programs = [cell for cell in cells if cell["cell_type"] == "code"]
    stored = [number for number, cell in enumerate(programs, 1) if cell["outputs"]]
    if stored:
        print(f"{path}: clear the outputs of cells {stored}", file=sys.stderr)
        return 1
    asyncio.run(_run(path, ["".join(cell["source"]) for cell in programs]))
    print(f"{path}: {len(programs)} cells run")
    return 0


async def _run(path: str, programs: list[str]) -> None:
    names: dict[str, Any] = {"__name__": "__main__"}
    for number, program in enumerate(programs, 1):
        flags = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
        code = compile(program, f"{path}, cell {number}", "exec", flags=flags)
        result = eval(code, names)  # noqa: S307 - the project's own notebook
        if inspect.iscoroutine(result):
            await result


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
