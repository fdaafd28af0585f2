"""Makes the pages of the documentation from the specs: operations, models, evidence."""

from __future__ import annotations

import itertools
from collections import Counter
from typing import TYPE_CHECKING, Any

from scripts.tools.site import calls
from scripts.tools.site.markup import escaped, fields_table, page_name, title, type_code
from scripts.tools.site.models import by_home, model_index, model_page
from scripts.tools.site.operations import Entry, Pages, has_upsert, surfaces

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FENCE = "`" * 3
MARKS = ("documented", "observed", "mentioned", "inferred")
ORDER = ("list", "get", "create", "update", "delete")
TITLES = {"v1": "JourneyBee v1", "legacy": "JourneyBee before v1", "saleshandy": "Saleshandy"}


def pages() -> dict[str, str]:
    """Markdown by path below docs/."""
    found = surfaces()
    made = {"reference/known.md": known(found)}
    for surface in found:
        made[f"reference/operations-{surface.name}.md"] = index(surface)
        for resource, entries in by_resource(surface).items():
            made[_path(surface, resource)] = resource_page(resource, entries, surface)
        made[f"reference/models-{surface.name}.md"] = model_index(surface, TITLES[surface.name])
        for home, names in by_home(surface).items():
            made[_path(surface, home, "models/")] = model_page(
                home, names, surface, TITLES[surface.name]
            )
    return made


def navigation() -> dict[str, list[Any]]:
    """The pages of each surface, as mkdocs.yml lists pages."""
    return {
        TITLES[surface.name]: [
            {"All operations": f"reference/operations-{surface.name}.md"},
            *(
                {title(resource): _path(surface, resource)}
                for resource in sorted(by_resource(surface))
            ),
            {
                "Models": [
                    {"All models": f"reference/models-{surface.name}.md"},
                    *({title(home): _path(surface, home, "models/")} for home in by_home(surface)),
                ]
            },
        ]
        for surface in surfaces()
    }


def by_resource(surface: Pages) -> dict[str, list[Entry]]:
    """The operations of a surface by the resource that they are called on."""
    found: dict[str, list[Entry]] = {}
    for entry in sorted(surface.entries, key=_use):
        found.setdefault(entry.resource, []).append(entry)
    return found


def _use(entry: Entry) -> tuple[int, str, int]:
    """The own operations of a resource come before those below it, and what reads before writes."""
    *path, name = entry.call.split(".")
    return len(path), ".".join(path), ORDER.index(name) if name in ORDER else len(ORDER)


def _path(surface: Pages, resource: str, folder: str = "") -> str:
    return f"reference/{surface.name}/{folder}{page_name(resource)}"


def index(surface: Pages) -> str:
    """A line for every operation of a surface."""
    lines = [
        f"# Operations: {TITLES[surface.name]}",
        "",
        f"""\
All {len(surface.entries)} operations, as methods of `{surface.client}`. The mark tells
[how an operation is known](../guides/evidence.md).""",
        "",
    ]
    for resource, entries in sorted(by_resource(surface).items()):
        lines += [f"## {title(resource)}", "", "| Call | Request | |", "| --- | --- | --- |"]
        for entry in entries:
            link = f"{surface.name}/{page_name(resource)}#{entry.info.id}"
            request = f"`{entry.info.method} {entry.info.path}`"
            lines.append(f"| [`{entry.call}`]({link}) | {request} | {entry.info.evidence} |")
        lines.append("")
    return "\n".join(lines)


def resource_page(resource: str, entries: list[Entry], surface: Pages) -> str:
    """The operations of one resource."""
    lines = [
        f"# {title(resource)}" + ("" if surface.name == "v1" else f": {TITLES[surface.name]}"),
        "",
        f"""\
`client.{resource}` of `{surface.client}`. The mark of an operation, and of a parameter, tells
[how it is known](../../guides/evidence.md).
Types lead to [the models](../models-{surface.name}.md).""",
        "",
    ]
    for entry in entries:
        lines += _operation(entry, surface)
    return "\n".join(lines)


def _operation(entry: Entry, surface: Pages) -> Iterator[str]:
    info = entry.info
    yield f"## `{entry.call}` {{ #{info.id} }}"
    yield ""
    yield f"`{info.method} {info.path}` · `{info.id}` · **{info.evidence}**"
    yield ""
    many = " Also for many rows, by `.many(rows)`." if entry.many else ""
    if has_upsert(entry):
        many += " Or updates the record that is there, by"
        many += (
            f" [`{entry.call.removesuffix('create')}upsert(match=...)`](../../guides/models.md)."
        )
    yield f"{escaped(entry.text)} Gives {type_code(entry.gives, surface, 'models/')}.{many}"
    yield ""
    yield f"{FENCE}python\n{entry.example}\n{FENCE}"
    yield ""
    if entry.parameters:
        yield from fields_table("Parameter", "In", "Type", rows=_parameters(entry, surface))
        yield ""
    without = calls.blocking(entry.example).partition("\n")[0]
    yield f"Without `await`, by `journeybee.blocking.{surface.client}`: `{without}`"
    yield ""
    yield f"On the command line: `{entry.command}`"
    yield ""
    named = [f"`{name}` ({code})" for code, name in entry.errors.items()]
    yield f"Raises {', '.join(named)}, and [what every call raises](../../guides/errors.md)."
    yield ""


def _parameters(entry: Entry, surface: Pages) -> Iterator[str]:
    for parameter in entry.parameters:
        place = f"{parameter.place}, required" if parameter.field.required else parameter.place
        text = "; ".join(it for it in (parameter.text.rstrip("."), parameter.bounds) if it)
        yield (
            f"| `{parameter.name}` | {place} | {type_code(parameter.type, surface, 'models/')} | "
            f"{parameter.field.evidence} | {escaped(text)} |"
        )


def known(found: Iterable[Pages]) -> str:
    """The evidence of each operation."""
    lines = [
        "# Documented or inferred",
        "",
        """\
Made from the index of operations, `journeybee_api.<surface>.operations.OPERATIONS`.
[What the marks mean](../guides/evidence.md).""",
        "",
        "| Surface | Operations | " + " | ".join(MARKS) + " |",
        "| --- | --- |" + " --- |" * len(MARKS),
    ]
    found = list(found)
    for surface in found:
        counts = Counter(entry.info.evidence for entry in surface.entries)
        row = [TITLES[surface.name], len(surface.entries), *(counts[mark] for mark in MARKS)]
        lines.append("| " + " | ".join(map(str, row)) + " |")
    for surface, mark in itertools.product(found, MARKS):
        entries = [entry for entry in surface.entries if entry.info.evidence == mark]
        if entries:
            lines += ["", f"## {TITLES[surface.name]}: {mark}", "", "| Call | Request |"]
            lines.append("| --- | --- |")
        for entry in entries:
            link = f"{surface.name}/{page_name(entry.resource)}#{entry.info.id}"
            request = f"`{entry.info.method} {entry.info.path}`"
            lines.append(f"| [`{entry.call}`]({link}) | {request} |")
    return "\n".join([*lines, ""])
