"""Libraries that read exported files, without types or with wrong ones."""

from __future__ import annotations

import functools
import importlib
from typing import Any


# Without type stubs, or with some that are wrong: used as what they are.
@functools.cache
def library(name: str) -> Any:
    """A library that reads what is exported, imported once a test needs it: some take a second."""
    return importlib.import_module(name)
