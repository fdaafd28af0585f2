"""Receives webhooks, checking the token before the body is read. Needs JOURNEYBEE_WEBHOOK_SECRET.

Run it with `uvicorn --app-dir examples webhook_starlette:app`, behind HTTPS.
"""

import os

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from journeybee import Webhook, WebhookVerificationError
from journeybee_api.legacy.models import DealWebhook, LeadWebhook

webhook = Webhook(os.environ["JOURNEYBEE_WEBHOOK_SECRET"])


async def receive(request: Request) -> Response:
    try:
        claims = webhook.verify(request.headers)
        event = webhook.parse(await request.body(), claims)
    except WebhookVerificationError as error:
        print(f"refused: {error}", flush=True)
        return Response(status_code=401)
    match event.payload:
        case LeadWebhook(lead=lead):
            print(f"{event.id}: {lead.email} at {lead.created_at:%Y-%m-%d %H:%M}", flush=True)
        case DealWebhook(deal=deal):
            print(f"{event.id}: {deal.label} {deal.deal_value} {deal.currency_code}", flush=True)
        case _:
            print(event.id, flush=True)
    return Response(status_code=200)


app = Starlette(routes=[Route("/webhooks", receive, methods=["POST"])])
