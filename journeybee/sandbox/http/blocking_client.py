"""The SDK's blocking client on a sandbox in the same process."""

from __future__ import annotations

from typing import Any

from journeybee.blocking import JourneyBee
from journeybee.sandbox.http.app import SandboxApp
from journeybee.sandbox.http.client import options_for


class BlockingSandboxClient(JourneyBee):
    """A blocking JourneyBee whose requests never leave the process; otherwise as SandboxClient."""

    def __init__(self, sandbox: SandboxApp, **options: Any) -> None:
        super().__init__(**options_for(sandbox, options))
        self.sandbox = sandbox
