"""The hook that mkdocs calls while it builds the documentation."""

from __future__ import annotations

import re
from typing import Any

from mkdocs.structure.files import File

from scripts.tools.site.pages import pages

# What Sphinx would read in a docstring.
VERSION = re.compile(r"<p>\.\. versionadded:: ([\d.]+)</p>")


def on_page_content(html: str, **_: Any) -> str:
    """Say since when a name is public."""
    return VERSION.sub(r"<p><em>Since version \1.</em></p>", html)


def on_files(files: Any, config: Any) -> Any:
    """Add the pages that are made from the specs."""
    for path, text in pages().items():
        files.append(File.generated(config, path, content=text))
    return files
