"""Public operations that are no longer in the spec: a test that fails over one reports it."""

from __future__ import annotations

import functools
import inspect
import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import yaml

NAMES = Path(__file__).parent.parent / "specs" / "names" / "v1.yaml"


@functools.cache
def gone() -> dict[str, re.Pattern[str]]:
    """Each removed operation, with the words that may name it in a test."""
    from journeybee_api.v1.operations import OPERATIONS

    known: dict[str, dict[str, str]] = yaml.safe_load(NAMES.read_text())["operations"]
    ids = {info.id for info in OPERATIONS}
    return {
        f"{route} ({entry['id']})": words_for(route, entry["id"])
        for route, entry in known.items()
        if entry["id"] not in ids
    }


def words_for(route: str, operation_id: str) -> re.Pattern[str]:
    """Its id, and the last word of its path: `rooms` in a path, an attribute or a list of kinds."""
    words = [word for word in re.split(r"[ /]", route)[1:] if word and "{" not in word]
    last = re.escape(words[-1]).replace(r"\-", "[-_]") if words else "(?!)"
    return re.compile(rf"\b({operation_id}|{last})\b")


def named_by(test: Callable[..., Any], text: str) -> list[str]:
    """The removed operations that a test or its failure names."""
    if not gone():
        return []
    with suppress(OSError, TypeError):  # not every test has a source
        text += inspect.getsource(inspect.unwrap(test))
    return [name for name, words in gone().items() if words.search(text)]


def say_so(report: Any, test: Callable[..., Any]) -> None:
    """Put the removed operations in front of the message of a failed test."""
    named = named_by(test, f"{report.nodeid}\n{report.longreprtext}")
    if not named:
        return
    message = f"the spec no longer has {', '.join(named)}"
    report.longrepr.addsection("Gone from the spec", message)
    if crash := getattr(report.longrepr, "reprcrash", None):
        crash.message = f"{message}: {crash.message}"
