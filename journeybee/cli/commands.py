"""The short commands that are not operations: api, auth, completion, ops and sandbox."""

from __future__ import annotations

import sys
from typing import Any, cast
from urllib.parse import parse_qsl

import click
from click.shell_completion import ShellComplete, get_completion_class

from journeybee.cli import keys
from journeybee.cli.columns import Columns
from journeybee.cli.output import Output, format_options
from journeybee.cli.parameters import NULL, Json, pairs
from journeybee.cli.probe import probe
from journeybee.cli.sanitize import command_name
from journeybee.cli.sanitize import shown as shown_text
from journeybee.cli.session import Session, pass_session
from journeybee.client import Client
from journeybee.errors import AuthenticationError, JourneyBeeError
from journeybee.introspection import bound_operations, described
from journeybee.settings.secrecy import Secret
from journeybee_api._runtime.hidden_frames import HiddenFrames

_COMPLETION = """Print the completion script of a shell.

\b
bash:  journeybee completion bash > ~/.local/share/bash-completion/completions/journeybee
zsh:   journeybee completion zsh > "${fpath[1]}/_journeybee"
fish:  journeybee completion fish > ~/.config/fish/completions/journeybee.fish
"""


@click.command(
    help="Send a request to any endpoint, such as `journeybee api GET /leads/ -q page=2`. METHOD"
    " is GET by default, and POST with --data."
)
@click.argument("words", metavar="[METHOD] PATH", nargs=-1, required=True)
@click.option("-q", "--query", multiple=True, metavar="NAME=VALUE", help="Repeat it for several.")
@click.option("-d", "--data", type=Json(), help="The body: JSON, @file or @-.")
@pass_session
def api(
    session: Session, /, words: tuple[str, ...], query: tuple[str, ...], data: Any, **shown: Any
) -> None:
    if len(words) > 2:
        raise click.UsageError(f"{words[2]!r} follows the path: a body is --data, a query --query")
    target, *given = reversed(words)
    method = given[0].upper() if given else "GET" if data is None else "POST"
    path, _, text = target.partition("?")
    path = path if path.startswith("/") or "://" in path else f"/{path}"
    params = pairs("--query", query)
    for name, value in parse_qsl(text, keep_blank_values=True):
        params.setdefault(name, []).append(value)
    body = {} if data is None else {"json": None if data is NULL else data}
    output = Output.of(shown, Columns({}), "json")

    async def work(client: Client) -> None:
        output.value(await client.request(method, path, params=params, **body))

    session.run(work)


@click.group(help="Store, look up or delete the API key of the URL in use.")
def auth() -> None: ...


@auth.command()
@click.option("--no-check", is_flag=True, help="Send no request that shows whether it is valid.")
@pass_session
def login(session: Session, *, no_check: bool) -> None:
    """Store an API key, typed at a prompt that does not show it or read from standard input.

    A key that the server refuses is not stored.
    """
    with HiddenFrames():
        key = _read_key(f"API key for {session.base_url}")
    # A client checks a key without sending anything, and its errors never quote it.
    session.client(key=key)
    if not no_check:
        _check(session, key)
    click.echo(f"The key for {session.base_url} is kept in {keys.store(session.base_url, key)}.")


def _check(session: Session, key: Secret) -> None:
    """Send a request with a key; raises AuthenticationError if the server refuses it."""

    async def work(client: Client) -> None:
        await probe(client)

    try:
        session.run(work, key=key)
    except AuthenticationError:
        raise
    except JourneyBeeError as error:
        click.echo(f"journeybee: the key was not checked: {shown_text(str(error))}", err=True)


def _read_key(label: str) -> Secret:
    if sys.stdin.isatty():
        key: str = click.prompt(label, hide_input=True, err=True)
    else:
        key = sys.stdin.readline()
    return Secret(key.strip().removeprefix("\ufeff"))


@auth.command()
@pass_session
def logout(session: Session) -> None:
    """Delete the stored API key."""
    found = keys.forget(session.base_url)
    what = "is deleted" if found else "was not stored"
    click.echo(f"The key for {session.base_url} {what}.")


@auth.command()
@pass_session
def status(session: Session) -> None:
    """Show which URL is in use, and where its key comes from; nothing is sent."""
    _, source = session.key()
    click.echo(f"The key for {session.base_url} comes from {source}.")


@click.command(help=_COMPLETION)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    maker = cast("type[ShellComplete]", get_completion_class(shell))
    script = maker(context.find_root().command, {}, "journeybee", "_JOURNEYBEE_COMPLETE")
    # click's own command would ask for the version of the shell, which need not be installed here.
    click.echo(script.source_template % script.source_vars())


@click.command(help="List the operations, or those that contain all of the WORDS.")
@click.argument("words", nargs=-1)
@pass_session
def ops(session: Session, /, words: tuple[str, ...], **shown: Any) -> None:
    """Search the shown texts and ids; operations without a command come last."""
    index = session.surface.operations
    found = list[tuple[dict[str, str], str]]()
    for path, bound in bound_operations(session.surface.client):
        info = index[bound.builder.__name__]
        row = {
            "command": command_name(path).replace(".", " "),
            "evidence": info.evidence,
            "request": f"{info.method} {info.path}",
            "does": described(bound.builder)[0].partition("\n")[0],
        }
        found.append((row, info.id))
    for what, route, place, reason in session.surface.not_generated:
        row = {"command": "", "evidence": "not generated", "request": route or place}
        found.append(({**row, "does": f"{what}: {reason}"}, place))
    rows = [
        row
        for row, more in found
        if all(word.lower() in " ".join([*row.values(), more]).lower() for word in words)
    ]
    sink = Output.of(shown, Columns({})).rows(complete=True)
    sink.write(rows)
    sink.close()


for command in (api, ops):
    command.params.extend(format_options())


@click.command("help")
@click.argument("words", nargs=-1)
@pass_session
@click.pass_context
def help_(context: click.Context, session: Session, *, words: tuple[str, ...]) -> None:
    """Show the help of a command, such as `journeybee help leads list`."""
    line = ["--surface", session.surface.name, *words, "--help"]
    context.find_root().command.main(line, "journeybee", standalone_mode=False)


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
@click.pass_context
def sandbox(context: click.Context, arguments: tuple[str, ...]) -> None:
    """Serve a JourneyBee on this machine; `journeybee sandbox --help` lists its options."""
    from journeybee.sandbox.__main__ import main

    context.exit(main(arguments, context.command_path))
