"""What the commands and options of other tools are called here."""

from __future__ import annotations

import click

COMMANDS = {
    "add": "create",
    "config": "doctor",
    "edit": "update",
    "login": "auth login",
    "logout": "auth logout",
    "ls": "list",
    "new": "create",
    "remove": "delete",
    "retrieve": "get",
    "rm": "delete",
    "show": "get",
    "version": "--version",
    "view": "get",
    "whoami": "auth status",
}
OPTIONS = {
    "--body": "--data",
    "--confirm": "--yes",
    "--debug": "journeybee --verbose",
    "--field": "--data",
    "--force": "--yes",
    "--input": "--data",
    "--jq": "--transform",
    "--output": "--format",
    "--query": "--transform",
    "-F": "--data",
    "-V": "--version",
    "-f": "--data",
    "-n": "-L",
    "-o": "--format",
}


def with_advice(error: click.UsageError) -> click.UsageError:
    """The error of a command or option that does not exist, with the one that is meant."""
    meant = None
    if isinstance(error, click.NoSuchCommand):
        meant = COMMANDS.get(error.command_name)
    elif isinstance(error, click.NoSuchOption) and error.ctx is not None:
        root, name = error.ctx.find_root(), error.option_name
        if error.ctx is not root and any(name in it.opts for it in root.command.params):
            text = f"{name} comes before the command: `journeybee {name} ... {_words(error.ctx)}`"
            return click.UsageError(text, error.ctx)
        meant = OPTIONS.get(name)
    if meant is None:
        return error
    return click.UsageError(f"{error.message.rstrip('.')}: here it is `{meant}`", error.ctx)


def _words(context: click.Context) -> str:
    return context.command_path.partition(" ")[2]
