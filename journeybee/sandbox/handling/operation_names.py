"""The names of operations that a fault may strike: operationIds, and those of the clients."""

from __future__ import annotations

import functools
from collections.abc import Collection

from journeybee.hints import did_you_mean


def operation_ids(name: str, known: Collection[str]) -> frozenset[str]:
    """The ids of an operation that has this id, or is called so: `leads.create`.

    Raises ValueError, with the most similar name, for any other one.
    """
    found = frozenset({name}) if name in known else _called().get(name, frozenset()) & set(known)
    if not found:
        called = [path for path, ids in _called().items() if not ids.isdisjoint(known)]
        hint = did_you_mean(name, {*known, *called})
        raise ValueError(f"the spec has no operation {name!r}{hint}")
    return found


@functools.cache
def _called() -> dict[str, frozenset[str]]:
    """The ids of all APIs by the path of their method in a client."""
    # It loads all tables, which most sandboxes do without.
    from journeybee.introspection import operations_by_id
    from journeybee.surfaces import SURFACES

    called: dict[str, frozenset[str]] = {}
    for surface in SURFACES.values():
        for identifier, (path, _) in operations_by_id(surface.client).items():
            called[path] = called.get(path, frozenset()) | {identifier}
    return called
