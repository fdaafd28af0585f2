# Written by the code generator from the spec: edit the spec or scripts/, then regenerate.
"""Low-level async client of the surface legacy."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

BASE_URL = "https://app.journeybee.io/api/v1"
# The header that carries the key, and what stands before the key in it.
AUTH = ("Authorization", "Bearer ")

if TYPE_CHECKING:
    from .._runtime.client import AsyncClient

__all__ = ["AUTH", "BASE_URL", "AsyncClient"]


def __getattr__(name: str) -> Any:
    if name == "AsyncClient":
        from .._runtime.client import AsyncClient

        return AsyncClient
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
