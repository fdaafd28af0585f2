"""Generic list, create, get, update and delete over the store, derived from the spec."""

from __future__ import annotations

import math
from typing import Any

from journeybee.jsonvalue import is_array, is_object
from journeybee.sandbox.crud.bodies import apply_body, apply_custom_fields
from journeybee.sandbox.crud.catalog import Call, Catalog
from journeybee.sandbox.crud.filters import PAGING, matches
from journeybee.sandbox.errors import conflict, not_found
from journeybee.sandbox.spec import references
from journeybee.sandbox.spec.shapes import label_of
from journeybee.sandbox.store.items import Item


class Resources(Catalog):
    """The generic operations. Each takes a checked call and returns the answer as JSON."""

    def list_items(self, call: Call) -> Any:
        """One page, or the bare array, of the items that match the query."""
        self.check_parent(call)
        conditions = {n: v for n, v in call.query.items() if n not in PAGING}
        if "pagination" not in self.shapes.of(call.operation.response).fields:
            found = self._matching(call, conditions)
            return [self.show(call.operation, item) for item in found]
        page, per_page = call.query.get("page", 1), call.query.get("per_page", 25)
        start = (page - 1) * per_page
        if conditions or call.parent is not None:
            found = self._matching(call, conditions)
            total, found = len(found), found[start : start + per_page]
        else:
            # Without visiting each item: there may be a hundred thousand.
            kind = self.stored_kind(call.operation.kind)
            total = self.store.count(kind)
            found = (
                self.store.some(kind, start, min(start + per_page, total)) if start < total else []
            )
        return {
            "data": [self.show(call.operation, item) for item in found],
            "pagination": {
                "page": page,
                "per_page": per_page,
                "total": total,
                "total_pages": math.ceil(total / per_page),
            },
        }

    def _matching(self, call: Call, conditions: dict[str, Any]) -> list[Item]:
        items = self.members(call.operation, call.parent)
        shape = self.shape(call.operation.kind)
        for name, value in conditions.items():
            items = [item for item in items if matches(shape, item, name, value)]
        return items

    def get_item(self, call: Call) -> Any:
        """One item."""
        return self.show(call.operation, self.require(call))

    def build(self, call: Call) -> Item:
        """A new item from the body of a create call, not stored yet."""
        self.check_parent(call)
        item: Item = {}
        if "uuid" in self.shape(call.operation.kind).fields:
            item["uuid"] = self.make.uuid()
        apply_body(self, call, item)
        return item

    def create_item(self, call: Call, item: Item) -> Any:
        """Store a built item and answer it."""
        kind, parent = call.operation.kind, call.parent
        if parent is not None and self.stored_kind(kind) != kind:
            # An item of a view belongs to the kind itself and only refers to the parent.
            self._link(item, call.operation, parent)
            parent = None
        self.add(kind, item, parent)
        if "uuid" in item:
            apply_custom_fields(self, call, item["uuid"])
        return self.show(call.operation, item)

    def update_item(self, call: Call) -> Any:
        """Change the given fields of an item; the others stay as they are."""
        item = self.require(call)
        changed = dict(item)
        apply_body(self, call, changed)
        if "uuid" in item:
            apply_custom_fields(self, call, item["uuid"])
        if "updated_at" in changed:
            changed["updated_at"] = self.make.timestamp()
        self.shape(call.operation.kind).complete(changed, self.make)
        item.clear()
        item.update(changed)
        self.store.touch(item)
        return self.show(call.operation, item)

    def delete_item(self, call: Call) -> None:
        """Remove an item. Raises ApiError 409 when it is in use and the spec documents that."""
        item = self.require(call)
        kind, key = self.stored_kind(call.operation.kind), call.key
        referrers = list(self.store.referrers(key))
        if 409 in call.operation.refusals and referrers:
            count = len({record.key for record, _ in referrers})
            raise conflict(
                f'{references.title(kind)} "{label_of(item)}" is in use by {count} record(s) '
                "and cannot be deleted"
            )
        self.store.remove(key)
        for record, name in referrers:
            value, shape = record.item[name], self.shape(record.kind).fields.get(name)
            if is_array(value):
                record.item[name] = [v for v in value if not references.refers(v, key)]
            elif shape is None or shape.nullable:
                record.item[name] = None
            self.store.touch(record.item)

    def get_singleton(self, call: Call) -> Any:
        """The singleton at a path such as /leads/{uuid}/quote, or null."""
        self.check_parent(call)
        shape = self.shapes.of(call.operation.response)
        value = self.store.singletons.get((call.operation.kind, call.parent or ""))
        if value is None:
            return None if shape.nullable else shape.neutral("", self.make)
        if is_object(value):
            value = dict(value)
            shape.complete(value, self.make, required_only=True)
        return shape.project(value, self.current)

    def set_singleton(self, call: Call) -> Any:
        """Replace the singleton at a path such as /deals/{uuid}/commission."""
        self.check_parent(call)
        self.store.put_singleton(call.operation.kind, call.parent or "", call.body)
        return self.get_singleton(call)

    def delete_singleton(self, call: Call) -> None:
        """Remove the singleton at the path."""
        self.check_parent(call)
        self.store.drop_singleton(call.operation.kind, call.parent or "")

    def require(self, call: Call) -> Item:
        """The item that the path names. Raises ApiError 404."""
        self.check_parent(call)
        kind, parent = self.stored_kind(call.operation.kind), call.parent
        item = self.store.get(kind, call.key)
        if item is None or (
            parent is not None
            and not any(other is item for other in self.members(call.operation, parent))
        ):
            raise not_found(f"{references.title(kind)} not found")
        return item

    def check_parent(self, call: Call) -> None:
        """Raises ApiError 404 when the parent in the path does not exist."""
        kind = call.operation.parent_kind
        if kind and call.parent is not None and self.store.get(kind, call.parent) is None:
            raise not_found(f"{references.title(kind)} not found")

    def _link(self, item: Item, operation: Any, parent: str) -> None:
        shape = self.shape(operation.kind)
        for name in references.link_names(operation.parent_kind):
            if name in shape.fields:
                part = shape.fields[name]
                item[name] = self.reference({"uuid": parent}, part) if part.fields else parent
                return
