"""The file of a mirror for async callers: opened when it is needed, used in threads."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import anyio.to_thread

from journeybee.errors import UsageError
from journeybee.mirror.database import Database
from journeybee.mirror.store import Store

T = TypeVar("T")


class MirrorFile:
    """The file, and which pass over each list began last.

    Attributes:
        now: seconds since the epoch.
        marks: how many rows were marked since it was opened.
    """

    def __init__(
        self, path: Path, clock: Callable[[], float], account: str = "", *, accept: bool = False
    ) -> None:
        self.now = clock
        self.marks = 0
        self._path = path
        self._account = account
        self._accept = accept
        self._store: Store | None = None
        self._opening = threading.Lock()
        self._closed = False
        self._newest: dict[str, object] = {}

    async def open(self) -> Store:
        """Open it, once.

        Raises:
            MirrorError: it cannot be used.
            UsageError: it is closed.
        """
        if self._closed:
            raise UsageError("this mirror is closed: make another one")
        found = self._store
        return await anyio.to_thread.run_sync(self._open) if found is None else found

    async def run(self, work: Callable[[Store], T]) -> T:
        """Do something with it, in a thread."""
        return await anyio.to_thread.run_sync(work, await self.open())

    async def claim(self, server: str) -> None:
        """Make sure that the file mirrors this server and account."""
        account, accept = self._account, self._accept
        await self.run(lambda store: store.source.claim(server, account, accept=accept))

    async def mark(self, name: str, key: str) -> bool:
        """Mark a row to be fetched; returns whether the mirror has its list."""
        known = await self.run(lambda store: store.marks.add(name, key))
        self.marks += known
        return known

    async def close(self) -> None:
        """Close it for good."""
        self._closed = True
        store, self._store = self._store, None
        if store is not None:
            await anyio.to_thread.run_sync(store.close)

    def begin_pass(self, scope: str, owner: object) -> None:
        """Make this the newest pass over a list."""
        self._newest[scope] = owner

    def check_newest(self, scope: str, owner: object) -> None:
        """Raise UsageError if another pass over the same list began later."""
        if self._newest.get(scope) is not owner:
            raise UsageError(
                f"another pass over {scope} began: iterate the result of the last call"
            )

    def _open(self) -> Store:
        with self._opening:
            if self._store is None:
                self._store = Store(Database(self._path))
            return self._store
