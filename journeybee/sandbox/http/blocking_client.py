"""The SDK's blocking client on a sandbox in the same process."""

from __future__ import annotations

from typing import Any

from journeybee.blocking import JourneyBee
from journeybee.sandbox.http.app import SandboxApp
from journeybee.sandbox.http.client import SandboxClient


class BlockingSandboxClient(JourneyBee):
    """A blocking JourneyBee whose requests never leave the process; otherwise as SandboxClient.

    Attributes:
        sandbox: what answers the requests.

    .. versionadded:: 0.1
    """

    sandbox: SandboxApp

    def __init__(self, sandbox: SandboxApp, **options: Any) -> None:
        self.sandbox = sandbox
        self._wrap(SandboxClient(sandbox, **options))
