"""What a limiter does about each answer of a server that cannot serve it, and how that ends."""

from __future__ import annotations

import contextlib
import logging
import socket
import threading
from collections.abc import Callable, Iterator
from typing import NoReturn

import anyio
import attrs
import pytest
from redis.crc import key_slot

from journeybee.limits.redis import RedisTokenBucket
from journeybee.limits.shared.contact import UnavailableError
from tests.programs import valkey_of_the_wheel
from tests.redis_server import RedisServer, Servers, free_port, wait_for


def limiter_of(url: str) -> RedisTokenBucket:
    return RedisTokenBucket(url, 40, 1.0, probe_interval=0.1, socket_timeout=5.0, lease=0.2)


def connections(server: RedisServer) -> int:
    return int(server.admin.info("stats")["total_connections_received"])


@attrs.frozen
class Answer:
    """How a server comes to give an answer, and how it stops."""

    text: str
    begin: Callable[[RedisServer], object]
    end: Callable[[RedisServer], object]


def become_replica(server: RedisServer, *, stale: str = "yes") -> None:
    server.admin.config_set("replica-serve-stale-data", stale)
    server.admin.replicaof("127.0.0.1", free_port())
    wait_for(lambda: server.admin.role()[0] in (b"slave", "slave"))


def become_master(server: RedisServer) -> None:
    server.admin.replicaof("NO", "ONE")


ANSWERS = [
    Answer("READONLY", become_replica, become_master),
    Answer("MASTERDOWN", lambda server: become_replica(server, stale="no"), become_master),
]


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.text)
def test_an_outage_ends_with_the_answer(
    servers: Servers, answer: Answer, caplog: pytest.LogCaptureFixture
) -> None:
    with servers.alone() as server, caplog.at_level(logging.INFO):
        anyio.run(survive, server, server.url, answer)
    assert [record.levelname for record in caplog.records][:1] == ["WARNING"]
    assert "INFO" in [record.levelname for record in caplog.records]
    assert answer.text in caplog.messages[0].replace(" ", "").upper()


async def survive(server: RedisServer, url: str, answer: Answer) -> None:
    limiter = limiter_of(url)
    (await limiter.acquire()).done()
    answer.begin(server)
    before = connections(server)
    with anyio.fail_after(20):
        while limiter.stats.outages == 0:
            (await limiter.acquire()).done()
        while answer.text not in str(limiter._state.failure).replace(" ", "").upper():  # noqa: ASYNC110
            await anyio.sleep(0.005)
        # Of its share.
        (await limiter.acquire()).done()
        while connections(server) == before:  # noqa: ASYNC110
            await anyio.sleep(0.01)
    answer.end(server)
    with anyio.fail_after(30):
        while limiter.stats.returns == 0:  # noqa: ASYNC110
            await anyio.sleep(0.01)
        (await limiter.acquire()).done()
    assert (limiter.stats.outages, limiter.stats.returns) == (1, 1)
    await limiter.aclose()


@pytest.mark.thorough
def test_a_server_that_loads_its_data_is_an_outage_until_it_has_them() -> None:
    # Redis 6.2 answers in between only after each 2 MiB.
    servers = Servers(valkey_of_the_wheel())
    with servers.slow_to_load(seconds=2.0) as server:

        def restart(server: RedisServer) -> None:
            server.admin.save()
            server.kill()
            # Returns once all is loaded.
            threading.Thread(target=server.start).start()
            wait_for(lambda: server.admin.info("persistence")["loading"])

        anyio.run(survive, server, server.url, Answer("LOADING", restart, lambda _: None))


@pytest.mark.thorough
def test_a_cluster_without_a_slot_is_an_outage_until_it_has_one(servers: Servers) -> None:
    with servers.lonely_node() as node:
        answer = Answer(
            "CLUSTERDOWN",
            lambda node: node.admin.cluster("delslots", *range(16384)),
            lambda node: node.admin.cluster("addslots", *range(16384)),
        )
        node.admin.cluster("addslots", *range(16384))
        wait_for(lambda: node.admin.cluster("info")["cluster_state"] == "ok")
        anyio.run(survive, node, node.url, answer)


@pytest.mark.thorough
def test_a_node_that_sends_elsewhere_is_asked_over_a_new_connection(servers: Servers) -> None:
    async def use(nodes: list[RedisServer]) -> None:
        limiter = limiter_of(nodes[0].url)
        owner = next(n for n in (0, 1, 2) if key_slot(limiter._keys[0].encode()) // 5461 in (n, 3))
        other = nodes[owner - 1]
        limiter = limiter_of(other.url)
        before = connections(other)
        with anyio.fail_after(20):
            (await limiter.acquire()).done()
            while connections(other) < before + 3:  # noqa: ASYNC110
                await anyio.sleep(0.01)
        assert "Moved" in str(limiter._state.failure)
        assert limiter.stats.outages == 1
        await limiter.aclose()

    with servers.cluster() as (_, nodes):
        anyio.run(use, nodes)


def test_a_server_with_too_many_clients_serves_others(servers: Servers) -> None:
    async def use(server: RedisServer) -> None:
        limiter = limiter_of(server.url)
        assert server.admin.ping()
        server.admin.config_set("maxclients", 1)
        # It never reached the server, but others do: it sends nothing of its own.
        with anyio.fail_after(20):
            async with anyio.create_task_group() as tasks:
                tasks.start_soon(limiter.acquire)
                while limiter.stats.outages == 0:  # noqa: ASYNC110
                    await anyio.sleep(0.01)
                await anyio.sleep(0.3)
                tasks.cancel_scope.cancel()
        assert limiter.stats.granted == 0
        assert limiter.stats.outages == 1
        server.admin.config_set("maxclients", 100)
        with anyio.fail_after(20):
            (await limiter.acquire()).done()
        assert limiter.stats.returns == 1
        await limiter.aclose()

    with servers.alone() as server:
        anyio.run(use, server)


class Address:
    """An address that leads to a server, and later to another one."""

    def __init__(self, stack: contextlib.ExitStack, port: int) -> None:
        self.target = port
        self._listener = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        self.url = f"redis://127.0.0.1:{self._listener.getsockname()[1]}"
        stack.callback(self._listener.shutdown, socket.SHUT_RDWR)
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                here, _ = self._listener.accept()
                there = socket.create_connection(("127.0.0.1", self.target))
                for pair in ((here, there), (there, here)):
                    threading.Thread(target=self._pump, args=pair, daemon=True).start()

    @staticmethod
    def _pump(source: socket.socket, sink: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
        for one in (source, sink):
            with contextlib.suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
        sink.close()


@pytest.fixture
def stack() -> Iterator[contextlib.ExitStack]:
    with contextlib.ExitStack() as stack:
        yield stack


def copy_keys(source: RedisServer, target: RedisServer) -> None:
    """What a replica holds."""
    for key in source.admin.scan_iter():
        with target.raw() as raw, source.raw() as original:
            raw.restore(key, max(0, original.pttl(key)), original.dump(key), replace=True)


def test_an_address_may_lead_to_another_server_while_the_old_one_stays_up(
    servers: Servers, stack: contextlib.ExitStack
) -> None:
    async def use(old: RedisServer, new: RedisServer) -> None:
        address = Address(stack, old.port)
        limiter = limiter_of(address.url)
        (await limiter.acquire()).done()
        address.target = new.port
        become_replica(old)
        with anyio.fail_after(20):
            while not new.admin.keys():
                (await limiter.acquire()).done()
        assert (limiter.stats.outages, limiter.stats.losses) == (1, 1)
        await limiter.aclose()

    old, new = stack.enter_context(servers.alone()), stack.enter_context(servers.alone())
    anyio.run(use, old, new)


def gone(ask: object) -> NoReturn:
    """A process that ended reaches no server."""
    raise UnavailableError("gone")


def test_a_copy_that_lags_behind_grants_nothing_that_was_granted_since(
    servers: Servers, stack: contextlib.ExitStack
) -> None:
    def limiter(url: str) -> RedisTokenBucket:
        return RedisTokenBucket(url, 12, 60.0, burst=12, socket_timeout=5.0)

    async def use(old: RedisServer, new: RedisServer) -> None:
        address = Address(stack, old.port)
        idle, busy = (limiter(address.url) for _ in range(2))
        (await idle.acquire()).done()
        (await busy.acquire()).done()
        copy_keys(old, new)
        for _ in range(10):
            (await busy.acquire()).done()
        # Gone without a word, and so is the server: only the idle process goes on, on the copy.
        busy._state._exchange._run = gone
        address.target = new.port
        old.kill()
        granted: list[bool] = []

        async def go_on() -> None:
            while True:
                (await idle.acquire()).done()
                granted.append(True)

        async with anyio.create_task_group() as group:
            group.start_soon(go_on)
            with anyio.fail_after(30):
                while not idle.stats.losses:  # noqa: ASYNC110
                    await anyio.sleep(0.01)
            await anyio.sleep(0.5)
            group.cancel_scope.cancel()
        assert not granted
        assert idle.stats.losses == 1
        await idle.aclose()

    old, new = stack.enter_context(servers.alone()), stack.enter_context(servers.alone())
    anyio.run(use, old, new)
