"""What a limiter hands to redis-py, and the script through it: no server is needed for these."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
from redis.exceptions import NoScriptError, RedisClusterException, RedisError

from journeybee.errors import ConfigurationError, RateLimitWaitError
from journeybee.limits import redis_connections
from journeybee.limits.redis import RedisTokenBucket

ROOT = Path(__file__).parent.parent
GRANTED = json.dumps(
    {"answer": "GRANTED", "wait": 0, "gate": 0, "epoch": "one", "grants": 1, "now": "0"}
    | {"lent": 1, "tokens": 0.0, "share": 25}
    | {"limit": 100, "own": 100, "set": 0, "age": 0}
)


class Client:
    """Knows the script, and keeps what it was called with."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self.arguments = arguments
        self.options = options
        self.calls: list[tuple[Any, ...]] = []
        self.open = True
        self.flushed = False
        self.failure: Exception | None = None

    def evalsha(self, *arguments: Any) -> object:
        self.calls.append(("evalsha", *arguments))
        if self.failure is not None:
            raise self.failure
        if self.flushed:
            raise NoScriptError
        return GRANTED

    def eval(self, *arguments: Any) -> object:
        self.calls.append(("eval", *arguments))
        self.flushed = False
        return GRANTED

    def close(self) -> None:
        self.open = False


class Library:
    """In place of redis-py: three ways to a client."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.clients: list[Client] = []
        self.sentinels: list[dict[str, Any]] = []
        self.failure: Exception | None = None
        monkeypatch.setattr(redis_connections, "_standalone", self)
        monkeypatch.setattr(redis_connections, "_cluster", self.make)
        monkeypatch.setattr(redis_connections, "_cluster_node", lambda host, port: (host, port))
        monkeypatch.setattr(redis_connections, "_sentinel", self.watch)

    def make(self, *arguments: Any, **options: Any) -> Client:
        self.clients.append(Client(*arguments, **options))
        self.client.failure = self.failure
        return self.clients[-1]

    from_url = make

    def watch(self, hosts: object, *, sentinel_kwargs: dict[str, Any], **options: Any) -> Any:
        self.sentinels.append(sentinel_kwargs)
        library = self

        class Watched:
            def master_for(self, name: str) -> Client:
                return library.make(hosts, name, **options)

        return Watched()

    @property
    def client(self) -> Client:
        """The one that was made last."""
        return self.clients[-1]


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Library:
    return Library(monkeypatch)


async def connect(library: Library, url: str, **options: Any) -> Client:
    limiter = RedisTokenBucket(url, **options)
    await limiter.acquire()
    return library.client


def own_options(client: Client) -> dict[str, Any]:
    """Those that are not the same for all, after a look at the ones that are."""
    options = dict(client.options)
    assert (options.pop("socket_timeout"), options.pop("socket_connect_timeout")) == (0.5, 0.5)
    assert options.pop("decode_responses") is True
    assert options.pop("retry").get_retries() == 0
    return options


@pytest.mark.parametrize("scheme", ["redis", "rediss", "unix"])
async def test_one_server(library: Library, scheme: str) -> None:
    url = f"{scheme}://user:secret@127.0.0.1:1/3"
    client = await connect(library, url)
    assert client.arguments == (url,)
    assert own_options(client) == {}


async def test_the_timeout_is_that_of_connecting_and_of_an_answer(library: Library) -> None:
    options = (await connect(library, "redis://127.0.0.1:1", socket_timeout=1.5)).options
    assert (options["socket_timeout"], options["socket_connect_timeout"]) == (1.5, 1.5)


async def test_a_cluster(library: Library) -> None:
    client = await connect(library, "redis+cluster://one.test:1,two.test:2")
    options = own_options(client)
    assert options == {"startup_nodes": [("one.test", 1), ("two.test", 2)]}
    client = await connect(library, "rediss+cluster://us%40er:se%2Fcret@one.test:1")
    assert own_options(client) == {
        "startup_nodes": [("one.test", 1)],
        "username": "us@er",
        "password": "se/cret",
        "ssl": True,
    }


async def test_a_sentinel(library: Library) -> None:
    client = await connect(library, "redis+sentinel://one.test:1,two.test:2/name")
    assert client.arguments == ([("one.test", 1), ("two.test", 2)], "name")
    assert own_options(client) == {"db": 0}
    assert set(library.sentinels[-1]) == set(client.options) - {"db"}
    client = await connect(library, "rediss+sentinel://us%40er:se%2Fcret@one.test:1/name/3")
    assert client.arguments == ([("one.test", 1)], "name")
    assert own_options(client) == {
        "db": 3,
        "username": "us@er",
        "password": "se/cret",
        "ssl": True,
    }
    # What is asked who the master is has neither its database nor its password.
    assert library.sentinels[-1]["ssl"] is True
    assert not {"db", "username", "password"} & set(library.sentinels[-1])


def test_a_sentinel_that_has_no_port_is_refused() -> None:
    with pytest.raises(ConfigurationError):
        RedisTokenBucket("redis+sentinel://one.test:0/name")


async def test_what_it_says_is_the_same_in_every_version(library: Library) -> None:
    # Processes with different versions of this package share a limit.
    client = await connect(library, "redis://127.0.0.1:1")
    folder = ROOT / "journeybee" / "limits" / "shared"
    script = (folder / "state.lua").read_bytes() + (folder / "grant.lua").read_bytes()
    name, sha, number, *keys, ask = client.calls[0]
    assert (name, sha) == ("evalsha", hashlib.sha1(script).hexdigest())
    tag = "journeybee:{" + hashlib.sha256(b"journeybee").hexdigest()[:32] + "}:"
    assert keys == [tag + part for part in ("state", "slots", "queue", "calls", "members")]
    assert number == 5
    limits = ("limit", "burst", "period", "lease", "pace")
    assert [json.loads(ask)[name] for name in limits] == [100, 20, 60100000, 10000000, 61224490]


def limit_and_burst(client: Client) -> tuple[int, int]:
    ask = json.loads(client.calls[0][-1])
    return ask["limit"], ask["burst"]


async def test_the_burst_is_never_above_the_limit(library: Library) -> None:
    client = await connect(library, "redis://127.0.0.1:1", limit=7)
    assert limit_and_burst(client) == (7, 7)
    client = await connect(library, "redis://127.0.0.1:1", limit=70, burst=60)
    assert limit_and_burst(client) == (70, 60)


async def test_a_flushed_script_is_sent_once_more(library: Library) -> None:
    limiter = RedisTokenBucket("redis://127.0.0.1:1")
    await limiter.acquire()
    library.client.flushed = True
    await limiter.acquire()
    await limiter.acquire()
    assert [call[0] for call in library.client.calls] == ["evalsha", "evalsha", "eval", "evalsha"]
    refused, sent = library.client.calls[1:3]
    assert hashlib.sha1(sent[1].encode()).hexdigest() == refused[1]
    assert sent[2:] == refused[2:]


async def test_one_connection_until_the_end_and_another_after_it(library: Library) -> None:
    limiter = RedisTokenBucket("redis+cluster://one.test:1")
    await limiter.aclose()
    assert library.clients == []
    (await limiter.acquire()).done()
    await limiter.acquire()
    (client,) = library.clients
    await limiter.aclose()
    # The last news went first.
    assert '"done"' in client.calls[1][-1]
    assert not client.open
    await limiter.acquire()
    assert len(library.clients) == 2
    assert library.client.open


async def test_what_is_closed_while_it_is_used_is_closed_after_it(library: Library) -> None:
    limiter = RedisTokenBucket("redis://127.0.0.1:1")
    await limiter.acquire()
    client = library.client
    with limiter._in_use():
        await limiter.aclose()
        assert client.open
        with limiter._in_use() as other:
            assert id(other) != id(client)
    assert not client.open
    assert library.client.open


@pytest.mark.parametrize("failure", [RedisError, RedisClusterException, OSError])
async def test_what_redis_raises_is_an_outage(library: Library, failure: type[Exception]) -> None:
    limiter = RedisTokenBucket("redis+cluster://one.test:1", on_unavailable="raise")
    await limiter.acquire()
    library.client.failure = failure("gone")
    with pytest.raises(RateLimitWaitError, match="gone"):
        await limiter.acquire()
    limiter = RedisTokenBucket("redis://one.test:1")
    library.client.failure = failure("gone")
    await limiter.acquire()
    assert limiter.stats.granted == 1


async def test_it_looks_every_two_seconds_whether_redis_is_back(library: Library) -> None:
    limiter = RedisTokenBucket("redis://one.test:1")
    library.failure = OSError("gone")
    await limiter.acquire()
    timer = limiter._state._timer
    assert timer is not None
    assert timer.is_alive()
    assert timer.interval == 2.0
