"""Which page each model of a surface is on: a resource has one for its models."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

SHARED = "shared"


def homes(parts: Mapping[str, Collection[str]], used: Mapping[str, set[str]]) -> dict[str, str]:
    """The resource of each model: the only one that uses it, else the one that it is named after.

    Args:
        parts: the models that each model has fields of.
        used: the resources whose operations give or take each model.
    """
    reached = {name: set[str]() for name in parts}
    for name, resources in used.items():
        waiting, seen = [name], set[str]()
        while waiting:
            model = waiting.pop()
            if model not in seen:
                seen.add(model)
                reached[model] |= resources
                waiting += parts[model]
    everywhere = set[str]().union(*used.values())
    return {name: _home(name, found, everywhere) for name, found in reached.items()}


def _home(name: str, reached: set[str], resources: set[str]) -> str:
    if len(reached) == 1:
        return next(iter(reached))
    named = [it for it in resources if name.lower().startswith(_singular(it))]
    return max(named, key=len, default=SHARED)


def _singular(resource: str) -> str:
    return re.sub(r"(ies|s)$", lambda end: "y" if end[0] == "ies" else "", resource).replace(
        "_", ""
    )
