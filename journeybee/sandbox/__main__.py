"""`python -m journeybee.sandbox`: serve a sandbox on this machine until Ctrl-C."""

from __future__ import annotations

import argparse
import ipaddress
import shlex
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import ExitStack, suppress
from typing import TYPE_CHECKING

from journeybee.sandbox.surfaces.dialects import DIALECTS

if TYPE_CHECKING:
    from journeybee.sandbox.sandbox import Sandbox


PROGRAM = "python -m journeybee.sandbox"
_DESCRIPTION = "Serve a JourneyBee on this machine until Ctrl-C."
PASTE = """
Paste into another terminal:

export JOURNEYBEE_API_KEY={key}
export JOURNEYBEE_BASE_URL={url}
curl -H "Authorization: Bearer $JOURNEYBEE_API_KEY" "$JOURNEYBEE_BASE_URL/leads/?per_page=1"; echo
python - <<'END'
import anyio, journeybee
async def main():
    async with journeybee.JourneyBee() as client:
        print((await client.leads.list(per_page=1)).total, "leads")
anyio.run(main)
END"""


def main(arguments: Sequence[str] | None = None, program: str = PROGRAM) -> int:
    """Serve as the arguments say, print the URL and the keys, and wait for Ctrl-C."""
    options = _parse(arguments, program)
    try:
        from journeybee.sandbox.sandbox import Sandbox

        sandbox = Sandbox(
            world=options.world,
            seed=options.seed,
            rate_limit=options.rate_limit or None,
            db=options.db,
            api_key=options.api_key,
            allowed_hosts=[*options.allow_host, options.host],
            dialect=options.dialect,
        )
        return _serve(sandbox, options.host, options.port)
    except OSError as error:
        named = f"{error.filename}: " if error.filename else ""
        sys.stderr.write(f"{named}{error.strerror or error}\n")
        return 1
    except (ImportError, ValueError) as error:
        sys.stderr.write(f"{error}\n")
        return 1


def _serve(sandbox: Sandbox, host: str, port: int) -> int:
    stop = threading.Event()
    signal.signal(signal.SIGTERM, lambda _number, _frame: stop.set())
    with suppress(KeyboardInterrupt), ExitStack() as serving:
        try:
            server = serving.enter_context(sandbox.serve(host=host, port=port))
        except OSError as error:
            sys.stderr.write(f"cannot serve on {host}:{port}: {error.strerror}\n")
            return 1
        _say(f"JourneyBee sandbox at {server.url}")
        _say(f"api key (read and write): {sandbox.api_key}")
        _say(f"api key (read only):      {sandbox.read_only_key}")
        _say(f"start page:              {server.start_page}")
        _say(PASTE.format(key=shlex.quote(sandbox.api_key), url=server.url))
        stop.wait()
    return 0


def parser_of(program: str) -> argparse.ArgumentParser:
    """What the program takes."""
    parser = argparse.ArgumentParser(program, description=_DESCRIPTION)
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to bind (default: %(default)s)"
    )
    parser.add_argument("--port", type=int, default=8000, help="0 takes a free one")
    parser.add_argument(
        "--world", default="demo", help="demo, tiny, empty, or a JSON or YAML file of your own"
    )
    parser.add_argument("--db", help="a SQLite file that keeps the items from run to run")
    parser.add_argument("--seed", default="0", help="the same seed gives the same world")
    parser.add_argument("--api-key", help="the key that may read and write (default: a random one)")
    parser.add_argument(
        "--allow-host",
        action="append",
        default=[],
        metavar="NAME",
        help="answer requests to this host name too; may be repeated",
    )
    parser.add_argument(
        "--rate-limit", type=int, default=100, help="requests a minute and key; 0 for no limit"
    )
    parser.add_argument(
        "--dialect",
        default="v1",
        choices=list(DIALECTS),
        help="how lists are asked for and answered (default: %(default)s)",
    )
    return parser


def _parse(arguments: Sequence[str] | None, program: str = PROGRAM) -> argparse.Namespace:
    parser = parser_of(program)
    options = parser.parse_args(arguments)
    if options.rate_limit < 0:
        parser.error("--rate-limit must not be negative")
    if not _is_loopback(options.host):
        sys.stderr.write(
            f"warning: {options.host} can be reached from other machines, over which keys pass "
            "unencrypted: journeybee itself sends a key over http:// to loopback addresses only\n"
        )
    return options


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
