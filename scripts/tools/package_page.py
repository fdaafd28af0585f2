"""What the page of the package shows, where only the release knows the address of the repository.

hatchling calls this for every build. With ``REPOSITORY_URL`` in the environment the page gets its
links, and the relative ones of the README become absolute, since a package index resolves none.
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Any

from hatchling.metadata.plugin.interface import MetadataHookInterface

# A link or picture of Markdown whose target is a path: not an address, not a part of the page.
RELATIVE = re.compile(r"(?P<picture>!?)(?P<label>\[[^\]]*\])\((?P<path>(?![a-z]+:|#)[^)]+)\)")


class PackagePage(MetadataHookInterface):
    """Fills in `readme` and `urls`, which pyproject.toml declares as dynamic."""

    def update(self, metadata: dict[str, Any]) -> None:
        text = (Path(self.root) / "README.md").read_text(encoding="utf-8")
        repository = os.environ.get("REPOSITORY_URL", "").rstrip("/")
        if repository:
            tag = f"v{metadata['version']}"
            text = absolute(text, repository, tag)
            metadata["urls"] = {
                "Source": repository,
                "Documentation": f"{repository}/blob/{tag}/docs/index.md",
                "Changelog": f"{repository}/blob/{tag}/CHANGELOG.md",
                "Issues": f"{repository}/issues",
            }
        metadata["readme"] = {"content-type": "text/markdown", "text": text}


def absolute(text: str, repository: str, tag: str) -> str:
    """The Markdown with each relative link leading into the repository at that tag."""

    def link(match: re.Match[str]) -> str:
        kind = "raw" if match["picture"] else "blob"
        return f"{match['picture']}{match['label']}({repository}/{kind}/{tag}/{match['path']})"

    return RELATIVE.sub(link, text)
