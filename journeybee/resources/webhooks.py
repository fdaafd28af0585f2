from journeybee.binding import Resource, bare_list, nested, write
from journeybee_api.v1.operations import webhooks


class WebhookSubscriptions(Resource):
    """Which URL receives which event."""

    list = bare_list(webhooks.list_webhook_subscriptions)
    create = write(webhooks.create_webhook_subscription)
    delete = write(webhooks.delete_webhook_subscription)


class Webhooks(Resource):
    """Webhooks."""

    subscriptions = nested(WebhookSubscriptions)
