"""The page of the package: links that lead somewhere once the repository is known."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from scripts.tools.package_page import PackagePage, absolute

ROOT = Path(__file__).parent.parent
REPOSITORY = "https://git.example/partners/journeybee"


def page() -> dict[str, Any]:
    metadata: dict[str, Any] = {"version": "1.2.3"}
    PackagePage(str(ROOT), {}).update(metadata)
    return metadata


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("[a](docs/a.md#b)", f"[a]({REPOSITORY}/blob/v1/docs/a.md#b)"),
        ("![a](a.png)", f"![a]({REPOSITORY}/raw/v1/a.png)"),
        ("[a](https://x.example)", "[a](https://x.example)"),
        ("[a](#below)", "[a](#below)"),
    ],
)
def test_relative_links_lead_into_the_repository(text: str, wanted: str) -> None:
    assert absolute(text, REPOSITORY, "v1") == wanted


def test_a_release_knows_its_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPOSITORY_URL", f"{REPOSITORY}/")
    metadata = page()
    assert metadata["urls"]["Changelog"] == f"{REPOSITORY}/blob/v1.2.3/CHANGELOG.md"
    text = metadata["readme"]["text"]
    assert f"({REPOSITORY}/raw/v1.2.3/docs/pictures/demo.svg)" in text
    assert "](docs/" not in text


def test_any_other_build_keeps_the_readme_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REPOSITORY_URL", raising=False)
    metadata = page()
    assert metadata["readme"]["text"] == (ROOT / "README.md").read_text(encoding="utf-8")
    assert "urls" not in metadata
