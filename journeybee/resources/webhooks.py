from journeybee.operations import M, Resource, bare_list, nested, write
from journeybee_api.v1.operations import webhooks


class WebhookSubscriptions(Resource[M]):
    """Which URL receives which event."""

    list = bare_list(webhooks.list_webhook_subscriptions)
    """List webhook subscriptions."""
    create = write(webhooks.create_webhook_subscription)
    """Subscribe a URL to one event of an integration."""
    delete = write(webhooks.delete_webhook_subscription)
    """Delete a webhook subscription."""


class Webhooks(Resource[M]):
    """Webhooks."""

    subscriptions: WebhookSubscriptions[M] = nested(WebhookSubscriptions)
