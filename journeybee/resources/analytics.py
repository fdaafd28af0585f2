from journeybee.operations import M, Resource, bare_list, single
from journeybee_api.v1.operations import analytics


class Analytics(Resource[M]):
    """Leaderboards and timelines."""

    partner_revenue_leaderboard = single(analytics.partner_revenue_leaderboard)
    partner_leads_timeline = single(analytics.partner_leads_timeline)
    partner_engagement_leaderboard = bare_list(analytics.partner_engagement_leaderboard)
