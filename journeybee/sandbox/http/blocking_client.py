"""The SDK's blocking client on a sandbox in the same process."""

from __future__ import annotations

from typing import Any, cast

from journeybee.blocking import JourneyBee
from journeybee.sandbox.http.app import SandboxApp
from journeybee.sandbox.http.client import SandboxClient


class BlockingSandboxClient(JourneyBee):
    """A blocking JourneyBee whose requests never leave the process; otherwise as SandboxClient.

    .. versionadded:: 0.1
    """

    def __init__(self, sandbox: SandboxApp, **options: Any) -> None:
        self._wrap(SandboxClient(sandbox, **options))

    @property
    def sandbox(self) -> SandboxApp:
        """What answers the requests."""
        return cast("SandboxClient", self._awaited).sandbox
