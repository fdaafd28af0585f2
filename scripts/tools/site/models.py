"""The pages of models: fields with type, meaning and evidence, and the calls that use them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from scripts.codegen.document import resolve
from scripts.tools.site import calls
from scripts.tools.site.markup import escaped, fields_table, model_link, page_name, title, type_code
from scripts.tools.site.operations import plain, python_types

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scripts.codegen.report.facts import Model
    from scripts.tools.site.operations import Pages

# How many of the calls that use a model its page names.
NAMED = 6


def by_home(surface: Pages) -> dict[str, list[str]]:
    """The names of models by the page that they are on."""
    found: dict[str, list[str]] = {}
    for name in sorted(surface.homes):
        found.setdefault(surface.homes[name], []).append(name)
    return dict(sorted(found.items()))


def model_page(home: str, names: list[str], surface: Pages, api: str) -> str:
    """The models of one resource."""
    lines = [
        f"# Models: {title(home).lower()}" + ("" if surface.name == "v1" else f", {api}"),
        "",
        f"""\
In `journeybee_api.{surface.name}.models`; [all models](../../models-{surface.name}.md). A field
that may be missing, and is, reads as `journeybee.UNSET`. What a server sends instead of any of this
is kept, and fields that are not listed are in `additional_properties`; both are reported on the
logger `journeybee.drift`. The meaning of a field is empty where the spec says nothing.""",
        "",
    ]
    for name in names:
        lines += [f"## {name} {{ #{name} }}", "", *_model(name, surface), ""]
    return "\n".join(lines)


def model_index(surface: Pages, api: str) -> str:
    """A line for every model of a surface."""
    lines = [
        f"# Models: {api}",
        "",
        f"""\
All {len(surface.homes)} models that calls of `{surface.client}` take and give, in
`journeybee_api.{surface.name}.models`. The mark tells
[how a model is known](../guides/evidence.md); [models as data](../guides/models.md).""",
        "",
    ]
    for home, names in by_home(surface).items():
        lines += [f"## {title(home)}", "", "| Model | Fields | Known as |", "| --- | --- | --- |"]
        for name in names:
            model = surface.facts.models[name]
            fields = len(model.fields) or f"{len(model.shape.values or ())} values"
            link = model_link(name, surface, f"{surface.name}/models/")
            lines.append(f"| [`{name}`]({link}) | {fields} | {model.evidence} |")
        lines.append("")
    return "\n".join(lines)


def _model(name: str, surface: Pages) -> Iterator[str]:
    model = surface.facts.models[name]
    schema = surface.document["components"]["schemas"][name]
    yield f"**{model.evidence}** · {escaped(schema.get('description', ''))}".removesuffix(" · ")
    yield ""
    if used := list(_users(name, surface)):
        more = f" and {len(used) - NAMED} more" if len(used) > NAMED else ""
        yield f"Used by {', '.join(used[:NAMED])}{more}."
        yield ""
    types = python_types(surface.name, name)
    if types:
        rows = _fields(model, schema, types, surface)
        yield from fields_table("Field", "Type", "", rows=rows)
    else:
        values = ", ".join(f"`{value}`" for value in sorted(model.shape.values or ()))
        yield values or type_code(str(model.shape), surface, "")


def _users(name: str, surface: Pages) -> Iterator[str]:
    """Links to the calls that give or take a model, and to the models that have it in a field."""
    for entry in surface.used[name]:
        yield f"[`{entry.call}`](../{page_name(entry.resource)}#{entry.info.id})"
    for model, parts in surface.parts.items():
        if name in parts and model != name:
            yield f"[`{model}`]({model_link(model, surface, '')})"


def _fields(
    model: Model, schema: Any, types: dict[str, tuple[str, str]], surface: Pages
) -> Iterator[str]:
    nodes = {plain(name): node for name, node in _properties(surface.document, schema)}
    for field, fact in model.fields.items():
        python, type_ = types[plain(field)]
        required = "" if fact.required else "may be missing"
        meaning = _meaning(surface.document, nodes.get(plain(field), {}))
        yield (
            f"| `{python}` | {type_code(type_, surface, '')} | {required} | {fact.evidence} | "
            f"{escaped(meaning)} |"
        )


def _meaning(document: Any, node: Any) -> str:
    """What the spec says of a field: its description, else that of its type, and its bounds."""
    inner = resolve(document, node)
    text = node.get("description") or inner.get("description", "")
    return "; ".join(it for it in (text.rstrip("."), calls.bounds(document, inner)) if it)


def _properties(document: Any, schema: Any) -> Iterator[tuple[str, Any]]:
    for part in schema.get("allOf", []):
        yield from _properties(document, resolve(document, part))
    for name, node in schema.get("properties", {}).items():
        if isinstance(node, dict):
            yield name, node
