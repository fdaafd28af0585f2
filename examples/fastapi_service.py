"""A service with one client for its lifetime. Needs JOURNEYBEE_API_KEY.

Run it with `uvicorn --app-dir examples fastapi_service:app`.
"""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, Request
from pydantic import BaseModel

from journeybee import JourneyBee, NotFoundError, RateLimitWaitError


class Summary(BaseModel):
    company: str | None
    status: str


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None, None]:
    async with JourneyBee() as client:
        # Visitors overtake jobs, and get an answer rather than wait for longer than 2 seconds.
        app.state.journeybee = client.with_options(priority="interactive", max_wait=2, timeout=5)
        yield


app = FastAPI(lifespan=lifespan)


def journeybee(request: Request) -> JourneyBee:
    client: JourneyBee = request.app.state.journeybee
    return client


@app.get("/leads/{uuid}")
async def lead(uuid: str, client: Annotated[JourneyBee, Depends(journeybee)]) -> Summary:
    try:
        found = await client.leads.get(uuid)
    except NotFoundError as error:
        raise HTTPException(404, error.message) from None
    except RateLimitWaitError:
        raise HTTPException(503, "busy", {"retry-after": "5"}) from None
    return Summary(company=found.company_name, status=found.status)
