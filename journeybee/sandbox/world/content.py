"""Nested items of partners, leads and deals."""

from __future__ import annotations

from journeybee.sandbox.spec.shapes import midnight
from journeybee.sandbox.store.items import Item
from journeybee.sandbox.world import words
from journeybee.sandbox.world.builder import (
    CURRENCY,
    NAMED,
    USER,
    Builder,
    reference,
    references,
)
from journeybee.sandbox.world.portal import portal_content


def build(world: Builder) -> None:
    """Products, then everything that refers to them, to leads, to deals and to partners."""
    _products(world)
    _lead_details(world)
    _quotes(world)
    _payments(world)
    _commissions(world)
    _tasks(world)
    portal_content(world)
    _certifications(world)
    _webhook_subscription(world)


def _products(world: Builder) -> None:
    euro = reference(world.items("currencies")[0], CURRENCY)
    for number, name in enumerate(words.PRODUCTS, 1):
        recurring = world.chance(0.6)
        world.add(
            "products",
            name=name,
            sku=f"P-{number:03d}",
            price=float(world.random.randrange(50, 5000, 50)),
            billing_type="recurring" if recurring else "one_time",
            billing_period=world.pick(("monthly", "yearly")) if recurring else None,
            status=world.pick(("live", "live", "draft")),
            currency=dict(euro),
        )
    calculator = world.add("pricing-calculators", name="Standard offer", currency=dict(euro))
    for order, product in enumerate(world.items("products")[:4], 1):
        world.add(
            "pricing-calculators/products",
            calculator["uuid"],
            sort_order=order,
            quantity_type="fixed",
            quantity_fixed=1,
            is_optional=order > 2,
            is_included_by_default=True,
            product={**_product(product), "price": product["price"], "currency_code": "EUR"},
        )
    for order, (name, kind, value) in enumerate((("Volume", "discount", 5), ("VAT", "tax", 20)), 1):
        world.add(
            "pricing-calculators/formulas",
            calculator["uuid"],
            name=name,
            formula_type=kind,
            calculation_type="percentage",
            value=value,
            sort_order=order,
        )


def _product(product: Item) -> Item:
    return reference(product, ("uuid", "name", "sku"))


def _lead_details(world: Builder) -> None:
    staff, products = world.items("users", role="partnerships"), world.items("products")
    attributions = world.items("attributions")
    for lead in world.items("leads"):
        since = {"created_at": lead["created_at"], "updated_at": lead["updated_at"]}
        for note in world.some(words.NOTES, 1):
            author = reference(world.pick(staff), USER)
            text = {"content": note, "lead_uuid": lead["uuid"]}
            world.add("leads/notes", lead["uuid"], **text, created_by=author, **since)
        if world.chance(0.1):
            world.add(
                "leads/attributions",
                lead["uuid"],
                attribution=reference(world.pick(attributions)),
                series=1,
                attributed_date=midnight(lead["created_at"]),
                created_at=lead["created_at"],
            )
        if world.chance(0.1):
            product = world.pick(products)
            world.add(
                "leads/products",
                lead["uuid"],
                product=_product(product),
                quantity=world.random.randint(1, 20),
                unit_price=product["price"],
                source="manual",
                **since,
            )


def _quotes(world: Builder) -> None:
    leads = world.sample(world.items("leads", status="qualified"), world.size.quotes)
    for number, lead in enumerate(leads, 1):
        world.resources.store.put_singleton(
            "leads/quote", lead["uuid"], _quote(world, number, lead)
        )


def _quote(world: Builder, number: int, lead: Item) -> Item:
    product, quantity = world.pick(world.items("products")), world.random.randint(1, 10)
    subtotal = round(product["price"] * quantity, 2)
    amounts = {"subtotal": subtotal, "discount_amount": 0, "discount_value": 0}
    line = {
        "uuid": world.resources.make.uuid(),
        "product_name": product["name"],
        "product_sku": product["sku"],
        "product_uuid": product["uuid"],
        "unit_price": product["price"],
        "quantity": quantity,
        "total": subtotal,
        "sort_order": 1,
        "notes": None,
        **amounts,
    }
    return {
        "uuid": world.resources.make.uuid(),
        "quote_number": f"Q-{number:05d}",
        "name": None,
        "status": "sent",
        "customer_name": f"{lead['first_name']} {lead['last_name']}",
        "customer_email": lead["email"],
        "customer_company": lead["company_name"],
        "valid_from": world.day(10),
        "valid_until": world.day(-20),
        "tax_amount": 0,
        "total": subtotal,
        "notes": None,
        "terms": None,
        "currency": reference(world.items("currencies")[0], ("uuid", "code")),
        "pricing_calculator_uuid": world.items("pricing-calculators")[0]["uuid"],
        "line_items": [line],
        **amounts,
        **world.moments(10),
    }


def _payments(world: Builder) -> None:
    won = {stage["uuid"] for stage in world.items("stages", phase="closed_won")}
    for deal in world.items("deals"):
        if deal["stage"]["uuid"] not in won:
            continue
        completed = world.chance(0.6)
        world.add(
            "payments",
            payment_value=round(deal["deal_value"] * 0.1, 2),
            payment_date=midnight(deal["updated_at"]),
            payment_category="commission",
            recipient_type="partnership",
            approved=True if completed else world.pick((True, None)),
            payment_processing=not completed and world.chance(0.3),
            payment_completed=completed,
            payment_completed_date=midnight(deal["updated_at"]) if completed else None,
            currency=dict(deal["currency"]),
            deal_uuid=deal["uuid"],
            partner=dict(deal["partner"]),
            created_at=deal["updated_at"],
        )
    for partner in world.sample(world.items("partners"), world.size.mdf_requests):
        world.add(
            "mdf",
            label=f"Campaign with {partner['name']}",
            status=world.pick(("pending", "approved", "paid")),
            amount=float(world.random.randrange(500, 10000, 500)),
            partner=reference(partner, NAMED),
            currency=reference(world.items("currencies")[0], CURRENCY),
            **world.moments(world.past(300)),
        )


def _commissions(world: Builder) -> None:
    tiers, categories = world.items("tiers"), world.items("categories")
    partners = world.items("partners")
    for number in range(1, world.size.commissions + 1):
        percent = world.random.randint(3, 25)
        one_off = {"type": "oneOff", "option": "percentage", "value": str(percent)}
        world.add(
            "commissions",
            label=f"{percent}% rule {number}",
            partner_type=world.pick(("referral", "reseller", "distributor")),
            payment_target=world.pick(("partnership", "individual")),
            auto_assign_recipient=world.pick(("lead_creator", "deal_owner", "manual", None)),
            calculation={"entries": [{"payment_stage_id": 4, "calculation": one_off}]},
            tiers=references(world.some(tiers, 2)),
            categories=references(world.some(categories, 2)),
            partnerships=references(world.some(partners, 2), NAMED),
            **world.moments(world.past(800)),
        )


def _tasks(world: Builder) -> None:
    leads, deals, partners = (world.items(kind) for kind in ("leads", "deals", "partners"))
    staff = world.items("users", role="partnerships")
    for _ in range(world.size.tasks):
        target = world.pick(("lead", "deal", "partnership"))
        item = world.pick({"lead": leads, "deal": deals, "partnership": partners}[target])
        world.add(
            "tasks",
            title=world.pick(words.TASKS),
            status=world.pick(("to_do", "in_progress", "in_review", "done")),
            priority=world.pick(("low", "medium", "high", "urgent", None)),
            due_date=world.day(world.random.randint(-30, 60)) if world.chance(0.7) else None,
            shared=world.chance(0.3),
            assigned_users=references(world.some(staff, 2), USER),
            **{f"{target}_uuid": item["uuid"]},
            **world.moments(world.past(120)),
        )


def _certifications(world: Builder) -> None:
    users = world.items("users", role="partner")
    states = (("enrolled", 0), ("in_progress", 40), ("completed", 100), ("failed", 100))
    for certification in world.items("certifications"):
        for user in world.sample(users, world.size.enrolled):
            status, progress = world.pick(states)
            begun, ended = status != "enrolled", status in ("completed", "failed")
            world.add(
                "certifications/enrollments",
                certification["uuid"],
                user_uuid=user["uuid"],
                user_email=user["email"],
                status=status,
                progress_percentage=progress,
                enrolled_at=world.moment(60),
                started_at=world.moment(50) if begun else None,
                completed_at=world.moment(20) if ended else None,
                assessment_best_score=world.random.randint(40, 100) if ended else None,
                assessment_passed=status == "completed" if ended else None,
            )


def _webhook_subscription(world: Builder) -> None:
    event, moment = "leads.create", int(world.now.timestamp() * 1000)
    subscription: Item = {
        "id": f"1.{event}.{moment}",
        "integration_id": 1,
        "event": event,
        "url": "https://hooks.example/journeybee",
        "active": True,
    }
    world.resources.add("webhooks/subscriptions", subscription)
