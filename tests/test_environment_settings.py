"""In any environment, a call returns, or raises an error of the package."""

from __future__ import annotations

import errno
import logging
import socket
import string
from pathlib import Path
from typing import Any

import anyio
import httpx
import pytest
import trustme
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from journeybee import JourneyBee, RetryPolicy
from journeybee.errors import ConfigurationError, JourneyBeeError
from journeybee.pipeline.proxies import proxy_for
from journeybee.pipeline.transport import own_clients
from journeybee.settings.environment import KNOWN_NAMES
from tests import fault_server
from tests.fault_server import FaultServer, answer, certified
from tests.pipeline_harness import KEY

PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY")
CERTIFICATES = ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE")
NEVER = RetryPolicy(max_retries=0)
# Port 9 is closed, so that nothing leaves the machine.
SECURE = "https://127.0.0.1:9/v1"


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (*PROXIES, *CERTIFICATES):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


async def call(url: str = SECURE) -> object:
    async with JourneyBee(KEY, base_url=url, retry=NEVER) as client:
        return await client.request("GET", "/x")


@pytest.mark.parametrize(
    ("name", "value", "fix"),
    [
        ("ALL_PROXY", "socks://127.0.0.1:7890", "use socks5://"),
        ("HTTPS_PROXY", "ftp://127.0.0.1", "use http:// or socks5://"),
        ("HTTPS_PROXY", "http://127.0.0.1:99999", "http://host:port"),
        ("https_proxy", "http://user:hush@", "http://host:port"),
        ("HTTPS_PROXY", "http://[::1", "http://host:port"),
        ("SSL_CERT_FILE", "/gone.pem", "No such file"),
        ("SSL_CERT_FILE", "pyproject.toml", "correct it, or unset it"),
        ("SSL_CERT_DIR", "/gone", "not a folder"),
        ("SSLKEYLOGFILE", "/gone/keys", "correct it, or unset it"),
    ],
)
async def test_what_httpx_cannot_take_is_named(
    name: str, value: str, fix: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(ConfigurationError, match=f"{name} .*{fix}") as caught:
        await call()
    assert "hush" not in str(caught.value)


async def test_socks_without_its_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:9")
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    with pytest.raises(ConfigurationError, match=r"ALL_PROXY .*pip install 'httpx\[socks\]'"):
        await call()


@pytest.mark.parametrize(
    ("no_proxy", "url", "excepted"),
    [
        ("localhost,fe80::/10", "https://[fe80::1]/", True),
        ("fe80::/10", "https://[fd00::1]/", False),
        ("10.0.0.0/8, 127.0.0.1", "https://10.1.2.3/", True),
        ("10.0.0.0/8", "https://11.1.2.3/", False),
        ("[::1]", "https://[::1]:8443/", True),
        ("::1", "https://[::1]/", True),
        ("example.test", "https://api.example.test/", True),
        (".example.test", "https://api.example.test/", True),
        ("*.example.test", "https://api.example.test/", True),
        ("ample.test", "https://api.example.test/", False),
        ("API.example.TEST:443", "https://api.example.test/", True),
        ("api.example.test:8443", "https://api.example.test/", False),
        ("https://api.example.test", "https://api.example.test/", True),
        ("*", "https://api.example.test/", True),
        (",, ", "https://api.example.test/", False),
    ],
)
def test_no_proxy(no_proxy: str, url: str, excepted: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "proxy.test:3128")
    monkeypatch.setenv("NO_PROXY", no_proxy)
    proxy = proxy_for(httpx.URL(url))
    assert (proxy is None) is excepted
    assert proxy is None or str(proxy.url) == "http://proxy.test:3128"


async def test_a_proxy_of_no_use_here_does_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ALL_PROXY", "socks://127.0.0.1:7890")
    monkeypatch.setenv("NO_PROXY", "localhost,fe80::/10")
    with FaultServer(answer(200)) as server:
        assert await call(server.url) == {}


async def test_certificates_of_no_use_here_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", "/gone.pem")
    with FaultServer(answer(200)) as server:
        assert await call(server.url) == {}


async def test_a_client_of_plain_http_trusts_no_certificate(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "authority.pem"))
    with FaultServer(answer(200), certified(authority)) as server:
        async with own_clients(server.url)() as client:
            assert (await client.get(server.url)).status_code == 200
        async with own_clients(server.url.replace("https", "http"))() as client:
            with pytest.raises(httpx.ConnectError):
                await client.get(server.url)


def test_a_misspelt_name_is_warned_of_once(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("journeybee.settings.environment._warned", set())
    monkeypatch.setenv("JOURNEYBEE_BASEURL", "https://x.test")
    monkeypatch.setenv("JOURNEYBEE_LEGACY_API_KEY", "known")
    monkeypatch.setenv("JOURNEYBEE_WEBHOOK_SECRET", "known")
    with caplog.at_level(logging.WARNING, "journeybee.settings"):
        JourneyBee(KEY)
        JourneyBee(KEY)
    assert [record.getMessage() for record in caplog.records] == [
        "JOURNEYBEE_BASEURL is set but not read: did you mean JOURNEYBEE_BASE_URL?"
    ]
    assert "JOURNEYBEE_AUTH_SCHEME" in KNOWN_NAMES


# ---------------------------------------------------------------- any environment, any fault

_HOSTS = st.sampled_from(
    ["127.0.0.1:9", "[::1]:9", "localhost:9", "u:p@127.0.0.1:9", "", "[", "127.0.0.1:99999", "a b"]
)
_PROXY_URLS = st.one_of(
    st.builds(
        "{}{}".format,
        st.sampled_from(["", "http://", "https://", "socks5://", "socks4://", "ftp://", "://"]),
        _HOSTS,
    ),
    st.text(st.sampled_from(string.printable[:-2]), max_size=12),
)
_EXCEPTED = st.lists(
    st.one_of(
        st.sampled_from(["*", "127.0.0.1", "fe80::/10", "10/8", "[::1]", "localhost:x", "://"]),
        st.text(st.sampled_from(string.printable[:-2]), max_size=8),
    ),
    max_size=3,
).map(",".join)
_FILES = st.sampled_from(["/gone", "/", "pyproject.toml", ".", "a\tb", "", "\udcff"])
_ENVIRONMENTS = st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("HTTPS_PROXY", "all_proxy"), _PROXY_URLS),
        "NO_PROXY": _EXCEPTED,
        **dict.fromkeys(("SSL_CERT_FILE", "SSL_CERT_DIR"), _FILES),
        "JOURNEYBEE_BASE_URL": st.one_of(
            st.builds("https://{}".format, _HOSTS),
            st.sampled_from(["http://localhost:9", "https://xn--a", f"https://{'a' * 70}.test:9"]),
        ),
        "JOURNEYBEE_REQUESTS_PER_MINUTE": st.sampled_from(["1", "x", "", "99999999999"]),
        "JOURNEYBEE_AUTH_SCHEME": st.sampled_from(["Bearer", "bearer", "x"]),
    },
)
_FAULTS = st.sampled_from(
    [
        fault_server.reset_before_headers,
        fault_server.reset_mid_body,
        fault_server.truncated_body,
        lambda connection: connection.sendall(b"\x00\xff" * 50),
        lambda connection: connection.close(),
        answer(200, "content-encoding: gzip", body=b"\x1f\x8b"),
        answer(200, "content-encoding: br"),
        answer(200, "transfer-encoding: chunked"),
        answer(200, "content-length: x"),
        answer(429, "retry-after: 1e9"),
        answer(200, body=b"[" * 5000),
        answer(299, body=b"\xff"),
        answer(418),
    ]
)


def refuse_other_machines(patch: pytest.MonkeyPatch) -> None:
    """A generated proxy may be a name, or an address such as 0: the network is never used."""
    connect, resolve = socket.socket.connect, socket.getaddrinfo

    def connect_here(one: socket.socket, address: Any) -> None:
        if isinstance(address, tuple) and address[0] not in ("127.0.0.1", "::1"):
            raise ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused")
        connect(one, address)

    def resolve_here(host: str | bytes | None, *args: Any) -> Any:
        if host in ("localhost", b"localhost"):
            return resolve(host, *args)
        port, family, kind, protocol, flags = (*args, 0, 0, 0, 0)[:5]
        return resolve(host, port, family, kind, protocol, flags | socket.AI_NUMERICHOST)

    patch.setattr(socket.socket, "connect", connect_here)
    patch.setattr(socket, "getaddrinfo", resolve_here)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("loop", ["asyncio", "trio"])
@example(environment={"HTTPS_PROXY": "0"}, fault=answer(200))
@example(environment={"HTTPS_PROXY": "[::]"}, fault=answer(200))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(environment=_ENVIRONMENTS, fault=_FAULTS)
def test_only_errors_of_the_package_come_out(
    loop: str, environment: dict[str, str], fault: fault_server.Fault
) -> None:
    async def work() -> None:
        await use(None)
        with FaultServer(fault) as server:
            await use(server.url)

    async def use(url: str | None) -> None:
        try:
            base_url = url or environment.get("JOURNEYBEE_BASE_URL", SECURE)
            async with JourneyBee(KEY, base_url=base_url, retry=NEVER, timeout=0.3) as client:
                await client.request("GET", "/x")
        except JourneyBeeError:
            pass

    with pytest.MonkeyPatch.context() as patch:
        refuse_other_machines(patch)
        for name, value in environment.items():
            patch.setenv(name, value)
        anyio.run(work, backend=loop)


def test_files_named_above_are_there() -> None:
    assert Path("pyproject.toml").exists()
