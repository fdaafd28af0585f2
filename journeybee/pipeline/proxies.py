"""Proxy and certificate settings of the environment, checked before anything is sent.

httpx reads them too, but fails on some that other programs take, and then does not say which
variable is at fault. Only one server is talked to, so at most one proxy is needed.
"""

from __future__ import annotations

import functools
import ipaddress
import os
import ssl
from contextlib import suppress
from pathlib import Path
from urllib.request import getproxies

import httpx

from journeybee.errors import ConfigurationError

_SCHEMES = ("http", "https", "socks5", "socks5h")


def proxy_for(url: httpx.URL) -> httpx.Proxy | None:
    """The proxy that the environment names for a server, None for none.

    Raises:
        ConfigurationError: it cannot be used; names the variable.
    """
    # Plain http is for loopback only, and must not carry the key to a proxy.
    if url.scheme != "https":
        return None
    # On macOS and Windows also what the system settings say.
    found = getproxies()
    scheme = next((scheme for scheme in ("https", "all") if found.get(scheme)), None)
    if scheme is None or _is_excepted(url, found.get("no", "")):
        return None
    return _checked(found[scheme], _variable(f"{scheme}_proxy"))


def proxy_name(url: str) -> str | None:
    """The proxy for a server without its user and password, None for none; raises the same."""
    proxy = proxy_for(httpx.URL(url))
    return None if proxy is None else str(proxy.url.copy_with(userinfo=b""))


def _checked(value: str, name: str) -> httpx.Proxy:
    # No message quotes the value, which may hold a password.
    text = value if "://" in value else f"http://{value}"
    scheme = text.partition("://")[0].lower()
    if scheme not in _SCHEMES:
        fix = "socks5://" if scheme.startswith("socks") else "http:// or socks5://"
        raise ConfigurationError(f"{name} has a scheme that is not known: use {fix}")
    proxy: httpx.Proxy | None = None
    with suppress(httpx.InvalidURL, ValueError):
        proxy = httpx.Proxy(text)
    if proxy is None or not proxy.url.host or (proxy.url.port or 0) > 65535:
        raise ConfigurationError(f"{name} is not a valid URL: write it as http://host:port")
    if proxy.url.scheme.startswith("socks"):
        _require_socks(name)
    return proxy


def _require_socks(name: str) -> None:
    from importlib.util import find_spec

    if find_spec("socksio") is None:
        raise ConfigurationError(
            f"{name} names a SOCKS proxy, which needs another package: pip install 'httpx[socks]'"
        )


def _is_excepted(url: httpx.URL, no_proxy: str) -> bool:
    """Whether NO_PROXY lists the server: hosts, domains, addresses and networks; `*` for all."""
    return any(_matches(entry.strip().lower(), url) for entry in no_proxy.split(",") if entry)


def _matches(entry: str, url: httpx.URL) -> bool:
    entry = entry.partition("://")[2] or entry
    address = _address(url.host)
    if address is not None:
        try:
            return address in ipaddress.ip_network(entry.strip("[]"), strict=False)
        except ValueError:
            pass
    host, _, port = entry.rpartition(":")
    if host and port.isdecimal():
        if int(port) != (url.port or 443):
            return False
        entry = host
    if entry == "*":
        return True
    domain = entry.lstrip("*").lstrip(".").strip("[]")
    return bool(domain) and (url.host == domain or url.host.endswith(f".{domain}"))


def _address(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def tls_context() -> ssl.SSLContext:
    """What verifies servers: the certificates that the environment names, else those of httpx.

    Reading them takes 20 ms, so a context is kept for as long as the variables are the same.

    Raises:
        ConfigurationError: they cannot be read; names the variable.
    """
    names = ("SSL_CERT_FILE", "SSL_CERT_DIR", "SSLKEYLOGFILE")
    file, folder, key_log = (os.environ.get(name) or None for name in names)
    return _tls_context(file, file and _changed(file), folder, key_log)


@functools.lru_cache(maxsize=4)
def _tls_context(
    file: str | None, _changed: object, folder: str | None, key_log: str | None
) -> ssl.SSLContext:
    # As in httpx, the file is preferred.
    if file is None and folder is not None and not Path(folder.split(os.pathsep)[0]).is_dir():
        raise ConfigurationError("SSL_CERT_DIR is not a folder: correct it, or unset it")
    try:
        return httpx.create_ssl_context()
    except (OSError, ValueError) as error:
        # An SSLError is an OSError; a null byte in a path is a ValueError.
        problem = getattr(error, "strerror", None) or type(error).__name__
        if file is not None and not _is_readable_authority(file):
            name = "SSL_CERT_FILE"
        elif key_log is not None:
            name = "SSLKEYLOGFILE"
        else:
            name = "SSL_CERT_DIR"
    raise ConfigurationError(f"{name} cannot be used ({problem}): correct it, or unset it")


def _changed(file: str) -> int | None:
    try:
        return Path(file).stat().st_mtime_ns
    except (OSError, ValueError):
        return None


def _is_readable_authority(file: str) -> bool:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(file)
    except (OSError, ValueError):
        return False
    return True


def _variable(name: str) -> str:
    """The name as it is set: programs take both cases, and lower case is preferred."""
    return name if os.environ.get(name) else name.upper()
