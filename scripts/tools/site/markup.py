"""Types and texts of a spec as Markdown."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from scripts.tools.site.operations import Pages


def type_code(text: str, surface: Pages, folder: str) -> str:
    """A type as code, with links to the pages of models, which are in the folder."""
    pieces = [
        f"[{word}]({model_link(word, surface, folder)})"
        if word in surface.facts.models
        else "".join(f"&#{ord(sign)};" if sign in "[]|*_<>&" else sign for sign in word)
        for word in re.split(r"(\w+)", text)
    ]
    return f"<code>{''.join(pieces)}</code>"


def model_link(name: str, surface: Pages, folder: str) -> str:
    """The target of a link to a model."""
    return f"{folder}{page_name(surface.homes[name])}#{name}"


def page_name(resource: str) -> str:
    """The file of a page about a resource."""
    return f"{resource.replace('_', '-')}.md"


def escaped(text: str) -> str:
    """Text from a spec, with its Markdown and HTML escaped."""
    plain = html.escape(" ".join(text.split()), quote=False)
    return re.sub(r"([\\`*_{}\[\]|#!])", r"\\\1", plain)


def fields_table(*heads: str, rows: Iterable[str]) -> Iterator[str]:
    """A table of parameters or fields, whose rows are paragraphs on a phone."""
    yield '<div class="fields" markdown>'
    yield ""
    yield f"| {' | '.join(heads)} | Known as | Meaning |"
    yield f"|{' --- |' * (len(heads) + 2)}"
    yield from rows
    yield ""
    yield "</div>"


def title(resource: str) -> str:
    """The name of a resource as a heading has it."""
    return "MDF" if resource == "mdf" else resource.replace("_", " ").capitalize()
