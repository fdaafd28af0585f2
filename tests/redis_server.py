"""Real servers for the tests of the shared limiter: one alone, a cluster, a watched pair."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from redis import Redis
from redis.exceptions import RedisError

PATIENCE = 60.0


def free_port() -> int:
    """A port that is free, as is the one of the cluster's own traffic, 10,000 above.

    Both lie below the ports that systems give to outgoing connections, so none of these takes
    it before the server does.
    """
    while True:
        port = random.randrange(11_000, 22_000)
        if _is_free(port) and _is_free(port + 10_000):
            return port


def _is_free(port: int) -> bool:
    with socket.socket() as listener:
        try:
            listener.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def wait_for(condition: Callable[[], object]) -> None:
    give_up = time.monotonic() + PATIENCE
    while True:
        with contextlib.suppress(RedisError, OSError):
            if condition():
                return
        assert time.monotonic() < give_up, "waited in vain"
        time.sleep(0.02)


class RedisServer:
    """A server that keeps nothing on disk, so that a restart loses everything."""

    def __init__(self, program: str, folder: str, *options: str) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}"
        self.admin: Any = Redis(port=self.port, decode_responses=True)
        self._command = [program, *options, "--port", str(self.port), "--bind", "127.0.0.1"]
        self._command += ["--dir", folder, "--loglevel", "warning"]
        if "--sentinel" not in options:
            self._command += ["--save", "", "--appendonly", "no"]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)
        wait_for(self._answers)

    def _answers(self) -> bool:
        assert self._process is not None
        assert self._process.poll() is None, f"ended at once: {self._command}"
        return bool(self.admin.ping())

    def kill(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None
        self.admin.close()

    def pause(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def resume(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGCONT)

    @contextlib.contextmanager
    def raw(self) -> Iterator[Any]:
        """A connection that does not decode."""
        with contextlib.closing(Redis(port=self.port)) as raw:
            yield raw

    def script_calls(self) -> int:
        """How many scripts ran to their end since the start."""
        stats = self.admin.info("commandstats")
        return sum(
            stats[name]["calls"] - stats[name]["failed_calls"]
            for name in ("cmdstat_eval", "cmdstat_evalsha")
            if name in stats
        )


@contextlib.contextmanager
def folder_for_servers() -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="redis", ignore_cleanup_errors=True) as folder:
        yield folder


class Servers:
    """Whatever can be set up of one program."""

    def __init__(self, program: str) -> None:
        self._program = program

    @contextlib.contextmanager
    def alone(self, *, started: bool = True) -> Iterator[RedisServer]:
        with folder_for_servers() as folder:
            server = RedisServer(self._program, folder)
            try:
                if started:
                    server.start()
                yield server
            finally:
                server.kill()

    @contextlib.contextmanager
    def slow_to_load(self, seconds: float) -> Iterator[RedisServer]:
        """A server that takes so long to load what it has saved."""
        keys = 1000
        delay = str(round(seconds * 1e6 / keys))
        options = ("--key-load-delay", delay, "--loading-process-events-interval-bytes", "1024")
        with folder_for_servers() as folder:
            server = RedisServer(self._program, folder, *options)
            try:
                server.start()
                # It answers in between, after each 1,024 bytes that cannot be compressed.
                server.admin.mset({f"key {number}": os.urandom(2048) for number in range(keys)})
                yield server
            finally:
                server.kill()

    @contextlib.contextmanager
    def lonely_node(self) -> Iterator[RedisServer]:
        """A cluster of one node, which has no slots yet."""
        with folder_for_servers() as folder:
            node = RedisServer(self._program, folder, "--cluster-enabled", "yes")
            try:
                node.start()
                yield node
            finally:
                node.kill()

    @contextlib.contextmanager
    def cluster(self) -> Iterator[tuple[str, list[RedisServer]]]:
        """Three masters with a third of the slots each; the URL names the first two."""
        with contextlib.ExitStack() as stack:
            nodes: list[RedisServer] = []
            for number in range(3):
                folder = stack.enter_context(folder_for_servers())
                node = RedisServer(self._program, folder, "--cluster-enabled", "yes")
                stack.callback(node.kill)
                node.start()
                first = number * 5461
                last = 16383 if number == 2 else first + 5460
                node.admin.cluster("addslots", *range(first, last + 1))
                node.admin.cluster("set-config-epoch", number + 1)
                nodes.append(node)
            for node in nodes[1:]:
                node.admin.cluster("meet", "127.0.0.1", nodes[0].port)
            wait_for(
                lambda: all(node.admin.cluster("info")["cluster_state"] == "ok" for node in nodes)
            )
            hosts = ",".join(f"127.0.0.1:{node.port}" for node in nodes[:2])
            yield f"redis+cluster://{hosts}", nodes

    @contextlib.contextmanager
    def sentinel(self) -> Iterator[tuple[str, RedisServer]]:
        """A master, its replica, and a sentinel that fails over within seconds."""
        with contextlib.ExitStack() as stack:
            folders = [Path(stack.enter_context(folder_for_servers())) for _ in range(3)]
            master = RedisServer(self._program, str(folders[0]))
            replica = RedisServer(
                self._program,
                str(folders[1]),
                "--replicaof",
                "127.0.0.1",
                str(master.port),
                "--repl-diskless-sync-delay",
                "0",
            )
            configuration = folders[2] / "sentinel.conf"
            configuration.write_text(
                f"sentinel monitor watched 127.0.0.1 {master.port} 1\n"
                "sentinel down-after-milliseconds watched 500\n"
                "sentinel failover-timeout watched 3000\n"
            )
            sentinel = RedisServer(self._program, str(folders[2]), str(configuration), "--sentinel")
            for server in (master, replica, sentinel):
                stack.callback(server.kill)
                server.start()
            wait_for(lambda: replica.admin.info("replication")["master_link_status"] == "up")
            wait_for(lambda: sentinel.admin.sentinel_slaves("watched"))
            yield f"redis+sentinel://127.0.0.1:{sentinel.port}/watched", master
