"""The hook that mkdocs calls while it builds the documentation."""

from __future__ import annotations

from typing import Any

from mkdocs.structure.files import File

from scripts.tools.site.pages import pages


def on_files(files: Any, config: Any) -> Any:
    """Add the pages that are made from the specs."""
    for path, text in pages().items():
        files.append(File.generated(config, path, content=text))
    return files
