# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Operations of the API tagged webhooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..._runtime import UNSET, Operation, UnlistedStr, Unset

if TYPE_CHECKING:
    from ..models.webhook_event import WebhookEvent
    from ..models.webhook_subscription import WebhookSubscription


def list_webhook_subscriptions() -> Operation[list[WebhookSubscription]]:
    """List webhook subscriptions.

    GET /webhooks/subscriptions
    """
    return Operation(
        __name__,
        "list_webhook_subscriptions",
        "GET",
        "/webhooks/subscriptions",
        responses={200: "list[WebhookSubscription]"},
    )


def create_webhook_subscription(
    *,
    integration_id: int,
    event: WebhookEvent | UnlistedStr,
    url: str | Unset = UNSET,
) -> Operation[WebhookSubscription]:
    """Subscribe a URL to one event of an integration.

    Events are posted to the URL without a signature so far.

    POST /webhooks/subscriptions

    Args:
        event: An event that can be subscribed to.
        url: Address the event is posted to.
    """
    return Operation(
        __name__,
        "create_webhook_subscription",
        "POST",
        "/webhooks/subscriptions",
        responses={200: "WebhookSubscription", 201: "WebhookSubscription"},
        body={"integration_id": integration_id, "event": event, "url": url},
    )


def delete_webhook_subscription(
    id: str,
) -> Operation[None]:
    """Delete a webhook subscription.

    DELETE /webhooks/subscriptions/{id}

    Args:
        id: Id of the subscription, as its creation answered it.
    """
    return Operation(
        __name__,
        "delete_webhook_subscription",
        "DELETE",
        "/webhooks/subscriptions/{id}",
        responses={204: "None"},
        path={"id": id},
    )
