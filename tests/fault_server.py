"""A server on a real socket that has one fault, and counts its requests."""

from __future__ import annotations

import socket
import ssl
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Self

import trustme

Fault = Callable[[socket.socket], None]

_PATIENCE = 10.0


class FaultServer:
    """Reads requests and lets `fault` answer each; every connection has its own thread.

    Args:
        tls: with a certificate for 127.0.0.1; None for plain HTTP.

    Attributes:
        requests: the request lines, such as `GET /v1/leads/1`.
        open: connections that are still open.
    """

    def __init__(self, fault: Fault, tls: ssl.SSLContext | None = None) -> None:
        self._fault = fault
        self.requests: list[str] = []
        self.open = 0
        self._changed = threading.Condition()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http{'s' if tls else ''}://127.0.0.1:{self._listener.getsockname()[1]}/v1"
        if tls:
            self._listener = tls.wrap_socket(self._listener, server_side=True)
        self._threads = [threading.Thread(target=self._accept)]

    def __enter__(self) -> Self:
        self._threads[0].start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        # Wakes up `accept`, which closing alone does not do on every system.
        with suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for thread in self._threads:
            thread.join(_PATIENCE)
            assert not thread.is_alive()

    def wait_for_requests(self, count: int) -> bool:
        """Whether that many requests arrive; a thread may be slower than the client."""
        with self._changed:
            return self._changed.wait_for(lambda: len(self.requests) >= count, _PATIENCE)

    def wait_until_closed(self) -> bool:
        """Whether the client closes all of its connections."""
        with self._changed:
            return self._changed.wait_for(lambda: not self.open, _PATIENCE)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                connection, _ = self._listener.accept()
                with self._changed:
                    self.open += 1
                thread = threading.Thread(target=self._serve, args=(connection,))
                self._threads.append(thread)
                thread.start()

    def _serve(self, connection: socket.socket) -> None:
        connection.settimeout(_PATIENCE)
        with connection, suppress(OSError):
            while line := read_request(connection):
                with self._changed:
                    self.requests.append(line)
                    self._changed.notify_all()
                self._fault(connection)
        with self._changed:
            self.open -= 1
            self._changed.notify_all()


def read_request(connection: socket.socket) -> str:
    """Read one request to its end; returns method and target, nothing when none comes."""
    head = b""
    while b"\r\n\r\n" not in head:
        chunk = connection.recv(65536)
        if not chunk:
            return ""
        head += chunk
    head, _, body = head.partition(b"\r\n\r\n")
    lines = head.decode("ascii").split("\r\n")
    fields = {k.lower(): v for k, _, v in (line.partition(": ") for line in lines[1:])}
    missing = int(fields.get("content-length", 0)) - len(body)
    while missing > 0 and (chunk := connection.recv(missing)):
        missing -= len(chunk)
    return lines[0].rpartition(" ")[0]


def certified(authority: trustme.CA) -> ssl.SSLContext:
    """A server's context with a certificate for 127.0.0.1."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    return context


# -------------------------------------------------------------------------------------- faults


def answer(status: int, *headers: str, body: bytes = b"{}") -> Fault:
    """A complete response."""

    def send(connection: socket.socket) -> None:
        connection.sendall(response(status, *headers, body=body))

    return send


def response(status: int, *headers: str, body: bytes = b"{}") -> bytes:
    lines = [f"HTTP/1.1 {status} X", f"content-length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def reset_before_headers(connection: socket.socket) -> None:
    # A linger time of zero turns the close into a reset.
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def reset_mid_body(connection: socket.socket) -> None:
    connection.sendall(response(200, body=b"x" * 1000)[:-900])
    time.sleep(0.01)
    reset_before_headers(connection)


def truncated_body(connection: socket.socket) -> None:
    connection.sendall(response(200, body=b"x" * 1000)[:-900])
    connection.close()


def silence(connection: socket.socket) -> None:
    """Answer nothing until the client hangs up."""
    connection.recv(1)


def drip(connection: socket.socket) -> None:
    """A complete response, a few bytes at a time, each well before a read would time out."""
    data = response(200)
    for start in range(0, len(data), 4):
        connection.sendall(data[start : start + 4])
        time.sleep(0.002)


def drip_for_ever(connection: socket.socket) -> None:
    connection.sendall(b"HTTP/1.1 200 X\r\ncontent-length: 100000\r\n\r\n")
    while True:
        connection.sendall(b"x")
        time.sleep(0.002)
