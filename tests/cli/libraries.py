"""Libraries that read exported files, without types or with wrong ones."""

from __future__ import annotations

import functools
import importlib
from typing import Any


# Their type stubs are missing or wrong.
@functools.cache
def library(name: str) -> Any:
    """A library that reads exported files, imported when a test needs it: some take a second."""
    return importlib.import_module(name)
