"""A custom world, from a JSON or YAML file.

The file maps kinds to lists of items, a kind being a path of the API without its placeholders:

    partners:
      - {uuid: cedar, name: Cedar Labs}
    leads:
      - {uuid: first, email: ada@cedar.example, partner_uuid: cedar}
    leads/notes:
      - {parent: first, content: Called.}
    partners/sessions:
      - {parent: cedar, user_uuid: ada, day: "2025-08-01", page_views: 3, duration: 60}

Items have the fields of the API's answers or of the bodies that create them. A `uuid` that is not
a UUID is a name within the file, and gets the same UUID in each run. `parent` names the parent in
the path. Items refer to items above them, or to what the API has no way to create.
"""

from __future__ import annotations

import json
import uuid
from pathlib import Path
from typing import Any

from journeybee.jsonvalue import is_array, is_object
from journeybee.sandbox.crud.bodies import apply_body, apply_custom_fields
from journeybee.sandbox.crud.catalog import Call
from journeybee.sandbox.errors import ApiError
from journeybee.sandbox.spec.values import check_storable
from journeybee.sandbox.store.items import Item
from journeybee.sandbox.surfaces.analytics import SESSIONS
from journeybee.sandbox.surfaces.surface import Surface
from journeybee.sandbox.surfaces.v1 import FINISHERS

SUFFIXES = (".json", ".yaml", ".yml")
Content = dict[str, list[Item]]


def read(path: Path) -> Content:
    """The items of a file by kind. Raises ValueError with the reason, OSError."""
    # Both readers find out the encoding of bytes, with a byte order mark or without.
    found = path.read_bytes()
    try:
        content: Any = json.loads(found) if path.suffix == ".json" else _yaml(found)
    except ValueError as error:
        raise ValueError(f"{path} is not {path.suffix[1:].upper()}: {error}") from error
    try:
        check_storable(content)
    except ValueError as error:
        raise ValueError(f"{path} holds what the API could not send: {error}") from error
    if not is_object(content):
        raise ValueError(f"{path}: must map kinds such as partners to lists of items")
    for kind, items in content.items():
        if not is_array(items) or not all(is_object(item) for item in items):
            raise ValueError(f"{path}: {kind}: must be a list of items")
    names = {item["uuid"] for items in content.values() for item in items if "uuid" in item}
    named: Content = _with_uuids(content, {str(name): _uuid_of(str(name)) for name in names})
    return named


def fill(surface: Surface, content: Content, path: str) -> None:
    """Store the items. Raises ValueError with the place and the reason."""
    for kind, items in content.items():
        for number, item in enumerate(items):
            try:
                _add(surface, kind, dict(item))
            except (ApiError, ValueError) as error:
                raise ValueError(f"{path}: {kind}/{number}: {error}") from error


def _add(surface: Surface, kind: str, fields: Item) -> None:
    resources = surface.resources
    parent: str | None = fields.pop("parent", None)
    if parent is not None and parent not in resources.store.records:
        raise ValueError(f"parent: there is no item {parent!r} above")
    if kind == SESSIONS and parent is not None:
        sessions: list[Item] = resources.store.singletons.get((kind, parent), [])
        resources.store.put_singleton(kind, parent, [*sessions, fields])
        return
    operation = surface.spec.collections.get(kind)
    if operation is None:
        known = ", ".join(sorted(surface.spec.collections))
        raise ValueError(f"there are no such items; there are {known}")
    item: Item = {"uuid": fields.pop("uuid", None) or resources.make.uuid()}
    create = next((o for o in surface.spec.of_kind(kind) if o.method == "POST"), None)
    body = surface.spec.resolve((create.body if create else None) or {}).get("properties", {})
    for name in fields:
        if name not in body and name not in resources.shape(kind).fields:
            raise ValueError(f"{name}: no such field")
    call = Call(operation, {}, {}, fields)
    apply_body(resources, call, item)
    if create is not None and create.id in FINISHERS:
        FINISHERS[create.id](resources, Call(create, _path(create, parent), {}, fields), item)
    resources.add(kind, item, parent)
    apply_custom_fields(resources, call, item["uuid"])
    schema = surface.spec.item_schema(operation)
    if schema is not None:
        surface.validator.check(schema, resources.show(operation, item), "item")


def _path(operation: Any, parent: str | None) -> dict[str, str]:
    return dict.fromkeys(operation.path_names, parent or "")


def _uuid_of(name: str) -> str:
    try:
        return str(uuid.UUID(name))
    except ValueError:
        # Version 4, as the API checks for; the bits are those of the name.
        return str(uuid.UUID(int=uuid.uuid5(uuid.NAMESPACE_OID, name).int, version=4))


def _with_uuids(value: Any, uuids: dict[str, str], *, refers: bool = False) -> Any:
    if is_object(value):
        return {
            name: _with_uuids(
                part, uuids, refers=name == "parent" or name.endswith(("uuid", "uuids"))
            )
            for name, part in value.items()
        }
    if is_array(value):
        return [_with_uuids(part, uuids, refers=refers) for part in value]
    return uuids.get(str(value), value) if refers else value


def _yaml(found: bytes) -> Any:
    try:
        import yaml
    except ImportError as error:
        raise ImportError(
            'a world in YAML needs PyYAML: pip install "journeybee[sandbox]"'
        ) from error
    try:
        return yaml.safe_load(found)
    except yaml.YAMLError as error:
        raise ValueError(str(error)) from error
