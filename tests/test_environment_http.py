"""Proxies and certificates from the environment, with an own and an injected HTTP client."""

from __future__ import annotations

import gc
import ssl
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from socket import create_server, socket
from typing import Self

import anyio
import httpx
import pytest
import trustme

from journeybee.errors import APIConnectionError, APITimeoutError
from journeybee.pipeline import Options, RetryPolicy
from tests.fault_server import FaultServer, certified, drip_for_ever, read_request, response
from tests.pipeline_harness import KEY, CountingLimiter, get, make_pipeline

NO_RETRY = Options(retry=RetryPolicy(max_retries=0))
# The factory of the injected client: with None, the pipeline creates its own.
CLIENTS: list[Callable[[], httpx.AsyncClient] | None] = [None, httpx.AsyncClient]


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)


class Tunnel:
    """A proxy that connects every tunnel to its own TLS server, api.example.test.

    Attributes:
        asked: the requests to the proxy, in clear.
        served: the requests in the tunnel.
    """

    def __init__(self) -> None:
        self.authority = trustme.CA()
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.authority.issue_cert("api.example.test").configure_cert(self._context)
        self.asked: list[str] = []
        self.served: list[str] = []
        self._listener = create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *exc_info: object) -> None:
        self._thread.join(10)
        self._listener.close()

    def _serve(self) -> None:
        self._listener.settimeout(10)
        connection, _ = self._listener.accept()
        with connection:
            connection.settimeout(10)
            self.asked.append(read_request(connection))
            connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            try:
                tunnel: socket = self._context.wrap_socket(connection, server_side=True)
            except ssl.SSLError:
                return
            with tunnel:
                while line := read_request(tunnel):
                    self.served.append(line)
                    tunnel.sendall(response(200))


@pytest.mark.parametrize("make_client", CLIENTS)
async def test_through_a_proxy_to_a_server_of_a_private_authority(
    make_client: Callable[[], httpx.AsyncClient] | None,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    limiter = CountingLimiter()
    with Tunnel() as tunnel:
        certificate = tmp_path / "authority.pem"
        tunnel.authority.cert_pem.write_to_path(str(certificate))
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
        monkeypatch.setenv("HTTPS_PROXY", tunnel.url)
        client = make_client() if make_client else None
        pipeline = make_pipeline(None, limiter, http_client=client)
        assert (await pipeline.send(get())).status_code == 200
        await pipeline.aclose()
        if client:
            await client.aclose()
    # The key was sent inside the tunnel only.
    assert tunnel.asked == ["CONNECT api.example.test:443"]
    assert tunnel.served == ["GET /v1/leads/1"]
    assert limiter.account == (0, 1, 0)


async def test_an_untrusted_certificate_is_refused_before_anything_is_sent(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    limiter = CountingLimiter()
    with Tunnel() as tunnel:
        monkeypatch.setenv("HTTPS_PROXY", tunnel.url)
        pipeline = make_pipeline(None, limiter)
        with pytest.raises(APIConnectionError, match=r"nothing was sent.*certificate"):
            await pipeline.send(get(), NO_RETRY)
        await pipeline.aclose()
    assert tunnel.served == []
    assert limiter.account == (0, 0, 1)


async def test_a_proxy_that_refuses_the_tunnel_has_seen_no_request(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    limiter = CountingLimiter()

    def refuse(connection: socket) -> None:
        connection.sendall(response(502))

    with FaultServer(refuse) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url.removesuffix("/v1"))
        pipeline = make_pipeline(None, limiter)
        with pytest.raises(APIConnectionError, match="nothing was sent: ProxyError") as caught:
            await pipeline.send(get(), NO_RETRY)
        await pipeline.aclose()
        assert proxy.requests == ["CONNECT api.example.test:443"]
    assert KEY not in str(caught.value)
    assert limiter.account == (0, 0, 1)


@pytest.mark.parametrize("proxied", [False, True])
async def test_a_handshake_that_is_cut_short_leaves_no_connection(
    proxied: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    limiter = CountingLimiter()

    def open_tunnel(connection: socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")

    with FaultServer(open_tunnel) as server:
        url = server.url.replace("http:", "https:")
        if proxied:
            monkeypatch.setenv("HTTPS_PROXY", server.url.removesuffix("/v1"))
            url = "https://api.example.test/v1"
        pipeline = make_pipeline(None, limiter, base_url=url)
        gc.disable()  # it would close what httpcore leaves
        try:
            with pytest.raises(APITimeoutError, match="nothing was sent"):
                await pipeline.send(get(), NO_RETRY.merge(Options(timeout=0.1)))
            assert await anyio.to_thread.run_sync(server.wait_until_closed)
        finally:
            gc.enable()
        await pipeline.aclose()
    assert limiter.account == (0, 0, 1)


async def test_a_pool_that_is_too_small_is_named() -> None:
    limiter = CountingLimiter()
    limits = httpx.Limits(max_connections=1)
    with FaultServer(drip_for_ever) as server:
        async with httpx.AsyncClient(limits=limits) as client, client.stream("GET", server.url):
            pipeline = make_pipeline(None, limiter, base_url=server.url, http_client=client)
            with pytest.raises(APITimeoutError, match="make the http_client with a larger one"):
                await pipeline.send(get(), NO_RETRY.merge(Options(timeout=0.6)))
        assert len(server.requests) == 1
    assert limiter.account == (0, 0, 1)


def greet_late(authority: trustme.CA, delay: float) -> Callable[[socket], None]:
    """Wait before the TLS handshake, then answer one request."""
    context = certified(authority)

    def serve(listener: socket) -> None:
        connection, _ = listener.accept()
        with connection:
            connection.settimeout(10)
            time.sleep(delay)
            with suppress(OSError), context.wrap_socket(connection, server_side=True) as tls:
                read_request(tls)
                tls.sendall(response(200))

    return serve


@pytest.mark.parametrize(
    ("patience", "own", "arrives"),
    [(0.1, False, False), (5, False, True), (0.1, True, False), (5, True, True)],
)
async def test_a_slow_handshake_has_the_time_that_connecting_has(
    patience: float, own: bool, arrives: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    authority = trustme.CA()
    certificate = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(str(certificate))
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    options = NO_RETRY if own else NO_RETRY.merge(Options(connect_timeout=patience))
    # An injected client has its own.
    client = httpx.AsyncClient(timeout=httpx.Timeout(60, connect=patience)) if own else None
    with create_server(("127.0.0.1", 0)) as listener:
        url = f"https://127.0.0.1:{listener.getsockname()[1]}/v1"
        server = threading.Thread(target=greet_late(authority, 0.3), args=(listener,))
        server.start()
        pipeline = make_pipeline(None, base_url=url, http_client=client)
        if arrives:
            assert (await pipeline.send(get(), options)).status_code == 200
        else:
            with pytest.raises(APITimeoutError, match="ConnectTimeout, see connect_timeout"):
                await pipeline.send(get(), options)
        await pipeline.aclose()
        if client:
            await client.aclose()
        server.join(10)
