"""What the legacy surface does: numeric ids, bare arrays with cursors, and ids in bodies.

Undocumented, and so chosen here: pages of a list with a cursor have 50 items, newest first, and a
few more where the last of them share their `created_at`, so that a cursor never separates equal
ones. A lead is active until it is converted or lost, a deal until its stage is closed.
"""

from __future__ import annotations

import math
import re
from typing import Any

from journeybee.jsonvalue import is_array
from journeybee.sandbox.crud.catalog import Call
from journeybee.sandbox.crud.resources import Resources
from journeybee.sandbox.errors import conflict, invalid, not_found
from journeybee.sandbox.spec import references
from journeybee.sandbox.spec.shapes import Shape
from journeybee.sandbox.store.items import Item
from journeybee.sandbox.surfaces.legacy_filters import matches, sorted_as_asked

PAGE = 50
COMPANY = 1
STAGES = ("stages/lead-deal-stages", "stages/partner-stages")
_TITLES = {"lead-deals": "Deal"}


def answer(resources: Resources, call: Call) -> Any:
    """The JSON value that a checked request is answered with."""
    operation = call.operation
    kind = kind_of(operation.kind)
    match operation.method:
        case "GET":
            if operation.is_item:
                shape = resources.shapes.of(operation.response)
                return _shown(resources, kind, _require(resources, call), shape)
            return _list(resources, call, kind)
        case "POST":
            parent = _parent(resources, call)
            item = create(resources, kind, call.fields, parent)
            created = {"status": "created", "message": "Partnership created successfully"}
            return _project(resources, call, created if kind == "partnerships" else item)
        case "PATCH" if not operation.is_item:
            return {"updated": _change_several(resources, kind, call.body)}
        case "PATCH":
            item = _require(resources, call)
            change(resources, kind, item, call.fields)
            return _project(resources, call, item)
        case _:
            item = _require(resources, call)
            if kind == "partnerships" and _is_active(resources, item["id"]):
                raise conflict("Cannot delete partnership with active leads or deals")
            resources.store.remove(str(item["id"]))
            return None


def kind_of(kind: str) -> str:
    """The kind that items are stored under: paths below /companies/{companyId} are views of it."""
    return kind.removeprefix("companies/")


def create(resources: Resources, kind: str, fields: Item, parent: str | None = None) -> Item:
    """Create an item, and its nested items, from the fields of a create body."""
    now = resources.make.timestamp()
    item: Item = {"created_at": now, "updated_at": now, "company_id": COMPANY}
    shape = _shape(resources, kind)
    _apply(resources, kind, item, fields)
    if kind in STAGES:
        item.setdefault("series", resources.store.count(kind) + 1)
    if kind == "lead-deals":
        lead = _find(resources, "leads", fields["lead_id"], "lead_id")
        item.setdefault("label", fields.get("deal_label") or lead.get("company_name") or "Deal")
        item["partner_type"] = lead.get("partner_type", "referral")
        parent = str(lead["id"])
    if "partnershipLead" in fields:
        _partnership_lead(resources, item, fields["partnershipLead"])
    item["uuid"] = resources.make.uuid()
    item["id"] = resources.store.highest + 1
    if kind == "partnerships":
        _partnership(resources, item, fields)
    shape.complete(item, resources.make)
    resources.store.add(kind, str(item["id"]), item, parent)
    for contact in fields.get("emails", ()) if kind == "partnerships" else ():
        names = {"first_name": contact.get("firstName"), "last_name": contact.get("lastName")}
        given = {name: text for name, text in names.items() if text is not None}
        person = {"email": contact["email"], "partnership_id": item["id"], **given}
        create(resources, "contacts", person, str(item["id"]))
    return item


def change(resources: Resources, kind: str, item: Item, fields: Item) -> None:
    """Write the fields of an update body into an item."""
    changed = dict(item)
    _apply(resources, kind, changed, fields)
    changed["updated_at"] = resources.make.timestamp()
    item.clear()
    item.update(changed)
    resources.store.changed.add(str(item["id"]))


# ------------------------------------------------------------------ lists


def _list(resources: Resources, call: Call, kind: str) -> Any:
    parent, query = _parent(resources, call), call.query
    store, shape = resources.store, _shape(resources, kind)
    items = store.items(kind) if parent is None else store.children(kind, parent)
    for name, value in query.items():
        items = [item for item in items if matches(shape, item, name, value)]
    total = len(items)
    names = {parameter.name for parameter in call.operation.parameters}
    if "cursor" in names:
        items = _slice(items, query)
    shown = [_shown(resources, kind, {**item, "total": total}, shape) for item in items]
    if "page" in query or "pageSize" in query:
        page, size = query.get("page", 1), query.get("pageSize", 10)
        counts = {"record-count": total, "page-count": math.ceil(total / size)}
        return {"data": shown[(page - 1) * size : page * size], "meta": counts}
    return shown


def _slice(items: list[Item], query: Item) -> list[Item]:
    items = sorted(items, key=lambda item: (item["created_at"], item["id"]), reverse=True)
    cursor = query.get("cursor")
    left = [item for item in items if not cursor or item["created_at"] < cursor]
    end = PAGE
    while 0 < end < len(left) and left[end]["created_at"] == left[end - 1]["created_at"]:
        end += 1
    return sorted_as_asked(left[:end], query.get("sort"))


# ------------------------------------------------------------------ bodies


def _apply(resources: Resources, kind: str, item: Item, fields: Item) -> None:
    shape = _shape(resources, kind)
    for name, value in fields.items():
        field = re.sub("([A-Z])", lambda found: f"_{found[1].lower()}", name)
        if name in ("tags", "assignedUsers"):
            entries = shape.fields[field].items if field in shape.fields else None
            targets = [
                _find(resources, field.removeprefix("assigned_"), id_, name) for id_ in value
            ]
            item[field] = [(entries or Shape()).project(t, lambda _: None) for t in targets]
        elif field == "stage_uuid":
            stage = _stage(resources, value)
            item.update({f"stage_{part}": stage.get(part) for part in ("id", "label", "series")})
            item["stage_phase"] = stage.get("phase", "")
        elif field == "payment_stage_uuid":
            _stage(resources, value)
        elif field in ("tier_id", "category_id"):
            _label(resources, item, field.removesuffix("_id"), value)
        elif field == "partnership_id":
            found = _find(resources, "partnerships", value, name)
            item.update(partnership_id=value, company_name=found["partner"]["name"])
        elif name == "customFields":
            key = "customFields" if kind == "partnerships" else "custom_fields"
            item[key] = [_custom(resources, entry) for entry in value]
        elif name == "document":
            item["content"] = value
        elif field in shape.fields and field not in ("id", "uuid", "partner"):
            item[field] = value


def _partnership(resources: Resources, item: Item, fields: Item) -> None:
    kind = fields["partnerType"]
    number = item["id"]
    item["partnership"] = {"id": number, "created_at": item["created_at"], "partner_type": kind}
    item["partnership"]["stage"] = "accepted"
    item["partner"] = {"id": number, "name": fields["name"]}
    if "stage_id" not in item and (stages := resources.store.items(STAGES[1])):
        _apply(resources, "partnerships", item, {"stageUuid": stages[0]["uuid"]})


def _partnership_lead(resources: Resources, item: Item, given: Item) -> None:
    item["partner_type"] = "referral"
    if "partnership_id" not in given:
        return
    found = _find(resources, "partnerships", given["partnership_id"], "partnership_id")
    kind = found["partnership"]["partner_type"]
    item["partner_type"] = kind
    # The lead's own number: no operation asks for it.
    number = item["partnershipLeadId"] = resources.store.highest + 1
    link = {"id": number, "created_at": item["created_at"], "partnership_id": found["id"]}
    item["partnership_leads"] = [{**link, "partner_type": kind, "direction": "received"}]


def _is_active(resources: Resources, partnership: int) -> bool:
    leads, deals = (resources.store.items(kind) for kind in ("leads", "lead-deals"))
    return any(
        lead.get("status") not in ("converted", "lost")
        and any(link["partnership_id"] == partnership for link in lead.get("partnership_leads", ()))
        for lead in leads
    ) or any(
        deal.get("partnership_id") == partnership
        and not str(deal.get("stage_phase")).startswith("closed")
        for deal in deals
    )


def _label(resources: Resources, item: Item, name: str, value: Any) -> None:
    if value is None:
        item.pop(name, None)
        return
    found = _find(resources, references.plural(name), value, f"{name}Id")
    parts = ("id", "label", "background_color", "text_color")
    item[name] = {part: found[part] for part in parts if part in found}


def _custom(resources: Resources, entry: Item) -> Item:
    field = _find(resources, "custom-fields", entry.get("customFieldId"), "customFieldId")
    parts = {name: field[name] for name in ("id", "label", "type")}
    return {**parts, "value": entry.get("value", {}), "custom_field_value_id": field["id"]}


def _stage(resources: Resources, uuid: str) -> Item:
    for kind in STAGES:
        for stage in resources.store.items(kind):
            if stage["uuid"] == uuid:
                return stage
    raise invalid("Invalid field values or stage UUID not found")


def _change_several(resources: Resources, kind: str, body: Any) -> list[int]:
    # The schema wraps the list, the sample does not; both are taken.
    entries = body if is_array(body) else body[kind.partition("/")[0]]
    found = [(_find(resources, kind, entry.get("id"), "id"), entry) for entry in entries]
    for item, entry in found:
        change(resources, kind, item, {k: v for k, v in entry.items() if k != "id"})
    return [item["id"] for item, _ in found]


# ------------------------------------------------------------------ items


def _shape(resources: Resources, kind: str) -> Shape:
    return resources.shapes.of(resources.spec.item_schema(resources.spec.collections[kind]))


def _shown(resources: Resources, kind: str, item: Item, shape: Shape) -> Any:
    if kind == "leads" and "lead_deals" in shape.fields:
        item = {**item, "lead_deals": resources.store.children("lead-deals", str(item["id"]))}
    return shape.project(item, lambda _: None)


def _project(resources: Resources, call: Call, item: Item) -> Any:
    return resources.shapes.of(call.operation.response).project(item, lambda _: None)


def _find(resources: Resources, kind: str, number: Any, where: str) -> Item:
    item = resources.store.get(kind, str(number))
    if item is None:
        raise invalid(f"{where}: {_title(kind)} not found")
    return item


def _parent(resources: Resources, call: Call) -> str | None:
    kind = call.operation.parent_kind
    if kind in (None, "companies"):
        return None
    if resources.store.get(kind, call.parent or "") is None:
        raise not_found(f"{_title(kind)} not found or not accessible")
    return call.parent


def _require(resources: Resources, call: Call) -> Item:
    parent, kind = _parent(resources, call), kind_of(call.operation.kind)
    record = resources.store.records.get(call.key)
    if record is None or record.kind != kind or parent not in (None, record.parent):
        why = "already deleted" if call.operation.method == "DELETE" else "not accessible"
        raise not_found(f"{_title(kind)} not found or {why}")
    return record.item


def _title(kind: str) -> str:
    return _TITLES.get(kind) or references.title(kind)
