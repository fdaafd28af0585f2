"""Transport-independent sandbox core: surfaces, keys, limit, faults and state."""

from __future__ import annotations

import copy
import random
import secrets
import threading
import time
import uuid
from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from journeybee.sandbox.clock import Clock
from journeybee.sandbox.crud.resources import Resources
from journeybee.sandbox.handling.auth import AccessControl
from journeybee.sandbox.handling.faults import Faults
from journeybee.sandbox.handling.handler import Handled, RequestHandler
from journeybee.sandbox.handling.messages import DroppedError, Incoming, Reply
from journeybee.sandbox.handling.rate_limit import SlidingWindow
from journeybee.sandbox.handling.request_log import (
    Activity,
    Exchange,
    RecordedRequest,
    RequestLog,
)
from journeybee.sandbox.spec.shapes import Maker
from journeybee.sandbox.store.database import Database
from journeybee.sandbox.store.items import Snapshot, State, Store
from journeybee.sandbox.surfaces.dialects import DialectName, dialect_named
from journeybee.sandbox.surfaces.surface import surfaces
from journeybee.sandbox.webhooks.deliveries import Delivery
from journeybee.sandbox.webhooks.notifier import Notifier
from journeybee.sandbox.world import fill, read_world

if TYPE_CHECKING:
    from journeybee.sandbox.spec.document import Spec


class SandboxCore:
    """Answers requests; `Sandbox` documents the options."""

    _database: Database | None = None

    def __init__(
        self,
        *,
        world: str | Path = "demo",
        seed: int | str = 0,
        rate_limit: int | None = 100,
        period: float = 60.0,
        now: datetime | None = None,
        clock: Callable[[], float] = time.monotonic,
        skip_waits: bool = False,
        document: Mapping[str, Any] | None = None,
        db: str | Path | None = None,
        api_key: str | None = None,
        allowed_hosts: Collection[str] = (),
        dialect: DialectName = "v1",
    ) -> None:
        self.clock = Clock(now, clock, skip_waits=skip_waits)
        self._dialect: DialectName = dialect
        served = surfaces(document, dialect_named(dialect))
        self.surfaces = {surface.dialect.name: surface for surface in served}
        self.faults = Faults(frozenset(o for surface in served for o in surface.spec.operations))
        # Not derived from the seed: a predictable key would work on every machine.
        self.api_key = api_key or f"jb_sandbox_write_{secrets.token_hex(16)}"
        self.read_only_key = f"jb_sandbox_read_{secrets.token_hex(16)}"
        self.write_only_key = f"jb_sandbox_only_write_{secrets.token_hex(16)}"
        self.allowed_hosts = _host_names(allowed_hosts)
        self._access = AccessControl(
            self._permissions, SlidingWindow(rate_limit, period, self.clock.seconds)
        )
        self._handler = RequestHandler(self.surfaces, self._access, self.faults)
        self._world = read_world(world)
        self._seed = seed
        self._started = self.clock.now()
        self._requests = RequestLog()
        self._notifier = Notifier()
        self._lock = threading.Lock()
        self._numbers = random.Random()  # noqa: S311 - reproducible, not secret
        if db is None:
            self._build()
        else:
            self._open(Path(db))

    def __repr__(self) -> str:
        return f"{type(self).__name__}(world={self._world.name!r}, seed={self._seed!r})"

    @property
    def requests(self) -> list[RecordedRequest]:
        """The latest requests, oldest first, at most 10,000. Refused ones are among them."""
        with self._lock:
            return self._requests.all()

    def exchange(self, request_id: str) -> Exchange | None:
        """One of the latest 100 requests, with its headers and its answer."""
        with self._lock:
            return self._requests.exchange(request_id)

    def deliveries(self, timeout: float = 5.0) -> list[Delivery]:
        """The latest webhooks, oldest first, at most 1,000, once none is under way.

        Waits for those, at most so many seconds; then raises TimeoutError. Those to other machines
        are among them, unsent.
        """
        return self._notifier.deliveries.all(timeout)

    def latest_deliveries(self, number: int) -> list[Delivery]:
        """So many of the latest webhooks that were sent or refused, oldest first."""
        return self._notifier.deliveries.latest(number)

    def subscribe_legacy(self, url: str, secret: str) -> None:
        """Send a URL on this machine all webhooks of the legacy surface, until reset.

        `secret` is what their tokens are signed with, the integration's UUID at JourneyBee. Needs
        `journeybee[webhooks]`. Raises ConfigurationError for a secret that cannot be one.
        """
        self._notifier.subscribe_legacy(url, secret)

    @property
    def rate_limit(self) -> int | None:
        """Requests per period and key, None for no limit; may be set at any time."""
        return self._access.limit.limit

    @rate_limit.setter
    def rate_limit(self, limit: int | None) -> None:
        self._access.limit.limit = limit

    @property
    def dialect(self) -> DialectName:
        """How lists are asked for and answered; may be set at any time."""
        return self._dialect

    @dialect.setter
    def dialect(self, dialect: DialectName) -> None:
        lists = dialect_named(dialect)
        with self._lock:
            self._dialect = dialect
            for surface in self.surfaces.values():
                surface.lists = lists

    @property
    def period(self) -> float:
        """Length of the rate limit's window, in seconds."""
        return self._access.limit.period

    @property
    def world_name(self) -> str:
        """The world that it started with."""
        return self._world.name

    def activity(self, number: int) -> Activity:
        """The rate limit's window, and so many of the latest requests, at one moment."""
        keys = {
            "key": self.api_key,
            "read only": self.read_only_key,
            "write only": self.write_only_key,
        }
        with self._lock:
            taken = {name: self._access.limit.taken(key) for name, key in keys.items()}
            windows = {name: found for name, found in taken.items() if found or name == "key"}
            log = self._requests
            return Activity(windows, log.latest(number), dict(log.calls))

    @property
    def spec(self) -> Spec:
        """The v1 document as the sandbox reads it."""
        return self.surfaces["v1"].spec

    @property
    def resources(self) -> Resources:
        """The items of v1, and how they are shown."""
        return self.surfaces["v1"].resources

    @property
    def store(self) -> Store:
        """The current items of v1, for assertions in tests."""
        return self.resources.store

    def reset(self) -> None:
        """Return to the initial state: the same world, no recorded requests, an unused rate limit.

        Faults are taken out and modules switched on again; the clock stays where it is. What a
        database file holds is replaced.
        """
        with self._lock:
            self._requests.clear()
            self._access.clear()
            self.faults.clear()
            self._notifier.clear()
            if self._database is not None:
                self._database.clear()
            self._build()

    def snapshot(self) -> Snapshot:
        """All items in their current state, which can be restored any number of times."""
        with self._lock:
            states = {name: s.resources.store.state for name, s in self.surfaces.items()}
            return Snapshot(copy.deepcopy(states), self._numbers.getstate())

    def restore(self, snapshot: Snapshot) -> None:
        """Go back to a snapshot; later uuids repeat too. Requests, limit and faults stay."""
        with self._lock:
            if self._database is not None:
                self._database.clear()
            self._fill(copy.deepcopy(snapshot.states))
            self._numbers.setstate(snapshot.numbers)

    def close(self) -> None:
        """Close the database file, if there is one."""
        if self._database is not None:
            self._database.close()

    def disable_module(self, tag: str) -> None:
        """Answer 403 module_disabled to all operations with that tag of the spec, until reset.

        Raises ValueError for a tag that no operation has.
        """
        known = {
            operation.tag
            for surface in self.surfaces.values()
            for operation in surface.spec.operations.values()
        }
        if tag not in known:
            raise ValueError(f"no module {tag!r}; there are {', '.join(sorted(known))}")
        self._access.disabled.add(tag)

    def _build(self) -> None:
        self._request_number = 0
        self._numbers.seed(f"uuids {self._seed}")
        self._fill({})
        fill(self.surfaces, self._world, self._seed, self._started)
        self._save()

    def _fill(self, states: Mapping[str, State]) -> None:
        make = Maker(
            uuid=lambda: str(uuid.UUID(int=self._numbers.getrandbits(128), version=4)),
            now=self.clock.now,
        )
        for name, surface in self.surfaces.items():
            surface.resources = Resources(surface.spec, Store(states.get(name)), make)
        self._save()

    def _open(self, path: Path) -> None:
        database = Database(path)
        self._database = database
        if (last := database.last()) == 0:
            self._build()
        else:
            self._request_number = 0
            # A seed of its own: the first run's would repeat uuids that are in use.
            self._numbers.seed(f"uuids {self._seed} {last}")
            self._fill({name: database.load(name) for name in self.surfaces})

    def _save(self) -> None:
        for name, surface in self.surfaces.items():
            if self._database is not None:
                self._database.save(name, surface.resources.store)
            surface.resources.store.unchanged()

    # ------------------------------------------------------------------ one request

    def handle(self, request: Incoming) -> Reply:
        """Answer one request. Raises DroppedError where a fault closes the connection."""
        began = time.perf_counter()
        with self._lock:
            self._request_number += 1
            request_id = f"sandbox-{self._request_number:06d}"
            handled = self._handler.handle(request, request_id)
            seconds = time.perf_counter() - began
            self._requests.add(request, handled, request_id, seconds)
            if request.method != "GET":
                self._save()
                self._notify(handled)
        if isinstance(handled.reply, DroppedError):
            raise handled.reply
        return handled.reply

    def _notify(self, handled: Handled) -> None:
        if (result := handled.result) and result.call:
            surface = handled.surface
            self._notifier.send(
                surface.dialect.name, surface.resources, result.call, result.deleted
            )

    def _permissions(self, key: str) -> Collection[str]:
        return {
            self.api_key: ("read", "write"),
            self.read_only_key: ("read",),
            self.write_only_key: ("write",),
        }.get(key, ())


def _host_names(names: Collection[str]) -> frozenset[str]:
    if isinstance(names, str):
        raise TypeError(f"allowed_hosts={names!r} is a single string: pass a list, [{names!r}]")
    return frozenset(name.lower() for name in names)
