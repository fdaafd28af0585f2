"""Access control: keys, permissions, modules and the rate limit."""

from __future__ import annotations

from collections.abc import Callable, Collection

from journeybee.sandbox.errors import ApiError
from journeybee.sandbox.handling.messages import Incoming
from journeybee.sandbox.handling.rate_limit import SlidingWindow
from journeybee.sandbox.handling.urgency import priority_of
from journeybee.sandbox.spec.document import Operation
from journeybee.sandbox.surfaces.surface import Surface


class AccessControl:
    """The checks that precede those of the parameters."""

    def __init__(self, permissions: Callable[[str], Collection[str]], limit: SlidingWindow) -> None:
        self._permissions = permissions
        self.limit = limit
        self.disabled: set[str] = set()

    def clear(self) -> None:
        """An unused limit, and all modules on."""
        self.limit.clear()
        self.disabled.clear()

    def authenticate(self, surface: Surface, request: Incoming) -> Collection[str]:
        """What the key may do, "read" or "write" or both; the request counts for its limit.

        Raises ApiError 401 or 429.
        """
        key = surface.key_in(request.headers)
        permissions = self._permissions(key)
        if not permissions:
            raise ApiError(401, "unauthorized", "Invalid API key")
        self.limit.take(key, priority_of(request.headers))
        return permissions

    def authorize(
        self, permissions: Collection[str], surface: Surface, operation: Operation
    ) -> None:
        """Raises ApiError 403 for an operation that the key or the account may not call."""
        permission = "read" if surface.dialect.reads_by_post else operation.permission
        if permission not in permissions:
            word = permission.capitalize()
            raise ApiError(403, "forbidden", f"{word} access is required")
        if operation.tag in self.disabled:
            raise ApiError(403, "module_disabled", f"The module {operation.tag} is switched off")
