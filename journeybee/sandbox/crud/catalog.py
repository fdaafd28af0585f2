"""The kinds of items in a spec: where they are stored, and how they are shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from journeybee.jsonvalue import is_object
from journeybee.sandbox.errors import invalid
from journeybee.sandbox.spec import references
from journeybee.sandbox.spec.document import Operation, Spec
from journeybee.sandbox.spec.shapes import Maker, Shape, Shapes
from journeybee.sandbox.store.items import Item, Store


@dataclass(frozen=True, slots=True)
class Call:
    """A checked request."""

    operation: Operation
    path: dict[str, str]
    query: dict[str, Any]
    body: Any

    @property
    def parent(self) -> str | None:
        """The identifier of the parent item in the path."""
        names = self.operation.path_names[: -1 if self.operation.is_item else None]
        return self.path[names[-1]] if names else None

    @property
    def fields(self) -> dict[str, Any]:
        """The body as an object; empty when there is none."""
        return self.body if is_object(self.body) else {}

    @property
    def key(self) -> str:
        """The identifier of the item itself."""
        return self.path[self.operation.path_names[-1]]


class Catalog:
    """Items by kind, completed to their schema when stored and cut to it when shown."""

    def __init__(self, spec: Spec, store: Store, make: Maker) -> None:
        self.spec = spec
        self.store = store
        self.make = make
        self.shapes = Shapes(spec)
        self._shape_of_kind: dict[str, Shape] = {}
        for operation in sorted(spec.operations.values(), key=lambda o: not o.is_item):
            shape = self.shapes.of(spec.item_schema(operation))
            if shape.fields:
                self._shape_of_kind.setdefault(operation.kind, shape)
        self._creatable = {o.kind for o in spec.operations.values() if o.method == "POST"}
        self._stored_kind = {kind: self._find_stored_kind(kind) for kind in self._shape_of_kind}

    def shape(self, kind: str) -> Shape:
        """The shape of the stored items of a kind."""
        return self._shape_of_kind.get(self.stored_kind(kind), Shape())

    def stored_kind(self, kind: str) -> str:
        """The kind that items are stored under: /leads/{uuid}/tasks shows the tasks of /tasks/."""
        return self._stored_kind.get(kind, kind)

    def _find_stored_kind(self, kind: str) -> str:
        last = kind.rpartition("/")[2]
        if last == kind or last not in self.spec.collections:
            return kind
        own, whole = self._shape_of_kind[kind], self._shape_of_kind[last]
        return last if own.fields.keys() <= whole.fields.keys() else kind

    def kind_of(self, prefix: str) -> str | None:
        """The kind that a field prefix such as `assigned_user` refers to.

        What the world has and the spec does not list, currencies say, is referred to all the same.
        """
        return references.kind_of(prefix, self.spec.collections) or references.kind_of(
            prefix, self.store.counts()
        )

    def add(self, kind: str, item: Item, parent: str | None = None) -> Item:
        """Complete an item to its schema and store it."""
        kind = self.stored_kind(kind)
        shape = self.shape(kind)
        for name, part in shape.fields.items():
            if name in shape.required and name not in item and "uuid" in part.fields:
                self._assume_reference(item, name, part)
        for name in ("created_at", "updated_at"):
            if name in shape.fields:
                item.setdefault(name, self.make.timestamp())
        shape.complete(item, self.make)
        if kind == "custom-field-values":
            parent = item["entity_uuid"]
        self.store.add(kind, str(item.get("uuid") or item.get("id")), item, parent)
        return item

    def _assume_reference(self, item: Item, name: str, part: Shape) -> None:
        """The default of a required reference, such as the company's first currency.

        Only kinds that the API cannot create have one. Raises ApiError 422 for any other.
        """
        kind = self.kind_of(name)
        if kind is None or part.nullable:
            return
        if kind in self._creatable:
            raise invalid(f"body/{name}_uuid: Required")
        if candidates := self.store.items(kind):
            item[name] = self.reference(candidates[0], part)

    def reference(self, target: Item, shape: Shape) -> Item:
        """The short form in which other items show the target."""
        reference: Item = shape.project({"uuid": target["uuid"]}, self.current, nested=True)
        return reference

    def members(self, operation: Operation, parent: str | None) -> list[Item]:
        """The items of the operation's collection, oldest first."""
        kind = self.stored_kind(operation.kind)
        if parent is None:
            return self.store.items(kind)
        if kind == operation.kind:
            return self.store.children(kind, parent)
        links = references.link_names(operation.parent_kind)
        return [item for item in self.store.items(kind) if references.linked(item, links, parent)]

    def show(self, operation: Operation, item: Item) -> Any:
        """The item as the operation answers it, with what is derived from other items."""
        shape = self.shapes.of(self.spec.item_schema(operation))
        kind = self.stored_kind(operation.kind)
        derived = self._described(item, shape)
        for name, part in shape.fields.items():
            if name == "custom_fields" and part.items and "value" in part.items.fields:
                derived[name] = self.custom_fields(item["uuid"], part.items)
            elif part.type == "array" and f"{kind}/{name}" in self.spec.collections:
                derived[name] = self.store.children(f"{kind}/{name}", item["uuid"])
        return shape.project({**item, **derived}, self.current)

    def _described(self, item: Item, shape: Shape) -> Item:
        """What fields such as `user_email` beside `user_uuid` say of the user at present."""
        found: Item = {}
        for name in shape.fields:
            prefix, suffix = references.split(name)
            target = self.current(str(item.get(name))) if suffix == "uuid" else None
            for other in shape.fields if target else ():
                field = other.removeprefix(f"{prefix}_")
                if target and field != other and field in target:
                    found[other] = target[field]
        return found

    def custom_fields(self, entity: str, shape: Shape) -> list[Item]:
        """The values set on an entity, each beside what its definition says."""
        return [
            {
                **self.reference({"uuid": item["custom_field_uuid"]}, shape),
                "value": item["value"],
            }
            for item in self.store.children("custom-field-values", entity)
        ]

    def current(self, uuid: str) -> Item | None:
        record = self.store.records.get(uuid)
        return record.item if record else None
