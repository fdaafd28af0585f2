"""``python -m scripts.codegen generate | update | diff``: what the targets of make call."""

from __future__ import annotations

import gc
import sys
from importlib import import_module

COMMANDS = {
    "generate": "scripts.codegen.generate",
    "update": "scripts.codegen.update",
    "diff": "scripts.codegen.compare_specs",
}


def main(arguments: list[str]) -> int:
    if arguments[:1] and arguments[0] in COMMANDS:
        # What is made lives to the end, modules too: collecting garbage takes a fourth of the time.
        gc.disable()
        status: int = import_module(COMMANDS[arguments[0]]).main(arguments[1:])
        return status
    print(f"usage: python -m scripts.codegen {{{','.join(COMMANDS)}}} ...", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
