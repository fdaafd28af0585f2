"""The hook that mkdocs calls while it builds the documentation."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File

from journeybee.surfaces import SURFACES
from scripts.tools.site.agents import llms, llms_full, tools_json
from scripts.tools.site.pages import navigation, pages

# What Sphinx would read in a docstring.
VERSION = re.compile(r"<p>\.\. versionadded:: ([\d.]+)</p>")
# In the table of contents, what is below a heading.
CONTENTS_BELOW = re.compile(r'<nav class="md-nav" aria-label="[^"]*">')
# Parts of the theme's script, and what replaces them. From a server it would fetch the index of the
# search at once, which is five times the rest of a page, and from a folder too, to highlight what
# was searched for. As replaced, it does when the search is opened or there are words to highlight.
HIGHLIGHTED = 'r.pipe(Q(we()),g(o=>!!o.searchParams.get("h")))'
SEARCH_WHEN_OPENED = (
    ('location.protocol==="file:"?_t(', "true?_t("),
    ('$(location.protocol!=="file:"),Je("search")', '$(false),Je("search")'),
    (f"z([t,{HIGHLIGHTED}])", f"{HIGHLIGHTED}.pipe(b(n=>t.pipe(m(o=>[o,n]))))"),
)

# About the project rather than the package.
APART = ("benchmarks/", "spec-changes", "comparison")
MODELS = tuple(
    f"reference/{name}"
    for surface in SURFACES
    for name in (f"models-{surface}.md", f"{surface}/models/")
)
# How much the pages of a folder weigh in the search; the first that fits counts.
WEIGHTS = (
    ("guides/", 3.0),
    ("index.md", 2.0),
    ("reference/v1/models/", 0.3),
    ("reference/v1/", 6.0),
    ("reference/legacy/", 0.3),
    ("reference/saleshandy/", 0.3),
    ("reference/models-", 0.2),
    ("reference/operations-", 0.2),
    ("reference/known", 0.2),
    ("reference/", 0.4),
    ("", 0.2),
)


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Weigh a page by its folder: guides and v1 before what is about the project."""
    path = page.file.src_uri
    boost = next(weight for prefix, weight in WEIGHTS if path.startswith(prefix))
    page.meta.setdefault("search", {"boost": boost})
    return markdown


def on_page_content(html: str, **_: Any) -> str:
    """Say since when a name is public; a head without a text is a plain cell; pictures can wait."""
    html = html.replace("<th></th>", "<td></td>").replace("<img ", '<img loading="lazy" ')
    return VERSION.sub(r"<p><em>Since version \1.</em></p>", html)


def on_post_page(output: str, **_: Any) -> str:
    """Name the dialog of the search, and make no landmarks of lists in the contents."""
    dialog = 'data-md-component="search" role="dialog"'
    output = CONTENTS_BELOW.sub('<nav class="md-nav" role="presentation">', output)
    return output.replace(dialog, f'{dialog} aria-label="Search"')


def on_config(config: Any) -> Any:
    """Add a section for each API to the navigation, at the end of the reference."""
    (reference,) = (section["Reference"] for section in config["nav"] if "Reference" in section)
    reference += [{title: made} for title, made in navigation().items()]
    return config


def on_post_build(config: Any) -> None:
    """Let pages fetch the index of the search when it is needed."""
    (bundle,) = Path(config["site_dir"]).glob("assets/javascripts/bundle.*.js")
    text = bundle.read_text()
    for part, replacement in SEARCH_WHEN_OPENED:
        if text.count(part) != 1:
            raise PluginError(f"{bundle.name} of the theme does not have {part!r} once")
        text = text.replace(part, replacement)
    bundle.write_text(text)


def on_files(files: Any, config: Any) -> Any:
    """Add the pages that are made from the specs, and what agents read."""
    made = pages()
    written = {file.src_uri: file.content_string for file in files.documentation_pages()}
    texts = {path: text for path, text in (written | made).items() if not path.startswith(APART)}
    # Guides before the reference.
    ordered = sorted(texts.items(), key=lambda page: (page[0].startswith("reference/"), page[0]))
    made["llms.txt"] = llms(ordered)
    made["llms-full.txt"] = llms_full(
        (path, text) for path, text in ordered if not path.startswith(MODELS)
    )
    for surface in SURFACES.values():
        made[f"reference/tools-{surface.name}.json"] = tools_json(surface)
    for path, text in made.items():
        files.append(File.generated(config, path, content=text))
    return files
