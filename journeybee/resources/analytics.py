from journeybee.binding import Resource, bare_list, single
from journeybee_api.v1.operations import analytics


class Analytics(Resource):
    """Leaderboards and timelines."""

    partner_revenue_leaderboard = single(analytics.partner_revenue_leaderboard)
    partner_leads_timeline = single(analytics.partner_leads_timeline)
    partner_engagement_leaderboard = bare_list(analytics.partner_engagement_leaderboard)
