"""The header that carries the key, and what stands before the key in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scripts.codegen.document import resolve

if TYPE_CHECKING:
    from scripts.codegen.document import Json

BEARER = ("Authorization", "Bearer ")


def auth_of(document: Json, known: tuple[str, str] | None = None) -> tuple[str, str]:
    """Header and prefix by the first scheme that the document asks for.

    Many frameworks declare the key of a bearer as an apiKey named Authorization. It is sent with
    what was sent before it so far, ``known``, or with `Bearer` where the scheme says so.
    """
    scheme = _scheme(document)
    if scheme.get("type") != "apiKey" or scheme.get("in") != "header":
        return known or BEARER if not scheme else BEARER
    name = str(scheme.get("name", ""))
    if name.lower() != "authorization":
        return (name, "") if name else known or BEARER
    if known and known[0].lower() == "authorization":
        return known
    told = str(scheme.get("description", "")) + str(scheme.get("x-bearer-format", ""))
    return BEARER if "bearer" in told.lower() else (name, "")


def _scheme(document: Json) -> Json:
    """The first scheme of the document, or else of its first operation that names one."""
    components: Any = document.get("components", {})
    schemes = components.get("securitySchemes", {})
    asked: list[Any] = [document.get("security")]
    for item in document["paths"].values():
        asked += [node.get("security") for node in item.values() if isinstance(node, dict)]
    names = [
        name
        for entries in asked
        if isinstance(entries, list)
        for entry in entries
        if isinstance(entry, dict)
        for name in entry
    ]
    for name in [*names, *(schemes if isinstance(schemes, dict) else ())]:
        try:
            found = resolve(document, schemes[name])
        except (KeyError, TypeError, AttributeError):
            continue
        if isinstance(found.get("name", ""), str):
            return found
    return {}
