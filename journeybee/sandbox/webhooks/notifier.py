"""Sends the events of writes to subscribers: unsigned by v1, with a token by the legacy surface."""

from __future__ import annotations

from typing import Any

from journeybee.sandbox.crud.catalog import Call
from journeybee.sandbox.crud.resources import Resources
from journeybee.sandbox.spec.shapes import Maker
from journeybee.sandbox.store.items import Item
from journeybee.sandbox.surfaces import legacy_webhooks
from journeybee.sandbox.surfaces.legacy import kind_of
from journeybee.sandbox.webhooks.deliveries import Deliveries, Delivery, event_of
from journeybee.webhooks import Webhook

SUBSCRIPTIONS = "webhooks/subscriptions"


class Notifier:
    """Sends webhooks; `legacy` holds the URLs and secrets of the legacy surface."""

    def __init__(self) -> None:
        self.deliveries = Deliveries()
        self.legacy: list[tuple[str, str]] = []

    def subscribe_legacy(self, url: str, secret: str) -> None:
        """Send a URL all webhooks of the legacy surface; ConfigurationError for a bad secret."""
        Webhook(secret)
        self.legacy.append((url, secret))

    def clear(self) -> None:
        """Clear the deliveries and the legacy subscriptions."""
        self.deliveries.clear()
        self.legacy.clear()

    def send(self, surface: str, resources: Resources, call: Call, before: Item | None) -> None:
        """Send the webhooks of a successful write; `before` is the item that it deleted."""
        if surface == "v1":
            self._send_v1(resources, call, before)
        elif surface == "legacy":
            self._send_legacy(resources, call, before)

    def _send_v1(self, resources: Resources, call: Call, before: Item | None) -> None:
        subscriptions = resources.store.items(SUBSCRIPTIONS)
        event = event_of(call.operation, {item["event"] for item in subscriptions})
        if event is None:
            return
        item = before or _subject(resources, resources.stored_kind(call.operation.kind), call)
        shape = resources.shapes.of(resources.spec.item_schema(call.operation))
        kind_shape = shape if shape.fields else resources.shape(call.operation.kind)
        data = kind_shape.project(item, resources.current)
        # The body is not documented: it is inferred.
        body = {"event": event, "created_at": resources.make.timestamp(), "data": data}
        for subscription in subscriptions:
            if subscription["event"] == event and subscription.get("url"):
                self.deliveries.send(Delivery(subscription["url"], event, body))

    def _send_legacy(self, resources: Resources, call: Call, before: Item | None) -> None:
        event = legacy_webhooks.event_of(resources, call) if self.legacy else None
        if event is None:
            return
        self._deliver(
            resources, event, before or _subject(resources, kind_of(call.operation.kind), call)
        )

    def trigger(self, resources: Resources, event: str) -> None:
        """Send an event of the legacy surface about the oldest item that it could be about.

        Raises ValueError for an event that there is not.
        """
        self._deliver(resources, event, legacy_webhooks.example_of(resources, event))

    def _deliver(self, resources: Resources, event: str, item: Item) -> None:
        body = legacy_webhooks.body_of(resources, event, item)
        for url, secret in self.legacy:
            token = Webhook(secret, clock=_seconds(resources.make)).sign(event)
            self.deliveries.send(Delivery(url, event, body, headers=token))


def _seconds(make: Maker) -> Any:
    return lambda: make.now().timestamp()


def _subject(resources: Resources, kind: str, call: Call) -> Item:
    """The item that was created, and so is the last, or that the path names."""
    if call.operation.method == "POST":
        count = resources.store.count(kind)
        return resources.store.some(kind, count - 1, count)[0]
    return resources.store.records[call.key].item
