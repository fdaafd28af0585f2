"""``python -m scripts.codegen generate | update | diff``: what the targets of make call."""

from __future__ import annotations

import gc
import sys

from scripts.codegen import compare_specs, generate, update

COMMANDS = {
    "generate": generate.main,
    "update": update.main,
    "diff": compare_specs.main,
}


def main(arguments: list[str]) -> int:
    if arguments[:1] and arguments[0] in COMMANDS:
        # What is made lives to the end: looking for garbage takes a fourth of the time.
        gc.disable()
        return COMMANDS[arguments[0]](arguments[1:])
    print(f"usage: python -m scripts.codegen {{{','.join(COMMANDS)}}} ...", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
