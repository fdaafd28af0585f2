"""The hook that mkdocs calls while it builds the documentation."""

from __future__ import annotations

import re
from typing import Any

from mkdocs.structure.files import File

from scripts.tools.site.pages import navigation, pages

# What Sphinx would read in a docstring.
VERSION = re.compile(r"<p>\.\. versionadded:: ([\d.]+)</p>")


# How much the pages of a folder weigh in the search; the first that fits counts.
WEIGHTS = (
    ("guides/", 3.0),
    ("index.md", 2.0),
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
    """Say since when a name is public."""
    return VERSION.sub(r"<p><em>Since version \1.</em></p>", html)


def on_config(config: Any) -> Any:
    """Add a section for each API to the navigation, after the reference."""
    titles = [next(iter(section)) for section in config["nav"]]
    sections = [{title: made} for title, made in navigation().items()]
    position = titles.index("Reference") + 1
    config["nav"][position:position] = sections
    return config


def on_files(files: Any, config: Any) -> Any:
    """Add the pages that are made from the specs."""
    for path, text in pages().items():
        files.append(File.generated(config, path, content=text))
    return files
