"""Read every lead, page by page, and count them by status. Needs JOURNEYBEE_API_KEY."""

from collections import Counter

import anyio

from journeybee import JourneyBee


async def main() -> None:
    by_status: Counter[str] = Counter()
    async with JourneyBee() as client:
        async for page in client.leads.list().pages():
            by_status.update(lead.status for lead in page.items)
            print(f"page {page.number} of {page.total_pages}: {by_status.total()} leads so far")
    for status, count in by_status.most_common():
        print(f"{status:<12} {count:>6}")


if __name__ == "__main__":
    anyio.run(main)
