"""Celery workers that share one limit in Redis. Needs JOURNEYBEE_API_KEY, and REDIS_URL.

`celery --workdir examples --app celery_tasks worker`, and in another terminal
`python examples/celery_tasks.py` for a task for each new lead.
"""

import os

from celery import Celery
from celery.signals import worker_process_shutdown

from journeybee import APIConnectionError
from journeybee.blocking import JourneyBee
from journeybee.limits.redis import RedisTokenBucket

REDIS = os.environ.get("REDIS_URL", "redis://localhost:6379/0")
# The name of this module, also where it is the program.
app = Celery("celery_tasks", broker=REDIS, backend=REDIS)
app.conf.task_acks_late = True  # a task whose worker is killed runs again
# 100 requests a minute for all workers together. Each worker process opens its own connections.
limiter = RedisTokenBucket(REDIS, key="our-account", limit=100, period=60)
client = JourneyBee(limiter=limiter).with_options(priority="background")


@worker_process_shutdown.connect
def leave(**_: object) -> None:
    # Worker processes run no functions of `atexit`: without this the share of each one that is
    # replaced stays reserved.
    limiter.close()


# The client itself tries again within its retries; Celery does so minutes later.
@app.task(autoretry_for=(APIConnectionError,), retry_backoff=60, max_retries=5)
def qualify(lead_uuid: str) -> str:
    # Safe to repeat, unlike a `create`.
    lead = client.leads.update(lead_uuid, status="qualified")
    return lead.status


def main() -> None:
    leads = client.leads.list(status="new", per_page=100)
    results = [qualify.delay(lead.uuid) for lead in leads]
    done = [result.get(timeout=600) for result in results]
    print(f"{done.count('qualified')} of {len(results)} leads are qualified")


if __name__ == "__main__":
    main()
