"""Receives webhooks as the argument of an endpoint. Needs JOURNEYBEE_WEBHOOK_SECRET.

Run it with `uvicorn --app-dir examples webhook_fastapi:app`, behind HTTPS.
"""

import os
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Request

from journeybee import Webhook, WebhookEvent, WebhookVerificationError
from journeybee_api.legacy.models import LeadWebhook

webhook = Webhook(os.environ["JOURNEYBEE_WEBHOOK_SECRET"])
app = FastAPI()


async def delivered(request: Request) -> WebhookEvent:
    try:
        return webhook.unwrap(await request.body(), request.headers)
    except WebhookVerificationError as error:
        raise HTTPException(401, error.step) from None


@app.post("/webhooks")
async def receive(event: Annotated[WebhookEvent, Depends(delivered)]) -> dict[str, str]:
    if event.id == "lead_created" and isinstance(event.payload, LeadWebhook):
        print(f"{event.payload.lead.company_name} came in", flush=True)
    return {"received": event.id}
