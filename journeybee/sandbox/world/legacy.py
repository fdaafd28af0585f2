"""The made-up company as the legacy surface knows it, a tenth of the size."""

from __future__ import annotations

from typing import Any

from journeybee.sandbox.crud.resources import Resources
from journeybee.sandbox.store.items import Item
from journeybee.sandbox.surfaces.legacy import create
from journeybee.sandbox.world import words
from journeybee.sandbox.world.builder import HISTORY, Builder

TYPES = ("referral", "reseller")
DEAL_PHASES = ("discovery", "negotiation", "closed_won", "closed_lost")


def build(world: Builder, resources: Resources) -> None:
    """Settings, users, partnerships with contacts, leads with notes, and deals."""
    _settings(resources)
    users = [_user(world, resources, number) for number in range(12)]
    for number in range(max(2, world.size.partners // 10)):
        _partnership(world, resources, number)
    partnerships = resources.store.items("partnerships")
    days = sorted((world.past(HISTORY) for _ in range(world.size.leads // 10 or 3)), reverse=True)
    for ago in days:
        _lead(world, resources, users, world.pick(partnerships), ago)
    leads, stages = resources.store.items("leads"), resources.store.items("stages/lead-deal-stages")
    for lead in world.sample(leads, world.size.deals // 10 or 1):
        deal = create(
            resources,
            "lead-deals",
            {
                "lead_id": lead["id"],
                "deal_value": round(world.random.lognormvariate(9.2, 0.9), 2),
                "stage_uuid": world.pick(stages)["uuid"],
                "partnership_id": lead["partnership_leads"][0]["partnership_id"],
            },
            str(lead["id"]),
        )
        deal["created_at"] = lead["created_at"]


def _settings(resources: Resources) -> None:
    for series, (label, phase) in enumerate(words.PARTNER_STAGES, 1):
        fields = {"label": label, "phase": phase, "partner_type": "referral", "series": series}
        create(resources, "stages/partner-stages", fields)
    for series, (label, phase) in enumerate(zip(words.DEAL_PHASE_LABELS, DEAL_PHASES, strict=True)):
        fields = {"label": label, "phase": phase, "partner_type": "referral", "series": series + 1}
        create(resources, "stages/lead-deal-stages", fields)
    for label in words.CATEGORIES:
        create(resources, "categories", {"label": label, "partner_type": "referral"})
    for label, color in words.TIERS:
        fields = {"label": label, "background_color": color, "text_color": "#FFFFFF"}
        create(resources, "tiers", {**fields, "partner_type": "referral"})
    for association, labels in words.TAGS.items():
        for label in labels:
            fields = {"label": label, "association": association, "partner_type": "referral"}
            colors = {"background_color": "#6B7280", "text_color": "#FFFFFF"}
            create(resources, "tags", {**fields, **colors})
    text = {"label": "Comment", "type": "text", "category": "lead", "partner_type": "referral"}
    create(resources, "custom-fields", {**text, "required": False, "shared": False})


def _user(world: Builder, resources: Resources, number: int) -> Item:
    name = world.person()
    email = f"{name['first_name']}.{name['last_name']}{number}@acme.example".lower()
    role = "admin" if number < 3 else "partnerships"
    position = world.pick(words.POSITIONS)
    fields = {**name, "email": email, "role": role, "position": position, "color": "#6B7280"}
    return create(resources, "users", fields)


def _partnership(world: Builder, resources: Resources, number: int) -> None:
    name = f"{world.pick(words.COMPANY_FIRST)} {world.pick(words.COMPANY_SECOND)} {number}"
    domain = name.replace(" ", "-").lower() + ".example"
    person = world.person()
    invited = {"email": f"partners@{domain}", "firstName": person["first_name"]}
    fields: dict[str, Any] = {
        "name": name,
        "partnerType": world.pick(TYPES),
        "tierId": world.pick(resources.store.items("tiers"))["id"],
        "categoryId": world.pick(resources.store.items("categories"))["id"],
        "emails": [{**invited, "lastName": person["last_name"]}],
    }
    partnership = create(resources, "partnerships", fields)
    moment = world.moment(1200 - number)
    partnership["created_at"] = partnership["partnership"]["created_at"] = moment
    user = {**person, "email": invited["email"], "company_name": name, "color": "#6B7280"}
    create(resources, "partnerships/users", user, str(partnership["id"]))


def _lead(
    world: Builder, resources: Resources, users: list[Item], partnership: Item, ago: float
) -> None:
    name = world.person()
    company = f"{world.pick(words.COMPANY_FIRST)} {world.pick(words.COMPANY_SECOND)}"
    domain = company.replace(" ", "").lower() + ".example"
    kind = partnership["partnership"]["partner_type"]
    fields: dict[str, Any] = {
        **name,
        "company_name": company,
        "email": f"{name['first_name']}.{name['last_name']}@{domain}".lower(),
        "phone_number": world.phone(),
        "source": world.pick(("manual", "campaign", "partnership", "integration")),
        "associationType": kind,
        "assignedUsers": [user["id"] for user in world.some(users, 2)],
        "partnershipLead": {"partnership_id": partnership["id"]},
    }
    lead = create(resources, "leads", fields)
    lead.update(
        status=world.pick(("new", "contacted", "qualified", "converted", "lost")),
        created_by_user_id=world.pick(users)["id"],
        **world.moments(ago),
    )
    text = {"type": "text", "text": world.pick(words.NOTES)}
    document = {"type": "doc", "content": [{"type": "paragraph", "content": [text]}]}
    create(resources, "leads/notes", {"document": document}, str(lead["id"]))
