"""Which public methods of the classes in the reference its built pages do not show."""

from __future__ import annotations

import importlib
import re
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

REFERENCE = Path(__file__).resolve().parents[3] / "docs" / "reference"
NAMED = re.compile(r"^::: (\S+)$", re.MULTILINE)
METHODS = (property, cached_property, classmethod, staticmethod, type(lambda: None))


def left_out(site: Path) -> Iterator[str]:
    """The methods and properties that are on no page, by their full names."""
    named = {
        name: site / "reference" / f"{page.stem}.html"
        for page in REFERENCE.glob("*.md")
        for name in NAMED.findall(page.read_text())
    }
    # A class with two names is shown in full under the first.
    classes = {it: name for name in reversed(named) if isinstance(it := _value(name), type)}
    for shown, name in classes.items():
        text = named[name].read_text()
        # What a class has from another one in the reference is shown there.
        bases = [base for base in shown.__mro__[1:] if base in classes]
        elsewhere = {method for base in bases for method in _methods(base)} - vars(shown).keys()
        yield from (
            f"{name}.{method}"
            for method in sorted(set(_methods(shown)) - elsewhere)
            if f'id="{name}.{method}"' not in text
        )


def _value(name: str) -> Any:
    module, _, attribute = name.rpartition(".")
    return getattr(importlib.import_module(module), attribute)


def _methods(shown: type) -> Iterator[str]:
    """The public methods of a class, those of bases in this package among them."""
    for base in shown.__mro__:
        if base.__module__.startswith("journeybee"):
            for name, value in vars(base).items():
                if not name.startswith("_") and isinstance(value, METHODS):
                    yield name
