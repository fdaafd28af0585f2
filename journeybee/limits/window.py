"""A look at a shared limit from outside: its window, processes and queue, as Redis has them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import attrs

from journeybee.limits.lanes import PRIORITIES, Priority
from journeybee.limits.redis_connections import ask_once
from journeybee.limits.shared.contact import silent
from journeybee.limits.slots import MARGIN


@attrs.frozen
class Member:
    """A process that shares the limit.

    Attributes:
        process: its name in Redis: random digits and its number on its machine.
        called: seconds since its last call.
        limit: what it is set to.
        share: requests in a period that it may send while it is disconnected.
        is_silent: whether it may be disconnected, so that its share is reserved.
        permits: how many of the requests that count are its own.

    .. versionadded:: 0.1
    """

    process: str
    called: float
    limit: int
    share: int
    is_silent: bool
    permits: int


@attrs.frozen
class Waiting:
    """The first request in a lane of a process.

    Attributes:
        asks: seconds until it is expected to ask for its permit.

    .. versionadded:: 0.1
    """

    process: str
    lane: Priority
    asks: float


@attrs.frozen
class Window:
    """The window of a shared limit; times in seconds.

    Attributes:
        limit: in force.
        used: requests that count now.
        under_way: how many of them have not been answered.
        tokens: requests that could go at once.
        next_slot: until the next request that counts does not any more, or None.
        cool_down: until the end of a cool-down.
        set_limit: what `set_limit` set last, or None.
        age: since the state began, or began again after a loss.

    .. versionadded:: 0.1
    """

    limit: int
    period: float
    used: int
    under_way: int
    tokens: float
    next_slot: float | None
    cool_down: float
    set_limit: int | None
    age: float
    members: Sequence[Member]
    waiting: Sequence[Waiting]


def read_window(url: str, key: str = "journeybee", *, timeout: float = 5.0) -> Window | None:
    """Read the window of a `RedisTokenBucket`; None if there is none. Blocks.

    Args:
        url: of Redis, as `RedisTokenBucket` takes it.
        key: that of the limiters.
        timeout: seconds to connect, and seconds to wait for the answer.

    Raises:
        ConfigurationError: the URL cannot be used.
        RateLimitWaitError: Redis cannot be reached.

    .. versionadded:: 0.1
    """
    found = json.loads(ask_once(url, key, "window.lua", timeout))
    return _window(found) if found["state"] else None


def _window(found: Mapping[str, Any]) -> Window:
    state = {name: float(value) for name, value in found["state"].items() if name not in _TEXTS}
    now = max(float(found["time"]) - state["behind"], state["at"])
    slots = {name: score for name, score in _pairs(found["slots"]) if score > now}
    hold = state["period"]
    period = hold / (1 + MARGIN)
    answered = [score for score in slots.values() if score <= now + hold]
    due = {name: score for name, score in _pairs(found["calls"]) if score > now}
    return Window(
        limit=int(state["limit"]),
        period=_seconds(period),
        used=len(slots),
        under_way=len(slots) - len(answered),
        tokens=round(max(0.0, state["tokens"]), 2),
        next_slot=_seconds(min(answered) - now) if answered else None,
        cool_down=_seconds(max(0.0, state["gate"] - now)),
        set_limit=int(state["set"]) or None,
        age=_seconds(now - state["born"]),
        members=[
            _member(name, json.loads(record), list(slots), now, period)
            for name, record in sorted(found["members"].items())
        ],
        waiting=[
            Waiting(_process(name), PRIORITIES[int(ticket // _TICKETS)], _seconds(due[name] - now))
            for name, ticket in sorted(_pairs(found["queue"]), key=lambda pair: pair[1])
            if name in due
        ],
    )


_TEXTS = ("epoch", "server")
# What `grant.lua` adds to a ticket for each lane.
_TICKETS = 1e12


def _pairs(listed: Sequence[str]) -> list[tuple[str, float]]:
    # The encoder of Redis makes an empty object of an empty list.
    listed = listed or ()
    return [(name, float(score)) for name, score in zip(listed[::2], listed[1::2], strict=True)]


def _member(
    name: str, record: Mapping[str, Any], slots: Sequence[str], now: float, period: float
) -> Member:
    called = max(0.0, now - record["seen"])
    return Member(
        process=name,
        called=_seconds(called),
        limit=int(record["limit"]),
        share=int(record["share"]),
        is_silent=called > silent(period),
        permits=sum(slot.startswith(f"{name}-") for slot in slots),
    )


def _process(client: str) -> str:
    return client.rpartition("-")[0]


def _seconds(microseconds: float) -> float:
    return round(microseconds / 1e6, 3)
