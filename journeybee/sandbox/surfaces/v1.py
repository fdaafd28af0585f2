"""Behaviour beyond the spec: operations that do more than their generic form, by operationId."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from journeybee.sandbox.crud.bodies import ENTITY_TYPES, require_reference
from journeybee.sandbox.crud.catalog import Call
from journeybee.sandbox.crud.resources import Resources
from journeybee.sandbox.errors import conflict, invalid, not_found
from journeybee.sandbox.spec.references import refers, title
from journeybee.sandbox.store.items import Item
from journeybee.sandbox.surfaces import analytics

Handler = Callable[[Resources, Call], Any]
Finisher = Callable[[Resources, Call, Item], None]


# ------------------------------------------------- new items, before they are stored


def _webhook_subscription(resources: Resources, call: Call, item: Item) -> None:
    """The id is integration, event and epoch milliseconds, joined by dots."""
    moment = int(resources.make.now().timestamp() * 1000)
    kind, prefix = call.operation.kind, f"{item['integration_id']}.{item['event']}"
    while resources.store.get(kind, f"{prefix}.{moment}"):
        moment += 1
    item["id"] = f"{prefix}.{moment}"
    item["active"] = True
    item["message"] = "Subscription created"


def _custom_field(resources: Resources, call: Call, item: Item) -> None:
    """Options get numeric ids that no other field has; only select fields have options."""
    known = resources.store.items(call.operation.kind)
    used = [option["id"] for field in known for option in field["options"] or ()]
    if item["type"] not in ("select", "multi_select"):
        item["options"] = None
        return
    item["options"] = [
        {"id": number, "label": option["label"]}
        for number, option in enumerate(item.get("options") or (), max(used, default=0) + 1)
    ]


def _custom_field_value(resources: Resources, _call: Call, item: Item) -> None:
    """An entity has one value for a field; its uuid is one of the kind that its type says."""
    kinds = {entity: kind for kind, entity in ENTITY_TYPES.items()}
    kind = kinds.get(item["entity_type"], "")
    if resources.store.get(kind, item["entity_uuid"]) is None:
        raise invalid(f"body/entity_uuid: {title(kind)} not found")
    for value in resources.store.children("custom-field-values", item["entity_uuid"]):
        if value["custom_field_uuid"] == item["custom_field_uuid"]:
            raise conflict("The custom field already has a value for this record")


def _deal(resources: Resources, _call: Call, item: Item) -> None:
    """The partner comes through the lead."""
    lead = resources.store.records[item["lead"]["uuid"]].item
    item["partner"] = lead.get("partner")
    if lead.get("partner_type"):
        item["partner_type"] = lead["partner_type"]
    item.setdefault("label", lead.get("company_name") or lead.get("email") or "")


def _lead(_resources: Resources, _call: Call, item: Item) -> None:
    """A lead that comes in through the API was not entered by hand."""
    item.setdefault("source", "integration")


def _lead_product(resources: Resources, call: Call, item: Item) -> None:
    """A lead with a quote takes its products from the quote."""
    if ("leads/quote", call.parent or "") in resources.store.singletons:
        raise conflict("Products cannot be added to a lead that has a quote")
    item.setdefault("quantity", 1)


def _lead_attribution(resources: Resources, call: Call, item: Item) -> None:
    item["series"] = len(resources.members(call.operation, call.parent)) + 1


def _block(resources: Resources, call: Call, item: Item) -> None:
    """Blocks are numbered from 1 in the order they were added."""
    item.setdefault("series", len(resources.members(call.operation, call.parent)) + 1)


def _commission(_resources: Resources, _call: Call, item: Item) -> None:
    item.setdefault("payment_target", "partnership")


def _partner(_resources: Resources, _call: Call, item: Item) -> None:
    item.setdefault("partner_type", "referral")


def _asset(_resources: Resources, _call: Call, item: Item) -> None:
    """The file of the given URL; nothing is downloaded."""
    item["file_url"] = item.pop("url")
    item.setdefault("file_name", item["file_url"].rstrip("/").rpartition("/")[2])
    if item["category"] == "resource":
        item.setdefault("resource_type", "partner")


FINISHERS: dict[str, Finisher] = {
    "create_asset": _asset,
    "create_commission": _commission,
    "create_custom_field": _custom_field,
    "create_custom_field_value": _custom_field_value,
    "create_deal": _deal,
    "create_lead": _lead,
    "create_lead_attribution": _lead_attribution,
    "create_lead_product": _lead_product,
    "create_partner": _partner,
    "create_resource_block": _block,
    "create_room_block": _block,
    "create_webhook_subscription": _webhook_subscription,
}


# ------------------------------------------------- operations without a generic form


def _lead_of(resources: Resources, call: Call) -> Item:
    resources.check_parent(call)
    return resources.store.records[call.parent or ""].item


def _list_lead_users(resources: Resources, call: Call) -> Any:
    users = _lead_of(resources, call)["assigned_users"]
    return [resources.show(call.operation, resources.current(u["uuid"]) or u) for u in users]


def _assign_lead_user(resources: Resources, call: Call) -> Any:
    lead = _lead_of(resources, call)
    user = require_reference(resources, "user", call.body["user_uuid"], "body/user_uuid")
    if not refers(lead["assigned_users"], user["uuid"]):
        lead["assigned_users"] = [*lead["assigned_users"], {"uuid": user["uuid"]}]
        resources.store.touch(lead)
    return resources.show(call.operation, user)


def _unassign_lead_user(resources: Resources, call: Call) -> None:
    lead = _lead_of(resources, call)
    left = [user for user in lead["assigned_users"] if user["uuid"] != call.key]
    if len(left) == len(lead["assigned_users"]):
        raise not_found("User not found")
    lead["assigned_users"] = left
    resources.store.touch(lead)


HANDLERS: dict[str, Handler] = {
    "partner_engagement_leaderboard": analytics.engagement,
    "partner_revenue_leaderboard": analytics.revenue,
    "partner_leads_timeline": analytics.leads_timeline,
    "list_lead_users": _list_lead_users,
    "assign_lead_user": _assign_lead_user,
    "unassign_lead_user": _unassign_lead_user,
}


def answer(resources: Resources, call: Call) -> Any:
    """The JSON value that a checked request is answered with."""
    operation = call.operation
    if operation.id in HANDLERS:
        return HANDLERS[operation.id](resources, call)
    singleton = not operation.is_item and operation.kind not in resources.spec.collections
    match operation.method:
        case "GET":
            if singleton:
                return resources.get_singleton(call)
            return resources.get_item(call) if operation.is_item else resources.list_items(call)
        case "POST":
            item = resources.build(call)
            if operation.id in FINISHERS:
                FINISHERS[operation.id](resources, call, item)
            return resources.create_item(call, item)
        case "DELETE":
            return resources.delete_singleton(call) if singleton else resources.delete_item(call)
        case _:
            return resources.set_singleton(call) if singleton else resources.update_item(call)
