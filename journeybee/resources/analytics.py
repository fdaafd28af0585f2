from journeybee.operations import M, Resource, bare_list, single
from journeybee_api.v1.operations import analytics


class Analytics(Resource[M]):
    """Leaderboards and timelines."""

    partner_revenue_leaderboard = single(analytics.partner_revenue_leaderboard)
    """Rank partners by revenue."""
    partner_leads_timeline = single(analytics.partner_leads_timeline)
    """Count one partnership's leads by month."""
    partner_engagement_leaderboard = bare_list(analytics.partner_engagement_leaderboard)
    """Rank partners by portal usage."""
