"""Shows the SDK with an embedded JourneyBee: no account, nothing leaves this machine."""

import time

import anyio

from journeybee import JourneyBee, NotFoundError, TokenBucket
from journeybee.sandbox import Sandbox


async def show_leaderboard(client: JourneyBee) -> None:
    print("\nThe partners that use the portal most:")
    leaders = client.analytics.partner_engagement_leaderboard(period="last_90_days", limit=5)
    async for partner in leaders:
        use = f"{partner.unique_users} users, {partner.total_sessions} sessions"
        print(f"  {partner.name:<28} {use}")


async def drain_leads(client: JourneyBee, limiter: TokenBucket) -> None:
    print("\nEvery lead, at most 100 requests in any minute:")
    started = time.monotonic()
    items = 0
    async for page in client.leads.list().pages():
        items += len(page.items)
        print(
            f"\r  {items:>5} of {page.total} leads, page {page.number:>2} of {page.total_pages}, "
            f"waited {limiter.stats.waited:4.1f} s for the limit",
            end="",
            flush=True,
        )
    print(f"\n  done in {time.monotonic() - started:.1f} s")


async def show_an_error(client: JourneyBee) -> None:
    print("\nAn error that says what happened:")
    try:
        await client.partners.get("00000000-0000-0000-0000-000000000000")
    except NotFoundError as error:
        print(f"  {type(error).__name__}: {error}")


async def main() -> None:
    sandbox = Sandbox(world="demo")
    limiter = TokenBucket(limit=100, period=60.0)
    with sandbox.serve() as server:
        print(f"An embedded JourneyBee answers at {server.url}")
        async with JourneyBee(sandbox.api_key, base_url=server.url, limiter=limiter) as client:
            await show_leaderboard(client)
            await drain_leads(client, limiter)
            await show_an_error(client)
    refused = sum(request.status == 429 for request in sandbox.requests)
    print(f"\n{len(sandbox.requests)} requests, {refused} of them refused by the rate limit.")


if __name__ == "__main__":
    anyio.run(main)
