"""The whole command: the options before a command, and how a command line ends."""

from __future__ import annotations

import logging
import sys
import warnings
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager

import click

from journeybee._version import __version__
from journeybee.cli import standard_files
from journeybee.cli.failures import explain
from journeybee.cli.habits import with_advice
from journeybee.cli.registry import Program
from journeybee.cli.sanitize import shown
from journeybee.cli.session import Session, client_of
from journeybee.surfaces import SURFACES

INTERRUPTED = 130
_log = logging.getLogger("journeybee")


@click.command(
    cls=Program,
    table=client_of,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=(
        "Begin with `journeybee auth login`, or `journeybee sandbox` to try it without an account."
        "\n\n"
        "Exit codes: 0 done, 1 unexpected, 2 usage, 3 authentication or permission, "
        "4 not found, conflict or invalid, 5 rate limit or network."
    ),
)
@click.option(
    "--surface",
    type=click.Choice(list(SURFACES)),
    default="v1",
    is_eager=True,
    help="Which API to use: v1, the one before it, or Saleshandy's analytics.",
)
@click.option("--base-url", metavar="URL", help="The API's URL, instead of the environment's.")
@click.option("--timeout", type=float, metavar="SECONDS", help="Of one attempt; 30 by default.")
@click.option(
    "--max-wait", type=float, metavar="SECONDS", help="The longest wait for the rate limit."
)
@click.option("-q", "--quiet", is_flag=True, help="Show only warnings and errors beside results.")
@click.option("-v", "--verbose", is_flag=True, help="Show each request on standard error.")
@click.version_option(__version__, prog_name="journeybee", message="%(prog)s %(version)s")
@click.pass_context
def program(
    context: click.Context,
    surface: str,
    base_url: str | None,
    timeout: float | None,
    max_wait: float | None,
    *,
    quiet: bool,
    verbose: bool,
) -> None:
    """The JourneyBee API at a prompt: every operation, as a table or as JSON."""
    if verbose:
        _log.setLevel(logging.INFO)
    context.obj = Session(
        SURFACES[surface], given_url=base_url, timeout=timeout, max_wait=max_wait, quiet=quiet
    )


def run_process() -> int:
    """Run the command line of this process, with its standard output set up for that."""
    standard_files.open_closed()
    if not sys.warnoptions:  # those of libraries are for programmers
        warnings.simplefilter("ignore")
    # Formats replace what the encoding does not have; elsewhere an escape is enough.
    if (reconfigure := getattr(sys.stdout, "reconfigure", None)) is not None:
        reconfigure(errors="backslashreplace", newline="\n")
    return run()


def run(arguments: Sequence[str] | None = None) -> int:
    """Run a command line, by default that of this process; returns the exit code."""
    with standard_files.watched(), _warnings_on_stderr():
        code = _code_of(
            lambda: program.main(arguments, prog_name="journeybee", standalone_mode=False)
        )
        return code or _code_of(sys.stdout.flush)


def _code_of(work: Callable[[], object]) -> int:
    """Do something; returns the exit code, and shows the error if there is one."""
    try:
        code = work()
    except click.ClickException as error:
        shown_error = with_advice(error) if isinstance(error, click.UsageError) else error
        shown_error.show()
        return error.exit_code
    except click.Abort:
        return INTERRUPTED
    except standard_files.ReaderGoneError:
        return 0
    except Exception as error:  # noqa: BLE001 - the last place where an error can be made readable
        code, text = explain(error)
        click.echo(f"journeybee: {shown(text)}", err=True)
        return code
    return code if isinstance(code, int) else 0


class _Warnings(logging.Handler):
    """Shows warnings on standard error, sanitized: they may quote what a server wrote."""

    def emit(self, record: logging.LogRecord) -> None:
        click.echo(f"journeybee: {shown(self.format(record))}", err=True)


@contextmanager
def _warnings_on_stderr() -> Generator[None, None, None]:
    """Show the warnings that the package logs while a command runs."""
    handler, level = _Warnings(), _log.level
    _log.addHandler(handler)
    try:
        yield
    finally:
        _log.removeHandler(handler)
        _log.setLevel(level)
