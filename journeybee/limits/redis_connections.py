"""Clients of redis-py, by URL: of one server, of a watched pair, of a cluster."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from importlib.resources import files
from typing import Any, Protocol, cast
from urllib.parse import SplitResult, unquote, urlsplit

from redis import Redis
from redis.backoff import NoBackoff
from redis.cluster import ClusterNode, RedisCluster
from redis.exceptions import RedisClusterException, RedisError
from redis.retry import Retry
from redis.sentinel import Sentinel

from journeybee.errors import ConfigurationError, RateLimitWaitError

ERRORS = (RedisError, RedisClusterException, OSError)
LONGEST_TEXT = 200
# The types that redis-py gives leave too much open for a strict checker; see `Client`.
_standalone: Any = Redis
_cluster: Any = RedisCluster
_cluster_node: Any = ClusterNode
_sentinel: Any = Sentinel


class Client(Protocol):
    """What is used of the clients of redis-py."""

    def evalsha(self, sha: str, /, *arguments: str | int) -> str: ...
    def eval(self, script: str, /, *arguments: str | int) -> str: ...
    def close(self) -> None: ...


def connector(url: str, timeout: float) -> Callable[[], Client]:
    """Read the URL; what is returned makes a client of it."""
    options: dict[str, Any] = {
        "socket_timeout": timeout,
        "socket_connect_timeout": timeout,
        "decode_responses": True,
        # redis-py would try again, and wait for the timeouts each time.
        "retry": Retry(NoBackoff(), 0),
    }
    try:
        parts = urlsplit(url)
        if parts.scheme in ("redis", "rediss", "unix"):
            _standalone.from_url(url, **options)
            return lambda: cast("Client", _standalone.from_url(url, **options))
        hosts = _hosts(parts)
        if parts.username:
            options["username"] = unquote(parts.username)
        if parts.password:
            options["password"] = unquote(parts.password)
        if parts.scheme.startswith("rediss+"):
            options["ssl"] = True
        if parts.scheme in ("redis+cluster", "rediss+cluster"):
            return lambda: _open_cluster(hosts, options)
        master, _, database = parts.path.strip("/").partition("/")
        if parts.scheme in ("redis+sentinel", "rediss+sentinel") and master:
            options["db"] = int(database or 0)
            return lambda: _open_sentinel(hosts, master, options)
    except ValueError:
        pass
    # Without the URL and without the cause: both show its password.
    raise ConfigurationError("url is not one that a RedisTokenBucket can use; see its docs")


def _hosts(parts: SplitResult) -> list[tuple[str, int]]:
    hosts: list[tuple[str, int]] = []
    for address in parts.netloc.rpartition("@")[2].split(","):
        one = urlsplit(f"//{address}")
        if not one.hostname or not one.port:
            raise ValueError
        hosts.append((one.hostname, one.port))
    return hosts


def _open_cluster(hosts: list[tuple[str, int]], options: dict[str, Any]) -> Client:
    nodes = [_cluster_node(host, port) for host, port in hosts]
    return cast("Client", _cluster(startup_nodes=nodes, **options))


def _open_sentinel(hosts: list[tuple[str, int]], master: str, options: dict[str, Any]) -> Client:
    # Sentinels have neither databases nor, as a rule, the passwords of what they watch.
    own = {name: options[name] for name in options if name not in ("db", "username", "password")}
    sentinel = _sentinel(hosts, sentinel_kwargs=own, **options)
    return cast("Client", sentinel.master_for(master))


def ask_once(url: str, key: str, script: str, timeout: float) -> str:
    """Run a script of `shared` with the keys of a limit, on a connection of its own.

    Raises:
        ConfigurationError: the URL cannot be used.
        RateLimitWaitError: Redis cannot be reached.
    """
    client = connector(url, timeout)()
    keys = keys_of(key)
    try:
        return client.eval(script_text(script), len(keys), *keys)
    except ERRORS as error:
        reason = f"{type(error).__name__}: {error}"[:LONGEST_TEXT]
    finally:
        client.close()
    raise RateLimitWaitError(f"the shared rate limit cannot be reached: {reason}")


def script_text(script: str) -> str:
    """A script of `shared`."""
    return files("journeybee.limits.shared").joinpath(script).read_text("utf-8")


def keys_of(name: str) -> list[str]:
    """The keys of a limit, by the name of what is limited."""
    # A cluster looks at nothing but what stands in braces: all of them are on one node.
    tag = "journeybee:{" + hashlib.sha256(name.encode()).hexdigest()[:32] + "}:"
    return [tag + part for part in ("state", "slots", "queue", "calls", "members")]
