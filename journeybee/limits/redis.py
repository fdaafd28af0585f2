"""One limit for any number of processes and machines, kept in Redis or Valkey (extra `redis`).

A script of our own keeps the slots, and a queue of the processes. Measured against the GCRA of
throttled-py 3.5 with 4 processes of 8 tasks and 100 in 60 s: 231 requests in 130 s against 200,
1.03 calls of Redis for each against 4.9, longest wait 30 s against 37.
"""

from __future__ import annotations

import atexit
import functools
import hashlib
import json
import math
import os
import sys
import threading
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import Any, Literal, cast
from weakref import WeakSet

import anyio.to_thread
import attrs
from redis.exceptions import (
    ClusterDownError,
    MasterDownError,
    MovedError,
    NoScriptError,
    ReadOnlyError,
    RedisClusterException,
)
from redis.sentinel import MasterNotFoundError

from journeybee.errors import ConfigurationError
from journeybee.limits.redis_connections import (
    ERRORS,
    LONGEST_TEXT,
    Client,
    connector,
    keys_of,
    script_text,
)
from journeybee.limits.setting import check_limits
from journeybee.limits.shared.bucket import FallbackBucket
from journeybee.limits.shared.contact import Limits, UnavailableError
from journeybee.limits.threads import LimiterStats

# Answers of a server that is not, or not any more, the one to ask.
_WRONG_SERVER = (
    ReadOnlyError,
    MasterDownError,
    MasterNotFoundError,
    ClusterDownError,
    MovedError,
    RedisClusterException,
)
# As they stand in the error of a script.
_WRONG_SERVER_CODES = ("-READONLY", "-MASTERDOWN", "-MOVED", "-CLUSTERDOWN")
# Kept, because the finalizer of a cluster client waits for a lock that a thread of the parent may
# have held.
_of_parents: list[_Opened] = []


class RedisTokenBucket(FallbackBucket):
    """Lets at most `limit` requests of all clients with the same `key` arrive in any `period`.

    The rules are those of `TokenBucket`; the state is in Redis 6.2 or newer, or in Valkey, and
    the clock is the server's. Processes that wait take turns. One that dies leaves the permits
    it holds to come back `lease` seconds later than they would have. Any number of threads and
    event loops may use one object; each loop takes turns like a process. It may be made, and
    used, before a fork: parent and children share the limit.

    Without Redis, "local" lets the processes that are cut off share a quarter of `limit`, which
    Redis withholds from the others, and "raise" raises `RateLimitWaitError` from `acquire`. The
    guide says which faults the limit holds through.

    Args:
        url: `redis://`, `rediss://` or `unix://` as redis-py takes it,
            `redis+sentinel://[[user]:password@]host:port,host:port/master[/database]`, or
            `redis+cluster://[[user]:password@]host:port,host:port`; with TLS `rediss+`.
        limit: requests in any `period`. Where processes differ, the smallest counts; `set_limit`
            changes it in all that run.
        period: seconds.
        burst: how many may go at once; the default is 20, or `limit` if that is less.
        key: a name for what is limited, such as that of the account; not an API key, which may be
            replaced by another one. Only its SHA-256 is seen in Redis. Clients with the same `key`
            must have the same `period`.
        on_unavailable: "local" or "raise".
        socket_timeout: seconds to connect to Redis, and seconds to wait for its answer.
        lease: seconds that a request may take from its permit to the API.
        probe_interval: seconds between two looks whether Redis is back.
        follow_server: see `TokenBucket`.
        shadow: see `TokenBucket`; each request is then one call of Redis, none in an outage.
        on_high_use: see `TokenBucket`.

    Raises:
        ConfigurationError: a value cannot be used.

    .. versionadded:: 0.1
    """

    def __init__(
        self,
        url: str,
        limit: int = 100,
        period: float = 60.0,
        *,
        key: str = "journeybee",
        burst: int | None = None,
        on_unavailable: Literal["local", "raise"] = "local",
        socket_timeout: float = 0.5,
        lease: float = 10.0,
        probe_interval: float = 2.0,
        follow_server: bool = True,
        shadow: bool = False,
        on_high_use: Callable[[LimiterStats], object] | None = None,
    ) -> None:
        burst = min(20, limit) if burst is None else burst
        check_limits(limit, period, burst)
        for seconds in (socket_timeout, lease, probe_interval):
            if not (math.isfinite(seconds) and seconds > 0):
                raise ConfigurationError("times of a RedisTokenBucket must be positive seconds")
        if on_unavailable not in ("local", "raise"):
            raise ConfigurationError('on_unavailable must be "local" or "raise"')
        self._connect = connector(url, socket_timeout)
        self._connecting = threading.Lock()
        self._opened: _Opened | None = None
        self._keys = keys_of(key)
        super().__init__(
            self._run_script,
            Limits(limit, period, burst, lease),
            raises=on_unavailable == "raise",
            probe_interval=probe_interval,
            # To connect, and to answer; one more for a busy machine.
            patience=3 * socket_timeout,
            follow_server=follow_server,
            shadow=shadow,
            on_high_use=on_high_use,
        )
        _all.add(self)

    async def aclose(self) -> None:
        """Tell Redis what became of the last permits, and close the connections to it.

        Without it, they come back `lease` seconds late. The limiter opens again when used.
        """
        await anyio.to_thread.run_sync(self.close, limiter=anyio.CapacityLimiter(1))

    def begin_after_fork(self) -> None:
        """In a forked process: connect again, because the connections belong to the parent."""
        super().begin_after_fork()
        self._connecting = threading.Lock()
        if self._opened is not None:
            _of_parents.append(self._opened)
            self._opened = None

    def close(self) -> None:
        """The same as `aclose`, for a program without an event loop; blocks while Redis answers."""
        self._state.close()
        self._dial_again()

    @contextmanager
    def _in_use(self) -> Generator[Client]:
        """The client; one that is closed meanwhile is closed by the last thread that uses it."""
        with self._connecting:
            if self._opened is None:
                self._opened = _Opened(self._connect())
                _leave_at_the_end_of(os.getpid())
            opened = self._opened
            opened.users += 1
        try:
            yield opened.client
        finally:
            with self._connecting:
                opened.users -= 1
                left = opened is not self._opened and not opened.users
            if left:
                opened.client.close()

    def _run_script(self, ask: Mapping[str, Any]) -> Mapping[str, Any]:
        script, sha = _script()
        arguments: list[str | int] = [len(self._keys), *self._keys, json.dumps(ask)]
        try:
            with self._in_use() as client:
                try:
                    reply = client.evalsha(sha, *arguments)
                except NoScriptError:
                    reply = client.eval(script, *arguments)
            return cast("Mapping[str, Any]", json.loads(reply))
        except ERRORS as error:
            text = f"{type(error).__name__}: {error}"
            if isinstance(error, _WRONG_SERVER) or any(
                code in text for code in _WRONG_SERVER_CODES
            ):
                self._dial_again()
            shut_out = "max number of clients" in text
            failure = UnavailableError(text[:LONGEST_TEXT], shut_out=shut_out)
        # Raised out here: the frames of redis-py hold the password.
        raise failure

    def _dial_again(self) -> None:
        """Drop the connections: the address may lead elsewhere by now."""
        with self._connecting:
            opened, self._opened = self._opened, None
            idle = opened is not None and not opened.users
        if opened is not None and idle:
            opened.client.close()


@functools.cache
def _script() -> tuple[str, str]:
    """The script and its SHA-1, read by the first worker thread that runs it."""
    text = script_text("state.lua") + script_text("grant.lua")
    return text, hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()


# Gives up the shares of a process that ends: those of one that is killed stay reserved for a while.
_all: WeakSet[RedisTokenBucket] = WeakSet()


@atexit.register
def _leave() -> None:
    for limiter in tuple(_all):
        limiter.close()


@functools.cache
def _leave_at_the_end_of(_pid: int) -> None:
    """Leave at the end of a child of `multiprocessing`, which runs no functions of `atexit`."""
    if (util := sys.modules.get("multiprocessing.util")) is not None:
        util.Finalize(None, _leave, exitpriority=0)


@attrs.define(eq=False)
class _Opened:
    """A client, and how many threads use it at the moment."""

    client: Client
    users: int = 0
