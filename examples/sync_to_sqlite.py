"""Keep deals in a SQLite file and print what changed since the last run. Needs JOURNEYBEE_API_KEY.

`python examples/sync_to_sqlite.py deals.db`; run it again later, such as from cron.
"""

import sys
from collections import Counter

from journeybee.blocking import JourneyBee, Mirror


def main(path: str) -> None:
    kinds: Counter[str] = Counter()
    with JourneyBee() as client, Mirror(path) as mirror:
        background = client.with_options(priority="background")
        for change in mirror.changes(background.deals.list(), get=background.deals.get):
            # The change counts as delivered when the next one is requested.
            kinds[change.kind] += 1
    for kind in ("added", "changed", "deleted"):
        print(f"{kind:<8} {kinds[kind]:>6}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "deals.db")
