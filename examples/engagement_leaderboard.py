"""Which partners use the portal most? Needs JOURNEYBEE_API_KEY in the environment."""

import anyio

from journeybee import JourneyBee


async def main() -> None:
    async with JourneyBee() as client:
        leaders = client.analytics.partner_engagement_leaderboard(period="last_90_days", limit=10)
        async for partner in leaders:
            print(
                f"{partner.name:<30} {partner.partner_type:<12} "
                f"{partner.unique_users:>4} users {partner.total_sessions:>5} sessions"
            )


if __name__ == "__main__":
    anyio.run(main)
