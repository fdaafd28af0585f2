"""The `journeybee` command (extra `cli`).

Its commands are the tables of the clients: a resource is a group, an operation a command, and the
signature of the operation's builder gives its arguments and options. click builds commands from
such data when they are asked for, one at a time; typer would want a function for each, and costs
half as much time again to import.
"""

from __future__ import annotations

import sys
from importlib.util import find_spec


def main() -> None:
    """Run the command line of this process and exit with its code."""
    if find_spec("click") is None:
        sys.exit('journeybee: the command line needs `pip install "journeybee[cli]"`')
    try:
        from journeybee.cli.program import run

        sys.exit(run())
    except KeyboardInterrupt:  # before there is anything that could be interrupted
        sys.exit(130)
