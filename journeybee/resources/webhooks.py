from journeybee.operations import M, Resource, bare_list, nested, write
from journeybee_api.v1.operations import webhooks


class WebhookSubscriptions(Resource[M]):
    """Which URL receives which event."""

    list = bare_list(webhooks.list_webhook_subscriptions)
    create = write(webhooks.create_webhook_subscription)
    delete = write(webhooks.delete_webhook_subscription)


class Webhooks(Resource[M]):
    """Webhooks."""

    subscriptions: WebhookSubscriptions[M] = nested(WebhookSubscriptions)
