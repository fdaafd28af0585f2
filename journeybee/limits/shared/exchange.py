"""One exchange with the shared state: what to tell it, and what its answer means."""

from __future__ import annotations

import logging
import os
import secrets
import threading
from collections.abc import Callable, Mapping
from typing import Any

from journeybee.limits.lanes import NORMAL
from journeybee.limits.setting import ServerLimit, log_change
from journeybee.limits.shared.agreement import SharedSetting
from journeybee.limits.shared.contact import (
    DRIFT,
    UNKNOWN,
    Answer,
    Contact,
    Limits,
    Script,
    SharedEvents,
    UnavailableError,
    fallback,
)
from journeybee.limits.shared.ledger import PermitLedger
from journeybee.limits.slots import SlotBucket

_log = logging.getLogger("journeybee.limits")

# How often a call is made again before the shared state is taken for unusable.
_TRIES = 4


class Exchange:
    """Calls the shared state and notices when that was lost; no timers and no outages.

    Attributes:
        is_member: whether a share is reserved for this process.
    """

    def __init__(
        self,
        run: Script,
        limits: Limits,
        *,
        patience: float,
        follow_server: bool,
        queues: bool,
        on_raise: Callable[[], None],
        clock: Callable[[], float],
    ) -> None:
        self._run = run
        self._limits = limits
        self._arguments = limits.arguments() | {"queues": queues}
        self._patience = patience
        self._on_raise = on_raise
        self._clock = clock
        self._id = secrets.token_hex(6)
        self.setting = SharedSetting(
            limits.limit, limits.period, clock, follow_server=follow_server
        )
        self._logged = limits.limit
        self._rose = False
        self.ledger = PermitLedger(limits.counts, clock)
        self.events = SharedEvents()
        self._start()

    def _start(self) -> None:
        self.lock = threading.RLock()
        self.contact: Contact | None = None
        self.is_member = False
        # How often the limit of this process changed, and how many of these the state knows.
        self._changes = self._acknowledged = 0

    def begin_after_fork(self) -> None:
        """In a forked process: the share and the permits are those of the parent."""
        self._start()
        self.ledger.begin_after_fork()

    @property
    def client(self) -> str:
        """The name of this process; a forked process has its own."""
        return f"{self._id}-{os.getpid()}"

    @property
    def limit(self) -> int:
        """The limit in force, as far as this process knows."""
        with self.lock:
            wanted = self.setting.limit
            return wanted if self.contact is None else min(wanted, self.contact.limit)

    @property
    def changed(self) -> bool:
        """Whether the state has yet to learn of another limit of this process."""
        return self._changes > self._acknowledged

    def set_limit(self, limit: int) -> None:
        """Set the limit of all processes; a lower one is in force here at once."""
        with self.lock:
            self.setting.set(limit)
            self._changes += 1
            self._note_limit("as set")
        self._tell_of_rise()

    def observe(self, server: ServerLimit) -> bool:
        """Follow a smaller limit that an answer announces; return whether it is another one."""
        with self.lock:
            before = self.setting.limit
            self.setting.observe(server, self._clock())
            if self.setting.limit == before:
                return False
            self._changes += 1
            self._note_limit("as the server announces")
            return True

    def _note_limit(self, reason: str) -> None:
        limit, before = self.limit, self._logged
        if limit != before:
            self._logged = limit
            log_change(limit, self._limits.period, reason)
            self._rose = self._rose or limit > before

    def _tell_of_rise(self) -> None:
        # Without the lock: what is called takes another one.
        if self._rose:
            self._rose = False
            self._on_raise()

    @property
    def share_size(self) -> int:
        """How many slots this process has while it is cut off."""
        contact, limit = self._contact_with_share(), self.limit
        if contact is None:
            return max(1, fallback(limit))
        # Less, in proportion, where the limit was lowered since.
        return contact.share * limit // contact.limit

    def _contact_with_share(self) -> Contact | None:
        contact = self.contact
        if contact is None or not self.is_member:
            return None
        return contact if self._clock() - contact.received <= self._limits.absent else None

    def share(self) -> SlotBucket | None:
        """A bucket for this process while it is cut off; None when nothing is reserved for it.

        Together with what the others are granted it stays within the limit: it lends slots again
        that the shared state withholds, and the rest of the share when that is drained.
        """
        limits, contact, size = self._limits, self._contact_with_share(), self.share_size
        if contact is None:
            now, burst = self._clock(), max(1, limits.burst // 4)
            bucket = SlotBucket(size, limits.period, burst, now)
            bucket.cool_down(now, self.ledger.cool_down_left())
            return bucket
        if not size:
            return None
        reserved_from = contact.received + limits.silent * (1 + DRIFT)
        return self.ledger.share(size, limits, reserved_from, contact.free_at_once(limits))

    def call(
        self,
        client: str = "",
        permit: str = "",
        *,
        lane: int = NORMAL,
        more: bool = False,
        leaves: bool = False,
    ) -> Answer:
        """Ask for a permit, and report what is pending.

        Raises:
            UnavailableError: the shared state cannot be reached or used.
        """
        ask: dict[str, object] = {**self._arguments, "member": self.client, "client": client}
        ask |= {"permit": permit, "lane": lane, "more": more, "leaves": leaves}
        forward, most = False, None
        for _ in range(_TRIES):
            reports, contact, sent = self.ledger.pending(), self.contact, self._clock()
            changes = self._changes
            ask |= self._known(contact, sent, forward=forward)
            listed = [(r.kind, r.permit, round(r.age * 1e6)) for r in reports]
            ask["reports"] = listed if most is None else [*listed, ("most", "", most)]
            try:
                reply = self._run(ask)
            except UnavailableError:
                self.ledger.mark_all_pending()
                raise
            received = self._clock()
            if contact and contact.is_contradicted_by(reply, sent, received, self._patience):
                forward = True
                if reply["answer"] == "GRANTED":
                    self.ledger.record("unsent", permit)
            elif reply["answer"] != "LATE":
                self._acknowledged = max(self._acknowledged, changes)
                self.ledger.acknowledged(reports)
                self.ledger.cool_down(reply["gate"] / 1e6, pending=False)
                self._learn(reply, Contact.of(reply, sent, received), leaves=leaves)
                self._tell_of_rise()
                if reply["answer"] != "LOST":
                    return Answer(reply["answer"] == "GRANTED", reply["wait"] / 1e6)
                most = contact and contact.most_granted(self._limits, received)
                self._lose("its clock was set forward" if forward else "the server lost it")
        raise UnavailableError("its state is lost at every call: does the server evict it?")

    def _known(self, contact: Contact | None, sent: float, *, forward: bool) -> dict[str, object]:
        with self.lock:
            setting = self.setting.arguments()
        if contact is None:
            return setting | UNKNOWN
        latest = contact.latest(sent)
        when = {"bound": latest} if forward else {"by": latest + round(self._patience * 1e6)}
        return setting | contact.known_at(sent) | when

    def _learn(self, reply: Mapping[str, Any], contact: Contact, *, leaves: bool) -> None:
        with self.lock:
            # Threads may get their answers in another order.
            last = self.contact
            if last is None or last.epoch != contact.epoch or last.now <= contact.now:
                self.contact = contact
                self.setting.adopt(reply, contact.received)
                self._note_limit("as the processes agree")
                self.is_member = not leaves

    def _lose(self, reason: str) -> None:
        self.ledger.mark_all_pending()
        self.events.losses += 1
        _log.warning("the shared rate limit starts again: %s", reason)
