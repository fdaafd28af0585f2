"""The commands that are no operations, each loaded when it is run."""

from __future__ import annotations

import importlib

import click

# Name: module, attribute, what it does. The text stands here, so that help loads none of them.
LAZY = {
    "api": ("journeybee.cli.api", "api", "Send a request to any endpoint."),
    "auth": ("journeybee.cli.auth", "auth", "Store, show the place of, or forget the API key."),
    "completion": ("journeybee.cli.completion", "completion", "Print a completion script."),
    "export": ("journeybee.cli.export.command", "export", "Write whole lists to files."),
    "ops": ("journeybee.cli.ops", "ops", "List and search the operations."),
    "sandbox": ("journeybee.cli.sandbox", "sandbox", "Serve a JourneyBee on this machine."),
    "verify": ("journeybee.cli.verify", "verify", "Compare the spec with the server."),
}


def load(name: str) -> click.Command:
    """Import the command of a name."""
    module, attribute, _ = LAZY[name]
    command: click.Command = getattr(importlib.import_module(module), attribute)
    return command
