"""Code, documentation and error texts name mechanisms: a short list of words to avoid."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import journeybee
from journeybee import limits, sandbox, verify

ROOT = Path(__file__).parent.parent
FOLDERS = ["journeybee", "docs", "examples", "bench", "scripts/tools", "tests"]
# Not written by hand, or still to be revised.
APART = ["docs/benchmarks", "tests/codegen", "tests/generated", "tests/test_prose.py"]
# Words, and what to write instead. Names such as `test_it_is_told` count, too.
AVOIDED = {
    r"(?:any|every|some)body|nobody|whoever": "the caller, user or process",
    r"(?:is|are|was|were) no (?!longer|more|less|other)[a-z]+": "is not a",
    r"told": "reported, passed, set or known",
    r"gave": "returned, passed or had",
    r"anew": "again",
    r"doors?|house|lives? in": "the module or function",
    r"behavior|canceled|(?:normal|serial|recogn|optim)iz(?:e|es|ed|er|ing|ation)": "British",
    r"``[^`]+``": "single backticks",
}
PATTERN = re.compile(rf"(?<![a-z])(?<!there )(?:{'|'.join(AVOIDED)})(?![a-z])")
# Names of other tools, and quotations.
ALLOWED = re.compile(
    r"\.serialize\(|_normalize_info|import serialization|serialization\.|# is:|p<language>"
)


def pages() -> Iterator[Path]:
    yield from (path for path in ROOT.glob("*.*") if path.suffix in {".md", ".py"})
    yield ROOT / "Makefile"
    for folder in FOLDERS:
        for suffix in ("py", "md"):
            yield from (ROOT / folder).rglob(f"*.{suffix}")


def test_prose_avoids_these_words() -> None:
    apart, found = tuple(str(ROOT / name) for name in APART), list[str]()
    for page in pages():
        if str(page).startswith(apart):
            continue
        for number, line in enumerate(page.read_text("utf-8").lower().splitlines(), 1):
            if (match := PATTERN.search(line)) and not ALLOWED.search(line):
                found.append(f"{page.relative_to(ROOT)}:{number}: {match[0]!r} in {line.strip()}")
    assert not found, "\n".join(found)


def test_public_docstrings_say_since_when() -> None:
    for module in (journeybee, limits, sandbox, verify):
        for name in module.__all__:
            public = getattr(module, name)
            if inspect.isclass(public) or inspect.isfunction(public):
                assert ".. versionadded:: " in (inspect.getdoc(public) or ""), name
