"""Deliveries of changes by `journeybee sync`: to a file, a URL and a command, with retries."""

from __future__ import annotations

import http.client
import shlex
import shutil
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Awaitable, Callable, Sequence
from contextlib import ExitStack
from email.message import Message
from functools import partial
from pathlib import Path
from typing import Any, Self
from urllib.parse import urlsplit

import anyio
import anyio.to_thread
import click

from journeybee._version import __version__
from journeybee.cli.failures import LocalError
from journeybee.cli.line_file import LineFile
from journeybee.cli.sanitize import json_text
from journeybee.cli.session import note
from journeybee.mirror import Change
from journeybee.settings.resolve import is_loopback

Deliver = Callable[[Sequence[str]], Awaitable[None]]
_SECONDS = 30.0
_FIRST_DELAY, _LONGEST_DELAY = 1.0, 60.0


class UndeliveredError(Exception):
    """Raised when a receiver did not take a batch."""


class Deliveries:
    """Where the changes of a mirror go; each batch is delivered before it is acknowledged.

    Attributes:
        undelivered: how many changes are in the dead-letter file since it was opened.
    """

    def __init__(
        self, feed: str | None, url: str | None, command: str | None, letters: Path, tries: int
    ) -> None:
        self._feed = None if feed in {None, "-"} else Path(str(feed))
        self._append: Callable[[Sequence[str]], None] | None = _print if feed == "-" else None
        self._receivers: list[Deliver] = []
        if url is not None:
            self._receivers.append(partial(_post, _checked(url)))
        if command is not None:
            self._receivers.append(partial(_run, _words(command)))
        self._letters = letters
        self._tries = tries
        self._opened = ExitStack()
        self.undelivered = 0

    def __enter__(self) -> Self:
        if self._feed is not None:
            self._append = self._opened.enter_context(LineFile(self._feed)).append
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._opened.close()

    async def deliver(self, changes: Sequence[Change[Any]]) -> None:
        """Deliver a batch everywhere; what is refused to the end goes to the dead-letter file."""
        lines = [json_text(change.to_dict()) for change in changes]
        if self._append is not None:
            self._append(lines)
        for receiver in self._receivers:
            await self._deliver(receiver, lines)

    async def _deliver(self, receiver: Deliver, lines: Sequence[str]) -> None:
        for attempt in range(self._tries):
            try:
                await receiver(lines)
            except UndeliveredError as error:
                problem, last = str(error), attempt + 1 == self._tries
                seconds = min(_FIRST_DELAY * 2**attempt, _LONGEST_DELAY)
                note(problem if last else f"{problem}; again in {seconds:g} s")
                if not last:
                    await anyio.sleep(seconds)
            else:
                return
        with LineFile(self._letters) as file:
            file.append(lines, durable=True)
        self.undelivered += len(lines)
        note(f"{len(lines)} changes were not delivered: they are in {self._letters}")

    def check(self) -> None:
        """Raise LocalError if anything was not delivered since the last check."""
        count, self.undelivered = self.undelivered, 0
        if count:
            raise LocalError(
                f"{count:,} changes were not delivered: deliver the lines of {self._letters} by"
                " another way, and remove it"
            )


def _print(lines: Sequence[str]) -> None:
    sys.stdout.writelines(f"{line}\n" for line in lines)
    sys.stdout.flush()


def _checked(url: str) -> str:
    parts = urlsplit(url)
    secure = parts.scheme == "https" or (
        parts.scheme == "http" and is_loopback(parts.hostname or "")
    )
    if not secure or not parts.hostname:
        # The URL may hold a secret of the receiver: it is not shown.
        raise click.BadParameter(
            "give an https URL, or http to this machine", param_hint="--webhook"
        )
    return url


def _words(command: str) -> list[str]:
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise click.BadParameter(f"{command!r}: {error}", param_hint="--exec") from None
    if not words or shutil.which(words[0]) is None:
        raise click.BadParameter(f"{command!r} is not a command", param_hint="--exec")
    return words


async def _post(url: str, lines: Sequence[str]) -> None:
    body = f'{{"changes":[{",".join(lines)}]}}'.encode()
    problem = "no answer in time"
    with anyio.move_on_after(2 * _SECONDS):
        problem = await anyio.to_thread.run_sync(_send, url, body, abandon_on_cancel=True)
    if problem:
        raise UndeliveredError(f"the webhook did not take {len(lines)} changes: {problem}")


def _send(url: str, body: bytes) -> str:
    """POST a body; returns what went wrong, "" for an answer of 2xx."""
    headers = {"content-type": "application/json", "user-agent": f"journeybee/{__version__}"}
    request = urllib.request.Request(url, body, headers, method="POST")  # noqa: S310 - checked
    # A proxy is for what leaves this machine.
    direct = [urllib.request.ProxyHandler({})] if request.type == "http" else []
    try:
        with urllib.request.build_opener(_NoRedirects, *direct).open(request, timeout=_SECONDS):
            return ""
    except urllib.error.HTTPError as error:
        error.close()
        return f"status {error.code}"
    except (OSError, http.client.HTTPException) as error:
        return str(getattr(error, "reason", error)) or type(error).__name__


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    def redirect_request(
        self, req: Any, fp: Any, code: int, msg: str, headers: Message, newurl: str
    ) -> None:
        """A redirect is an answer that is not a success."""


async def _run(words: Sequence[str], lines: Sequence[str]) -> None:
    # A file, so that a command may end without reading all of it.
    with tempfile.TemporaryFile() as batch:
        batch.write("".join(f"{line}\n" for line in lines).encode())
        batch.seek(0)
        # Standard output may be the feed.
        ended = await anyio.run_process(words, stdin=batch, stdout=2, stderr=2, check=False)
    if ended.returncode:
        raise UndeliveredError(f"{words[0]} ended with exit code {ended.returncode}")
