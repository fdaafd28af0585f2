"""Modules that only some formats need."""

from __future__ import annotations

import importlib
from typing import Any

from journeybee.cli.failures import LocalError


def module(name: str, extra: str) -> Any:
    """A module that an extra brings."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError:
        raise LocalError(f'this format needs `pip install "journeybee[{extra}]"`') from None
