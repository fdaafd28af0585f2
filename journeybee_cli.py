"""The program `journeybee`, beside the package so that it can handle Ctrl-C during its import.

Any module of `journeybee` first imports the clients, which takes 50 ms and more. What is imported
before Ctrl-C is handled is what Python has loaded anyway.
"""

import os
import signal
import sys

_INTERRUPTED = 128 + signal.SIGINT


def main() -> None:
    """Run the command line of this process and exit with its code.

    Ctrl-C before and after the command ends the process at once: nothing has begun, or all is
    done. An exception would be shown as a traceback, or as ignored where Python has to go on.
    """
    during = signal.getsignal(signal.SIGINT)
    # A shell starts background jobs with SIGINT ignored, and so it stays.
    outside = _exit if during is signal.default_int_handler else during
    signal.signal(signal.SIGINT, outside)
    from importlib.util import find_spec

    if find_spec("click") is None:
        sys.exit('journeybee: the command line needs `pip install "journeybee[cli]"`')
    from journeybee.cli.program import run_process

    try:
        signal.signal(signal.SIGINT, during)
        code = run_process()
    except KeyboardInterrupt:
        code = _INTERRUPTED
    signal.signal(signal.SIGINT, outside)
    sys.exit(code)


def _exit(_number: int, _frame: object) -> None:
    os._exit(_INTERRUPTED)
