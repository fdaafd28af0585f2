"""Words the demo world is made of."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIRST_NAMES = _words(
    "Ada Amir Anna Bela Carla Chidi Dana Diego Elif Emma Erik Fatima Felix Grace Hana Hugo Ines "
    "Ivan Jana Jonas Kofi Lars Leila Lena Louis Maja Marco Mei Milan Mina Nadia Noah Olga Omar "
    "Paula Pedro Priya Rosa Samir Sara Sofia Tariq Theo Tomás Vera Victor Wei Yara Zoë Zuri"
)
LAST_NAMES = _words(
    "Abara Andersen Bauer Becker Berg Bianchi Castillo Chen Costa Dubois Eriksen Fischer Fontaine "
    "Garcia Haddad Hansen Horvat Ivanova Jensen Kaya Keller Kim Kowalski Larsen Lopes Marino Meyer "
    "Moreau Müller Nakamura Novak Okafor Olsen Patel Peeters Petrov Rahman Ricci Rossi Santos "
    "Schneider Silva Sørensen Tanaka Torres Vidal Weber Wolf Yilmaz Zhang"
)
COMPANY_FIRST = _words(
    "Alder Amber Anchor Arc Aspen Atlas Aurora Beacon Birch Blue Bright Canyon Cedar Cobalt Copper "
    "Coral Delta Echo Elm Ember Falcon Fern Forge Granite Harbor Hazel Helix Indigo Iron Juniper "
    "Lantern Lark Linden Lumen Maple Meridian Mosaic Nimbus North Oak Onyx Orchard Pine Quartz "
    "Raven River Sage Silver Slate Solar Spruce Stone Summit Tidal Umber Vertex Willow Wren Zephyr"
)
COMPANY_SECOND = _words(
    "Analytics Cloud Consulting Data Digital Dynamics Energy Finance Foods Group Health Industries "
    "Labs Logistics Media Networks Partners Robotics Security Software Solutions Studio Systems "
    "Technologies Telecom Travel Ventures Works"
)
POSITIONS = ("Account Manager", "Head of Partnerships", "Sales Lead", "CEO", "Solutions Engineer")
NOTES = (
    "Called, asked for a demo next week.",
    "Wants to see the integration before going on.",
    "Budget is set for the next quarter.",
    "Introduced by the partner at a conference.",
    "Sent the proposal, waiting for legal.",
    "Champion left the company, looking for a new contact.",
)
TASKS = (
    "Send the proposal",
    "Book a demo",
    "Follow up by phone",
    "Share the security questionnaire",
    "Prepare the business review",
    "Update the forecast",
)
PRODUCTS = ("Starter", "Team", "Business", "Enterprise", "Onboarding", "Support", "Training")
ATTRIBUTIONS = ("Website", "Webinar", "Trade fair", "Referral", "Co-marketing", "Outbound")
CATEGORIES = ("Agency", "Consultancy", "Technology", "Integrator", "Marketplace", "Influencer")
TIERS = (("Bronze", "#a97142"), ("Silver", "#8e9aa6"), ("Gold", "#d4af37"), ("Platinum", "#5b6770"))
PARTNER_STAGES = (
    ("Prospect", "discovery"),
    ("In talks", "evaluation"),
    ("Active", "active"),
    ("Paused", "inactive"),
)
DEAL_STAGES = (
    ("Discovery", "discovery"),
    ("Evaluation", "evaluation"),
    ("Negotiation", "negotiation"),
    ("Won", "closed_won"),
    ("Lost", "closed_lost"),
)
DEAL_PHASE_LABELS = ("Discovery", "Negotiation", "Won", "Lost")
TAGS = {
    "lead": ("hot", "inbound", "event", "enterprise"),
    "lead_deal": ("renewal", "upsell", "strategic"),
    "partner": ("priority", "emea", "apac", "americas"),
}
CURRENCIES = (("EUR", "Euro"), ("USD", "US Dollar"), ("GBP", "Pound Sterling"))
