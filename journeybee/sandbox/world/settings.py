"""What a company sets up: staff, stages, tiers, categories, tags and custom fields."""

from __future__ import annotations

from journeybee.sandbox.store.items import Item
from journeybee.sandbox.world import words
from journeybee.sandbox.world.builder import HISTORY, Builder

STAFF = 12


def given(world: Builder) -> None:
    """Currencies, attributions and certifications: the API can list them but not create them."""
    for code, label in words.CURRENCIES:
        world.add("currencies", code=code, label=label)
    for label in words.ATTRIBUTIONS:
        world.add("attributions", label=label)
    for title in ("Product basics", "Selling with us", "Technical implementation"):
        world.add("certifications", title=title, **world.moments(HISTORY))


def chosen(world: Builder) -> None:
    """Staff, stages, tiers, categories, tags and custom fields."""
    for number in range(STAFF):
        role = "admin" if number < 3 else "partnerships"
        user(world, world.person(), "acme.example", role, number)
    for association, stages in (
        ("partner", words.PARTNER_STAGES),
        ("lead_deal", words.DEAL_STAGES),
    ):
        for series, (label, phase) in enumerate(stages, 1):
            world.add("stages", label=label, phase=phase, association=association, series=series)
    for label, color in words.TIERS:
        world.add("tiers", label=label, background_color=color, text_color="#ffffff")
    for label in words.CATEGORIES:
        world.add("categories", label=label)
    for association, labels in words.TAGS.items():
        for label in labels:
            world.add("tags", label=label, association=association, background_color="#eef2f7")
    _custom_fields(world)


def _custom_fields(world: Builder) -> None:
    option = 0
    for category, label, kind, choices in (
        ("partner", "Region", "select", ("Europe", "Americas", "Asia Pacific")),
        ("partner", "Employees", "number", ()),
        ("lead", "Interests", "multi_select", ("Platform", "Services", "Support")),
        ("lead", "Comment", "textarea", ()),
        ("lead_deal", "Decision date", "date", ()),
        ("lead_deal", "Legal approved", "boolean", ()),
        ("contact", "Nickname", "text", ()),
    ):
        options = [{"id": option + i, "label": c} for i, c in enumerate(choices, 1)]
        option += len(options)
        world.add(
            "custom-fields",
            label=label,
            type=kind,
            category=category,
            partner_type="referral",
            options=options or None,
            shared=world.chance(0.5),
            required=False,
        )


def custom_values(world: Builder, entity: Item, entity_type: str) -> None:
    """Values for some of the custom fields of an entity."""
    for definition in world.some(world.items("custom-fields", category=entity_type), 2):
        world.add(
            "custom-field-values",
            custom_field_uuid=definition["uuid"],
            custom_field_label=definition["label"],
            custom_field_type=definition["type"],
            value=_custom_value(world, definition),
            entity_type=entity_type,
            entity_uuid=entity["uuid"],
            created_at=entity["created_at"],
            updated_at=entity["updated_at"],
        )


def _custom_value(world: Builder, definition: Item) -> Item:
    options = [option["id"] for option in definition["options"] or ()]
    match definition["type"]:
        case "select":
            return {"select": world.pick(options)}
        case "multi_select":
            return {"multi_select": sorted(world.some(options, 3))}
        case "number":
            return {"number": world.random.randint(5, 5000)}
        case "date":
            return {"date": world.day(-world.random.randint(1, 120))[:10]}
        case "boolean":
            return {"boolean": world.chance(0.5)}
        case _:
            return {"text": world.pick(words.NOTES)}


def user(world: Builder, name: dict[str, str], domain: str, role: str, number: int) -> Item:
    """A user of the company or of a partner; the number keeps addresses apart."""
    days = world.past(HISTORY)
    return world.add(
        "users",
        email=f"{name['first_name']}.{name['last_name']}{number}@{domain}".lower(),
        role=role,
        position=world.pick(words.POSITIONS),
        phone_number=world.phone(),
        **name,
        **world.moments(days),
    )


def unused(world: Builder) -> None:
    """Settings that nothing uses yet, and that can therefore be deleted."""
    world.add("stages", label="Onboarding", phase="active", association="partner", series=5)
    world.add("tiers", label="Diamond", background_color="#9be7ff", text_color="#000000")
    world.add("categories", label="Nonprofit")
    world.add("tags", label="seasonal", association="lead", background_color="#eef2f7")
