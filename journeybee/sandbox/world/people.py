"""Partners with their users and portal sessions, leads, and deals."""

from __future__ import annotations

from datetime import datetime, timedelta

from journeybee.sandbox.store.items import Item
from journeybee.sandbox.surfaces.analytics import SESSIONS
from journeybee.sandbox.world import words
from journeybee.sandbox.world.builder import (
    CURRENCY,
    HISTORY,
    LEAD,
    NAMED,
    USER,
    Builder,
    reference,
    references,
)
from journeybee.sandbox.world.settings import custom_values, user

PARTNER_TYPES = ("referral", "reseller", "distributor")
LEAD_STATUSES = ("new", "contacted", "qualified", "converted", "lost")


def partners(world: Builder) -> None:
    """Partners with their contacts, portal users and portal sessions."""
    staff = world.items("users")
    stages = world.items("stages", association="partner")
    tags = world.items("tags", association="partner")
    tiers, categories = world.items("tiers"), world.items("categories")
    for number in range(world.size.partners):
        days = 1200 - number * (1170 / world.size.partners)
        first, second = world.pick(words.COMPANY_FIRST), world.pick(words.COMPANY_SECOND)
        domain = f"{first}-{second}-{number}.example".lower()
        partner = world.add(
            "partners",
            name=f"{first} {second} {number}",
            email=f"partners@{domain}",
            phone_number=world.phone(),
            website_url=f"https://{domain}",
            description=f"{second} partner" if world.chance(0.7) else None,
            partner_type=world.random.choices(PARTNER_TYPES, (6, 3, 1))[0],
            invited_at=world.moment(days),
            accepted_at=world.moment(days * 0.98) if world.chance(0.9) else None,
            stage=reference(world.random.choices(stages, (1, 2, 6, 1))[0]),
            tier=reference(world.pick(tiers)) if world.chance(0.9) else None,
            category=reference(world.pick(categories)) if world.chance(0.9) else None,
            partner_logo_uuid=world.resources.make.uuid() if world.chance(0.6) else None,
            tags=references(world.some(tags, 2)),
            assigned_users=references(world.some(staff, 2), USER),
            domains=[{"uuid": world.resources.make.uuid(), "domain": domain, "is_primary": True}],
            **world.moments(days),
        )
        custom_values(world, partner, "partner")
        _portal(world, partner, domain, days)


def _portal(world: Builder, partner: Item, domain: str, days: float) -> None:
    users: list[Item] = []
    for number in range(world.random.randint(1, 3)):
        name = world.person()
        users.append(user(world, name, domain, "partner", number))
        email = users[-1]["email"]
        moments = world.moments(days * world.random.random())
        world.add("partners/contacts", partner["uuid"], email=email, **name, **moments)
    active = world.random.randint(1, 45) if world.chance(0.85) else 0
    sessions = [
        {
            "user_uuid": world.pick(users)["uuid"],
            "day": (world.now - timedelta(days=world.past(min(days, 600)))).date().isoformat(),
            "page_views": world.random.randint(1, 40),
            "duration": world.random.randint(5, 3600),
        }
        for _ in range(active)
    ]
    sessions.sort(key=lambda session: session["day"])
    world.resources.store.put_singleton(SESSIONS, partner["uuid"], sessions)


# ------------------------------------------------------------------ leads and deals


def leads(world: Builder) -> None:
    """Leads, oldest first; most came with a partner."""
    partners, staff = world.items("partners"), world.items("users", role="partnerships")
    tags = world.items("tags", association="lead")
    for days in sorted((world.past(HISTORY) for _ in range(world.size.leads)), reverse=True):
        partner = world.pick(partners) if world.chance(0.9) else None
        name = world.person()
        company = f"{world.pick(words.COMPANY_FIRST)} {world.pick(words.COMPANY_SECOND)}"
        domain = company.lower().replace(" ", "") + ".example"
        lead = world.add(
            "leads",
            email=f"{name['first_name']}.{name['last_name']}@{domain}".lower(),
            company_name=company,
            phone_number=world.phone() if world.chance(0.6) else None,
            status=world.random.choices(LEAD_STATUSES, (4, 3, 3, 3, 2))[0],
            source=_source(world, partner),
            partner_type=partner["partner_type"] if partner else None,
            partner=reference(partner, NAMED) if partner else None,
            tags=references(world.some(tags, 2)),
            assigned_users=references(world.some(staff, 1), USER),
            **name,
            **world.moments(days),
        )
        if world.chance(0.3):
            custom_values(world, lead, "lead")


def _source(world: Builder, partner: Item | None) -> str:
    if partner is None:
        return world.pick(("manual", "campaign", "integration"))
    return world.random.choices(
        ("partnership", "lead_submission_form", "manual", "campaign", "integration"),
        (4, 3, 3, 1, 1),
    )[0]


def deals(world: Builder) -> None:
    """Deals of leads that have a partner, oldest first, each created after its lead."""
    leads = world.sample([x for x in world.items("leads") if x["partner"]], world.size.deals)
    stages = world.items("stages", association="lead_deal")
    tags = world.items("tags", association="lead_deal")
    staff = world.items("users", role="partnerships")
    currencies = world.items("currencies")
    dated = [
        (_days_since(world, lead["created_at"]) * world.random.random(), lead) for lead in leads
    ]
    for days, lead in sorted(dated, key=lambda pair: -pair[0]):
        value = round(world.random.lognormvariate(9.2, 0.9), 2)
        deal = world.add(
            "deals",
            label=f"{lead['company_name']} deal",
            deal_value=value,
            total_commission_value=round(value * 0.1, 2) if world.chance(0.5) else 0,
            expiration_date=world.day(days - 90) if world.chance(0.8) else None,
            stage=reference(world.random.choices(stages, (2, 2, 2, 3, 2))[0]),
            lead=reference(lead, LEAD),
            partner=dict(lead["partner"]),
            partner_type=lead["partner_type"],
            currency=reference(world.random.choices(currencies, (90, 6, 4))[0], CURRENCY),
            tags=references(world.some(tags, 1)),
            assigned_users=references(world.some(staff, 1), USER),
            **world.moments(days),
        )
        if world.chance(0.4):
            custom_values(world, deal, "lead_deal")


def _days_since(world: Builder, stamp: str) -> float:
    return (world.now - datetime.fromisoformat(stamp)).total_seconds() / 86400
