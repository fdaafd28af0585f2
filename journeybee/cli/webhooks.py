"""`journeybee listen` and `journeybee trigger`: webhooks on this machine."""

from __future__ import annotations

import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

import click

from journeybee.cli.failures import LocalError, UnwritableError
from journeybee.cli.sanitize import shown
from journeybee.cli.standard_files import ReaderGoneError
from journeybee_api._runtime.hidden_frames import HiddenFrames

if TYPE_CHECKING:
    from journeybee.webhooks import Webhook

# As `journeybee.webhooks` takes it.
_MAX_BODY = 5 * 1024 * 1024
_LISTEN = """Receive webhooks on this machine, verify them, and print each as a line of JSON.

What cannot be verified is answered with 401, and reported on standard error. Ends with Ctrl-C.
"""
_TRIGGER = """Send the webhook of EVENT, such as lead_created, signed as by JourneyBee.

It comes from an embedded sandbox and goes to a URL on this machine only.
"""
_secret = click.option(
    "--secret",
    envvar="JOURNEYBEE_WEBHOOK_SECRET",
    required=True,
    help="UUID of the integration; better in the environment's JOURNEYBEE_WEBHOOK_SECRET.",
)


@click.command(help=_LISTEN)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    metavar="N",
    default=9000,
    show_default=True,
    help="0 takes a free one.",
)
@_secret
def listen(port: int, secret: str) -> None:
    with HiddenFrames():
        webhook = _webhook(secret)
    handler = type("Handler", (_Handler,), {"webhook": webhook, "lock": threading.Lock()})
    try:
        receiver = _Receiver(("127.0.0.1", port), handler)
    except OSError as error:
        raise LocalError(f"cannot listen on 127.0.0.1:{port}: {error.strerror}") from None
    with receiver as server:
        click.echo(f"listening at http://127.0.0.1:{server.server_port}/", err=True)
        server.serve_forever(poll_interval=0.1)
        if server.unwritable is not None:
            raise server.unwritable


@click.command(help=_TRIGGER)
@click.argument("event")
@click.option("--to", "url", default="http://127.0.0.1:9000/", show_default=True)
@_secret
def trigger(event: str, url: str, secret: str) -> None:
    from journeybee.sandbox import Sandbox

    sandbox = Sandbox(world="tiny")
    with HiddenFrames():
        sandbox.subscribe_legacy(url, secret)
    sandbox.trigger(event)
    (delivery,) = sandbox.deliveries(timeout=30)
    if delivery.error:
        raise LocalError(f"{url} did not take {event}: {delivery.error}")
    answer = f"{url} answered {delivery.status} to {event}"
    if delivery.status is None or delivery.status >= 300:
        raise LocalError(answer)
    click.echo(answer)


def _webhook(secret: str) -> Webhook:
    if find_spec("jwt") is None:
        raise LocalError('pyjwt is not installed: `pip install "journeybee[webhooks]"`')
    from journeybee.webhooks import Webhook

    return Webhook(secret)


class _Receiver(ThreadingHTTPServer):
    # Ctrl-C does not wait for a sender that is slow.
    daemon_threads = True
    block_on_close = False

    # The error that ends the command.
    unwritable: Exception | None = None

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A sender that left takes no answer; any other error is shown."""
        error = sys.exc_info()[1]
        if isinstance(error, ReaderGoneError | UnwritableError):
            # Without an answer of 2xx, the sender sends the event again.
            self.unwritable = error
            self.shutdown()
        elif not isinstance(error, ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    webhook: Webhook
    lock: threading.Lock
    # Of a connection that sends nothing.
    timeout = 30

    def do_POST(self) -> None:
        from journeybee.errors import WebhookVerificationError

        length = self.headers.get("content-length", "")
        if not length.isascii() or not length.isdigit() or int(length) > _MAX_BODY:
            self.send_error(413 if length.isdigit() else 411)
            return
        body = self.rfile.read(int(length))
        try:
            event = self.webhook.unwrap(body, self.headers.items())
        except WebhookVerificationError as error:
            self._say(f"refused: {error}", err=True)
            self.send_error(401)
            return
        line: dict[str, Any] = {"event": event.id, "body": json.loads(body)}
        self._say(json.dumps(line))
        self.send_response(204)
        self.end_headers()

    def _say(self, text: str, *, err: bool = False) -> None:
        with self.lock:
            click.echo(shown(text), err=err)

    def log_message(self, format: str, *_: Any) -> None:  # noqa: A002 - as the base has it
        """Each delivery has a line of its own already."""
