"""Saleshandy's analytics, at open-api.saleshandy.com/v1: reports that are requested by POST."""

from __future__ import annotations

from typing import Any, Generic

from journeybee.client import Client
from journeybee.operations import Awaited, M, Resource, nested, paged_by, single
from journeybee.pagination import PageNumbers
from journeybee_api.saleshandy import AUTH, BASE_URL
from journeybee_api.saleshandy.models import SentEmail
from journeybee_api.saleshandy.operations import analytics

# No page of the vendor shows the body: the rows may be at the top or in its payload.
TEAM_STATS = PageNumbers(size="limit", max_size=None, in_body=True, rows_path="payload")
CONSOLIDATED_STATS = PageNumbers(
    page="pageNum",
    size="pageLimit",
    default_size=500,
    max_size=500,
    min_size=10,
    in_body=True,
    rows_path="payload.data",
    more="payload.has_more",
)


class Analytics(Resource[M]):
    """Reports; they change nothing, so they are retried like a GET.

    The response of `team_stats` is not documented: its rows are any JSON objects.
    """

    team_stats = paged_by(analytics.team_stats, TEAM_STATS, dict[str, Any])
    """Figures of each member of the team."""
    sequence_stats = single(analytics.sequence_stats)
    """Figures of one sequence."""
    consolidated_stats = paged_by(analytics.consolidated_stats, CONSOLIDATED_STATS, SentEmail)
    """The emails sent by sequences, one by one."""
    email_account_stats = single(analytics.email_account_stats)
    """Figures of one sending account."""


class SaleshandyResources(Generic[M]):
    """The resources of Saleshandy's analytics."""

    analytics: Analytics[M] = nested(Analytics)


class Saleshandy(Client, SaleshandyResources[Awaited]):
    """An async client of Saleshandy's analytics, used like `JourneyBee`.

    The key is by default the environment's SALESHANDY_API_KEY. The only limit that the vendor
    publishes is 30 requests a minute, for another part of the API; reports have no documented one.

    .. versionadded:: 0.1
    """

    surface = "saleshandy"
    default_base_url = BASE_URL
    _auth = AUTH
    env_prefix = "SALESHANDY"
    default_requests_per_minute = 30
