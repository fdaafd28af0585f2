"""`journeybee auth`: the API key that this user's commands send."""

from __future__ import annotations

import sys

import click

from journeybee.cli import keys
from journeybee.cli.session import Session, pass_session
from journeybee.secrecy import Secret
from journeybee_api._runtime.hidden_frames import HiddenFrames


@click.group(help="Store, show the place of, or forget the API key of the URL in use.")
def auth() -> None:
    """Hold the commands below."""


@auth.command()
@pass_session
def login(session: Session) -> None:
    """Store an API key: typed at a prompt that does not show it, or on standard input."""
    with HiddenFrames():
        key = _typed(f"API key for {session.base_url}")
    # A client checks a key without sending anything, and its errors never quote it.
    session.surface.client(key, base_url=session.base_url)
    click.echo(f"The key for {session.base_url} is kept in {keys.store(session.base_url, key)}.")


def _typed(label: str) -> Secret:
    if sys.stdin.isatty():
        key: str = click.prompt(label, hide_input=True, err=True)
    else:
        key = sys.stdin.readline()
    return Secret(key.strip().removeprefix("\ufeff"))


@auth.command()
@pass_session
def logout(session: Session) -> None:
    """Forget the stored API key."""
    found = keys.forget(session.base_url)
    what = "is forgotten" if found else "was not stored"
    click.echo(f"The key for {session.base_url} {what}.")


@auth.command()
@pass_session
def status(session: Session) -> None:
    """Tell which URL is in use, and where its key comes from; nothing is sent."""
    _, place = keys.find(session.surface, session.base_url)
    click.echo(f"The key for {session.base_url} comes from {place}.")
