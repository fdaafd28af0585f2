"""The `journeybee` command (extra `cli`), made from the tables of the clients.

A resource is a group, an operation a command, and the signature of its builder gives its arguments
and options. click builds commands from such data, one at a time, when they are asked for; typer
would need a function for each, and takes half as long again to import.

May import everything else in `journeybee` but its pytest plugin; nothing imports it but
`python -m journeybee`.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec


def main() -> None:
    """Run the command line of this process and exit with its code."""
    if find_spec("click") is None:
        sys.exit('journeybee: the command line needs `pip install "journeybee[cli]"`')
    try:
        from journeybee.cli.program import run_process

        sys.exit(run_process())
    except KeyboardInterrupt:  # during the import, when there is nothing to interrupt
        sys.exit(130)
