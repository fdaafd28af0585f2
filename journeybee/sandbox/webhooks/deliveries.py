"""Delivery of webhooks, to subscribers on this machine only."""

from __future__ import annotations

import http.client
import ipaddress
import json
import socket
import threading
from collections import deque
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from journeybee.sandbox.spec.document import Operation
from journeybee.sandbox.spec.references import singular

MAX_KEPT = 1000
MAX_WAITING = 1000
SECONDS = 5.0
_VERBS = {"POST": "create", "PATCH": "update", "DELETE": "delete"}


@dataclass(slots=True)
class Delivery:
    """One webhook. `status` is what the receiver answered, None until it has.

    `error` says why it was not delivered, "" when it was.

    .. versionadded:: 0.1
    """

    url: str
    event: str
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict[str, str], repr=False)
    status: int | None = None
    error: str = ""


def event_of(operation: Operation, known: Collection[str]) -> str | None:
    """The event that a successful call is, such as leads.notes_create; None for none.

    The names of v1 consist of the path's first part, the nested kind (plural or singular) and the
    verb.
    """
    verb = _VERBS.get(operation.method)
    head, _, tail = operation.kind.partition("/")
    parts = [f"{tail}_", f"{singular(tail)}_"] if tail else [""]
    names = [f"{head}.{part}{verb}" for part in parts]
    return next((name for name in names if name in known), None)


def is_loopback(url: str) -> bool:
    """Whether a URL is plain HTTP to this machine."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        return parts.scheme == "http" and (
            host == "localhost" or ipaddress.ip_address(host).is_loopback
        )
    except ValueError:
        return False


class Deliveries:
    """Sends webhooks one after another from a thread that runs while there are any.

    There is one attempt for each; whether the API repeats them is not documented. At most
    `MAX_WAITING` wait: those beyond are not sent, and their `error` says so.
    """

    def __init__(self) -> None:
        self._done: deque[Delivery] = deque(maxlen=MAX_KEPT)
        self._waiting: deque[Delivery] = deque()
        self._sending: Delivery | None = None
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None

    def send(self, delivery: Delivery) -> None:
        """Put a webhook in the queue; one that is not for this machine is never sent."""
        with self._changed:
            if not is_loopback(delivery.url):
                delivery.error = "not a loopback address: the sandbox sends nothing elsewhere"
            elif len(self._waiting) >= MAX_WAITING:
                delivery.error = f"not sent: {MAX_WAITING} others were waiting for slow receivers"
            if delivery.error:
                self._done.append(delivery)
                return
            self._waiting.append(delivery)
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(
                    target=self._run, name="journeybee-webhooks", daemon=True
                )
                self._thread.start()

    def all(self, timeout: float) -> list[Delivery]:
        """What was sent, oldest first, once nothing waits. Raises TimeoutError, in seconds."""
        with self._changed:
            if not self._changed.wait_for(lambda: self._thread is None, timeout):
                raise TimeoutError(f"webhooks were still waiting after {timeout:g} seconds")
            return list(self._done)

    def latest(self, number: int) -> list[Delivery]:
        """So many of the latest that are done, oldest first."""
        with self._changed:
            return list(self._done)[-number:]

    def clear(self) -> None:
        """Clear the log and the queue, and ignore the delivery under way."""
        with self._changed:
            self._done.clear()
            self._waiting.clear()
            self._sending = None

    def _run(self) -> None:
        while True:
            with self._changed:
                if not self._waiting:
                    self._thread = None
                    self._changed.notify_all()
                    return
                delivery = self._sending = self._waiting.popleft()
            try:
                delivery.status = _post(delivery)
            # A URL or a body that cannot be sent must not end the deliveries after it.
            except Exception as error:  # noqa: BLE001
                delivery.error = str(error) or type(error).__name__
            with self._changed:
                if self._sending is delivery:
                    self._done.append(delivery)


def _post(delivery: Delivery) -> int:
    """Send a webhook; the status of the answer. Raises TimeoutError after `SECONDS` in all."""
    parts = urlsplit(delivery.url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port or 80, timeout=SECONDS)
    # The connection's own timeout restarts with each byte of the answer.
    late = threading.Event()
    timer = threading.Timer(SECONDS, _break, (connection, late))
    timer.start()
    try:
        target = f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"
        headers = {"content-type": "application/json", **delivery.headers}
        connection.request("POST", target, json.dumps(delivery.body).encode(), headers)
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        if late.is_set():
            raise TimeoutError(f"no answer within {SECONDS:g} seconds") from None
        raise
    finally:
        timer.cancel()
        connection.close()


def _break(connection: http.client.HTTPConnection, late: threading.Event) -> None:
    late.set()
    with suppress(OSError, AttributeError):
        connection.sock.shutdown(socket.SHUT_RDWR)
