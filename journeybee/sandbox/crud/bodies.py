"""Request bodies as fields of stored items: names copied, references resolved."""

from __future__ import annotations

from typing import Any

from journeybee.sandbox.crud.catalog import Call, Catalog
from journeybee.sandbox.errors import invalid
from journeybee.sandbox.spec import references
from journeybee.sandbox.spec.shapes import Shape
from journeybee.sandbox.store.items import Item


def apply_body(catalog: Catalog, call: Call, item: Item) -> None:
    """Write the fields of the body into the item. Raises ApiError 422 for unknown references."""
    shape = catalog.shape(call.operation.kind)
    for name, value in call.fields.items():
        _, suffix = references.split(name)
        if name == "custom_fields":
            _custom_field_targets(catalog, call)
            continue
        if suffix:
            _apply_reference(catalog, item, shape, name, value)
        elif value is None and name in shape.fields and not shape.fields[name].nullable:
            item.pop(name, None)
        else:
            item[name] = value


def apply_custom_fields(catalog: Catalog, call: Call, entity: str) -> None:
    """Store `custom_fields` of the body as values of the entity, one per field."""
    entries = _custom_field_entries(call)
    targets = _custom_field_targets(catalog, call)
    stored = {
        value["custom_field_uuid"]: value
        for value in catalog.store.children("custom-field-values", entity)
    }
    for entry, target in zip(entries, targets, strict=True):
        if (known := stored.get(target["uuid"])) is not None:
            known["value"] = entry["value"]
            known["updated_at"] = catalog.make.timestamp()
            catalog.store.touch(known)
            continue
        value: Item = {
            "uuid": catalog.make.uuid(),
            "custom_field_uuid": target["uuid"],
            "value": entry["value"],
            "entity_type": ENTITY_TYPES.get(catalog.stored_kind(call.operation.kind), ""),
            "entity_uuid": entity,
        }
        catalog.add("custom-field-values", value)


def _custom_field_entries(call: Call) -> list[dict[str, Any]]:
    return call.fields.get("custom_fields") or []


def _custom_field_targets(catalog: Catalog, call: Call) -> list[Item]:
    return [
        require_reference(
            catalog,
            "custom_field",
            entry["custom_field_uuid"],
            f"body/custom_fields/{number}/custom_field_uuid",
        )
        for number, entry in enumerate(_custom_field_entries(call))
    ]


ENTITY_TYPES = {"partners": "partner", "leads": "lead", "deals": "lead_deal"}


def require_reference(catalog: Catalog, prefix: str, key: str, where: str) -> Item:
    """The item that a reference of the body names. Raises ApiError 422 when there is none."""
    kind = catalog.kind_of(prefix)
    target = catalog.store.get(kind, key) if kind else None
    if target is None and kind is None and (record := catalog.store.records.get(key)):
        target = record.item
    if target is None:
        raise invalid(f"{where}: {references.title(kind or prefix)} not found")
    return target


def _apply_reference(catalog: Catalog, item: Item, shape: Shape, name: str, value: Any) -> None:
    prefix, suffix = references.split(name)
    if suffix == "uuids":
        targets = [
            require_reference(catalog, prefix, key, f"body/{name}/{number}")
            for number, key in enumerate(value or [])
        ]
        field = _first_field(shape, [references.plural(p) for p in references.spellings(prefix)])
        if field and (entry := shape.fields[field].items):
            item[field] = [catalog.reference(target, entry) for target in targets]
        else:
            item[name] = [target["uuid"] for target in targets]
        return
    target = None if value is None else require_reference(catalog, prefix, value, f"body/{name}")
    field = _first_field(shape, references.spellings(prefix))
    if field:
        part = shape.fields[field]
        if target is not None:
            item[field] = catalog.reference(target, part)
        elif part.nullable:
            item[field] = None
        else:
            raise invalid(f"body/{name}: must not be null")
    else:
        item[name] = value


def _first_field(shape: Shape, names: list[str]) -> str | None:
    return next((name for name in names if name in shape.fields), None)
