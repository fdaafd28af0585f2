"""The manual page of the command, from the commands that `--help` shows.

`python -m scripts.tools.man_page` writes docs/journeybee.1, which the wheel installs for `man`.
"""

from __future__ import annotations

import argparse
import re
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from journeybee.cli.program import program
from journeybee.cli.registry import COMMANDS, ResourceGroup
from journeybee.sandbox.__main__ import parser_of

PAGE = Path(__file__).resolve().parents[2] / "docs" / "journeybee.1"
ENVIRONMENT = {
    "JOURNEYBEE_API_KEY": "The API key.",
    "JOURNEYBEE_API_KEY_FILE": "A file that holds the API key.",
    "JOURNEYBEE_AUTH_SCHEME": "The word before the key in the header, by default `Bearer`.",
    "JOURNEYBEE_BASE_URL": "The API's URL.",
    "JOURNEYBEE_REQUESTS_PER_MINUTE": "The rate limit, by default 100.",
    "JOURNEYBEE_REDIS_URL": "The Redis of `journeybee limits`.",
    "JOURNEYBEE_WEBHOOK_SECRET": "The secret of `journeybee listen` and `journeybee trigger`.",
    "HTTPS_PROXY, NO_PROXY": "A proxy, and the hosts that are reached without it.",
    "SSL_CERT_FILE, SSL_CERT_DIR": "Certificate authorities, instead of those of httpx.",
    "NO_COLOR, CLICOLOR=0": "If set, nothing is coloured or bold.",
    "FORCE_COLOR, CLICOLOR_FORCE": "If set, what a pipe gets is, too.",
}
# Escapes make lines longer; mandoc wants at most 80 bytes.
_WIDTH = 60
_SEE = "Guides and reference: docs/ of the source. `journeybee help leads list` shows any command."


def page() -> str:
    """The whole page, for `man`."""
    root = click.Context(program, info_name="journeybee", **program.context_settings)
    epilog = str(program.epilog).split("\n\n")
    lines = [
        '.\\" Written by `python -m scripts.tools.man_page`: do not edit.',
        '.TH JOURNEYBEE 1 "" "journeybee" "User Commands"',
        ".SH NAME",
        *_wrapped(f"journeybee - {str(program.help).rstrip('.')}"),
        ".SH SYNOPSIS",
        *_usage(root),
        ".SH DESCRIPTION",
        *paragraphs(epilog[0]),
        ".SH OPTIONS",
        *_options(root),
        *_item("-h, --help", "Show help, of every command too."),
        ".SH COMMANDS",
        *(line for name in COMMANDS for line in _command(name, root)),
        ".SH OPERATIONS",
        *paragraphs(f"Those of the present API, v1. {_SEE}"),
        *_operations(program, root),
        ".SH ENVIRONMENT",
        *(line for name, text in ENVIRONMENT.items() for line in _item(name, text)),
        ".SH EXIT STATUS",
        *paragraphs(epilog[1].partition(": ")[2]),
    ]
    text = "\n".join(lines) + "\n"
    return re.sub(r"^(\.S[HS] .*\n)\.PP\n", r"\1", text, flags=re.MULTILINE)


def _command(name: str, parent: click.Context) -> Iterator[str]:
    command, context = _found(name, parent)
    yield f".SS {_text(context.command_path)}"
    yield from _usage(context)
    if name == "sandbox":  # it reads its arguments itself
        yield from _parser(parser_of(context.command_path))
        return
    yield from paragraphs(command.help or (command.callback and command.callback.__doc__) or "")
    yield from _options(context)
    if isinstance(command, click.Group):
        for below in command.list_commands(context):
            yield from _command(below, context)


def _parser(parser: argparse.ArgumentParser) -> Iterator[str]:
    yield from paragraphs(parser.description or "")
    for action in parser._actions:  # noqa: SLF001 - argparse has no other list of them
        words = [", ".join(action.option_strings)]
        if action.nargs != 0:
            words.append(str(action.metavar or "|".join(action.choices or [action.dest.upper()])))
        yield from _item(" ".join(words), (action.help or "") % {"default": action.default})


def _operations(group: ResourceGroup, parent: click.Context) -> Iterator[str]:
    for name in group.list_commands(parent):
        command, context = _found(name, parent)
        if isinstance(command, ResourceGroup):
            yield from _operations(command, context)
        elif name not in COMMANDS:
            required = [it.make_metavar(context) for it in command.params if _positional(it)]
            yield from _item(" ".join([context.command_path, *required]), command.short_help or "")


def _found(name: str, parent: click.Context) -> tuple[click.Command, click.Context]:
    group: Any = parent.command
    command: click.Command = group.get_command(parent, name)
    return command, click.Context(command, parent=parent, info_name=name)


def _positional(parameter: click.Parameter) -> bool:
    return isinstance(parameter, click.Argument)


def _usage(context: click.Context) -> list[str]:
    pieces = context.command.collect_usage_pieces(context)
    return [".nf", f"\\fB{_text(context.command_path)}\\fR {_text(' '.join(pieces))}", ".fi"]


def _options(context: click.Context) -> Iterator[str]:
    for parameter in context.command.params:
        record = parameter.get_help_record(context)
        if record is not None and isinstance(parameter, click.Option):
            yield from _item(*record)


def _item(term: str, text: str) -> list[str]:
    return [".TP", f"\\fB{_text(term)}\\fR", *(_wrapped(text) or ["\\&"])]


def paragraphs(text: str) -> Iterator[str]:
    """The paragraphs of a help text; click keeps the lines of those that begin with \\b."""
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        first, _, rest = paragraph.partition("\n")
        kept = first.strip() == "\b"
        yield ".PP"
        yield from (".nf", *map(_text, rest.split("\n")), ".fi") if kept else _wrapped(paragraph)


def _wrapped(text: str) -> list[str]:
    code = re.sub("`[^`]*`", lambda found: found[0].replace(" ", "\0"), " ".join(text.split()))
    lines = textwrap.wrap(code, _WIDTH, break_long_words=False, break_on_hyphens=False)
    return [_text(line.replace("\0", " ")) for line in lines]


def _text(text: str) -> str:
    """Text on one line, with what roff would interpret escaped; code is bold."""
    escaped = " ".join(text.split()).replace("\\", "\\e").replace("-", "\\-")
    bold = re.sub(r"`([^`]*)`", r"\\fB\1\\fR", escaped)
    return f"\\&{bold}" if bold.startswith((".", "'")) else bold


def main() -> int:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
