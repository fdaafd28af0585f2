"""Possible errors, and what each contains. Needs JOURNEYBEE_API_KEY."""

import anyio

from journeybee import (
    APIConnectionError,
    APIStatusError,
    JourneyBee,
    NotFoundError,
    RateLimitWaitError,
    UnprocessableEntityError,
)


async def main() -> None:
    async with JourneyBee() as client:
        try:
            await client.partners.get("00000000-0000-0000-0000-000000000000")
        except NotFoundError as error:
            print(f"no such partner: {error.message} (request {error.request_id})")

        try:
            await client.partners.create(name="Acme Alliances", stage_uuid="no-such-stage")
        except UnprocessableEntityError as error:
            print(f"the field {error.field!r} was refused: {error.message}")

        try:
            # Fail fast: wait at most half a second for the rate limit.
            await client.with_options(max_wait=0.5, timeout=5).leads.list()
        except RateLimitWaitError:
            print("busy: try again later")
        except APIConnectionError as error:
            print(f"no response: {error}")
        except APIStatusError as error:
            print(f"refused with status {error.status_code}: {error}")
        else:
            print("the list came in time")


if __name__ == "__main__":
    anyio.run(main)
