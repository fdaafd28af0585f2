"""Who may do what, how often: keys, permissions, modules and the rate limit."""

from __future__ import annotations

from collections.abc import Callable, Collection

from journeybee.sandbox.errors import ApiError
from journeybee.sandbox.handling.messages import Incoming
from journeybee.sandbox.handling.rate_limit import SlidingWindow
from journeybee.sandbox.surfaces.surface import Found, Surface


class Gate:
    """What a request has to pass before its parameters are looked at."""

    def __init__(self, permissions: Callable[[str], Collection[str]], limit: SlidingWindow) -> None:
        self._permissions = permissions
        self.limit = limit
        self.disabled: set[str] = set()

    def clear(self) -> None:
        """An unused limit, and all modules on."""
        self.limit.clear()
        self.disabled.clear()

    def admit(self, surface: Surface, found: Found | None, request: Incoming) -> Found:
        """The operation that may now be called. Raises ApiError 401, 403, 404, 405 or 429."""
        key = surface.key_in(request.headers)
        permissions = self._permissions(key)
        if not permissions:
            raise ApiError(401, "unauthorized", "Invalid API key")
        self.limit.take(key)
        if found is None:
            raise surface.unrouted(request.path)
        operation, _ = found
        permission = "read" if surface.dialect.reads_by_post else operation.permission
        if permission not in permissions:
            word = permission.capitalize()
            raise ApiError(403, "forbidden", f"{word} access is required")
        if operation.tag in self.disabled:
            raise ApiError(403, "module_disabled", f"The module {operation.tag} is switched off")
        return found
