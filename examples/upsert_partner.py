"""Create a partner, or update the one of that name. Needs JOURNEYBEE_API_KEY."""

import anyio

from journeybee import JourneyBee
from journeybee_api.v1.models import Partner


async def upsert_partner(client: JourneyBee, name: str, *, website_url: str) -> Partner:
    async for partner in client.partners.list(search=name):
        if partner.name == name:
            return await client.partners.update(partner.uuid, website_url=website_url)
    return await client.partners.create(name=name, website_url=website_url)


async def main() -> None:
    async with JourneyBee() as client:
        for url in ("https://acme.example", "https://www.acme.example"):
            partner = await upsert_partner(client, "Acme Alliances", website_url=url)
            print(f"{partner.uuid}  {partner.name}  {partner.website_url}")


if __name__ == "__main__":
    anyio.run(main)
