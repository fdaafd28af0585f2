"""Saleshandy's analytics, at open-api.saleshandy.com/v1: reports that are asked for by POST."""

from __future__ import annotations

from typing import Any, cast

import attrs

from journeybee.client import Client
from journeybee.operations import Resource, cut, nested, single
from journeybee.pagination import Cut, PageNumbers
from journeybee_api._runtime import Operation
from journeybee_api.saleshandy import AUTH, BASE_URL
from journeybee_api.saleshandy.models import SentEmail
from journeybee_api.saleshandy.operations import analytics


@attrs.frozen(kw_only=True)
class OpenPages(PageNumbers):
    """Pages of a body that no page of the vendor shows: its rows are the one array in it.

    That is the body, its ``payload``, or the only array in the payload.
    """

    def read(self, operation: Operation[Any], body: Any) -> Cut:
        payload = _members(body).get("payload", body)
        arrays: list[Any] = [
            value for value in _members(payload).values() if isinstance(value, list)
        ]
        return super().read(operation, {"rows": arrays[0] if len(arrays) == 1 else payload})


def _members(value: object) -> dict[str, Any]:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else {}


TEAM_STATS = OpenPages(size="limit", max_size=None, in_body=True, items="rows")
CONSOLIDATED_STATS = PageNumbers(
    page="pageNum",
    size="pageLimit",
    default_size=500,
    max_size=500,
    min_size=10,
    in_body=True,
    items="payload.data",
    more="payload.has_more",
)


class Analytics(Resource):
    """Reports; they change nothing, so they are retried like a GET.

    The answer of ``team_stats`` is not documented: its rows are whatever JSON objects come.
    """

    team_stats = cut(analytics.team_stats, TEAM_STATS, dict[str, Any])
    sequence_stats = single(analytics.sequence_stats)
    consolidated_stats = cut(analytics.consolidated_stats, CONSOLIDATED_STATS, SentEmail)
    email_account_stats = single(analytics.email_account_stats)


class Saleshandy(Client):
    """An async client of Saleshandy's analytics, used like ``JourneyBee``.

    The key is by default the environment's SALESHANDY_API_KEY. 30 requests a minute is the one
    limit that the vendor publishes, of another part of the API; none is known of reports.
    """

    analytics = nested(Analytics)

    surface = "saleshandy"
    default_base_url = BASE_URL
    _auth = AUTH
    env_prefix = "SALESHANDY"
    _default_requests_per_minute = 30
