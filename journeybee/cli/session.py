"""The options before a command, and a client made from them."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Awaitable, Callable
from typing import Any

import anyio
import attrs
import click

from journeybee.cli.terminal import moves_cursor
from journeybee.cli.waits import Waits
from journeybee.client import Client
from journeybee.pipeline.hooks import Hooks
from journeybee.settings import check_base_url
from journeybee.settings.secrecy import Secret
from journeybee.surfaces import SURFACES, Surface


@attrs.frozen
class Session:
    """Which API to use, and how."""

    surface: Surface
    given_url: str | None
    timeout: float | None
    max_wait: float | None
    quiet: bool

    @property
    def base_url(self) -> str:
        """The URL of the API; keys are stored per URL. It holds no password: that is refused."""
        if self.given_url:
            return check_base_url(Secret(self.given_url), "--base-url")
        name = f"{self.surface.client.env_prefix}_BASE_URL"
        return check_base_url(
            Secret(os.environ.get(name) or self.surface.client.default_base_url), name
        )

    @property
    def login(self) -> str:
        """The line that stores a key for the URL in use."""
        surface = [] if self.surface.name == "v1" else ["--surface", self.surface.name]
        url = ["--base-url", self.given_url] if self.given_url else []
        return shlex.join(["journeybee", *surface, *url, "auth", "login"])

    def key(self) -> tuple[Secret | None, str]:
        """The key for the URL in use and where it comes from; NoKeyError if there is none."""
        from journeybee.cli import keys

        return keys.find(self.surface, self.base_url, self.login)

    def client(self, hooks: Hooks | None = None, key: Secret | None = None) -> Client:
        """A client with a key, by default that of this URL; NoKeyError if there is none."""
        options: dict[str, Any] = {} if self.timeout is None else {"timeout": self.timeout}
        if key is None:
            key, _ = self.key()
        client = self.surface.client(key, base_url=self.base_url, hooks=hooks or (), **options)
        return client if self.max_wait is None else client.with_options(max_wait=self.max_wait)

    def run(
        self,
        work: Callable[[Client], Awaitable[None]],
        hooks: Hooks | None = None,
        key: Secret | None = None,
    ) -> None:
        """Run work with a client, and close the client; without hooks, waits are shown."""

        async def with_client(hooks: Hooks | None) -> None:
            async with self.client(hooks, key) as client:
                await work(client)

        if hooks is not None or self.quiet or not moves_cursor(sys.stderr):
            anyio.run(with_client, hooks)
        else:
            with Waits() as waits:
                anyio.run(with_client, waits.hooks)


def surface_of(context: click.Context) -> Surface:
    """The surface that a command line names, also during completion."""
    return SURFACES[context.find_root().params.get("surface") or "v1"]


def client_of(context: click.Context) -> type[Client]:
    """The class of the client that a command line needs."""
    return surface_of(context).client


def is_quiet() -> bool:
    """Whether the command line has --quiet."""
    context = click.get_current_context(silent=True)
    session = context.find_object(Session) if context else None
    return session is not None and session.quiet


def note(text: str) -> None:
    """Show a line on standard error that --quiet leaves out."""
    if not is_quiet():
        click.echo(text, err=True)


pass_session = click.make_pass_decorator(Session)
