"""What agents read of the site: its pages as text, and the operations as tools with JSON Schema."""

from __future__ import annotations

import copy
import inspect
import json
import re
from typing import TYPE_CHECKING, Any

from journeybee.introspection import bound_operations, described
from scripts.codegen.document import below, component_of, operations, reach
from scripts.codegen.report.facts import arguments_of
from scripts.tools.site.operations import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from journeybee.surfaces import Surface

# The front matter, and the elements around tables.
APART = re.compile(r"\A---\n.*?\n---\n|^</?div[^\n]*\n", re.DOTALL | re.MULTILINE)
# Neither a table, nor a list, nor the fence of a program.
SENTENCE = re.compile(r"[A-Z][^|]{20}|`[^`][^|]{20}")
ABOUT = """# journeybee

> Async Python SDK for the JourneyBee API (partners, leads, deals, commissions, analytics), with
> a command line and a sandbox. Unofficial. `from journeybee import JourneyBee`; the key is in the
> environment variable JOURNEYBEE_API_KEY.
"""


def tools(surface: Surface) -> list[dict[str, Any]]:
    """Each operation as a tool: its call on the client, and the JSON Schema of its arguments."""
    document = surface.document
    nodes = {node["operationId"]: (path, node) for _, path, node in operations(document)}
    found = list[dict[str, Any]]()
    for call, bound in bound_operations(surface.client):
        info = surface.operations[bound.builder.__name__]
        path, node = nodes[info.id]
        text, _ = described(bound.builder)
        found.append(
            {
                "name": info.id,
                "call": call,
                "description": text.partition("\n")[0],
                "evidence": info.evidence,
                "read_only": info.method == "GET",
                "input_schema": _input_schema(document, path, node, bound.builder),
            }
        )
    return found


def _input_schema(document: Any, path: str, node: Any, builder: Any) -> dict[str, Any]:
    parameters = inspect.signature(builder).parameters.values()
    names = {plain(it.name): it.name for it in parameters}
    arguments = arguments_of(document, path, node)
    properties = {names[plain(name)]: schema for _, name, schema, _, _ in arguments}
    # What has a default in the spec need not be passed.
    required = [it.name for it in parameters if it.default is it.empty]
    schema: dict[str, Any] = {"type": "object", "properties": properties, "required": required}
    components = document["components"]["schemas"]
    used = sorted(reach(document, *properties.values()))
    if used:
        schema["$defs"] = {name: components[name] for name in used}
    schema = copy.deepcopy(schema | {"additionalProperties": False})
    for part in below(schema):
        if (name := component_of(part)) in used:
            part["$ref"] = f"#/$defs/{name}"
    return schema


def tools_json(surface: Surface) -> str:
    """The tools of a surface as a file."""
    return json.dumps(tools(surface), indent=1) + "\n"


def llms(pages: Iterable[tuple[str, str]]) -> str:
    """An index of pages: their titles and first sentences, as links to Markdown's HTML."""
    lines = [ABOUT, "## Pages", ""]
    for path, text in pages:
        title, sentence = _summary(text)
        lines.append(f"- [{title}]({path.removesuffix('.md')}.html): {sentence}")
    return "\n".join([*lines, ""])


def llms_full(pages: Iterable[tuple[str, str]]) -> str:
    """All pages, one after another."""
    return "\n".join([ABOUT, *(f"<!-- {path} -->\n{_body(text)}" for path, text in pages)])


def _body(text: str) -> str:
    return APART.sub("", text)


def _summary(text: str) -> tuple[str, str]:
    """The title of a page, and the first sentence below it."""
    head, _, rest = _body(text).lstrip().partition("\n")
    paragraphs = (" ".join(part.split()) for part in rest.split("\n\n"))
    paragraph = next((it for it in paragraphs if SENTENCE.match(it)), "")
    text = re.sub(r"\[([^\]]+)\]\([^)]*\)", r"\1", paragraph)
    return head.removeprefix("# "), re.split(r"(?<=[.:]) (?=[A-Z])", text)[0]
